"""Rows as text cells: absent values empty, numbers written out, keys only where they are no personal data."""

import datetime as dt
import decimal

import pyarrow as pa

from app.connectors.interface import PlannedUnit
from app.connectors.tables import Column, Table, TableReading, key_array, refused, table_of, table_path, text_array
from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.extraction.events import Closed

UNIT = PlannedUnit("p", "n", "table", 7)


def test_values_as_text() -> None:
    """Every kind of value has the form that a person would search for."""
    values = [None, "文", 13_800_000_001, 4.4e17, 0.5, True, b"\xba\xcf", dt.date(2024, 1, 2),
              decimal.Decimal("1.10"), float("nan"), float("inf")]  # fmt: skip
    assert text_array(values).to_pylist() == [
        "", "文", "13800000001", "440000000000000000", "0.5", "true", "合", "2024-01-02", "1.10", "nan", "inf",
    ]  # fmt: skip
    assert text_array(["a", None]).to_pylist() == ["a", ""]
    assert text_array([]).type == pa.large_string()


def test_keys() -> None:
    """Short numbers and UUIDs are kept; long numbers and other text are not."""
    uuid = "123e4567-e89b-12d3-a456-426614174000"
    values = [1, -5, 10**10 - 1, 10**10, 13_800_000_001, uuid, "a@example.com", None, "张伟"]
    assert key_array(values).to_pylist() == ["1", "-5", "9999999999", None, None, uuid, None, None, None]
    assert key_array(pa.array(["7", None])).to_pylist() == ["7", None]


def test_paths_are_exact() -> None:
    """Names with dots, quotes and Han characters survive as they are."""
    for pair in (("a.b", "c"), ("a", "b.c"), ("", 'q"uote'), ("模式", "表")):
        assert table_of(table_path(*pair)) == pair
    assert table_path("a.b", "c") != table_path("a", "b.c")


def test_pieces_count_rows_on() -> None:
    """The second batch of a column goes on counting; the key stands beside other columns, not beside itself."""
    reading = TableReading(Table("s", "t", (Column("id", ""), Column("v", "", "手机号")), (), "id"), UNIT, "postgresql")
    assert reading.opened().size == 7
    first = list(reading.pieces([text_array([1, 2]), text_array(["a", "b"])], key_array([1, 2])))
    second = list(reading.pieces([text_array([3]), text_array(["c"])], key_array([3])))
    assert [piece.chunk.label for piece in first] == ["id", "v 手机号"]
    assert first[0].chunk.locator(1) == {"kind": "row", "table": "s.t", "column": "id", "row": 2}
    assert second[1].chunk.locator(0) == {"kind": "row", "table": "s.t", "column": "v", "row": 3, "key": "3"}
    closed = reading.ended((UnitNote.SAMPLED,))
    assert (closed.status, closed.notes) == (UnitStatus.READ, (UnitNote.SAMPLED,))
    assert closed.bytes > 0


def test_ends() -> None:
    """What was not seen makes a table partial, an error after rows too, an error before any makes it unreadable."""
    reading = TableReading(Table("", "t", (Column("v", ""),), ("photo",)), UNIT, "sqlite")
    assert reading.ended().reason is UnreadReason.UNSUPPORTED_TYPE
    assert reading.broke(UnreadReason.TIMEOUT, "late").status is UnitStatus.UNREADABLE
    list(reading.pieces([text_array(["x"])], None))
    broke = reading.broke(UnreadReason.TIMEOUT, "late")
    assert (broke.status, broke.detail) == (UnitStatus.PARTIAL, "late after 1 rows")
    withheld = TableReading(Table("", "t", (Column("v", ""),), (), "", "columns without right"), UNIT, "sqlite")
    assert withheld.ended().reason is UnreadReason.ACCESS_DENIED
    *_, closed = refused(UNIT, "sqlite", UnreadReason.VANISHED, "gone")
    assert isinstance(closed, Closed)
    assert closed.status is UnitStatus.UNREADABLE
