"""Reading PostgreSQL: stored tables through ADBC into Arrow by ranges of pages, everything else by a cursor."""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import adbc_driver_manager
import adbc_driver_postgresql.dbapi
import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, UnitUnreadable
from app.connectors.sources import postgresql_catalogue as catalogue
from app.connectors.tables import TableReading, filled, key_array, refused, table_of, table_path, text_array
from app.connectors.targets import Url, printable
from app.domain.exposure import ExposureReport, ExposureState
from app.domain.units import UnitNote, UnreadReason
from app.errors import TargetError, TargetUnreachable
from app.exposure.database import readable_in_table, server_transit, transit, unanswered
from app.exposure.declared import declared
from app.exposure.names import database_name_exposure
from app.extraction.events import Event
from app.wording.catalogue import told

_FORMAT = "postgresql"
_FETCH = 2_000
_CHUNK_BYTES = 16 * 1024 * 1024
_PAGE_ROWS = 100
_TID_RANGES = 140_000
_REASONS = {
    "42501": (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read")),
    "57014": (UnreadReason.TIMEOUT, told("connectors.statement_too_long")),
    "55P03": (UnreadReason.TIMEOUT, told("connectors.locked_by_session")),
    "42P01": (UnreadReason.VANISHED, told("connectors.table_gone")),
    "42703": (UnreadReason.CHANGED, told("connectors.column_gone")),
    "53200": (UnreadReason.OUT_OF_MEMORY, told("connectors.server_memory")),
    "22021": (UnreadReason.UNDECODABLE_BYTES, told("connectors.invalid_characters")),
    "22P05": (UnreadReason.UNDECODABLE_BYTES, told("connectors.no_utf8_form")),
    "XX001": (UnreadReason.CORRUPT, told("connectors.data_damaged")),
    "XX002": (UnreadReason.CORRUPT, told("connectors.index_damaged")),
    "0A000": (UnreadReason.UNSUPPORTED_TYPE, told("connectors.not_readable_so")),
}
_CONNECTION = (
    ("password authentication failed", told("connectors.wrong_credentials")),
    ("no password supplied", told("connectors.password_wanted")),
    ("no pg_hba.conf entry", told("connectors.user_not_admitted")),
    ("does not exist", told("connectors.no_database_or_user")),
    ("Connection refused", told("connectors.refused")),
    ("timeout", told("connectors.no_answer")),
    ("could not translate host name", told("connectors.unknown_host")),
    ("failed to resolve", told("connectors.unknown_host")),
    ("Name or service not known", told("connectors.unknown_host")),
    ("SSL", told("connectors.no_tls")),
    ("too many clients", told("connectors.no_free_connection")),
    ("starting up", told("connectors.starting_up")),
)
Rows = list[tuple[Any, ...]]
Batch = tuple[list[pa.LargeStringArray], pa.LargeStringArray | None]


class PostgresqlSource:
    """One PostgreSQL database."""

    def __init__(self, url: Url, options: ConnectorOptions) -> None:
        self._database = url.path.strip("/")
        self.display = printable(f"postgresql://{url.place}/{self._database}")
        self._options = options
        self._schemas = tuple(filter(None, url.options.get("schema", "").split(",")))
        self._declared = declared(options.labels)
        self._conninfo = self._settings(url)
        self._connection = self._connect()
        self._adbc: Any = None
        self._everywhere: ExposureReport | None = None
        self._plain = self._connection.info.encoding == "utf-8" and self._encoding() != "SQL_ASCII"
        if not self._plain:
            self._connection.execute("SET client_encoding TO 'SQL_ASCII'")
            self._connection.commit()

    def plan(self) -> Iterator[PlannedUnit]:
        """Every table and view of the schemas asked for (all but the system's), by name."""
        try:
            with self._connection.transaction():
                found = catalogue.tables(self._connection)
        except psycopg.Error as error:
            raise TargetUnreachable(told("connectors.unlisted", target=self.display, reason=_why(error)[1])) from None
        for schema, name, size in found:
            if not self._schemas or schema in self._schemas:
                shown = f"{self.display}/{printable(schema)}.{printable(name)}"
                yield PlannedUnit(table_path(schema, name), shown, "table", size)

    def open(self, unit: PlannedUnit) -> AbstractContextManager[OpenFile]:
        """Tables are no files."""
        raise UnitUnreadable(UnreadReason.UNSUPPORTED_TYPE, told("connectors.read_by_rows", kind=unit.kind))

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """The columns of the table in batches of rows, as text."""
        try:
            self._connected()
            with self._connection.transaction():
                found = catalogue.relation(self._connection, *table_of(unit.path))
        except psycopg.Error as error:
            yield from refused(unit, _FORMAT, *_why(error))
            return
        if found is None:
            yield from refused(unit, _FORMAT, UnreadReason.VANISHED, told("connectors.table_gone"))
        elif not found.table.columns and found.table.withheld:
            yield from refused(unit, _FORMAT, UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read"))
        else:
            yield from self._read(found, unit)

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """Rights of PUBLIC, access rules, TLS, the names of database and table, and that values lie in clear."""
        schema, name = table_of(unit.path)
        report = readable_in_table().joined(self._declared)
        report = report.joined(database_name_exposure(f"{self._database}/{schema}/{name}"))
        try:
            self._connected()
            with self._connection.transaction():
                report = report.joined(catalogue.grants(self._connection, schema, name))
                if self._everywhere is None:
                    self._everywhere = catalogue.access_rules(self._connection).joined(self._transit())
        except psycopg.Error as error:
            return report.joined(unanswered(ExposureState.BROAD_INTERNAL, "rights_not_readable", _why(error)[1]))
        return report.joined(self._everywhere)

    def close(self) -> None:
        """Close both connections."""
        with contextlib.suppress(psycopg.Error, adbc_driver_manager.Error):
            if self._adbc is not None:
                self._adbc.close()
        self._adbc = None
        self._connection.close()

    def _settings(self, url: Url) -> str:
        limit = int(self._options.timeout_s * 1000)
        guards = (
            f"-c default_transaction_read_only=on -c statement_timeout={limit} -c lock_timeout={min(limit, 5000)} "
            "-c datestyle=ISO -c intervalstyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1 -c synchronize_seqscans=off"
        )
        given = {key: value for key, value in url.options.items() if key not in ("schema", "options")}
        fields: dict[str, Any] = {
            "application_name": "mishao", "connect_timeout": max(2, min(10, int(self._options.timeout_s))), **given,
            "host": url.host or given.get("host"), "port": url.port, "user": url.user or None,
            "password": url.password or None, "dbname": self._database,
            "options": guards, "client_encoding": "UTF8",
        }  # fmt: skip
        try:
            return make_conninfo(**{key: value for key, value in fields.items() if value is not None})
        except psycopg.ProgrammingError:
            raise TargetError(told("connectors.postgresql_options", target=self.display)) from None

    def _connect(self) -> catalogue.Connection:
        try:
            connection = psycopg.connect(self._conninfo)
        except psycopg.Error as error:
            text = str(error)
            meaning = next((said for part, said in _CONNECTION if part in text), told("connectors.connection_failed"))
            raise TargetUnreachable(told("connectors.unreached", target=self.display, reason=meaning)) from None
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return connection

    def _connected(self) -> None:
        if self._connection.closed or self._connection.broken:
            try:
                self._connection = self._connect()
            except TargetUnreachable:
                raise psycopg.OperationalError("connection lost") from None
            self._adbc = None

    def _encoding(self) -> str:
        return self._connection.info.parameter_status("server_encoding") or ""

    def _transit(self) -> ExposureReport:
        info = self._connection.info
        loopback = info.host.startswith("/") or info.hostaddr.startswith("127.") or info.hostaddr == "::1"
        offered, addresses = catalogue.listening(self._connection)
        own = transit(encrypted=bool(info.pgconn.ssl_in_use), loopback=loopback)
        return own if offered else own.joined(server_transit(addresses))

    def _read(self, found: catalogue.Relation, unit: PlannedUnit) -> Iterator[Event]:
        reading = TableReading(found.table, unit, _FORMAT)
        yield reading.opened()
        notes: tuple[UnitNote, ...] = ()
        try:
            if self._options.sample is not None:
                rows, whole = self._sample(found, self._options.sample)
                notes = () if whole else (UnitNote.SAMPLED,)
                yield from reading.pieces(*_cells(found, rows)) if rows else ()
            elif found.table.columns:
                for values, keys in self._batches(found):
                    yield from reading.pieces(values, keys)
        except (psycopg.Error, adbc_driver_manager.Error) as error:
            yield reading.broke(*_why(error))
            return
        yield reading.ended(notes)

    def _batches(self, found: catalogue.Relation) -> Iterator[Batch]:
        # rights to single columns do not reach to the row's place
        ranged = found.stored and not found.table.withheld and self._plain
        if ranged and self._connection.info.server_version >= _TID_RANGES:
            yield from self._ranges(found)
        else:
            yield from self._cursor(found)

    def _ranges(self, found: catalogue.Relation) -> Iterator[Batch]:
        """A statement for each range of pages, so that the time limit is one for a range and not for a table."""
        self._reader()
        step = _step(found, self._options.batch_rows)
        query = sql.SQL("SELECT {} FROM ONLY {} WHERE ctid >= '({},0)'::tid AND ctid < '({},0)'::tid")
        parts = (catalogue.selection(found.table), _name(found))
        try:
            with self._adbc.cursor() as cursor:
                # the last range is open: rows may have been added since the pages were counted
                for start in range(0, max(found.pages, 1), step):
                    end = start + step if start + step < found.pages else 2**32 - 1
                    text = query.format(*parts, sql.Literal(start), sql.Literal(end)).as_string(self._connection)
                    cursor.execute(text)
                    yield from self._slices(found, list(cursor.fetch_record_batch()))
        finally:
            self._adbc.rollback()

    def _slices(self, found: catalogue.Relation, batches: list[pa.RecordBatch]) -> Iterator[Batch]:
        for whole in batches:
            for start in range(0, whole.num_rows, self._options.batch_rows):
                columns = whole.slice(start, self._options.batch_rows).columns
                keys = key_array(columns[-1]) if found.table.key else None
                yield [filled(column) for column in columns[: len(found.table.columns)]], keys

    def _reader(self) -> None:
        if self._adbc is None:
            self._adbc = adbc_driver_postgresql.dbapi.connect(self._conninfo)
            with self._adbc.cursor() as cursor:
                # one snapshot for all ranges of a table
                cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._adbc.commit()

    def _cursor(self, found: catalogue.Relation) -> Iterator[Batch]:
        query = sql.SQL("SELECT {} FROM {}").format(catalogue.selection(found.table), _name(found))
        with self._connection.transaction(), self._connection.cursor("mishao") as cursor:
            cursor.execute(query)
            rows: Rows = []
            size = 0
            while fetched := cursor.fetchmany(min(_FETCH, self._options.batch_rows)):
                rows += fetched
                size += sum(len(value) for row in fetched for value in row if value)
                if len(rows) >= self._options.batch_rows or size >= _CHUNK_BYTES:
                    yield _cells(found, rows)
                    rows, size = [], 0
            if rows:
                yield _cells(found, rows)

    def _sample(self, found: catalogue.Relation, wanted: int) -> tuple[Rows, bool]:
        """Up to `wanted` rows, and whether they are all there are."""
        if not found.table.columns:
            return [], True
        start = sql.SQL("SELECT {} FROM {}").format(catalogue.selection(found.table), _name(found))
        with self._connection.transaction():
            if found.stored and found.rows > 4 * wanted:
                share = min(100.0, 150.0 * wanted / found.rows)
                drawn = sql.SQL("{} TABLESAMPLE SYSTEM ({}) REPEATABLE (42) LIMIT {}")
                rows = self._connection.execute(drawn.format(start, share, wanted)).fetchall()
                if len(rows) >= wanted:
                    return rows, False
            rows = self._connection.execute(sql.SQL("{} LIMIT {}").format(start, wanted + 1)).fetchall()
        return rows[:wanted], len(rows) <= wanted


def _step(found: catalogue.Relation, batch_rows: int) -> int:
    """Pages a range: as many as hold about a batch of rows, and not more than a bounded number of bytes."""
    dense = found.rows / found.pages if found.rows > 0 and found.pages else _PAGE_ROWS
    by_rows = batch_rows / max(dense, 1)
    by_bytes = _CHUNK_BYTES * found.pages / found.bytes if found.bytes else by_rows
    return max(1, int(min(by_rows, by_bytes)))


def _name(found: catalogue.Relation) -> sql.Identifier:
    return sql.Identifier(found.table.schema, found.table.name)


def _cells(found: catalogue.Relation, rows: Sequence[tuple[Any, ...]]) -> Batch:
    columns = list(zip(*rows, strict=True))
    keys = key_array(columns[-1]) if found.table.key else None
    return [text_array(column) for column in columns[: len(found.table.columns)]], keys


def _why(error: psycopg.Error | adbc_driver_manager.Error) -> tuple[UnreadReason, str]:
    """What an error of the server means; its own text may quote values and is never passed on."""
    state = error.sqlstate or ""
    if state in _REASONS:
        return _REASONS[state]
    if state.startswith(("08", "57P")) or (isinstance(error, psycopg.OperationalError) and not state):
        return UnreadReason.UNREADABLE, told("connectors.connection_broke")
    return UnreadReason.UNREADABLE, told("connectors.sqlstate", code=state) if state else type(error).__name__
