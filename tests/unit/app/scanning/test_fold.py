"""Folding hits into findings."""

from datetime import date

import numpy as np
import pyarrow as pa

from app.scanning.fold import FoldOptions, UnitFold, column_name
from app.scanning.masking import NameMask
from app.scanning.subjects import count_subjects
from detectors.model import Chunk, Confidence, Hits, Kind, Match, Reason


class FakeEngine:
    """Finds every cell that starts with a letter of its table; a cell is `letter:value:points:birth`."""

    kinds = (Kind("cn.id_card", "id"), Kind("contact.mobile", "mobile"), Kind("person.name", "name"))
    letters = "imn"

    def detect(self, chunk):
        rows = []
        for cell, text in enumerate(chunk.text.to_pylist()):
            if text and text[0] in self.letters:
                letter, value, points, birth = text.strip().split(":")
                rows.append(
                    (self.letters.index(letter), cell, 0, len(text.encode()), int(points), hash_of(value), int(birth))
                )
        table = list(zip(*rows, strict=True)) if rows else [()] * 7
        prints = np.array([[p, p] for p in table[5]], np.uint64).reshape(-1, 2)
        zeros = np.zeros(len(rows), np.int32)
        return Hits(
            np.array(table[0], np.int16),
            np.array(table[1], np.int64),
            np.array(table[2], np.int64),
            np.array(table[3], np.int64),
            np.array(table[4], np.int16),
            zeros,
            zeros.astype(np.int16),
            zeros.astype(np.int16),
            prints,
            np.array(table[6], np.int32),
        )

    def value(self, chunk, hits, index):
        return chunk.text[int(hits.cell[index])].as_py()

    def mask(self, kind, value):
        return "***"

    def reasons(self, hits, index):
        return (Reason("pattern", int(hits.points[index])),)

    def column_reason(self, kind, share, cells):
        return Reason("column_share", 3, f"{share:.0%}") if share >= 0.6 else None

    def inspect(self, text):
        at = text.find("13800138000")
        return [Match("contact.mobile", at, at + 11, 5, "mobile", "138****8000")] if at >= 0 else []


def hash_of(value):
    """A stable number for a value."""
    return int.from_bytes(value.encode().ljust(6, b"\1")[:6], "big")


def fold(chunks, confidence=Confidence.MEDIUM):
    """A fold that has taken the chunks."""
    engine = FakeEngine()
    unit = UnitFold(engine, NameMask(engine), FoldOptions(confidence, date(2026, 11, 21)))
    for chunk in chunks:
        unit.add(chunk)
    return unit


def chunk(cells, column=None, base=1, where=None):
    """A chunk of text lines, or of one column's cells."""
    batch = pa.record_batch({"text": pa.array(cells, pa.large_utf8())})
    if column is None:
        return Chunk(batch, {"kind": "line"}, base=base)
    return Chunk(batch, {"kind": "row", "column": column, **(where or {})}, "row", base, column, "column")


def findings(unit):
    """The findings by infotype and column."""
    return {(one.infotype, one.column): one for one in unit.findings("u", lambda *parts: "/".join(parts))}


def test_a_column_is_judged_as_a_whole():
    """Cells too weak by themselves are a finding when most of the column matches, and the share is a reason."""
    found = findings(fold([chunk(["m:a:2:0", "m:b:2:0", "m:a:2:0"], "tel")]))["contact.mobile", "tel"]
    assert (found.count, found.distinct, found.points) == (3, 2, 5)
    assert found.reasons[-1] == Reason("column_share", 3, "100%")


def test_a_few_odd_cells_do_not_make_a_column():
    """The same weak cells among many others are dropped."""
    assert not findings(fold([chunk(["m:a:2:0"] + ["x"] * 9, "tel")]))


def test_cells_of_one_row_are_one_person():
    """ID, mobile and name in three columns of two rows are two persons; a name alone in prose is none."""
    columns = [
        chunk(["i:a:6:19900101", "i:b:6:20150101"], "id"),
        chunk(["m:c:6:0", "m:d:6:0"], "tel"),
        chunk(["n:e:6:0", "n:f:6:0"], "name"),
    ]
    counted = count_subjects([fold([*columns, chunk(["n:g:6:0"])]).edges()])
    assert (counted.distinct, counted.under14, counted.sensitive_strict, counted.sensitive_current) == (2, 1, 2, 1)


def test_blocks_of_rows_do_not_mix():
    """Row one of the second block is another record than row one of the first."""
    blocks = [
        chunk(["i:a:6:0"], "id", 1),
        chunk(["m:c:6:0"], "tel", 1),
        chunk(["i:b:6:0"], "id", 2),
        chunk(["m:d:6:0"], "tel", 2),
    ]
    assert count_subjects([fold(blocks).edges()]).distinct == 2


def test_a_child_is_a_finding_of_its_own():
    """A birth date under fourteen gives minor.under14 beside the ID it came from."""
    found = findings(fold([chunk(["i:a:6:20200101"])]))
    assert {key[0] for key in found} == {"cn.id_card", "minor.under14"}


def test_only_the_first_hundred_places_are_kept():
    """Counts are whole, places are a sample, and the rest is counted."""
    found = findings(fold([chunk([f"m:{n}:6:0" for n in range(250)])]))["contact.mobile", ""]
    assert (found.count, len(found.locators), found.locators_left_out) == (250, 100, 150)
    assert found.locators[2].fields["line"] == 3


def test_names_of_columns_and_units_are_masked():
    """A header that holds a number is shown masked, and so is the locator."""
    found = findings(fold([chunk(["m:a:6:0", "m:b:6:0"], "tel 13800138000")]))["contact.mobile", "tel 138****8000"]
    assert found.locators[0].fields["column"] == "tel 138****8000"


def test_low_confidence_is_kept_only_when_asked_for():
    """The asked confidence decides what is kept."""
    assert not findings(fold([chunk(["m:a:3:0"])]))
    assert findings(fold([chunk(["m:a:3:0"])], Confidence.LOW))


def test_columns_are_named_by_sheet_or_table():
    """A column is called as a person would find it."""
    assert column_name(chunk(["x"], "C", where={"sheet": "客户"})) == "客户!C"
    assert column_name(chunk(["x"], "phone", where={"table": "users"})) == "users.phone"
    assert column_name(chunk(["x"])) == ""


def test_places_in_a_cell_that_was_cut_count_from_its_beginning():
    """What came before in the same cell is added to the place, and is no part of the locator."""
    chunk = Chunk(pa.record_batch({"text": pa.array(["i:1:9:0"], pa.large_utf8())}), where={"kind": "line", "from": 50})
    engine = FakeEngine()
    fold = UnitFold(engine, NameMask(engine), FoldOptions())
    fold.add(chunk)
    (found,) = fold.findings("u", lambda infotype, column: infotype)
    assert dict(found.locators[0].fields) == {"line": 1, "start": 50, "end": 57}
