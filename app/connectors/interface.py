"""What a connector is: code that lists and opens the units of one kind of source."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from app.domain.exposure import ExposureReport
from app.domain.units import UnitStatus, UnreadReason
from app.extraction.events import Event


@dataclass(frozen=True, slots=True)
class ConnectorOptions:
    """What the user asked of a source. `sample` is a number of rows a table (None: everything)."""

    sample: int | None = None
    timeout_s: float = 30.0
    batch_rows: int = 50_000
    labels: tuple[str, ...] = ()
    """Exposure states the user declares for the whole target, e.g. `removable`, `test_env`."""


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit that can be read later, by another process: picklable, and enough to find it again.

    `path` is the exact name in the source (raw bytes kept by surrogateescape for files), `name` what the unit is
    called before masking. `unreadable` is set when listing already showed that it cannot be read (`why`, detail).
    """

    path: str
    name: str
    kind: Literal["file", "table", "share"]
    size: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    status: UnitStatus | None = None
    reason: UnreadReason | None = None
    detail: str = ""


@dataclass(slots=True)
class OpenFile:
    """An open unit of bytes: `descriptor` at its start, `name` for its type, `side` further descriptors (`wal`)."""

    descriptor: int
    name: str
    size: int
    side: dict[str, int] = field(default_factory=dict)


class Source(Protocol):
    """One configured place, opened: lists its units, opens them, and says who can reach them."""

    display: str
    """The target as it may be shown: no password in it."""

    def plan(self) -> Iterator[PlannedUnit]:
        """Every unit there is, in a stable order; one that cannot be read is listed with its reason."""
        ...

    def open(self, unit: PlannedUnit) -> AbstractContextManager[OpenFile]:
        """The bytes of a unit of kind `file`; raises UnitUnreadable."""
        ...

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """The events of a unit of kind `table`: Opened, pieces (one a column and batch), Closed."""
        ...

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """Who can reach the unit, and how."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


class Connector(Protocol):
    """A kind of source; a module of this package names its one instance `CONNECTOR`."""

    kind: str
    schemes: tuple[str, ...]
    """URL schemes that it takes; the empty string for a plain path."""
    example: str
    """A target as a user would write it."""

    def open(self, target: str, options: ConnectorOptions) -> Source:
        """Open `target`; raises TargetError where it is malformed or missing, TargetUnreachable where it is mute."""
        ...


class UnitUnreadable(Exception):
    """A unit cannot be opened or read on; `args` are (reason, detail)."""

    @property
    def reason(self) -> UnreadReason:
        """Why, from the fixed list."""
        return UnreadReason(self.args[0])

    @property
    def detail(self) -> str:
        """What was wrong, without a value."""
        return str(self.args[1]) if len(self.args) > 1 else ""
