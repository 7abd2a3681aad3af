"""SQLite databases by URL: opened read-only by the library itself, so that a write-ahead log is honoured."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, UnitUnreadable
from app.connectors.tables import (
    Column,
    Table,
    TableReading,
    decoded,
    key_array,
    refused,
    table_of,
    table_path,
    text_array,
)
from app.connectors.targets import printable, readable_name, url_of
from app.domain.exposure import ExposureReport, ExposureState
from app.domain.units import UnitNote, UnreadReason
from app.errors import TargetError, TargetUnreachable
from app.exposure.database import readable_in_table
from app.exposure.declared import declared
from app.exposure.names import name_exposure
from app.exposure.posix import posix_exposure
from app.exposure.volume import volume_exposure
from app.extraction.events import Event
from app.wording.catalogue import told

_STEPS = 20_000
_FORMAT = "sqlite"


class SqliteSource:
    """One SQLite database file."""

    def __init__(self, path: str, given: str, connection: sqlite3.Connection, options: ConnectorOptions) -> None:
        self.display = f"sqlite:///{readable_name(given)}"
        self._path = path
        self._connection = connection
        self._options = options
        self._declared = declared(options.labels)
        self._deadline = float("inf")
        connection.text_factory = decoded
        connection.set_progress_handler(self._late, _STEPS)

    def plan(self) -> Iterator[PlannedUnit]:
        """Every table and view by name; the library's own bookkeeping tables are left out."""
        self._clock()
        try:
            found = self._connection.execute(
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).fetchall()
        except sqlite3.Error as error:
            raise TargetUnreachable(told("connectors.unlisted", target=self.display, reason=_word(error)[1])) from None
        for (name,) in found:
            yield PlannedUnit(table_path("", name), f"{self.display}/{printable(name)}", "table")

    def open(self, unit: PlannedUnit) -> AbstractContextManager[OpenFile]:
        """Tables are no files."""
        raise UnitUnreadable(UnreadReason.UNSUPPORTED_TYPE, told("connectors.read_by_rows", kind=unit.kind))

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """The columns of the table in batches of rows."""
        self._clock()
        try:
            table = self._table(table_of(unit.path)[1])
        except sqlite3.Error as error:
            yield from refused(unit, _FORMAT, *_word(error))
            return
        if not table.columns:
            yield from refused(unit, _FORMAT, UnreadReason.VANISHED, told("connectors.table_gone"))
            return
        yield from self._read(table, unit)

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """That of the database file; the values lay readable in the table."""
        raw = self._path.encode("utf-8", "surrogateescape")
        volume = ExposureReport(
            tuple(each for each in volume_exposure(raw).exposures if each.state != ExposureState.CLEARTEXT_REST)
        )
        hints = name_exposure(unit.name.removeprefix("sqlite://"))
        return posix_exposure(raw).joined(volume).joined(hints).joined(readable_in_table()).joined(self._declared)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _table(self, name: str) -> Table:
        columns, key = [], []
        for row in self._connection.execute("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", (name,)):
            if row[3] != 1:
                columns.append(Column(str(row[0]), str(row[1])))
            if row[2]:
                key.append((str(row[0]), str(row[1]).upper()))
        whole = len(key) == 1 and ("INT" in key[0][1] or "UUID" in key[0][1])
        return Table("", name, tuple(columns), (), key[0][0] if whole else "")

    def _read(self, table: Table, unit: PlannedUnit) -> Iterator[Event]:
        reading = TableReading(table, unit, _FORMAT)
        yield reading.opened()
        binary: dict[str, int] = {}
        sampled = False
        try:
            batches, sampled = self._batches(table)
            for batch in batches:
                values = list(zip(*batch, strict=True))
                keys = values[-1] if table.key else ()
                cells = [_unwrapped(column.name, values[i], binary) for i, column in enumerate(table.columns)]
                yield from reading.pieces(
                    [text_array(column) for column in cells], key_array(keys) if table.key else None
                )
        except sqlite3.Error as error:
            yield reading.broke(*_word(error))
            return
        yield reading.ended((UnitNote.SAMPLED,) if sampled else (), tuple(binary))

    def _batches(self, table: Table) -> tuple[Iterator[list[tuple[object, ...]]], bool]:
        names = [column.name for column in table.columns] + ([table.key] if table.key else [])
        chosen = ", ".join(map(_quoted, names))
        select = f"SELECT {chosen} FROM {_quoted(table.name)}"  # noqa: S608 - quoted names of the catalogue
        sample = self._options.sample
        if sample is None:
            return self._fetch(select, ()), False
        counted = self._fetch(f"SELECT 1 FROM {_quoted(table.name)} LIMIT ?", (sample + 1,))  # noqa: S608 - as above
        if sum(map(len, counted)) <= sample:
            return self._fetch(select, ()), False
        low, high = self._span(table.name)
        if low is None or high is None:
            # a view or a table without row ids has nothing to draw at random from
            return self._fetch(f"{select} LIMIT ?", (sample,)), True
        return iter(self._random(select, range(low, high + 1), sample)), True

    def _span(self, name: str) -> tuple[int | None, int | None]:
        """The lowest and highest row id; none where the table has no row ids."""
        sql = f"SELECT min(rowid), max(rowid) FROM {_quoted(name)}"  # noqa: S608 - as above
        try:
            low, high = self._connection.execute(sql).fetchone()
        except sqlite3.OperationalError as error:
            if "no such column" in str(error):
                return None, None
            raise
        return (low, high) if isinstance(low, int) and isinstance(high, int) else (None, None)

    def _random(self, select: str, span: range, sample: int) -> list[list[tuple[object, ...]]]:
        """`sample` rows at row ids drawn evenly, or the first rows where ids are too sparse."""
        draw = random.Random(0)  # noqa: S311 - an even draw that repeats, not a secret
        wanted = sorted(draw.sample(span, min(len(span), sample * 2)))
        draw.shuffle(wanted)
        rows: list[tuple[object, ...]] = []
        for start in range(0, len(wanted), 500):
            marks = wanted[start : start + 500]
            places = ", ".join("?" * len(marks))
            rows += self._connection.execute(f"{select} WHERE rowid IN ({places})", marks).fetchall()
            if len(rows) >= sample:
                return [rows[:sample]]
        # row ids too sparse to meet: the first rows are a sample as well
        return [self._connection.execute(f"{select} LIMIT ?", (sample,)).fetchall()]

    def _fetch(self, sql: str, parameters: tuple[object, ...]) -> Iterator[list[tuple[object, ...]]]:
        self._clock()
        cursor = self._connection.execute(sql, parameters)
        while batch := cursor.fetchmany(self._options.batch_rows):
            yield batch
            self._clock()

    def _clock(self) -> None:
        self._deadline = time.monotonic() + self._options.timeout_s

    def _late(self) -> int:
        return int(time.monotonic() > self._deadline)


