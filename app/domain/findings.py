"""Findings: what was found, where, and how sure we are; never the value itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from detectors.model import Confidence, LocatorValue, Reason, score_of

LOCATORS_KEPT = 100


@dataclass(frozen=True, slots=True)
class Locator:
    """Where one match lies: its kind, the fields of that kind, the value's mask and its keyed fingerprint (hex)."""

    kind: str
    fields: Mapping[str, LocatorValue]
    mask: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Finding:
    """All kept matches of one infotype in one unit (in a table: in one column)."""

    id: str
    infotype: str
    unit: str
    column: str
    count: int
    distinct: int
    points: int
    reasons: tuple[Reason, ...]
    detector: str
    locators: tuple[Locator, ...]
    distinct_exact: bool = True

    @property
    def confidence(self) -> Confidence:
        """The confidence that the points amount to."""
        return Confidence.of_points(self.points) or Confidence.LOW

    @property
    def score(self) -> float:
        """The points on a scale from 0 to 1."""
        return score_of(self.points)

    @property
    def locators_left_out(self) -> int:
        """How many matches have no locator of their own here."""
        return max(0, self.count - len(self.locators))


@dataclass(frozen=True, slots=True)
class Subjects:
    """Distinct data subjects, how many carry sensitive information under each profile, and how many are minors."""

    distinct: int = 0
    sensitive_current: int = 0
    sensitive_strict: int = 0
    under14: int = 0
    from14to17: int = 0
    exact: bool = True
