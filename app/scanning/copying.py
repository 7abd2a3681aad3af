"""A masked copy of one file: found, rewritten in the parser process, and read again until nothing is left."""

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from app.domain.units import UnitStatus, UnreadReason
from app.errors import ScanFailed, UsageError
from app.extraction.events import Closed, Opened, Piece
from app.extraction.rewriting.rules import pack
from app.extraction.sandbox import ChildDied, Sandbox
from app.scanning.detecting import Detecting
from app.scanning.replacing import Replacements
from app.scanning.sightings import Sighting, Sightings
from app.wording.catalogue import told

TURNS = 5
"""How often a copy that still holds something is rewritten."""
WALL_FACTOR = 20
"""An Office file expands: it is given the time of one so much larger."""
TOLERATED = frozenset({UnreadReason.NO_TEXT_OCR_OFF})
"""Reasons for which a file is read in part that the list of what was not masked covers."""
LEFT = frozenset({"picture", "embedded", "macro", "other", "part_name", "key_body"})
"""What the parser process may say that it could not reach."""
READABLE = frozenset(
    {"text", "csv", "json", "jsonl", "xlsx", "docx", "empty", "sql", "html", "xml", "eml", "ooxml", "unknown"}
)
"""Types that are read at all; which of them can be written depends on the name too, and the parser process knows it."""
SUPPORTED = "txt log md csv tsv json jsonl xlsx docx"


@dataclass(slots=True)
class Source:
    """An open file, as the parser process takes it."""

    descriptor: int
    name: str
    size: int
    side: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be masked: points from which on, and infotypes (empty: all)."""

    least: int
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: its descriptor, how many matches of which infotype are masked, and what is left, by kind.

    `left` counts parts that are not text (`picture`, `embedded`, `macro`, `other`), names of parts (`part_name`), the
    bodies of keys (`key_body`), matches in embedded files (`inside`) and matches that resisted (`match`).
    """

    descriptor: int
    format: str
    masked: Mapping[str, int]
    left: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Read:
    found: dict[Sighting, int]
    inside: int
    format: str


class Copying:
    """Makes masked copies with one engine and one parser process."""

    def __init__(self, engine: Detecting, replacements: Replacements, sandbox: Sandbox) -> None:
        self._engine, self._replacements, self._sandbox = engine, replacements, sandbox

    def copy(self, source: Source, asked: Asked, keep: ExitStack) -> Copied:
        """The masked copy of `source`, held in memory until `keep` is closed.

        UsageError where the file cannot be read in full or its format cannot be written, ScanFailed where the parser
        process fails over it.
        """
        first = read = self._read(source, asked)
        current = source
        left: Counter[str] = Counter()
        for turn in range(TURNS):
            if turn and not read.found:
                break
            current, parts = self._rewritten(source.name, current, read, turn, keep)
            left = Counter(parts) | left
            read = self._read(current, asked)
        masked = Counter[str]()
        for seen, count in first.found.items():
            masked[seen.infotype] += count
        left.update({"inside": read.inside, "match": sum(read.found.values())})
        return Copied(current.descriptor, first.format, +masked, +left)

    def _read(self, source: Source, asked: Asked) -> _Read:
        """What a scan of `source` finds; UsageError where it cannot read all of it."""
        units: dict[str, Sightings] = {}
        form = ""
        for event in self._sandbox.extract(source):
            match event:
                case Opened(name, opened):
                    units[name] = Sightings(self._engine)
                    form = form if name else opened
                    if form not in READABLE:
                        raise _refusal(UnreadReason.UNSUPPORTED_TYPE, form)
                case Piece(name, chunk):
                    units[name].add(chunk)
                case Closed("", status, reason, detail) if status is not UnitStatus.READ and reason not in TOLERATED:
                    raise _refusal(reason or UnreadReason.PARTIAL, detail or form)
        inside = sum(sum(unit.kept(asked.least, asked.only).values()) for name, unit in units.items() if name)
        return _Read(units[""].kept(asked.least, asked.only), inside, form)

    def _rewritten(
        self, name: str, source: Source, read: _Read, turn: int, keep: ExitStack
    ) -> tuple[Source, dict[str, int]]:
        rules = _memory(pack(self._replacements.rules(read.found, turn)), keep)
        copy = _memory(b"", keep)
        asked = Source(source.descriptor, name, source.size, {"rules": rules, "copy": copy})
        try:
            report = self._sandbox.rewrite(asked, self._sandbox.budget.wall(WALL_FACTOR * source.size))
        except ChildDied as death:
            if death.reason in (UnreadReason.OUT_OF_MEMORY, UnreadReason.TIMEOUT):
                raise _refusal(death.reason, death.detail) from None
            raise ScanFailed(told("mask.parser_died", detail=death.detail)) from None
        left = _checked(report)
        size = os.fstat(copy).st_size
        os.lseek(copy, 0, os.SEEK_SET)
        return Source(copy, name, size), left


def _checked(report: Mapping[str, Any]) -> dict[str, int]:
    """What the parser process says is left, none of it trusted; UsageError where there is no copy."""
    fault, left = report.get("fault"), report.get("left")
    try:
        if fault is not None:
            reason, detail = UnreadReason(fault[0]), str(fault[1])
        elif isinstance(left, dict) and left.keys() <= LEFT:
            return {kind: int(count) for kind, count in left.items()}
        else:
            raise ScanFailed(told("mask.parser_died", detail="no report"))
    except (ValueError, TypeError, IndexError, KeyError):
        raise ScanFailed(told("mask.parser_died", detail="no report")) from None
    raise _refusal(reason, detail)


def _refusal(reason: UnreadReason, detail: str) -> UsageError:
    if reason is UnreadReason.UNSUPPORTED_TYPE:
        return UsageError(told("mask.unsupported", form=detail, supported=SUPPORTED))
    if reason is UnreadReason.ENCRYPTED:
        return UsageError(told("mask.encrypted"))
    return UsageError(told("mask.unreadable", reason=reason.value, detail=detail))


def _memory(content: bytes, keep: ExitStack) -> int:
    """A file in memory that no path leads to."""
    descriptor = os.memfd_create("mask", os.MFD_CLOEXEC)
    keep.callback(os.close, descriptor)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
