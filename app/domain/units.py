"""Units and how reading them ended: the coverage ledger's words."""

import enum
from dataclasses import dataclass


class UnitStatus(enum.StrEnum):
    """The one state that every unit ends in."""

    READ = "read"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"


class UnreadReason(enum.StrEnum):
    """Why a unit, or a part of it, was not scanned."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    UNSUPPORTED_TYPE = "unsupported_type"
    LIMIT_BYTES = "limit_bytes"
    LIMIT_RATIO = "limit_ratio"
    LIMIT_DEPTH = "limit_depth"
    LIMIT_ENTRIES = "limit_entries"
    LIMIT_CELLS = "limit_cells"
    LIMIT_PAGES = "limit_pages"
    LIMIT_PIXELS = "limit_pixels"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    PARSER_CRASH = "parser_crash"
    UNREADABLE = "unreadable"
    ACCESS_DENIED = "access_denied"
    VANISHED = "vanished"
    CHANGED = "changed"
    NOT_REGULAR_FILE = "not_regular_file"
    SYMLINK = "symlink"
    NO_TEXT_OCR_OFF = "no_text_ocr_off"
    UNDECODABLE_GLYPHS = "undecodable_glyphs"
    UNDECODABLE_BYTES = "undecodable_bytes"
    PARTIAL = "partial"


class UnitNote(enum.StrEnum):
    """Something worth saying of a unit that was read."""

    EMPTY_FILE = "empty_file"
    TYPE_MISMATCH = "type_mismatch"
    SAMPLED = "sampled"


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """How reading one unit ended.

    `unit` is the name shown (masked where a detector matched inside it), `reason` is set unless the status is
    READ, `detail` says how far it got or what was wrong (never a value), `bytes` what was taken in.
    """

    unit: str
    status: UnitStatus
    reason: UnreadReason | None = None
    detail: str = ""
    format: str = ""
    bytes: int = 0
    notes: tuple[UnitNote, ...] = ()

    @property
    def sampled(self) -> bool:
        """Whether only a sample of the unit was read."""
        return UnitNote.SAMPLED in self.notes


@dataclass(frozen=True, slots=True)
class Coverage:
    """The ledger of unit states of a scan, in figures, and every unit that was not read in full.

    `noted` are units that were read and bear a note (an empty file, a name that its content contradicts, a sample).
    """

    units: int
    read: int
    partial: int
    unreadable: int
    skipped: int
    sampled: int
    bytes: int
    unread: tuple[UnitOutcome, ...] = ()
    noted: tuple[UnitOutcome, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every unit was read in full (or as the sample that was asked for)."""
        return self.partial == self.unreadable == self.skipped == 0
