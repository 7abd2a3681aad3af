"""Chunks made of lines and of columns, and cut to the size that travels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
import pyarrow as pa

from app.extraction.blocks import safe_cut
from app.extraction.budget import MIB
from app.extraction.events import Piece
from detectors.model import Chunk, LocatorValue

PIECE_BYTES = 4 * MIB
PIECE_ROWS = 50_000
TABLE_SHIFT = 40
"""Record numbers of table k of a unit start at (k + 1) << 40, so that records of two tables never meet."""

FROM = "from"
"""Locator field of a cell that was cut: how many of its characters were given before; places in it count from there."""


def strings(texts: Sequence[str]) -> pa.Array:
    """Texts as an Arrow column; half surrogate pairs, which UTF-8 has no form for, become question marks."""
    try:
        return pa.array(texts, pa.large_string())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return pa.array([text.encode("utf-8", "replace").decode("utf-8") for text in texts], pa.large_string())


def batch_of(text: pa.Array, extra: Mapping[str, pa.Array] | None = None) -> pa.RecordBatch:
    """A record batch of the column `text` and further locator columns."""
    columns = {"text": text, **(extra or {})}
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def lines_of(block: bytes) -> pa.Array:
    """A block of UTF-8 as one cell a line; the buffer is used as it lies, each cell ends in a line feed."""
    if not block.endswith(b"\n"):
        block += b"\n"
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == 10)
    offsets = np.empty(len(ends) + 1, np.int64)
    offsets[0] = 0
    np.add(ends, 1, out=offsets[1:])
    return pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(block))


@dataclass(slots=True)
class LineFeed:
    """Turns blocks of UTF-8 into pieces of lines, counting the lines on."""

    name: str
    where: Mapping[str, LocatorValue] = field(default_factory=lambda: {"kind": "line"})
    line: int = 1
    begun: int = 0
    """How many characters of the current line have been given already."""

    def pieces(self, block: bytes) -> Iterator[Piece]:
        """The lines of `block`; a block that does not end in a line feed is gone on with by the next."""
        if not block:
            return
        lines = lines_of(block)
        line, begun = self.line, self.begun
        ended = block.endswith(b"\n")
        self.line += len(lines) - (not ended)
        self.begun = 0 if ended else len(block[block.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
        if begun:
            self.begun += begun if self.line == line else 0
            yield self._piece(lines.slice(0, 1), {**self.where, FROM: begun}, line)
            lines, line = lines.slice(1), line + 1
        if len(lines):
            yield self._piece(lines, self.where, line)

    def _piece(self, lines: pa.Array, where: Mapping[str, LocatorValue], line: int) -> Piece:
        return Piece(self.name, Chunk(batch_of(lines), where, base=line, terminated=True))


def column_piece(
    name: str,
    texts: pa.Array,
    where: Mapping[str, LocatorValue],
    base: int,
    label: str = "",
    ordinal: str = "row",
    extra: Mapping[str, pa.Array] | None = None,
) -> Piece:
    """The values of one field as a piece."""
    return Piece(name, Chunk(batch_of(texts, extra), where, ordinal, base, label[:1000], "column"))


def text_piece(
    name: str,
    texts: Sequence[str],
    where: Mapping[str, LocatorValue],
    base: int = 1,
    ordinal: str = "paragraph",
    extra: Mapping[str, pa.Array] | None = None,
) -> Piece:
    """Running text as a piece, one cell a paragraph."""
    return Piece(name, Chunk(batch_of(strings(texts), extra), where, ordinal, base))


def letters(column: int) -> str:
    """The letters of spreadsheet column number `column` (1-based): 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def bounded(piece: Piece) -> Iterator[Piece]:
    """`piece` cut into pieces of at most PIECE_BYTES, between cells where possible."""
    chunk = piece.chunk
    size = chunk.batch.nbytes
    if size <= PIECE_BYTES and chunk.rows <= 16 * PIECE_ROWS:
        yield piece
        return
    if chunk.rows == 1:
        yield from _cell_parts(piece)
        return
    middle = chunk.rows // 2
    for start, count in ((0, middle), (middle, chunk.rows - middle)):
        yield from bounded(_slice(piece, chunk.batch.slice(start, count), start))


def _slice(piece: Piece, batch: pa.RecordBatch, start: int) -> Piece:
    old = piece.chunk
    chunk = Chunk(batch, old.where, old.ordinal, old.base + start, old.label, old.shape, old.terminated)
    return Piece(piece.name, chunk)


def _cell_parts(piece: Piece) -> Iterator[Piece]:
    """One huge cell as several with the same locator, cut where no word or number is divided."""
    batch = piece.chunk.batch
    data = batch.column("text")[0].as_py().encode("utf-8", "replace")
    before = int(piece.chunk.where.get(FROM, 0))
    while data:
        cut = len(data) if len(data) <= MIB else safe_cut(data[:MIB])
        part = data[:cut]
        characters = len(part.decode("utf-8", "replace"))
        if piece.chunk.terminated and not part.endswith(b"\n"):
            part += b"\n"
        column = pa.array([part.decode("utf-8", "replace")], pa.large_string())
        cell = _slice(piece, batch.set_column(batch.schema.get_field_index("text"), "text", column), 0)
        yield Piece(piece.name, replace(cell.chunk, where={**cell.chunk.where, FROM: before})) if before else cell
        before += characters
        data = data[cut:]


def digits(number: str) -> str:
    """A number as a person would write it: whole ones without point or exponent, so that identifiers stay readable."""
    if "." not in number and "e" not in number and "E" not in number:
        return number
    try:
        value = Decimal(number)
        if value.is_finite() and value == value.to_integral_value() and value.adjusted() < 40:
            return f"{value:.0f}"
    except ArithmeticError:
        return number
    return number
