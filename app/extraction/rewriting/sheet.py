"""The cells of a worksheet with values replaced; a number that is replaced becomes a text, formulas stay."""

import re

from lxml import etree

from app.extraction.cells import digits
from app.extraction.ooxml import local
from app.extraction.rewriting.markup import Markup, Node
from app.extraction.rewriting.rules import Rules
from app.extraction.xlsx import DATE_CODE, DATE_FORMATS, QUOTED, date_of

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
NAME_MOST = 31


def sheet_names(workbook: Node, rules: Rules) -> dict[str, str]:
    """What the sheets whose names hold a value are called afterwards: names that a workbook may have."""
    old = [str(node.get("name", "")) for node in workbook.iter() if _name(node) == "sheet"]
    taken = {name.casefold() for name in old}
    names: dict[str, str] = {}
    for name in old:
        new = FORBIDDEN.sub("x", rules.replace(name))[:NAME_MOST]
        if new == name or rules.replace(name) == name:
            continue
        base, number = new[: NAME_MOST - 4], 2
        while new.casefold() in taken or not new:
            new, number = f"{base or 'x'}_{number}", number + 1
        taken.add(new.casefold())
        names[name] = new
    return names


def date_styles(styles: Node) -> list[bool]:
    """Which cell styles show a number as a date."""
    codes = {
        str(node.get("numFmtId", "")): str(node.get("formatCode", ""))
        for node in styles.iter()
        if _name(node) == "numFmt"
    }
    found: list[bool] = []
    for place in (node for node in styles.iter() if _name(node) == "cellXfs"):
        for node in place:
            if _name(node) == "xf":
                number = str(node.get("numFmtId", "0"))
                code = QUOTED.sub("", codes.get(number, ""))
                shown = bool(DATE_CODE.search(code)) if code else number.isdigit() and int(number) in DATE_FORMATS
                found.append(shown)
    return found


class Sheet:
    """Edits worksheets."""

    def __init__(self, rules: Rules, markup: Markup, dates: list[bool]) -> None:
        self._rules, self._markup, self._dates = rules, markup, dates

    def edit(self, root: Node) -> bool:
        """Edit a whole sheet; whether anything changed."""
        changed = False
        for node in list(root.iter()):
            name = _name(node)
            if not name:
                changed |= self._markup.comment(node)
            elif name == "c":
                changed |= self._cell(node)
            elif name not in ("v", "t", "f", "row", "r", "is"):
                changed |= self._markup.attributes(node, name)
                if node.text and node.text.strip():
                    changed |= self._markup.alone(node, name)
        return changed

    def _cell(self, cell: Node) -> bool:
        parts = {_name(child): child for child in cell}
        changed = False
        formula = parts.get("f")
        if formula is not None and formula.text:
            changed = self._markup.alone(formula, "f")
        kind = str(cell.get("t", "n"))
        if kind == "inlineStr":
            return self._inline(cell) or changed
        value = parts.get("v")
        if value is None or not value.text or kind in ("s", "b", "e"):
            return changed
        text = value.text if kind != "n" else self._shown(cell, value.text)
        new = self._rules.replace(text)
        if new == text:
            return changed
        if kind != "n" or formula is not None:
            value.text = new
            cell.set("t", "str")
            return True
        _as_text(cell, value, new)
        return True

    def _inline(self, cell: Node) -> bool:
        runs = [node for node in cell.iter() if _name(node) == "t"]
        return bool(runs) and self._markup.runs(runs)

    def _shown(self, cell: Node, raw: str) -> str:
        """A number as the scanner reads it: a date where its style says so, else its digits."""
        style = str(cell.get("s", "0"))
        number = int(style) if style.isdigit() else 0
        is_date = number < len(self._dates) and self._dates[number]
        return date_of(raw) if is_date else digits(raw)


def _as_text(cell: Node, value: Node, text: str) -> None:
    """Make a number cell a text cell, its style kept."""
    space = str(value.tag)[: -len("v")]
    cell.set("t", "inlineStr")
    place = cell.index(value)
    cell.remove(value)
    holder = etree.Element(f"{space}is")
    etree.SubElement(holder, f"{space}t").text = text
    cell.insert(place, holder)


def _name(node: Node) -> str:
    return local(node.tag) if isinstance(node.tag, str) else ""
