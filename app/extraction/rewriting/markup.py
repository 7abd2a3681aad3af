"""The XML of Office parts with values replaced: texts that are divided into runs, attributes, comments."""

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.units import UnreadReason
from app.extraction.docx import GAPS, TEXT
from app.extraction.ooxml import TELLING, local
from app.extraction.rewriting.rules import Rules, spread
from app.extraction.unread import Unread

GROUPS = frozenset({"p", "si", "is", "comment", "threadedComment"})
"""What holds the runs of one text."""
RUNS = TEXT
FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"})
MEASURES = frozenset(
    {"posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "Row", "Column", "Anchor", "idx", "order"}
)
FIXED = frozenset(
    {
        *("id", "Id", "r", "ref", "sqref", "s", "t", "spid", "uid", "rsid", "paraId", "textId", "Type", "type"),
        *("ContentType", "Extension", "PartName", "style", "coordsize", "path", "xfId", "numFmtId", "fmtid", "pid"),
        *("durableId", "parentId", "personId", "codeName", "guid", "fill", "rgb", "lastClr", "cx", "cy", "x", "y"),
    }
)
"""Attributes that tie parts together or measure: what refers to them would break."""
COLOURS = frozenset({"color", "shd", "srgbClr", "sysClr", "rsid", "rsidRoot", "docId", "zoom", "creationId"})
NAMED = frozenset({"sheet", "worksheetSource", "lpstr"})
LITERAL = re.compile(r'"((?:[^"]|"")*)"|(?<![A-Za-z0-9_.$!])\d{5,}(?![A-Za-z0-9_.(!:])')
Node = etree._Element  # noqa: SLF001 - the library has no public name for it


def parsed(data: bytes) -> Node:
    """The root of an XML part; Unread where a document type stands in it. Fetches and expands nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, strip_cdata=False)
    root = etree.fromstring(data, parser)
    info = root.getroottree().docinfo
    if info is not None and info.internalDTD is not None:
        raise Unread(UnreadReason.CORRUPT, "a document type where none may be")
    return root


def written(root: Node) -> bytes:
    """The part as bytes, with the declaration it had."""
    tree = root.getroottree()
    info = tree.docinfo
    encoding = (info.encoding if info is not None else None) or "UTF-8"
    said = info.standalone if info is not None else None
    text: bytes | str
    if said is None:
        text = etree.tostring(tree, encoding=encoding, xml_declaration=True)
    else:
        text = etree.tostring(tree, encoding=encoding, xml_declaration=True, standalone=said)
    return text if isinstance(text, bytes) else text.encode(encoding)


class Markup:
    """Edits the parts of a package; `names` says what the sheets of a workbook are called afterwards."""

    def __init__(self, rules: Rules, names: dict[str, str]) -> None:
        self._rules = rules
        self._names = names
        self._tabs = [(re.compile(_tab(old)), "'" + new.replace("'", "''") + "'!") for old, new in names.items()]

    def edit(self, root: Node) -> bool:
        """Edit a whole part; whether anything changed."""
        changed = False
        groups: dict[Node, list[Node]] = {}
        for node in list(root.iter()):
            if not isinstance(node.tag, str):
                changed |= self.comment(node)
                continue
            name = local(node.tag)
            changed |= self.attributes(node, name)
            group = _group(node) if name in RUNS or name in GAPS else None
            if group is not None:
                groups.setdefault(group, []).append(node)
            elif node.text and node.text.strip():
                changed |= self.alone(node, name)
            changed |= self.tail(node)
        for runs in groups.values():
            changed |= self.runs(runs)
        return changed

    def runs(self, nodes: list[Node]) -> bool:
        """Edit the runs of one text: a value that goes over several is put into the first."""
        pieces = [_text_of(node) for node in nodes]
        edits = self._rules.edits("".join(pieces))
        if not edits:
            return False
        for node, old, new in zip(nodes, pieces, spread(pieces, edits), strict=True):
            if new != old and local(str(node.tag)) in RUNS:
                node.text = new
        return True

    def alone(self, node: Node, name: str) -> bool:
        """Edit the text of an element that stands for itself."""
        text = node.text or ""
        if name in FORMULAS:
            new = self.formula(text)
        elif name in MEASURES:
            return False
        elif name in NAMED and text in self._names:
            new = self._names[text]
        else:
            new = self._rules.replace(text)
        if new == text:
            return False
        node.text = new
        return True

    def tail(self, node: Node) -> bool:
        """Edit the text behind an element, which some parts with marked-up text have."""
        if not node.tail or not node.tail.strip():
            return False
        new = self._rules.replace(node.tail)
        changed = new != node.tail
        node.tail = new
        return changed

    def comment(self, node: Node) -> bool:
        """Edit a comment of the markup."""
        text = node.text or ""
        new = self._rules.replace(text).replace("--", "- ")
        if new == text:
            return False
        node.text = new
        return True

    def attributes(self, node: Node, name: str) -> bool:
        """Edit the attributes that may tell something; never one that other parts refer to."""
        if name in COLOURS:
            return False
        changed = False
        for key, value in node.attrib.items():
            short = local(str(key))
            if not _may_tell(node, name, short, str(value)) and value not in self._names:
                continue
            new = self._attribute(name, short, str(value))
            if new != value:
                node.attrib[key] = new
                changed = True
                if name == "n" and short == "v":
                    # a number in the cache of a pivot table is a text from now on
                    node.tag = str(node.tag)[:-1] + "s"
        return changed

    def _attribute(self, name: str, short: str, value: str) -> str:
        if value in self._names and name in NAMED and short in ("name", "sheet"):
            return self._names[value]
        return self.formula(value) if short == "location" else self._rules.replace(value)

    def formula(self, text: str) -> str:
        """A formula with its text literals edited, its numbers (as texts) and the names of sheets."""
        for old, new in self._tabs:
            text = old.sub(new.replace("\\", r"\\"), text)
        return LITERAL.sub(self._literal, text)

    def _literal(self, match: re.Match[str]) -> str:
        value = match[0] if match[1] is None else match[1].replace('""', '"')
        new = self._rules.replace(value)
        return match[0] if new == value else '"' + new.replace('"', '""') + '"'


def is_thumbnail(link: Node) -> bool:
    """Whether a relationship leads to the picture of a document's first page."""
    return str(link.get("Type", "")).endswith("/metadata/thumbnail")


def _may_tell(node: Node, name: str, short: str, value: str) -> bool:
    if short in FIXED or short.startswith("rsid") or not (TELLING.search(value) or short in TELLING_NAMES):
        return False
    return not (name == "Relationship" and (short != "Target" or node.get("TargetMode") != "External"))


TELLING_NAMES = frozenset({"author", "userName", "displayName", "descr", "title", "initials", "tooltip", "display"})


def _tab(name: str) -> str:
    return "(?:'" + re.escape(name.replace("'", "''")) + r"'|(?<![\w.'])" + re.escape(name) + ")!"


def _group(node: Node) -> Node | None:
    parents: Iterator[Node] = node.iterancestors()
    return next((parent for parent in parents if isinstance(parent.tag, str) and local(parent.tag) in GROUPS), None)


def _text_of(node: Node) -> str:
    name = local(str(node.tag))
    return (node.text or "") if name in RUNS else GAPS[name]
