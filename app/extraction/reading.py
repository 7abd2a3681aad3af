"""One unit from its first byte to its end: its type is found, its extractor run, and its end said."""

import binascii
import csv
import lzma
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.errors import MessageError

import pyarrow as pa
from lxml import etree
from pypdf.errors import PyPdfError
from pypdfium2 import PdfiumError

from app.domain.units import UnitNote, UnreadReason
from app.extraction.events import Event, Opened, Piece
from app.extraction.interface import Context, Unit
from app.extraction.registry import extractor
from app.extraction.sniff import contradicts, sniff
from app.extraction.unread import Unread

BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, LookupError, OSError, RuntimeError),
    *(
        TypeError,
        ValueError,
        MessageError,
        PyPdfError,
        PdfiumError,
        binascii.Error,
        csv.Error,
        etree.LxmlError,
        lzma.LZMAError,
    ),
    *(pa.ArrowException, sqlite3.Error, struct.error, tarfile.TarError, zipfile.BadZipFile, zlib.error),
)
"""What parsers raise on broken input, as they were seen to."""


def read_unit(context: Context, unit: Unit) -> Iterator[Event]:
    """Every event of `unit` and its members: Opened first, exactly one Closed last."""
    opened = False
    try:
        if unit.reason is None:
            unit.format = sniff(unit)
        opened = True
        yield Opened(unit.name, unit.format or "unknown", unit.data.size)
        if unit.reason is None:
            yield from _pieces(context, unit)
    except Unread as stop:
        unit.partial(stop.reason, stop.detail)
    except MemoryError:
        context.tired = True
        unit.partial(UnreadReason.OUT_OF_MEMORY)
    except EOFError as error:
        unit.partial(UnreadReason.TRUNCATED, type(error).__name__)
    except BROKEN as error:
        # the message may quote the file; the kind of the error does not
        unit.partial(UnreadReason.CORRUPT, type(error).__name__)
    if not opened:
        yield Opened(unit.name, unit.format or "unknown", unit.data.size)
    yield unit.closed()


def _pieces(context: Context, unit: Unit) -> Iterator[Event]:
    if unit.format == "empty":
        unit.note(UnitNote.EMPTY_FILE)
        return
    module = extractor(unit.format)
    if module is None:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, unit.format)
    if contradicts(unit):
        unit.note(UnitNote.TYPE_MISMATCH)
    for event in module.extract(unit, context):
        if isinstance(event, Piece):
            if not event.chunk.rows:
                continue
            unit.delivered = True
        yield event
