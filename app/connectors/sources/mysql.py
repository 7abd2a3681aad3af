"""Reading MySQL and MariaDB: rows streamed by an unbuffered cursor in read-only transactions."""

import random
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any

import pyarrow as pa
import pymysql
import pymysql.converters
import pymysql.cursors

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, UnitUnreadable
from app.connectors.sources import mysql_catalogue as catalogue
from app.connectors.tables import Table, TableReading, key_array, refused, table_of, table_path, text_array
from app.connectors.targets import Url, printable
from app.domain.exposure import ExposureReport, ExposureState
from app.domain.units import UnitNote, UnreadReason
from app.errors import TargetError, TargetUnreachable
from app.exposure.database import readable_in_table, transit, unanswered
from app.exposure.declared import declared
from app.exposure.names import database_name_exposure
from app.extraction.events import Event
from app.wording.catalogue import told

_FORMAT = "mysql"
_FETCH = 2_000
_CHUNK_BYTES = 16 * 1024 * 1024
_PORT = 3306
_LOST = frozenset((2006, 2013, 2014, 1927))
_REASONS = {
    1142: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read")),
    1143: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_column")),
    1044: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_database")),
    1227: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read")),
    1345: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_behind_view")),
    1370: (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_function")),
    1356: (UnreadReason.CHANGED, told("connectors.view_broken")),
    1146: (UnreadReason.VANISHED, told("connectors.table_gone")),
    1054: (UnreadReason.CHANGED, told("connectors.column_gone")),
    1205: (UnreadReason.TIMEOUT, told("connectors.locked_by_session")),
    1969: (UnreadReason.TIMEOUT, told("connectors.statement_too_long")),
    3024: (UnreadReason.TIMEOUT, told("connectors.statement_too_long")),
    1317: (UnreadReason.TIMEOUT, told("connectors.statement_interrupted")),
    1194: (UnreadReason.CORRUPT, told("connectors.table_damaged")),
    1034: (UnreadReason.CORRUPT, told("connectors.index_damaged")),
    1286: (UnreadReason.UNSUPPORTED_TYPE, told("connectors.engine_missing")),
}
_CONNECTION = {
    1045: told("connectors.wrong_credentials"),
    1698: told("connectors.wrong_credentials"),
    1044: told("connectors.no_right_to_database"),
    1049: told("connectors.no_database"),
    1040: told("connectors.no_free_connection"),
    1130: told("connectors.host_not_admitted"),
    2026: told("connectors.no_tls"),
}
# values stay the text that the server sends; only parameters are converted
_ENCODERS: dict[Any, Any] = {
    key: value for key, value in pymysql.converters.conversions.items() if not isinstance(key, int)
}
Batch = tuple[list[pa.LargeStringArray], pa.LargeStringArray | None]


class MysqlSource:
    """One MySQL or MariaDB server, or one database of it."""

    def __init__(self, url: Url, options: ConnectorOptions) -> None:
        self._url = url
        self._database = url.path.strip("/")
        self.display = printable(f"mysql://{url.place}/{self._database}".rstrip("/"))
        self._options = options
        self._declared = declared(options.labels)
        unknown = set(url.options) - {"ssl", "charset"}
        if unknown:
            raise TargetError(told("connectors.mysql_options", target=self.display))
        self._connection = self._connect()
        self._anonymous: ExposureReport | None = None

    def plan(self) -> Iterator[PlannedUnit]:
        """Every table and view of the database (of all but the system's where none is named), by name."""
        try:
            found = catalogue.tables(self._connection, self._database)
        except pymysql.Error as error:
            raise TargetUnreachable(told("connectors.unlisted", target=self.display, reason=_why(error)[1])) from None
        base = self.display.removesuffix(f"/{printable(self._database)}") if self._database else self.display
        for schema, name, size in found:
            shown = f"{base}/{printable(schema)}.{printable(name)}"
            yield PlannedUnit(table_path(schema, name), shown, "table", size)

    def open(self, unit: PlannedUnit) -> AbstractContextManager[OpenFile]:
        """Tables are no files."""
        raise UnitUnreadable(UnreadReason.UNSUPPORTED_TYPE, told("connectors.read_by_rows", kind=unit.kind))

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """The columns of the table in batches of rows, as text."""
        try:
            self._connected()
            table = catalogue.table(self._connection, *table_of(unit.path))
        except pymysql.Error as error:
            yield from refused(unit, _FORMAT, *_why(error))
            return
        if not table.columns and not table.left_out:
            yield from refused(unit, _FORMAT, UnreadReason.VANISHED, told("connectors.table_gone"))
            return
        yield from self._read(table, unit)

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """Anonymous accounts, rights of PUBLIC, TLS, the names, and that values lie in clear."""
        schema, name = table_of(unit.path)
        report = readable_in_table().joined(self._declared)
        report = report.joined(database_name_exposure(f"{schema}/{name}"))
        try:
            self._connected()
            report = report.joined(catalogue.public_rights(self._connection, schema, name))
            if self._anonymous is None:
                self._anonymous = catalogue.anonymous_accounts(self._connection).joined(self._transit())
        except pymysql.Error as error:
            return report.joined(unanswered(ExposureState.BROAD_INTERNAL, "rights_not_readable", _why(error)[1]))
        return report.joined(self._anonymous)

    def close(self) -> None:
        """Close the connection."""
        with suppress(pymysql.Error, OSError):
            self._connection.close()

    def _connect(self) -> catalogue.Connection:
        limit = self._options.timeout_s
        wish = self._url.options.get("ssl", "").lower()  # unsaid: TLS where the server offers it
        try:
            connection: catalogue.Connection = pymysql.connect(
                host=self._url.host or "localhost", port=self._url.port or _PORT, user=self._url.user or None,
                password=self._url.password, database=self._database or None, charset="utf8mb4",
                connect_timeout=max(2, min(10, int(limit))), read_timeout=max(5, int(limit * 2)), autocommit=False,
                cursorclass=pymysql.cursors.SSCursor, conv=_ENCODERS, program_name="mishao", local_infile=False,
                ssl=ssl.create_default_context() if wish in ("true", "1", "required") else None,
                ssl_disabled=wish in ("false", "0", "disabled"),
            )  # fmt: skip
        except (pymysql.Error, OSError, RuntimeError, ValueError) as error:
            raise TargetUnreachable(
                told("connectors.unreached", target=self.display, reason=_unreached(error))
            ) from None
        catalogue.guard(connection, limit)
        return connection

    def _connected(self) -> None:
        if not self._connection.open:
            try:
                self._connection = self._connect()
            except TargetUnreachable:
                raise pymysql.OperationalError(2006, "connection lost") from None

    def _transit(self) -> ExposureReport:
        host = self._url.host or "localhost"
        loopback = host in ("localhost", "::1") or host.startswith("127.")
        return transit(encrypted=catalogue.encrypted(self._connection), loopback=loopback)

    def _read(self, table: Table, unit: PlannedUnit) -> Iterator[Event]:
        reading = TableReading(table, unit, _FORMAT)
        yield reading.opened()
        notes: tuple[UnitNote, ...] = ()
        try:
            if table.columns and self._options.sample is not None:
                rows, whole = self._sample(table, self._options.sample)
                notes = () if whole else (UnitNote.SAMPLED,)
                yield from reading.pieces(*_cells(table, rows)) if rows else ()
            elif table.columns:
                for values, keys in self._batches(table):
                    yield from reading.pieces(values, keys)
        except (pymysql.Error, OSError) as error:
            if not isinstance(error, pymysql.Error) or error.args[:1] == () or error.args[0] in _LOST:
                self.close()
            yield reading.broke(*_why(error))
            return
        yield reading.ended(notes)

    def _batches(self, table: Table) -> Iterator[Batch]:
        """Batches along an integer key where there is one, so that the limit is one for a batch; else one stream."""
        if not table.key:
            with catalogue.reading(self._connection) as cursor:
                cursor.execute(catalogue.selection(table))
                yield from self._stream(cursor, table)
            return
        last: str | None = None
        while True:
            with catalogue.reading(self._connection) as cursor:
                cursor.execute(*catalogue.following(table, last, self._options.batch_rows))
                rows = 0
                for values, keys, end in self._pages(cursor, table):
                    yield values, keys
                    rows += len(keys)
                    last = end
            if rows < self._options.batch_rows:
                return

    def _pages(self, cursor: Any, table: Table) -> Iterator[tuple[list[pa.LargeStringArray], pa.LargeStringArray, str]]:
        for rows in self._gathered(cursor):
            values, keys = _cells(table, rows)
            yield values, keys, str(rows[-1][-1])

    def _stream(self, cursor: Any, table: Table) -> Iterator[Batch]:
        for rows in self._gathered(cursor):
            yield _cells(table, rows)

    def _gathered(self, cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
        rows: list[tuple[Any, ...]] = []
        size = 0
        while fetched := cursor.fetchmany(min(_FETCH, self._options.batch_rows)):
            rows += fetched
            size += sum(len(value) for row in fetched for value in row if value)
            if len(rows) >= self._options.batch_rows or size >= _CHUNK_BYTES:
                yield rows
                rows, size = [], 0
        if rows:
            yield rows

    def _sample(self, table: Table, wanted: int) -> tuple[list[tuple[Any, ...]], bool]:
        """Up to `wanted` rows, and whether they are all there are: from random keys on, else the first ones."""
        with catalogue.reading(self._connection) as cursor:
            cursor.execute(f"{catalogue.selection(table)} LIMIT {int(wanted) + 1}")
            first = list(cursor.fetchall())
        if len(first) <= wanted or not table.key:
            return first[:wanted], len(first) <= wanted
        return self._drawn(table, wanted) or first[:wanted], False

    def _drawn(self, table: Table, wanted: int) -> list[tuple[Any, ...]]:
        """Runs of rows that begin at keys drawn evenly; empty where that does not yield enough."""
        span = catalogue.key_span(self._connection, table)
        draw = random.Random(0)  # noqa: S311 - an even draw that repeats, not a secret
        run = max(1, wanted // 50)
        rows: dict[Any, tuple[Any, ...]] = {}
        for _ in range(200):
            start = str(draw.randint(*span) - 1)
            with catalogue.reading(self._connection) as cursor:
                cursor.execute(*catalogue.following(table, start, run))
                rows.update((row[-1], row) for row in cursor.fetchall())
            if len(rows) >= wanted:
                return list(rows.values())[:wanted]
        return []


def _cells(table: Table, rows: Sequence[tuple[Any, ...]]) -> tuple[list[pa.LargeStringArray], Any]:
    columns = list(zip(*rows, strict=True))
    keys = key_array(columns[-1]) if table.key else None
    return [text_array(column) for column in columns[: len(table.columns)]], keys


def _unreached(error: BaseException) -> str:
    code = error.args[0] if error.args else None
    if isinstance(code, int) and code in _CONNECTION:
        return _CONNECTION[code]
    cause = getattr(error, "original_exception", None) or error
    if isinstance(cause, ConnectionRefusedError):
        return told("connectors.refused")
    if isinstance(cause, socket.gaierror):
        return told("connectors.unknown_host")
    if isinstance(cause, TimeoutError):
        return told("connectors.no_answer")
    return told("connectors.error_code", code=code) if isinstance(code, int) else told("connectors.connection_failed")


def _why(error: BaseException) -> tuple[UnreadReason, str]:
    """What an error of the server means; its own text may quote values and is never passed on."""
    code = error.args[0] if error.args else None
    if isinstance(error, TimeoutError):
        return UnreadReason.TIMEOUT, told("connectors.no_answer")
    if not isinstance(code, int) or code in _LOST or isinstance(error, OSError):
        return UnreadReason.UNREADABLE, told("connectors.connection_broke")
    return _REASONS.get(code, (UnreadReason.UNREADABLE, told("connectors.error_code", code=code)))
