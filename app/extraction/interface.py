"""What an extractor is: code that turns the bytes of one format into events."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.extraction.budget import MIB, Budget
from app.extraction.events import Closed, Event, Opened
from app.extraction.intake import Intake
from app.extraction.unread import Unread
from app.wording.catalogue import Lang, say


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that can be read: its id, the endings of its names, and the kind of its locators."""

    id: str
    extensions: tuple[str, ...]
    locator: str
    module: str = ""

    def title(self, lang: Lang) -> str:
        """What people call the format."""
        return say(lang, f"extraction.format_{self.id}")


@dataclass(slots=True)
class Unit:
    """A unit while it is read: its bytes, and what will be said of it at its end."""

    name: str
    file_name: str
    data: Intake
    format: str = ""
    depth: int = 0
    side: dict[str, IO[bytes]] = field(default_factory=dict)
    delivered: bool = False
    reason: UnreadReason | None = None
    detail: str = ""
    notes: list[UnitNote] = field(default_factory=list)

    def partial(self, reason: UnreadReason, detail: str = "") -> None:
        """Say that a part of the unit was not read; the first such word counts."""
        if self.reason is None:
            self.reason, self.detail = reason, detail

    def note(self, note: UnitNote) -> None:
        """Say something of the unit that does not make it unread."""
        if note not in self.notes:
            self.notes.append(note)

    def closed(self) -> Closed:
        """How reading the unit ended."""
        status = UnitStatus.READ
        if self.reason is not None:
            status = UnitStatus.PARTIAL if self.delivered else UnitStatus.UNREADABLE
        return Closed(self.name, status, self.reason, self.detail, self.data.taken, tuple(self.notes))


@dataclass(slots=True)
class Context:
    """What the units of one file share: the budget and how much of it is spent."""

    budget: Budget
    size: int
    read: Callable[["Context", Unit], Iterator[Event]]
    rearm: Callable[[int], None] = lambda _expanded: None
    entries: int = 0
    expanded: int = 0
    spooled: int = 0
    cells: int = 0
    pages: int = 0
    armed: int = 0
    tired: bool = False

    def expand(self, count: int) -> None:
        """Account for `count` bytes of a member; raises Unread where the file has expanded too far."""
        self.expanded += count
        if self.expanded > self.budget.expanded(self.size):
            most = self.expanded > self.budget.expanded_most
            raise Unread(UnreadReason.LIMIT_BYTES if most else UnreadReason.LIMIT_RATIO, f"{self.expanded} bytes")
        if self.expanded - self.armed > 16 * MIB:
            self.armed = self.expanded
            self.rearm(self.size + self.expanded)

    def entry(self) -> None:
        """Account for one more member; raises Unread where there are too many."""
        self.entries += 1
        if self.entries > self.budget.entries:
            raise Unread(UnreadReason.LIMIT_ENTRIES, f"{self.budget.entries} members")

    def cell(self, count: int) -> None:
        """Account for `count` spreadsheet cells; raises Unread where there are too many."""
        self.cells += count
        if self.cells > self.budget.cells:
            raise Unread(UnreadReason.LIMIT_CELLS, f"{self.budget.cells} cells")

    def spool(self, count: int) -> None:
        """Account for `count` bytes held for random access; raises Unread where they are too many."""
        self.spooled += count
        if self.spooled > self.budget.spool_bytes:
            raise Unread(UnreadReason.LIMIT_BYTES, f"{self.budget.spool_bytes} bytes held")

    def member(self, parent: Unit, name: str, raw: IO[bytes], size: int) -> Iterator[Event]:
        """The events of the member `name` of `parent`, whose bytes `raw` gives; raises Unread at a limit."""
        self.entry()
        full = f"{parent.name}!/{name}" if parent.name else name
        data = Intake(raw, size, expand=self.expand, spool=self.spool)
        unit = Unit(full, name, data, depth=parent.depth + 1)
        if unit.depth > self.budget.depth:
            unit.partial(UnreadReason.LIMIT_DEPTH, f"{self.budget.depth} levels")
        parent.delivered = True
        try:
            yield from self.read(self, unit)
        finally:
            data.close()

    def unread(self, parent: Unit, name: str, size: int, stop: Unread) -> Iterator[Event]:
        """The events of a member that cannot even be opened."""
        self.entry()
        full = f"{parent.name}!/{name}" if parent.name else name
        parent.delivered = True
        yield Opened(full, "unknown", size)
        yield Closed(full, UnitStatus.UNREADABLE, stop.reason, stop.detail)


class Extractor(Protocol):
    """A module of this package that reads one family of formats."""

    FORMATS: tuple[Format, ...]

    def extract(self, unit: Unit, context: Context, /) -> Iterator[Event]:
        """The pieces of `unit` and the events of its members; raises Unread where it cannot go on."""
        ...
