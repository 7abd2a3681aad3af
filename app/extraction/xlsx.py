"""Excel workbooks: every sheet as columns, hidden ones too, and the text of all other parts."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.extraction.cells import digits
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.ooxml import NoDoctype, Package, local
from app.extraction.sheets import Row, SheetColumns

FORMATS = (Format("xlsx", (".xlsx", ".xlsm", ".xltx"), "cell"),)
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS, WORKBOOK, STYLES = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
DATE_CODE = re.compile(r"[yYdD年]")
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
DAYS_MOST = 2_958_466
TELLING_TAGS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
LITERAL = re.compile(r'"[^"]|[0-9]{6}')
"""A formula that holds a text or a long number."""
FORMULAS = frozenset({"formula1", "formula2", "definedName"})


@dataclass(slots=True)
class _Strings(NoDoctype):
    """The shared strings, in order, and which of them were shown."""

    texts: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _taking: bool = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "si":
            self._parts = []
        self._taking = name == "t"

    def end(self, tag: str) -> None:
        self._taking = False
        if local(tag) == "si":
            self.texts.append("".join(self._parts))

    def data(self, text: str) -> None:
        if self._taking:
            self._parts.append(text)

    def comment(self, text: str) -> None:
        """No text of the sheet."""

    def close(self) -> None:
        """Nothing is left."""


@dataclass(slots=True)
class _Styles(NoDoctype):
    """Which cell styles show a number as a date."""

    dates: list[bool] = field(default_factory=list)
    _codes: dict[str, str] = field(default_factory=dict)
    _inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attributes.get("numFmtId", "0")
            code = QUOTED.sub("", self._codes.get(number, ""))
            self.dates.append(
                bool(DATE_CODE.search(code)) if code else number.isdigit() and int(number) in DATE_FORMATS
            )

    def end(self, tag: str) -> None:
        self._inside = self._inside and local(tag) != "cellXfs"

    def data(self, text: str) -> None:
        """No text of the sheet."""

    def comment(self, text: str) -> None:
        """No text of the sheet."""

    def close(self) -> None:
        """Nothing is left."""


@dataclass(slots=True)
class _Sheets(NoDoctype):
    """The sheets by name, in order: (name, relation, hidden)."""

    found: list[tuple[str, str, bool]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.found.append((attributes.get("name", ""), relation, hidden))
        elif local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.targets[attributes.get("Id", "")] = path

    def end(self, tag: str) -> None:
        """Sheets have no content here."""

    def data(self, text: str) -> None:
        """Sheets have no content here."""

    def comment(self, text: str) -> None:
        """Sheets have no content here."""

    def close(self) -> None:
        """Nothing is left."""


class _Rows(NoDoctype):
    """The rows of one sheet as they are parsed."""

    def __init__(self, shared: list[str], shown: bytearray, dates: list[bool]) -> None:
        self.rows: list[Row] = []
        self.loose: list[str] = []
        self._shared, self._shown, self._dates = shared, shown, dates
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._type = ""
        self._style = 0
        self._formula = ""
        self._parts: list[str] = []
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
            self._cells = {}
        elif name in ("v", "t", "f") or name in TELLING_TAGS or name in FORMULAS:
            self._taking = True
            if name not in ("v", "t"):
                self._parts = []
        elif name in ("hyperlink", "dataValidation"):
            self.loose.extend(value for key, value in attributes.items() if local(key) in NOTES and value)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = REFERENCE.match(attributes.get("r", ""))
        if match:
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self._column = column
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdigit() else 0
        self._formula = ""
        self._parts = []

    def data(self, text: str) -> None:
        if self._taking:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        self._taking = False
        if name == "c":
            text = self._with_formula(self._text("".join(self._parts)))
            if text:
                self._cells[self._column] = text
            self._parts = []
        elif name == "f":
            self._formula = "".join(self._parts)
            self._parts = []
        elif name == "row" and self._cells:
            self.rows.append((self._row, self._cells))
            self._cells = {}
        elif name in TELLING_TAGS or name in FORMULAS:
            self.loose.append("".join(self._parts))
            self._parts = []

    def _with_formula(self, text: str) -> str:
        """The text of a cell; a formula that holds values of its own is the text where no result was kept."""
        if not LITERAL.search(self._formula):
            return text
        if text and text not in self._formula:
            self.loose.append(self._formula)
        return text or self._formula

    def _text(self, raw: str) -> str:
        if self._type == "s":
            number = int(raw) if raw.strip().isdigit() else -1
            if not 0 <= number < len(self._shared):
                return raw
            self._shown[number] = 1
            return self._shared[number]
        if self._type == "n" and raw:
            if self._style < len(self._dates) and self._dates[self._style]:
                return date_of(raw)
            return digits(raw)
        return raw

    def comment(self, text: str) -> None:
        self.loose.append(text)

    def close(self) -> None:
        """Nothing is left."""


NOTES = frozenset({"display", "tooltip", "location", "prompt", "promptTitle", "error", "errorTitle"})


def date_of(raw: str) -> str:
    """A day number of a sheet as a date; the number itself where it is none."""
    try:
        days = float(raw)
    except ValueError:
        return raw
    if not 1 <= days < DAYS_MOST:
        return raw
    moment = DAY_ZERO + timedelta(seconds=round(days * 86_400))
    return moment.strftime("%Y-%m-%d" if days == int(days) else "%Y-%m-%d %H:%M:%S")


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The columns of every sheet, then the text of all other parts and strings that no cell shows."""
    package = Package(unit, context)
    shared, styles, sheets = _Strings(), _Styles(), _Sheets()
    for part, target in ((STRINGS, shared), (STYLES, styles), (WORKBOOK, sheets), (RELATIONS, sheets)):
        if part in package.infos:
            for _ in package.parse(part, target):
                pass
    shown = bytearray(len(shared.texts))
    done = {STRINGS, STYLES, WORKBOOK}
    for number, (name, part, hidden) in enumerate(_places(package, sheets)):
        done.add(part)
        where: dict[str, str | int] = {"kind": "cell", "sheet": name}
        if hidden:
            where["hidden"] = "yes"
        rows = _Rows(shared.texts, shown, styles.dates)
        yield from _sheet(package, part, rows, SheetColumns(unit.name, where, number))
    unseen = [text for text, seen in zip(shared.texts, shown, strict=True) if not seen and text.strip()]
    if unseen:
        yield package.parts.piece(unseen, {"kind": "part", "part": STRINGS}, 1, "item")
    if WORKBOOK in package.infos:
        yield from package.loose(WORKBOOK)
    yield from package.rest(done)


def _places(package: Package, sheets: _Sheets) -> list[tuple[str, str, bool]]:
    """The sheets as (name, part, hidden); one that the workbook does not list is hidden under its part's name."""
    places = [(name, sheets.targets.get(relation, ""), hidden) for name, relation, hidden in sheets.found]
    listed = {part for _, part, _ in places}
    places += [(part, part, True) for part in package.infos if part not in listed]
    return [place for place in places if SHEET.match(place[1]) and place[1] in package.infos]


def _sheet(package: Package, part: str, rows: _Rows, columns: SheetColumns) -> Iterator[Event]:
    for _ in package.parse(part, rows):
        taken, rows.rows = rows.rows, []
        package.context.cell(sum(len(cells) for _, cells in taken))
        for number, cells in taken:
            yield from columns.row(number, cells)
    yield from columns.finish()
    loose = [text for text in rows.loose if text.strip()]
    if loose:
        yield package.parts.piece(loose, {"kind": "part", "part": part}, 1, "item")
