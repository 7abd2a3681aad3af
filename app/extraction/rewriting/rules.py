"""What is to be replaced by what, and where in a text: the rules that a parser process is handed."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Literal

Reach = Literal["near", "word", "bare"]
BORDERS = frozenset(",;|\"'")
OPAQUE = "***"
KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----"
    r"(?:(?:(?!-----BEGIN ).)*?-----END [A-Z0-9 ]*PRIVATE KEY-----|(?:\s*[A-Za-z0-9+/=]{8,})*)",
    re.DOTALL,
)
KEY_MARK = "PRIVATE KEY-----"
NOT_BREAK = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One replacement: `value` becomes `new`.

    `near`: only between the characters `left` and `right`; where `left_edge` (`right_edge`) holds, a border (white
    space, a separator, the end of the text) lies beyond them. `word`: wherever no letter or digit goes on with the
    value. `bare`: wherever it stands. With `whole`, also where the value is all of a text.
    """

    value: str
    new: str
    reach: Reach
    whole: bool = False
    left: str = ""
    right: str = ""
    left_edge: bool = False
    right_edge: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to `end` become `new`."""

    start: int
    end: int
    new: str


def pack(rules: Iterable[Rule]) -> bytes:
    """Rules as the bytes that travel."""
    return json.dumps([asdict(rule) for rule in rules], ensure_ascii=True).encode("ascii")


def is_border(text: str, at: int) -> bool:
    """Whether position `at` of `text` lies outside it or holds white space or a separator."""
    return not 0 <= at < len(text) or text[at].isspace() or text[at] in BORDERS


def _goes_on(one: str, other: str) -> bool:
    return one.isascii() and one.isalnum() and other.isascii() and other.isalnum()


@dataclass(slots=True)
class Rules:
    """The rules, indexed by how values begin; `edits` counts what was replaced so far."""

    count: int = 0
    open_keys: int = 0
    _whole: dict[str, str] = field(default_factory=dict)
    _everywhere: dict[str, Rule] = field(default_factory=dict)
    _near: dict[str, list[Rule]] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)
    _first: re.Pattern[str] | None = None
    _keys: bool = False

    @classmethod
    def unpack(cls, data: bytes) -> "Rules":
        """The rules that `pack` gave."""
        made = cls()
        for row in json.loads(data):
            made.add(Rule(**row))
        made.ready()
        return made

    def add(self, rule: Rule) -> None:
        """Take in a rule; the first of several for one value in one reach counts."""
        if rule.whole:
            self._whole.setdefault(rule.value.strip(), rule.new)
        if rule.reach == "near":
            self._near.setdefault(rule.value, []).append(rule)
        elif rule.reach == "bare":
            self._everywhere[rule.value] = rule
        else:
            self._everywhere.setdefault(rule.value, rule)
        self._keys = self._keys or KEY_MARK in rule.value

    def ready(self) -> None:
        """Index what was taken in."""
        values = {*self._everywhere, *self._near} - {""}
        lengths: dict[str, set[int]] = {}
        for value in values:
            lengths.setdefault(value[:2], set()).add(len(value))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}
        firsts = "".join(re.escape(first) for first in sorted({value[0] for value in values}))
        self._first = re.compile(f"[{firsts}]") if firsts else None

    def replace(self, text: str) -> str:
        """`text` with everything replaced that the rules name."""
        found = self.edits(text)
        return applied(text, found) if found else text

    def edits(self, text: str) -> list[Edit]:
        """What is to be replaced in `text`, in order, without overlaps."""
        bare = text.strip()
        new = self._whole.get(bare)
        if new is not None and bare:
            start = text.index(bare)
            found = [Edit(start, start + len(bare), new)]
        else:
            found = self._found(text)
        self.count += len(found)
        return found

    def lines(self, text: str) -> str:
        """`text` replaced line by line, after the key blocks that run over lines."""
        return NOT_BREAK.sub(lambda match: self.replace(match[0]), self.blocks(text))

    def blocks(self, text: str) -> str:
        """`text` without the bodies of private keys, if one was to be replaced; its lines stay."""
        if not self._keys or KEY_MARK not in text:
            return text
        return KEY_BLOCK.sub(self._block, text)

    def _block(self, match: re.Match[str]) -> str:
        self.count += 1
        return NOT_BREAK.sub(OPAQUE, match[0])

    def _found(self, text: str) -> list[Edit]:
        found: list[Edit] = []
        at = 0
        if self._keys and KEY_MARK in text:
            found = [Edit(match.start(), match.end(), OPAQUE) for match in KEY_BLOCK.finditer(text)]
            self.open_keys += sum("-----END" not in text[edit.start : edit.end] for edit in found)
        blocked = list(found)
        while self._first is not None:
            match = self._first.search(text, at)
            if match is None:
                break
            start = match.start()
            inside = next((edit for edit in blocked if edit.start <= start < edit.end), None)
            edit = None if inside else self._at(text, start)
            if edit:
                found.append(edit)
            at = inside.end if inside else edit.end if edit else start + 1
        return sorted(found, key=lambda edit: edit.start) if blocked else found

    def _at(self, text: str, start: int) -> Edit | None:
        for key in dict.fromkeys((text[start : start + 2], text[start])):
            for length in self._lengths.get(key, ()):
                value = text[start : start + length]
                new = self._new(text, value, start, start + length)
                if new is not None:
                    return Edit(start, start + length, new)
        return None

    def _new(self, text: str, value: str, start: int, end: int) -> str | None:
        rule = self._everywhere.get(value)
        if rule is not None and (rule.reach == "bare" or not _within(text, start, end)):
            return rule.new
        return next((rule.new for rule in self._near.get(value, ()) if _beside(text, start, end, rule)), None)


def _within(text: str, start: int, end: int) -> bool:
    """Whether letters or digits go on with what stands from `start` to `end`."""
    before = start > 0 and _goes_on(text[start - 1], text[start])
    return before or (end < len(text) and _goes_on(text[end - 1], text[end]))


def _beside(text: str, start: int, end: int, rule: Rule) -> bool:
    left, right = start - len(rule.left), end + len(rule.right)
    if left < 0 or text[left:start] != rule.left or text[end:right] != rule.right:
        return False
    return (not rule.left_edge or is_border(text, left - 1)) and (not rule.right_edge or is_border(text, right))


def applied(text: str, edits: Iterable[Edit]) -> str:
    """`text` after `edits`, which are in order."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def spread(pieces: list[str], edits: Iterable[Edit]) -> list[str]:
    """`pieces` (the parts of one text) after `edits`: what replaces a span stands in the first piece that it touches."""
    given = list(edits)
    out: list[str] = []
    base = 0
    for piece in pieces:
        end = base + len(piece)
        own = [
            Edit(max(edit.start, base) - base, min(edit.end, end) - base, edit.new if edit.start >= base else "")
            for edit in given
            if edit.start < end and edit.end > base
        ]
        out.append(applied(piece, own))
        base = end
    return out
