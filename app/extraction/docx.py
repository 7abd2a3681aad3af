"""Word and PowerPoint documents: every part, paragraph by paragraph, and the rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.ooxml import DRAWN, TELLING, NoDoctype, Package, local

FORMATS = (
    Format("docx", (".docx", ".docm", ".dotx"), "paragraph"),
    Format("pptx", (".pptx", ".pptm", ".ppsx"), "paragraph"),
)
WRITTEN = re.compile(
    r"word/(?:glossary/)?(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml$"
    r"|ppt/(?:slides|notesSlides|slideMasters|slideLayouts|notesMasters|handoutMasters|comments)/[^/]*\.xml$"
    r"|(?:word|ppt)/(?:diagrams|charts)/[^/]*\.xml$"
)
SLIDE = re.compile(r"ppt/(?:slides|notesSlides)/\D*(\d+)\.xml$")
TEXT = frozenset({"t", "delText", "instrText", "delInstrText", "text"})
GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(slots=True)
class Written(NoDoctype):
    """Collects the paragraphs of a part: runs are joined, a table's row is one paragraph with tabs between cells."""

    done: list[str] = field(default_factory=list)
    _paragraphs: list[list[str]] = field(default_factory=list)
    _rows: list[list[list[str]]] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _taking: int = 0
    _doubled: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "Fallback" or self._doubled:
            # the older form of what the Choice beside it has said already
            self._doubled += 1
            return
        if name in TEXT:
            self._taking += 1
        elif name == "p":
            self._paragraphs.append([])
        elif name in ("tr", "tc"):
            if name == "tr":
                self._rows.append([])
            elif self._rows:
                self._rows[-1].append([])
        elif name in GAPS and self._paragraphs:
            self._paragraphs[-1].append(GAPS[name])
        for key, value in attributes.items():
            if value and local(key) in DRAWN | {"val"} and (local(key) in DRAWN or TELLING.search(value)):
                self._names.add(value)

    def end(self, tag: str) -> None:
        name = local(tag)
        if self._doubled:
            self._doubled -= 1
        elif name in TEXT:
            self._taking -= 1
        elif name == "p" and self._paragraphs:
            self._put("".join(self._paragraphs.pop()))
        elif name == "tr" and self._rows:
            self._put("\t".join(" ".join(cell) for cell in self._rows.pop()))

    def _put(self, text: str) -> None:
        if not text.strip():
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        else:
            self.done.append(text)

    def data(self, text: str) -> None:
        if self._taking and not self._doubled:
            if self._paragraphs:
                self._paragraphs[-1].append(text)
            elif text.strip():
                self.done.append(text)

    def comment(self, text: str) -> None:
        self.done.append(text)

    def close(self) -> None:
        """Give out what was still open, and the names and descriptions in attributes."""
        self.done.extend("".join(paragraph) for paragraph in self._paragraphs if paragraph)
        self.done.extend(sorted(self._names))
        self._paragraphs, self._names = [], set()


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The paragraphs of all written parts, then all other parts."""
    package = Package(unit, context)
    done: set[str] = set()
    for part in package.infos:
        if WRITTEN.match(part):
            done.add(part)
            yield from _part(package, part)
    yield from package.rest(done)


def _part(package: Package, part: str) -> Iterator[Event]:
    target = Written()
    where: dict[str, str | int] = {"kind": "paragraph", "part": part}
    slide = SLIDE.match(part)
    if slide:
        where["slide"] = int(slide[1])
    base = 1
    for _ in package.parse(part, target):
        if target.done:
            texts, target.done = target.done, []
            yield package.parts.piece(texts, where, base)
            base += len(texts)
    target.close()
    if target.done:
        yield package.parts.piece(target.done, where, base)
