"""Tables of separated values, as columns: a piece holds one column of up to 50,000 rows."""

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from app.domain.units import UnitNote, UnreadReason
from app.extraction import text
from app.extraction.blocks import HEAD, Utf8Blocks, ahead
from app.extraction.budget import MIB
from app.extraction.cells import PIECE_ROWS, column_piece, letters, strings, text_piece
from app.extraction.encoding import decode, detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.tables import SAMPLE_CHARACTERS, WIDTH_MOST, Dialect, dialect_of, narrow
from app.extraction.unread import Unread

FORMATS = (Format("csv", (".csv", ".tsv", ".psv"), "row"),)
OPEN_RECORD_MOST = 16 * MIB
"""A quote that has not closed after so many bytes is taken for a plain character."""
QUOTE, FEED = 34, 10


def sample_of(head: bytes) -> str:
    """The beginning of a text, decoded, to judge its form by."""
    return decode(head[: 4 * SAMPLE_CHARACTERS])[0][:SAMPLE_CHARACTERS]


# a cell may be as large as a record is let grow; the module's own limit would end the table at 128 KiB
csv.field_size_limit(1 << 30)


def extract(unit: Unit, _context: Context) -> Iterator[Event]:
    """The columns of the table; lines where the text turns out to be none."""
    head = unit.data.head(HEAD)
    codec = detect(head)
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text")
    sample = sample_of(head)
    dialect = dialect_of(sample, named=True, whole=len(head) < SAMPLE_CHARACTERS)
    if dialect is None:
        unit.note(UnitNote.TYPE_MISMATCH)
        yield from text.lines(unit, codec)
        return
    blocks = Utf8Blocks(unit, codec, 4 * MIB)
    yield from _Table(unit.name, dialect).read(blocks)
    blocks.finish()


class _Table:
    """A table while it is read."""

    def __init__(self, name: str, dialect: Dialect) -> None:
        self._name = name
        self._dialect = dialect
        self._header: list[str] = []
        self._row = 1

    def read(self, blocks: Utf8Blocks) -> Iterator[Event]:
        """The pieces of all blocks."""
        carry = b""
        for block, last in ahead(blocks):
            joined = carry + block if carry else block
            cut = len(joined) if last else record_end(joined)
            if not cut and len(joined) > OPEN_RECORD_MOST:
                cut = len(joined)
            if cut:
                yield from self._block(joined[:cut])
            carry = joined[cut:]

    def _block(self, data: bytes) -> Iterator[Event]:
        if self._row == 1 and self._dialect.header:
            first, data = self._split_header(data)
            self._header = first
            shown = self._dialect.separator.join(first)
            # what stands in a header is data too: a table without one may have been taken for one with
            yield text_piece(self._name, [shown], {"kind": "row"}, 1, "row")
            self._row = 2
        if not data:
            return
        columns = self._fast(data) or self._exact(data)
        rows = max((len(column) for column in columns), default=0)
        for start in range(0, rows, PIECE_ROWS):
            for number, column in enumerate(columns):
                part = column.slice(start, PIECE_ROWS)
                yield self._piece(number, part, self._row + start)
        self._row += rows

    def _piece(self, number: int, part: pa.Array, base: int) -> Event:
        label = self._header[number].strip() if number < len(self._header) else ""
        where = {"kind": "row", "column": label or letters(number + 1)}
        return column_piece(self._name, part, where, base, label)

    def _split_header(self, data: bytes) -> tuple[list[str], bytes]:
        """The cells of the first record, and the bytes after it."""
        lines = io.StringIO(data[:MIB].decode("utf-8", "replace"), newline="")
        try:
            first = next(csv.reader(lines, delimiter=self._dialect.separator), [])
        except csv.Error:
            lines.seek(0)
            first = lines.readline().rstrip("\r\n").split(self._dialect.separator)
        used = len(lines.getvalue()[: lines.tell()].encode("utf-8"))
        return first, data[used:]

    def _fast(self, data: bytes) -> list[pa.Array]:
        """The columns by a vectorised reader, where it reads exactly what stands there; else nothing."""
        if b"\n\n" in data or b"\n\r\n" in data or data.startswith((b"\n", b"\r\n")) or b"\x00" in data:
            return []
        first = data[: data.find(b"\n") + 1] or data
        try:
            width = len(next(csv.reader([first.decode("utf-8")], delimiter=self._dialect.separator), []))
        except csv.Error:
            # a carriage return within the line
            return []
        if width > WIDTH_MOST:
            return []
        names = [f"f{number}" for number in range(width)]
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(data),
                arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
                arrow_csv.ParseOptions(
                    delimiter=self._dialect.separator, newlines_in_values=b'"' in data, ignore_empty_lines=False
                ),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.large_string()),
                    null_values=[],
                    strings_can_be_null=False,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:
            return []
        return [_whole(column) for column in table.columns]

    def _exact(self, data: bytes) -> list[pa.Array]:
        """The columns by a reader that takes ragged rows: a row longer than others makes further columns."""
        content = data.decode("utf-8", "replace")
        try:
            rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=self._dialect.separator))
        except csv.Error:
            lines = content.splitlines()
            rows = list(csv.reader(lines, delimiter=self._dialect.separator, quoting=csv.QUOTE_NONE))
        rows = [narrow(row, self._dialect.separator) for row in rows]
        return [strings(column) for column in zip_longest(*rows, fillvalue="")]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def record_end(data: bytes) -> int:
    """Where the last whole record of `data` ends: behind the last line feed with an even count of quotes before it."""
    if QUOTE not in data:
        return data.rfind(b"\n") + 1
    array = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    feeds = np.flatnonzero(array == FEED)
    even = np.searchsorted(quotes, feeds) % 2 == 0
    last = np.flatnonzero(even)
    return int(feeds[last[-1]]) + 1 if len(last) else 0
