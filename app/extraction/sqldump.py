"""SQL dumps: the rows of COPY blocks and INSERT statements as columns, everything else as lines."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
import pyarrow as pa

from app.domain.units import UnreadReason
from app.extraction.blocks import HEAD, Utf8Blocks
from app.extraction.budget import MIB
from app.extraction.cells import TABLE_SHIFT, LineFeed, column_piece, letters, strings
from app.extraction.encoding import detect
from app.extraction.events import Event, Piece
from app.extraction.interface import Context, Format, Unit
from app.extraction.sqltokens import COPY, copied, copied_columns, created, inserted, names, plain_name
from app.extraction.tables import narrow
from app.extraction.unread import Unread

FORMATS = (Format("sql", (".sql", ".dump", ".ddl"), "row"),)
STATEMENT = re.compile(r"^(?:COPY|INSERT|REPLACE)\s", re.IGNORECASE | re.MULTILINE)
BACKSLASHES = re.compile(rb"MySQL|MariaDB|ENGINE\s*=|^INSERT\s+INTO\s+`", re.IGNORECASE | re.MULTILINE)
STATEMENT_MOST = 32 * MIB
TABLE_ROWS, TABLE_CHARACTERS = 20_000, 4 << 20
COPY_END = "\\."


@dataclass(slots=True)
class _Table:
    """The rows of one table that wait to be given out."""

    name: str
    number: int
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    given: int = 0
    characters: int = 0

    def pieces(self, unit: str) -> Iterator[Piece]:
        """Its columns; a row with more values than columns makes further ones."""
        rows, self.rows = self.rows, []
        self.characters = 0
        if rows:
            yield from self.give(
                unit, [strings(texts) for texts in zip_longest(*[narrow(row, "\t") for row in rows], fillvalue="")]
            )

    def give(self, unit: str, columns: list[pa.Array]) -> Iterator[Piece]:
        """Columns of one length as pieces."""
        count = len(columns[0]) if columns else 0
        first = ((self.number + 1) << TABLE_SHIFT) + self.given + 1
        extra = {"record": pa.array(np.arange(first, first + count, dtype=np.int64))}
        for number, texts in enumerate(columns):
            label = self.columns[number] if number < len(self.columns) else ""
            where: dict[str, str | int] = {"kind": "row", "table": self.name, "column": label or letters(number + 1)}
            yield column_piece(unit, texts, where, self.given + 1, label, "row", extra)
        self.given += count


def extract(unit: Unit, _context: Context) -> Iterator[Event]:
    """The rows of the dump's tables, and its other lines."""
    head = unit.data.head(HEAD)
    codec = detect(head)
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text")
    blocks = Utf8Blocks(unit, codec)
    dump = _Dump(unit.name, backslashes=BACKSLASHES.search(head) is not None)
    for block in blocks:
        yield from dump.block(block.decode("utf-8", "replace"))
    yield from dump.finish()
    blocks.finish()


class _Dump:
    """A dump while it is read."""

    def __init__(self, unit: str, *, backslashes: bool) -> None:
        self._unit = unit
        self._backslashes = backslashes
        self._feed = LineFeed(unit)
        self._tables: dict[str, _Table] = {}
        self._copying: _Table | None = None
        self._carry = ""

    def block(self, text: str, *, last: bool = False) -> Iterator[Piece]:
        """The next text of the dump."""
        waiting = self._carry
        if waiting and self._copying is None and not last and ";" not in text and len(waiting) < STATEMENT_MOST:
            self._carry = waiting + text
            return
        text = waiting + text
        self._carry = ""
        at = 0
        while at < len(text):
            if self._copying is not None:
                at = yield from self._copy(text, at, self._copying, last=last)
                continue
            match = STATEMENT.search(text, at)
            start = match.start() if match else len(text)
            yield from self._lines(text[at:start])
            if not match:
                break
            end = self._statement(text, start)
            if not end:
                # a statement that is no COPY or INSERT of ours, or goes on in the next block
                if not last and len(text) - start < STATEMENT_MOST:
                    self._carry = text[start:]
                    break
                end = text.find("\n", start) + 1 or len(text)
                yield from self._lines(text[start:end])
            else:
                self._feed.line += text.count("\n", start, end)
            at = end
            yield from self._full()

    def finish(self) -> Iterator[Piece]:
        """What is left: a statement without an end, and the rows that wait."""
        if self._carry:
            yield from self.block("", last=True)
        for table in self._tables.values():
            yield from table.pieces(self._unit)

    def _table(self, name: str) -> _Table:
        return self._tables.setdefault(name, _Table(name, len(self._tables)))

    def _lines(self, text: str) -> Iterator[Piece]:
        for name, columns in created(text):
            self._table(name).columns = columns
        if text.strip():
            yield from self._feed.pieces(text.encode("utf-8", "replace"))
        else:
            self._feed.line += text.count("\n")

    def _full(self) -> Iterator[Piece]:
        for table in self._tables.values():
            if len(table.rows) >= TABLE_ROWS or table.characters >= TABLE_CHARACTERS:
                yield from table.pieces(self._unit)

    def _statement(self, text: str, start: int) -> int:
        """Take in the statement at `start`; its end, or 0 where it cannot be taken."""
        copy = COPY.match(text, start)
        if copy:
            table = self._table(plain_name(copy[1]))
            table.columns = names(copy[2]) or table.columns
            self._copying = table
            return copy.end()
        found = inserted(text, start, backslashes=self._backslashes)
        if found is None:
            return 0
        table = self._table(found.table)
        if found.columns and found.columns != table.columns and table.rows:
            # other columns than before: what waits belongs to the earlier ones
            table = self._table(f"{found.table} ({', '.join(found.columns)})"[:500])
        table.columns = found.columns or table.columns
        table.rows.extend(found.rows)
        table.characters += found.end - start
        return found.end

    def _copy(self, text: str, at: int, table: _Table, *, last: bool) -> Generator[Piece, None, int]:
        """Take in the lines of a COPY block up to its end or that of `text`; gives back where reading goes on."""
        marker = at if text.startswith(COPY_END, at) else text.find("\n" + COPY_END, at) + 1
        ended = marker > 0 or text.startswith(COPY_END, at)
        stop = marker if ended else len(text)
        if not ended and not last:
            stop = text.rfind("\n", at) + 1 or at
            self._carry = text[stop:]
        content = text[at:stop]
        columns = copied_columns(content) if content else []
        if columns is not None:
            yield from table.pieces(self._unit)
            yield from table.give(self._unit, columns)
        else:
            table.rows.extend(copied(line.removesuffix("\r")) for line in content.removesuffix("\n").split("\n"))
            yield from table.pieces(self._unit)
        self._feed.line += text.count("\n", at, stop)
        if not ended:
            return len(text)
        self._copying = None
        self._feed.line += 1
        return text.find("\n", stop) + 1 or len(text)
