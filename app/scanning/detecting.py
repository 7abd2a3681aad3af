"""What scanning asks of a detection engine."""

from typing import Protocol

from detectors.model import Chunk, Hits, Kind, Match, Reason


class Detecting(Protocol):
    """The engine as the fold sees it."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What a number in `Hits.kind` stands for."""
        ...

    def detect(self, chunk: Chunk) -> Hits:
        """All matches in a chunk."""
        ...

    def value(self, chunk: Chunk, hits: Hits, index: int) -> str:
        """The text of one hit; it must not leave the process."""
        ...

    def mask(self, kind: int, value: str) -> str:
        """What may be shown of a value."""
        ...

    def reasons(self, hits: Hits, index: int) -> tuple[Reason, ...]:
        """The summands of one hit's points."""
        ...

    def column_reason(self, kind: int, share: float, cells: int) -> Reason | None:
        """What it adds or takes away that `share` of a column's `cells` match."""
        ...

    def inspect(self, text: str) -> list[Match]:
        """All matches in one text, in code points."""
        ...
