"""What an extractor says while it reads: units opened, chunks, units closed."""

from dataclasses import dataclass

from app.domain.units import UnitNote, UnitStatus, UnreadReason
from detectors.model import Chunk


@dataclass(frozen=True, slots=True)
class Opened:
    """A unit begins. `name` is empty for the file itself, else the member's path (`a.zip!/b.csv` when nested)."""

    name: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk of the unit `name`."""

    name: str
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class Closed:
    """A unit ends, in exactly one state; `bytes` is what was taken in."""

    name: str
    status: UnitStatus
    reason: UnreadReason | None = None
    detail: str = ""
    bytes: int = 0
    notes: tuple[UnitNote, ...] = ()


Event = Opened | Piece | Closed
