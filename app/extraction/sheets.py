"""Cells of a spreadsheet, gathered into columns under the header that the first rows give."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from app.extraction.cells import PIECE_ROWS, TABLE_SHIFT, batch_of, column_piece, letters, strings
from app.extraction.events import Piece
from app.extraction.tables import is_header
from detectors.model import Chunk, LocatorValue

LOOK = 10
CHARACTERS_MOST = 2 << 20
Row = tuple[int, dict[int, str]]


@dataclass(slots=True)
class _Column:
    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SheetColumns:
    """The rows of one sheet on their way into pieces; empty cells cost nothing, wherever the others lie.

    `sheet` counts the sheets of the workbook from 0 and keeps the records of each apart.
    """

    name: str
    where: dict[str, LocatorValue]
    sheet: int
    cells: int = 0
    _first: list[Row] = field(default_factory=list)
    _header: dict[int, str] | None = None
    _columns: dict[int, _Column] = field(default_factory=dict)
    _characters: int = 0

    def row(self, number: int, cells: dict[int, str]) -> Iterator[Piece]:
        """One row: its number and the text of each filled cell by column number, both 1-based."""
        self.cells += len(cells)
        if self._header is None:
            self._first.append((number, cells))
            if len(self._first) >= LOOK:
                yield from self._start()
            return
        self._take(number, cells)
        if self._characters > CHARACTERS_MOST or self.cells >= PIECE_ROWS * 8:
            yield from self._give()

    def finish(self) -> Iterator[Piece]:
        """What is left."""
        if self._header is None:
            yield from self._start()
        yield from self._give()

    def _start(self) -> Iterator[Piece]:
        """Find the header in the first rows; it and what stands above it are given as running text."""
        above = self._header_at()
        rows, self._first = self._first, []
        self._header = {column: text.strip() for column, text in rows[above - 1][1].items()} if above else {}
        if above:
            texts = ["\t".join(cells.values()) for _, cells in rows[:above]]
            numbers = [number for number, _ in rows[:above]]
            extra = {"row": pa.array(numbers, pa.int64()), "record": self._records(numbers)}
            yield Piece(self.name, Chunk(batch_of(strings(texts), extra), self.where, "row", numbers[0]))
        for number, cells in rows[above:]:
            self._take(number, cells)

    def _header_at(self) -> int:
        """How many of the first rows make up the header and what is above it; 0 where there is none."""
        widest = max((len(cells) for _, cells in self._first), default=0)
        for at, (_, cells) in enumerate(self._first[:-1]):
            if len(cells) >= 0.6 * widest and is_header([list(cells.values())]):
                return at + 1
        return 0

    def _take(self, number: int, cells: dict[int, str]) -> None:
        for column, text in cells.items():
            held = self._columns.get(column)
            if held is None:
                held = self._columns[column] = _Column()
            held.rows.append(number)
            held.texts.append(text)
            self._characters += len(text)

    def _records(self, numbers: list[int]) -> pa.Array:
        first = (self.sheet + 1) << TABLE_SHIFT
        return pa.array([first | number for number in numbers], pa.int64())

    def _give(self) -> Iterator[Piece]:
        columns, self._columns = self._columns, {}
        self._characters = self.cells = 0
        for column, held in sorted(columns.items()):
            where = {**self.where, "column": letters(column)}
            label = (self._header or {}).get(column, "")
            extra = {"row": pa.array(held.rows, pa.int64()), "record": self._records(held.rows)}
            yield column_piece(self.name, strings(held.texts), where, held.rows[0], label, "row", extra)
