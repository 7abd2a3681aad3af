"""How far a scan has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """Counts of what is planned and done so far; `planned` says that no more parts will be added."""

    parts_total: int
    parts_done: int
    planned: bool
    units: int
    bytes: int
    findings: int

    @property
    def complete(self) -> bool:
        """Whether every part there will be is done."""
        return self.planned and self.parts_done == self.parts_total
