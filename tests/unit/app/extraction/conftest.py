"""A sandbox for the tests, and files written for it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.extraction.budget import Budget
from app.extraction.events import Closed, Event, Opened, Piece
from app.extraction.sandbox import Sandbox
from detectors.model import Chunk


@dataclass
class Source:
    descriptor: int
    name: str
    size: int
    side: dict[str, int] = field(default_factory=dict)


@dataclass
class Outcome:
    """What a file gave: the chunks of each unit, and how it ended."""

    events: list[Event]

    @property
    def ends(self) -> dict[str, Closed]:
        return {event.name: event for event in self.events if isinstance(event, Closed)}

    @property
    def formats(self) -> dict[str, str]:
        return {event.name: event.format for event in self.events if isinstance(event, Opened)}

    def chunks(self, unit: str = "") -> list[Chunk]:
        return [event.chunk for event in self.events if isinstance(event, Piece) and event.name == unit]

    def texts(self, unit: str = "") -> list[str]:
        return [text for chunk in self.chunks(unit) for text in chunk.text.to_pylist()]

    def column(self, label: str, unit: str = "") -> Chunk:
        (chunk,) = (chunk for chunk in self.chunks(unit) if chunk.label == label)
        return chunk

    def end(self, unit: str = "") -> tuple[str, str | None]:
        closed = self.ends[unit]
        return closed.status.value, closed.reason.value if closed.reason else None

    def check(self) -> "Outcome":
        """Every unit is opened once and closed once, inner before outer."""
        stack: list[str] = []
        closed: list[str] = []
        for event in self.events:
            if isinstance(event, Opened):
                stack.append(event.name)
            elif isinstance(event, Closed):
                assert stack.pop() == event.name
                closed.append(event.name)
            else:
                assert stack[-1] == event.name
        assert not stack
        assert closed
        return self


def extract(sandbox: Sandbox, path: Path, side: dict[str, Path] | None = None, name: str = "") -> Outcome:
    descriptors = {key: os.open(other, os.O_RDONLY) for key, other in (side or {}).items()}
    descriptor = os.open(path, os.O_RDONLY)
    try:
        source = Source(descriptor, name or path.name, path.stat().st_size, descriptors)
        return Outcome(list(sandbox.extract(source))).check()
    finally:
        for number in (descriptor, *descriptors.values()):
            os.close(number)


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def tight() -> Iterator[Callable[..., Sandbox]]:
    """Makes sandboxes of small budgets."""
    made: list[Sandbox] = []

    def make(**limits: float) -> Sandbox:
        made.append(Sandbox(Budget(**limits)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for sandbox in made:
        sandbox.close()


@pytest.fixture
def read(shared_sandbox: Sandbox, tmp_path: Path) -> Callable[..., Outcome]:
    """Reads bytes under a name through the sandbox; `side` gives files beside it."""

    def reader(name: str, content: bytes, side: dict[str, bytes] | None = None) -> Outcome:
        path = tmp_path / "file"
        path.write_bytes(content)
        others: dict[str, Path] = {}
        for key, data in (side or {}).items():
            others[key] = tmp_path / key
            others[key].write_bytes(data)
        return extract(shared_sandbox, path, others, name)

    return reader
