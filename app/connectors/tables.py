"""What all database connectors share: planning tables, and turning result columns into pieces."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from app.connectors.interface import PlannedUnit
from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.extraction.events import Closed, Event, Opened, Piece
from app.wording.catalogue import told
from detectors.model import Chunk, LocatorValue

_EXACT = 1e19
KEY_DIGITS = 10
"""Integer keys with more digits are left out of locators: they could be telephone or document numbers."""
_KEY = rf"^(-?[0-9]{{1,{KEY_DIGITS}}}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})$"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read: `kind` says how it is turned into text, `label` names it for the engine."""

    name: str
    kind: str
    comment: str = ""

    @property
    def label(self) -> str:
        """The column's name and the words of its comment."""
        return f"{self.name} {self.comment}".strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view as the catalogue describes it.

    `left_out` are columns whose type is not read, `key` its integer or UUID primary key column (or empty),
    `withheld` says what this account may not see of it (empty: nothing).
    """

    schema: str
    name: str
    columns: tuple[Column, ...]
    left_out: tuple[str, ...] = ()
    key: str = ""
    withheld: str = ""

    @property
    def display(self) -> str:
        """`schema.table`, or the table alone where there is no schema."""
        return f"{self.schema}.{self.name}" if self.schema else self.name


def table_path(schema: str, name: str) -> str:
    """The exact name of a table as one string, without ambiguity."""
    return json.dumps([schema, name], ensure_ascii=False)


def table_of(path: str) -> tuple[str, str]:
    """Schema and table of a path made by `table_path`."""
    schema, name = json.loads(path)
    return str(schema), str(name)


class TableReading:
    """Counts what was read of one table and makes the events of it."""

    def __init__(self, table: Table, unit: PlannedUnit, format_id: str) -> None:
        self._table = table
        self._unit = unit
        self._format = format_id
        self.rows = 0
        self._bytes = 0

    def opened(self) -> Opened:
        """The table begins."""
        return Opened("", self._format, self._unit.size)

    def pieces(self, values: Sequence[pa.LargeStringArray], keys: pa.LargeStringArray | None) -> Iterator[Piece]:
        """One piece a column for a batch of rows; `values` stand in the order of the table's columns."""
        for column, cells in zip(self._table.columns, values, strict=True):
            fields: dict[str, LocatorValue] = {
                "kind": "row",
                "table": self._table.display,
                "column": column.name,
            }
            arrays, names = [cells], ["text"]
            if keys is not None and column.name != self._table.key:
                arrays.append(keys)
                names.append("key")
            batch = pa.RecordBatch.from_arrays(arrays, names=names)
            self._bytes += cells.nbytes
            yield Piece("", Chunk(batch, fields, "row", self.rows + 1, column.label, "column"))
        self.rows += len(values[0]) if values else 0

    def ended(self, notes: tuple[UnitNote, ...] = (), binary: tuple[str, ...] = ()) -> Closed:
        """The table was read to its end (or to the end of the sample): partial where something was left out."""
        if self._table.withheld:
            return Closed("", UnitStatus.PARTIAL, UnreadReason.ACCESS_DENIED, self._table.withheld, self._bytes, notes)
        left_out = self._table.left_out + binary
        if left_out:
            detail = told("connectors.binary_columns", names=", ".join(left_out))
            return Closed("", UnitStatus.PARTIAL, UnreadReason.UNSUPPORTED_TYPE, detail, self._bytes, notes)
        return Closed("", UnitStatus.READ, None, "", self._bytes, notes)

    def broke(self, reason: UnreadReason, detail: str) -> Closed:
        """Reading stopped early: partial where some rows were read, else unreadable."""
        if self.rows:
            detail = told("connectors.after_rows", reason=detail, rows=self.rows)
            return Closed("", UnitStatus.PARTIAL, reason, detail, self._bytes)
        return Closed("", UnitStatus.UNREADABLE, reason, detail, self._bytes)


def refused(unit: PlannedUnit, format_id: str, reason: UnreadReason, detail: str) -> Iterator[Event]:
    """The events of a table that could not even be opened."""
    yield Opened("", format_id, unit.size)
    yield Closed("", UnitStatus.UNREADABLE, reason, detail)


def text_array(values: Sequence[object]) -> pa.LargeStringArray:
    """Values of one column as text cells: absent ones empty, whole numbers without exponent."""
    if set(map(type, values)) <= {str, type(None)}:
        return filled(pa.array(values, pa.large_string()))
    return pa.array([_text(value) for value in values], pa.large_string())


def filled(cells: pa.Array) -> pa.LargeStringArray:
    """Text cells without nulls."""
    if cells.type != pa.large_string():
        cells = cells.cast(pa.large_string())
    return cells.fill_null("") if cells.null_count else cells


def key_array(values: Sequence[object] | pa.Array) -> pa.LargeStringArray:
    """Primary keys as text; null where the key is so long a number that it could itself be personal data."""
    texts = values if isinstance(values, pa.Array) else [None if each is None else str(each) for each in values]
    cells = pa.array(texts, pa.large_string()) if isinstance(texts, list) else texts.cast(pa.large_string())
    harmless = pc.match_substring_regex(cells, _KEY)
    return pc.if_else(harmless, cells, pa.scalar(None, pa.large_string()))


def decoded(raw: bytes) -> str:
    """Bytes of a database that does not know its own encoding: UTF-8, else GB 18030."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, bytes):
        return decoded(value)
    isoformat = getattr(value, "isoformat", None)
    return str(value) if isoformat is None else str(isoformat())
