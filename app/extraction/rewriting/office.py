"""Office files with values replaced: each XML part is edited where it stands, all others are copied as they are."""

import re
import zipfile
from collections import Counter
from typing import IO

from app.domain.units import UnreadReason
from app.extraction.budget import MIB
from app.extraction.interface import Context, Unit
from app.extraction.ooxml import EMBEDDED, Package
from app.extraction.rewriting.markup import Markup, is_thumbnail, parsed, written
from app.extraction.rewriting.rules import Rules
from app.extraction.rewriting.sheet import Sheet, date_styles, sheet_names
from app.extraction.unread import Unread
from app.extraction.xlsx import SHEET, STYLES, WORKBOOK

XML = (".xml", ".rels", ".vml")
HARMLESS = re.compile(r"(?:^|/)(?:printerSettings\d*\.bin|[^/]+\.(?:odttf|ttf|fntdata)|vbaProjectSignature\.bin)$")
TREE_MOST = 128 * MIB
"""A part is held as a tree while it is edited: several times its size."""
ROOT = "_rels/.rels"
FIRST_DATE = (1980, 1, 1, 0, 0, 0)


def rewrite(unit: Unit, context: Context, rules: Rules, out: IO[bytes]) -> dict[str, int]:
    """Write the copy; what no rule could reach, by kind: `picture`, `embedded`, `macro`, `other`, `part_name`."""
    package = Package(unit, context)
    infos = package.archive.infolist()
    if len(package.infos) < len(infos):
        raise Unread(UnreadReason.CORRUPT, "two parts of one name")
    left: Counter[str] = Counter()
    edit = _Editor(package, rules)
    pictured = _thumbnails(package)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in infos:
            if info.filename in pictured:
                continue
            data = b"" if info.is_dir() else _content(package, info.filename)
            if info.filename.endswith(XML):
                data = edit(info.filename, data)
            elif not info.is_dir():
                left.update(_kinds(info.filename))
            if rules.edits(info.filename):
                left["part_name"] += 1
            copy.writestr(_entry(info), data)
    return dict(left)


def _thumbnails(package: Package) -> set[str]:
    """The parts that show the first page as a picture: a copy does without them."""
    if ROOT not in package.infos:
        return set()
    links = parsed(_content(package, ROOT))
    return {str(link.get("Target", "")).lstrip("/") for link in links if is_thumbnail(link)}


def _content(package: Package, part: str) -> bytes:
    if package.infos[part].file_size > TREE_MOST and part.endswith(XML):
        raise Unread(UnreadReason.LIMIT_BYTES, "a part is too large")
    return b"".join(package.blocks(part))


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, max(info.date_time, FIRST_DATE))
    made.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    made.external_attr = info.external_attr
    return made


def _kinds(part: str) -> list[str]:
    """What a part that is no XML is, for the list of what was not masked."""
    if HARMLESS.search(part):
        return []
    if part.endswith("vbaProject.bin"):
        return ["macro"]
    if any(folder in part for folder in EMBEDDED) or "/afchunk" in part.lower():
        return ["embedded"]
    if "/media/" in part or part.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp")):
        return ["picture"]
    return ["other"]


class _Editor:
    """Edits the parts of one package."""

    def __init__(self, package: Package, rules: Rules) -> None:
        names: dict[str, str] = {}
        dates: list[bool] = []
        if package.unit.format == "xlsx":
            if WORKBOOK in package.infos:
                names = sheet_names(parsed(_content(package, WORKBOOK)), rules)
            if STYLES in package.infos:
                dates = date_styles(parsed(_content(package, STYLES)))
        self._markup = Markup(rules, names)
        self._sheet = Sheet(rules, self._markup, dates)

    def __call__(self, part: str, data: bytes) -> bytes:
        """The bytes of a part after editing; the same bytes where nothing in it was to be replaced."""
        if not data.strip():
            return data
        root = parsed(data)
        if part == ROOT:
            for link in [link for link in root if is_thumbnail(link)]:
                root.remove(link)
            self._markup.edit(root)
            return written(root)
        if SHEET.match(part):
            changed = self._sheet.edit(root)
        else:
            changed = self._markup.edit(root)
        return written(root) if changed else data
