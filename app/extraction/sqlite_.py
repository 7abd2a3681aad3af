"""SQLite databases, with the committed part of their write-ahead log: every table as columns."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import IO, Any

import numpy as np
import pyarrow as pa

from app.domain.units import UnreadReason
from app.extraction.cells import TABLE_SHIFT, column_piece, digits, strings, text_piece
from app.extraction.encoding import decode, detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.unread import Unread
from app.extraction.wal import Pages, committed

FORMATS = (Format("sqlite", (".sqlite", ".sqlite3", ".db", ".db3", ".s3db"), "row"),)
BATCH_ROWS = 20_000
BATCH_BYTES = 4 << 20
VERSIONS = slice(18, 20)
PAGE_COUNT = slice(28, 32)


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The columns of every table."""
    log = unit.side.get("wal")
    pages = committed(log) if log is not None else None
    extra = len(pages.places) * pages.page_size if pages else 0
    # the database is held twice while it is handed over
    if 2 * (unit.data.size + extra) > context.budget.memory_bytes * 0.9:
        raise Unread(UnreadReason.LIMIT_BYTES, f"larger than {int(context.budget.memory_bytes * 0.45)} bytes")
    with closing(sqlite3.connect(":memory:")) as database:
        image = _image(unit.data.random(), pages, log)
        if _expected(image) > len(image):
            unit.partial(UnreadReason.TRUNCATED, f"{len(image)} of {_expected(image)} bytes")
        database.deserialize(image)
        del image
        if log is not None:
            unit.data.taken += extra
        database.text_factory = _text
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        yield from _tables(unit, database)


def _image(stream: IO[bytes], pages: Pages | None, log: IO[bytes] | None) -> bytearray:
    """The database with the pages of its log laid over it, marked as one that needs none."""
    image = bytearray(stream.read())
    if pages is not None and log is not None:
        size = pages.page_size * pages.count
        if len(image) < size:
            image.extend(bytes(size - len(image)))
        for number, place in pages.places.items():
            log.seek(place)
            image[(number - 1) * pages.page_size : number * pages.page_size] = log.read(pages.page_size)
        del image[size:]
        image[PAGE_COUNT] = pages.count.to_bytes(4, "big")
    image[VERSIONS] = b"\x01\x01"
    return image


def _expected(image: bytearray) -> int:
    """How many bytes the database's header says it has; 0 where the header is not up to date with the content."""
    if image[24:28] != image[92:96]:
        return 0
    page_size = int.from_bytes(image[16:18], "big")
    return int.from_bytes(image[PAGE_COUNT], "big") * (page_size if page_size > 1 else 65_536)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw)[0]


def _tables(unit: Unit, database: sqlite3.Connection) -> Iterator[Event]:
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    definitions = [row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    if definitions:
        yield text_piece(unit.name, definitions, {"kind": "part", "part": "schema"}, 1, "item")
    for number, (name, sql) in enumerate(found):
        if str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL"):
            # its content lies in ordinary tables beside it, which are read
            continue
        try:
            yield from _table(unit, database, str(name), number)
        except sqlite3.Error as error:
            unit.partial(UnreadReason.CORRUPT, f"table {number + 1}: {type(error).__name__}")
            unit.delivered = True


def _rows(database: sqlite3.Connection, name: str) -> tuple[sqlite3.Cursor, bool]:
    """A cursor over a table, and whether its first column is the row's number in the file."""
    quoted = name.replace('"', '""')
    try:
        return database.execute(f'SELECT rowid, * FROM "{quoted}"'), True  # noqa: S608 - a name cannot be a parameter
    except sqlite3.OperationalError:
        return database.execute(f'SELECT * FROM "{quoted}"'), False  # noqa: S608 - as above


def _table(unit: Unit, database: sqlite3.Connection, name: str, number: int) -> Iterator[Event]:
    cursor, numbered = _rows(database, name)
    labels = [str(entry[0]) for entry in cursor.description][numbered:]
    blobs = 0
    base = 1
    size = BATCH_ROWS if len(labels) < 50 else BATCH_ROWS // 10
    while rows := cursor.fetchmany(size):
        columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True))
        first = ((number + 1) << TABLE_SHIFT) + base
        extra = {"record": pa.array(np.arange(first, first + len(rows), dtype=np.int64))}
        if numbered:
            extra["rowid"] = pa.array(columns.pop(0), pa.int64())
        for label, values in zip(labels, columns, strict=True):
            texts, skipped = _texts(values)
            blobs += skipped
            where = {"kind": "row", "table": name, "column": label}
            yield column_piece(unit.name, strings(texts), where, base, label, "row", extra)
        base += len(rows)
    if blobs:
        unit.partial(UnreadReason.UNSUPPORTED_TYPE, f"{blobs} binary values")


def _texts(values: tuple[Any, ...]) -> tuple[list[str], int]:
    """Values as text, and how many are binary and were left out."""
    skipped = count()
    texts: list[str] = []
    for value in values:
        if isinstance(value, str):
            texts.append(value)
        elif value is None:
            texts.append("")
        elif isinstance(value, bytes):
            readable = bool(detect(value[:4096])) if value else True
            texts.append(decode(value)[0] if readable else "")
            if not readable:
                next(skipped)
        else:
            texts.append(digits(repr(value)))
    return texts, next(skipped)
