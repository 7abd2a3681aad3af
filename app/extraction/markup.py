"""Web pages as lines of text, XML documents as columns by path; attributes and comments are read too."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
from lxml import etree

from app.domain.units import UnreadReason
from app.extraction import text
from app.extraction.blocks import HEAD
from app.extraction.budget import MIB
from app.extraction.cells import TABLE_SHIFT, text_piece
from app.extraction.encoding import decode, detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.ooxml import TELLING, local, parser_of
from app.extraction.paths import PathColumns
from app.extraction.unread import Unread

FORMATS = (
    Format("html", (".html", ".htm", ".xhtml"), "line"),
    Format("xml", (".xml", ".svg", ".rss", ".plist", ".wsdl", ".xsd", ".kml", ".gpx"), "path"),
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
SPOKEN = frozenset({"alt", "title", "value", "content", "placeholder", "label", "summary"})
BLOCK = 256 << 10
PIECE_CELLS = 20_000
DEPTH_MOST = 2_000


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The text of the page or document; plain lines where it is too large to be held or is no markup."""
    if unit.format == "xml":
        yield from _xml(unit)
        return
    most = context.budget.document_bytes
    head = unit.data.head(HEAD)
    codec = detect(head)
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text")
    if len(unit.data.head(most + 1)) > most:
        unit.detail = f"read as lines: larger than {most} bytes"
        yield from text.lines(unit, codec)
        return
    content, lost = decode(unit.data.read(most + 1))
    if lost:
        unit.detail = f"{lost} undecodable places"
    cells, lines = page(content)
    for start in range(0, len(cells), PIECE_CELLS):
        numbers = {"line": pa.array(lines[start : start + PIECE_CELLS], pa.int64())}
        yield text_piece(unit.name, cells[start : start + PIECE_CELLS], {"kind": "line"}, start + 1, "line", numbers)


@dataclass(slots=True)
class _Page:
    """The running text of a page, a cell a block, with the line that each begins in."""

    cells: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _line: int = 1

    def put(self, part: str | None) -> None:
        """Text that goes on with what was before it."""
        if part:
            self._parts.append(part)

    def close(self, line: int) -> None:
        """A block ends here; the next begins in `line`."""
        joined = " ".join("".join(self._parts).split(" "))
        self._parts.clear()
        for at, row in enumerate(joined.split("\n")):
            if row.strip():
                self.cells.append(row.strip())
                self.lines.append(self._line + at)
        self._line = line

    def say(self, text: str, line: int) -> None:
        """A text of its own."""
        self.cells.append(text)
        self.lines.append(line)


def page(content: str) -> tuple[list[str], list[int]]:
    """The text of an HTML page: cells and the lines they stand in."""
    taken = _Page()
    parser = etree.HTMLParser(no_network=True, huge_tree=True, remove_pis=False, encoding="utf-8")
    root = etree.fromstring(content.encode("utf-8", "replace"), parser) if content.strip() else None
    if root is None:
        return ([content], [1]) if content.strip() else ([], [])
    for event, element in etree.iterwalk(root.getroottree(), events=("start", "end", "comment", "pi")):
        line = element.sourceline or 1
        if event in ("comment", "pi"):
            taken.say(element.text or "", line)
            taken.put(element.tail)
            continue
        tag = str(element.tag)
        block = tag not in INLINE
        if event == "start":
            if block and tag not in ("td", "th"):
                taken.close(line)
            for key, value in element.attrib.items():
                if key in SPOKEN or TELLING.search(value):
                    taken.say(value, line)
            taken.put(element.text)
        else:
            if tag in ("td", "th"):
                taken.put("\t")
            elif block:
                taken.close(line)
            taken.put(element.tail)
    taken.close(1)
    return taken.cells, taken.lines


@dataclass(slots=True)
class _Element:
    path: str
    name: str
    record: int
    inline: bool
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    """Takes the texts and attributes of an XML document into columns."""

    columns: PathColumns
    typed: bool = False
    count: int = 1 << TABLE_SHIFT
    loose: list[str] = field(default_factory=list)
    _open: list[_Element] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        above = self._open[-1] if self._open else None
        if len(self._open) > DEPTH_MOST:
            raise Unread(UnreadReason.LIMIT_DEPTH, f"{DEPTH_MOST} elements deep")
        path = f"{above.path if above and len(self._open) < 30 else ''}/{name}"
        # a child in the midst of its parent's text belongs to that text
        inline = above is not None and (above.inline or any(part.strip() for part in above.parts))
        self.count += 1
        self._open.append(_Element(path, name, self.count, inline))
        for key, value in attributes.items():
            if value.strip():
                self.columns.column(f"{path}/@{local(key)}", local(key)).add(value, self.count, 0)

    def end(self, _tag: str) -> None:
        element = self._open.pop()
        content = "".join(element.parts)
        if element.inline:
            self._open[-1].parts.append(content)
        elif content.strip():
            record = self._open[-1].record if self._open else element.record
            self.columns.column(element.path, element.name).add(content.strip(), record, 0)

    def data(self, content: str) -> None:
        if self._open:
            self._open[-1].parts.append(content)

    def comment(self, content: str) -> None:
        self.loose.append(content)

    def close(self) -> None:
        """Nothing is left."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Take note of a document type; one that was hidden behind other content is refused."""
        if not self.typed:
            raise Unread(UnreadReason.CORRUPT, "a document type where none was expected")


def _xml(unit: Unit) -> Iterator[Event]:
    head = decode(unit.data.head(HEAD))[0]
    typed = "<!DOCTYPE" in head
    document = _Document(PathColumns(unit.name), typed)
    data = _declared(unit)
    try:
        parser = parser_of(document, huge=not typed)
        for block in data:
            parser.feed(block)
            yield from document.columns.ready()
        parser.close()
    except etree.XMLSyntaxError:
        unit.partial(UnreadReason.CORRUPT, "XMLSyntaxError")
    yield from document.columns.finish()
    if document.loose:
        yield text_piece(unit.name, document.loose, {"kind": "path", "column": "comments"}, 1, "item")


def _declared(unit: Unit) -> Iterator[bytes]:
    """The document's bytes; in UTF-8 where it has no declaration and is of another encoding."""
    head = unit.data.head(HEAD)
    codec = detect(head)
    if codec in ("gb18030", "cp1252") and b"encoding" not in head[:200]:
        while block := unit.data.read(64 * MIB):
            yield decode(block, codec)[0].encode("utf-8", "replace")
        return
    while block := unit.data.read(BLOCK):
        yield block
