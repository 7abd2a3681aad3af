"""PDF documents: the text of every page, notes and fields, and the files embedded in them."""

import io
from collections.abc import Iterator
from typing import Any, cast

import pyarrow as pa
import pypdf
import pypdfium2 as pdfium
from pypdf.errors import LimitReachedError, PyPdfError
from pypdfium2 import raw

from app.domain.units import UnreadReason
from app.extraction.cells import TABLE_SHIFT, batch_of, strings
from app.extraction.events import Event, Piece
from app.extraction.interface import Context, Format, Unit
from app.extraction.unread import Unread
from detectors.model import Chunk

FORMATS = (Format("pdf", (".pdf",), "page"),)
FLUSH_LINES = 5_000
PASSWORD = raw.FPDF_ERR_PASSWORD
GLYPHS = frozenset("\ufffd\ufffe\uffff\x00")
EXTRAS_MOST = 64 << 20
NOTE_KEYS = ("/Contents", "/T", "/V", "/TU", "/DV", "/RC", "/Subj")


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The lines of every page, then annotations, fields and properties, then embedded files."""
    stream = unit.data.random()
    try:
        document = pdfium.PdfDocument(stream, autoclose=False)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == PASSWORD or "password" in str(error).lower():
            raise Unread(UnreadReason.ENCRYPTED) from error
        raise Unread(UnreadReason.CORRUPT, "PdfiumError") from error
    try:
        yield from _Pages(unit, context, document).events()
    finally:
        document.close()
    yield from _extras(unit, context)


class _Pages:
    """The pages of a document while they are read."""

    def __init__(self, unit: Unit, context: Context, document: pdfium.PdfDocument) -> None:
        self._unit, self._context, self._document = unit, context, document
        self._texts: list[str] = []
        self._page: list[int] = []
        self._line: list[int] = []
        self._given = 0
        self._pictures: list[int] = []
        self._broken: list[int] = []
        self._unread: list[int] = []

    def events(self) -> Iterator[Event]:
        """The lines of all pages."""
        total = len(self._document)
        for number in range(1, total + 1):
            self._context.pages += 1
            if self._context.pages > self._context.budget.pages:
                self._unit.partial(UnreadReason.LIMIT_PAGES, f"page {number - 1} of {total}")
                break
            self._take(number)
            if len(self._texts) >= FLUSH_LINES:
                yield self._piece()
        if self._texts:
            yield self._piece()
        for reason, pages in (
            (UnreadReason.CORRUPT, self._broken),
            (UnreadReason.NO_TEXT_OCR_OFF, self._pictures),
            (UnreadReason.UNDECODABLE_GLYPHS, self._unread),
        ):
            if pages:
                # what stands on the other pages was read, be it nothing
                self._unit.delivered = self._unit.delivered or len(pages) < total
                self._unit.partial(reason, "pages " + ", ".join(map(str, pages[:20])))

    def _take(self, number: int) -> None:
        try:
            page = self._document[number - 1]
        except pdfium.PdfiumError:
            self._broken.append(number)
            return
        try:
            text_page = page.get_textpage()
            text = text_page.get_text_range()
            text_page.close()
            if not text.strip() and any(_pictures(page)):
                self._pictures.append(number)
        except pdfium.PdfiumError:
            self._broken.append(number)
            return
        finally:
            page.close()
        odd = sum(1 for letter in text if letter in GLYPHS or "\ue000" <= letter <= "\uf8ff")
        if odd > 0.2 * len(text.strip()) and odd > 5:
            self._unread.append(number)
        for count, line in enumerate(text.replace("\ufffe", "").splitlines(), 1):
            if line.strip():
                self._texts.append(line)
                self._page.append(number)
                self._line.append(count)

    def _piece(self) -> Piece:
        extra = {"page": pa.array(self._page, pa.int64()), "line": pa.array(self._line, pa.int64())}
        chunk = Chunk(batch_of(strings(self._texts), extra), {"kind": "page"}, "line", self._given + 1)
        self._given += len(self._texts)
        self._texts, self._page, self._line = [], [], []
        return Piece(self._unit.name, chunk)


def _pictures(page: pdfium.PdfPage) -> Iterator[Any]:
    return cast("Iterator[Any]", page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _extras(unit: Unit, context: Context) -> Iterator[Event]:
    """Notes, fields, properties and embedded files, by a second parser; its failure makes the unit partial."""
    if unit.data.size > EXTRAS_MOST:
        unit.detail = unit.detail or "annotations and attachments not read: file too large"
        return
    try:
        reader = pypdf.PdfReader(unit.data.random(), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        notes, pages = _notes(reader)
        properties = [str(value) for value in (reader.metadata or {}).values() if str(value).strip()]
        attached = [(name, content) for name, contents in reader.attachments.items() for content in contents]
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, OSError) as error:
        reason = UnreadReason.LIMIT_BYTES if isinstance(error, LimitReachedError) else UnreadReason.PARTIAL
        unit.partial(reason, f"annotations: {type(error).__name__}")
        return
    first = 1 << TABLE_SHIFT
    for texts, numbers, part in ((notes, pages, "annotations"), (properties, [], "properties")):
        if texts:
            extra = {"record": pa.array(range(first, first + len(texts)), pa.int64())}
            if numbers:
                extra["page"] = pa.array(numbers, pa.int64())
            where: dict[str, str | int] = {"kind": "part", "part": part}
            yield Piece(unit.name, Chunk(batch_of(strings(texts), extra), where, "item"))
            first += len(texts)
    for name, content in attached:
        yield from context.member(unit, name, io.BytesIO(content), len(content))


def _notes(reader: pypdf.PdfReader) -> tuple[list[str], list[int]]:
    """The texts of annotations and form fields, and the page of each."""
    texts: list[str] = []
    pages: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        for reference in cast("Any", page.get("/Annots")) or ():
            note = reference.get_object()
            parts = [str(note[key]) for key in NOTE_KEYS if key in note and str(note[key]).strip()]
            action = note.get("/A")
            if action is not None and "/URI" in action.get_object():
                parts.append(str(action.get_object()["/URI"]))
            if parts:
                texts.append(" ".join(parts))
                pages.append(number)
    return texts, pages