class SqliteConnector:
    """Opens `sqlite:///path` URLs."""

    kind = "sqlite"
    schemes: tuple[str, ...] = ("sqlite",)
    example = "sqlite:////srv/app/data.db"

    def open(self, target: str, options: ConnectorOptions) -> SqliteSource:
        """The database that `target` names; TargetError where there is none or it is no SQLite database."""
        url = url_of(target)
        # as elsewhere, three slashes are followed by a relative path unless a fourth makes it absolute;
        # an absolute path after three slashes is taken too where it exists
        path = url.path.removeprefix("/")
        if not path or url.host:
            raise TargetError(told("connectors.sqlite_url"))
        absolute = Path("/" + path.lstrip("/"))
        chosen = absolute if path.startswith("/") or absolute.exists() else Path(path)
        if not chosen.is_file():
            raise TargetError(told("connectors.sqlite_missing", path=printable(str(chosen))))
        full = str(chosen.resolve())
        connection = sqlite3.connect(
            f"file:{quote(full.encode('utf-8', 'surrogateescape'))}?mode=ro",
            uri=True,
            timeout=options.timeout_s,
            check_same_thread=False,
        )
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            connection.close()
            shown = f"sqlite://{printable(full)}"
            raise TargetUnreachable(told("connectors.unread", target=shown, reason=_word(error)[1])) from None
        return SqliteSource(full, str(chosen), connection, options)


CONNECTOR = SqliteConnector()

_WORDS = (
    ("interrupted", UnreadReason.TIMEOUT, told("connectors.query_too_long")),
    ("no such table", UnreadReason.VANISHED, told("connectors.table_gone")),
    ("no such column", UnreadReason.CHANGED, told("connectors.definition_broken")),
    ("no such module", UnreadReason.UNSUPPORTED_TYPE, told("connectors.module_missing")),
    ("not a database", UnreadReason.CORRUPT, told("connectors.not_sqlite")),
    ("malformed", UnreadReason.CORRUPT, told("connectors.database_damaged")),
    ("locked", UnreadReason.TIMEOUT, told("connectors.locked_by_program")),
    ("unable to open", UnreadReason.ACCESS_DENIED, told("connectors.not_opened")),
    ("disk I/O", UnreadReason.UNREADABLE, told("system.eio")),
)


def _word(error: sqlite3.Error) -> tuple[UnreadReason, str]:
    """What an error of the library means; its own text may quote statements and names."""
    text = str(error)
    for part, reason, meaning in _WORDS:
        if part in text:
            return reason, meaning
    return UnreadReason.UNREADABLE, getattr(error, "sqlite_errorname", "") or type(error).__name__


def _unwrapped(name: str, values: tuple[object, ...], binary: dict[str, int]) -> tuple[object, ...]:
    """Values of a column; bytes that are text are read as text, others left out and counted in `binary`."""
    if bytes not in set(map(type, values)):
        return values
    cells: list[object] = []
    for value in values:
        if isinstance(value, bytes):
            try:
                cells.append(value.decode())
            except UnicodeDecodeError:
                cells.append("")
                binary[name] = binary.get(name, 0) + 1
        else:
            cells.append(value)
    return tuple(cells)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
