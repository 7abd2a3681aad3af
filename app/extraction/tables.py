"""Whether a text is a table of separated values: its separator and its header."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

SEPARATORS = ",\t;|"
SAMPLE_ROWS = 200
SAMPLE_CHARACTERS = 64 << 10
DATA_LIKE = re.compile(r"\d{4,}|@|^\s*[-+]?\d[\d.,:/ -]*\s*$")
SENTENCE = re.compile(r"[。！？!?]|\.\s")
NAME_MOST = 64
WIDTH_MOST = 2_000
"""A table of more columns than this is no table that people made: each column costs a piece a block."""
NAMED_SHARE, UNNAMED_SHARE = 0.6, 0.98

csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: its separator, the number of its columns, whether its first row names them."""

    separator: str
    width: int
    header: bool


def records(text: str, separator: str) -> list[list[str]]:
    """The rows of `text`; quotes that never close are read as plain characters."""
    lines = text.splitlines(keepends=True)
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))


def narrow(row: list[str], separator: str) -> list[str]:
    """`row` with at most WIDTH_MOST cells: those beyond are one, divided by `separator`, so that no cell is lost."""
    if len(row) <= WIDTH_MOST:
        return row
    return [*row[: WIDTH_MOST - 1], separator.join(row[WIDTH_MOST - 1 :])]


def is_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: short, distinct, filled and nothing like a value."""
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if not filled or len(filled) < len(first) * 0.7 or len(set(filled)) < len(filled):
        return False
    return not any(DATA_LIKE.search(cell) or len(cell) > NAME_MOST for cell in filled)


def dialect_of(sample: str, *, named: bool, whole: bool) -> Dialect | None:
    """The dialect of a table that begins with `sample`; None where it is not one.

    A file that is `named` a table may be ragged or have one column; other text must be regular and have a header.
    """
    best: tuple[float, int, str, list[list[str]]] | None = None
    for separator in SEPARATORS:
        if separator not in sample:
            continue
        rows = [row for row in records(sample, separator) if row]
        rows = rows[: SAMPLE_ROWS if whole else max(1, min(SAMPLE_ROWS, len(rows) - 1))]
        if not rows:
            continue
        width, count = Counter(len(row) for row in rows).most_common(1)[0]
        # a table by name may be ragged: it is enough that its rows are divided
        fitting = sum(1 for row in rows if len(row) > 1) if named else count
        rank = (fitting / len(rows), width, separator, rows)
        if width > 1 and (best is None or rank[:2] > best[:2]):
            best = rank
    share = NAMED_SHARE if named else UNNAMED_SHARE
    if best is not None and best[0] >= share:
        _, width, separator, rows = best
        header = is_header(rows)
        regular = header and len(rows) >= 3 and (width > 2 or separator == "\t")
        if named or (regular and not _prose(rows)):
            return Dialect(separator, width, header)
    if named and best is None:
        rows = records(sample, ",")
        return Dialect(",", 1, bool(rows) and len(rows) > 1 and is_header(rows)) if not _prose(rows) else None
    return None


def _prose(rows: list[list[str]]) -> bool:
    """Whether cells read like pieces of sentences."""
    cells = [cell for row in rows for cell in row]
    return sum(1 for cell in cells if SENTENCE.search(cell)) > 0.1 * len(cells)
