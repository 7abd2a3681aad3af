"""What the Office formats share: a zip of XML parts, read as streams, with files embedded in it."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import pyarrow as pa
from lxml import etree

from app.domain.units import UnreadReason
from app.extraction.archive import ENCRYPTED
from app.extraction.budget import KIB
from app.extraction.cells import TABLE_SHIFT, strings
from app.extraction.events import Event, Piece
from app.extraction.interface import Context, Unit
from app.extraction.unread import Unread
from detectors.model import Chunk, LocatorValue

BLOCK = 256 * KIB
IMAGE_LEAST = 16 * KIB
"""Smaller pictures are taken for ornaments; a photographed document is larger."""
TELLING = re.compile(r"[\u3400-\u9fff]|\d{5}|@")
EMBEDDED = ("/embeddings/", "/activeX/")
SILENT = re.compile(r"(?:theme\d*|styles|stylesWithEffects|fontTable|webSettings|settings|numbering|calcChain)\.xml$")
DRAWN = frozenset({"descr", "title", "instr", "author", "tooltip", "alt", "userName", "displayName"})


class Target(Protocol):
    """What a part's parser tells of, as it goes."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def end(self, tag: str, /) -> None: ...
    def data(self, text: str, /) -> None: ...
    def comment(self, text: str, /) -> None: ...
    def doctype(self, name: str, public: str | None, system: str | None, /) -> None: ...
    def close(self) -> None: ...


class NoDoctype:
    """A target that refuses document types: they may define what expands without end, and Office parts have none."""

    __slots__ = ()

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse: raises Unread."""
        raise Unread(UnreadReason.CORRUPT, "a document type where none may be")


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def parser_of(target: Target, *, huge: bool = True) -> etree.XMLParser:
    """A parser that fetches nothing; it keeps to the library's limits on expansion unless it is `huge`."""
    taker = cast("Any", target)
    return etree.XMLParser(target=taker, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)


@dataclass(slots=True)
class Loose(NoDoctype):
    """All text of an XML part, one cell an element, and those attributes that may tell something."""

    cells: list[str] = field(default_factory=list)
    _stack: list[list[str]] = field(default_factory=list)

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._stack.append([])
        self.cells.extend(value for value in attributes.values() if TELLING.search(value))

    def end(self, tag: str) -> None:
        text = "".join(self._stack.pop())
        if local(tag) in ("t", "span"):
            # runs of one text belong together
            if self._stack:
                self._stack[-1].append(text)
                return
        elif local(tag) == "r" and self._stack:
            self._stack[-1].append(text)
            return
        if text.strip():
            self.cells.append(text.strip())

    def data(self, text: str) -> None:
        if self._stack:
            self._stack[-1].append(text)

    def comment(self, text: str) -> None:
        self.cells.append(text)

    def close(self) -> None:
        """Nothing is left."""


@dataclass(slots=True)
class Parts:
    """The pieces of a document's parts, their records numbered through all of them."""

    name: str
    given: int = 0

    def piece(
        self, texts: Sequence[str], where: dict[str, LocatorValue], base: int = 1, ordinal: str = "paragraph"
    ) -> Piece:
        """Running text of one part."""
        first = (1 << TABLE_SHIFT) + self.given
        self.given += len(texts)
        records = pa.array(range(first, first + len(texts)), pa.int64())
        batch = pa.RecordBatch.from_arrays([strings(texts), records], names=["text", "record"])
        return Piece(self.name, Chunk(batch, where, ordinal, base))


class Package:
    """An Office file: its parts by name."""

    def __init__(self, unit: Unit, context: Context) -> None:
        self.unit = unit
        self.context = context
        self.parts = Parts(unit.name)
        self._pictures = 0
        try:
            self.archive = unit.data.archive()
        except zipfile.BadZipFile as error:
            raise Unread(UnreadReason.TRUNCATED, "no directory of parts at its end") from error
        self.infos: dict[str, zipfile.ZipInfo] = {}
        for info in self.archive.infolist():
            context.entry()
            if info.flag_bits & ENCRYPTED:
                raise Unread(UnreadReason.ENCRYPTED)
            self.infos.setdefault(info.filename, info)

    def blocks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part; raises Unread where they are too many."""
        read = 0
        with self.archive.open(self.infos[part]) as stream:
            block = stream.read(BLOCK)
            while block:
                read += len(block)
                if read > self.context.budget.xml_part_bytes:
                    raise Unread(UnreadReason.LIMIT_BYTES, "a part is too large")
                self.context.expand(len(block))
                yield block
                block = stream.read(BLOCK)

    def parse(self, part: str, target: Target) -> Iterator[None]:
        """Feed a part to `target`, pausing after each block; a broken part makes the unit partial."""
        parser = parser_of(target)
        try:
            for block in self.blocks(part):
                parser.feed(block)
                yield
            parser.close()
        except Unread as stop:
            if stop.reason is not UnreadReason.CORRUPT:
                raise
            self.unit.partial(stop.reason, stop.detail)
            yield
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
            self.unit.partial(UnreadReason.CORRUPT, type(error).__name__)
            yield

    def loose(self, part: str) -> Iterator[Event]:
        """A part of no special meaning: all its text."""
        target = Loose()
        base = 1
        for _ in self.parse(part, target):
            if target.cells:
                cells, target.cells = target.cells, []
                yield self.parts.piece(cells, {"kind": "part", "part": part}, base, "item")
                base += len(cells)

    def rest(self, done: set[str]) -> Iterator[Event]:
        """Every part that is not `done`: XML as loose text, embedded files as members, pictures counted."""
        for part, info in self.infos.items():
            if part in done or info.is_dir() or SILENT.search(part):
                continue
            if part.endswith((".xml", ".rels", ".vml")):
                if part != "[Content_Types].xml":
                    yield from self.loose(part)
            elif any(folder in part for folder in EMBEDDED) or part.endswith("vbaProject.bin"):
                yield from self._embedded(part, info)
            elif "/media/" in part and info.file_size >= IMAGE_LEAST:
                self._pictures += 1
        if self._pictures:
            self.unit.partial(UnreadReason.NO_TEXT_OCR_OFF, f"{self._pictures} pictures")

    def _embedded(self, part: str, info: zipfile.ZipInfo) -> Iterator[Event]:
        try:
            raw = self.archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            stop = Unread(UnreadReason.CORRUPT, type(error).__name__)
            yield from self.context.unread(self.unit, part, info.file_size, stop)
        else:
            yield from self.context.member(self.unit, part, raw, info.file_size)
