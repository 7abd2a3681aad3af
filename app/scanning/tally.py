"""Tallies: what a unit's hits of one infotype add up to, kept apart by points until the column has spoken."""

from dataclasses import dataclass, field

from app.domain.findings import LOCATORS_KEPT, Locator
from app.scanning.distinct import Distinct
from detectors.model import Reason


@dataclass(slots=True)
class Bucket:
    """Hits of one infotype with the same points: how many, which fingerprints, the first locators, one's reasons."""

    count: int = 0
    prints: Distinct = field(default_factory=Distinct)
    locators: list[Locator] = field(default_factory=list)
    reasons: tuple[Reason, ...] = ()
    detector: str = ""

    def room(self) -> int:
        """How many locators still fit."""
        return LOCATORS_KEPT - len(self.locators)


@dataclass(slots=True)
class Tally:
    """All hits of one infotype in one column (or in a unit's running text), by points."""

    infotype: str
    column: str
    kind: int
    cells_hit: int = 0
    buckets: dict[int, Bucket] = field(default_factory=dict)

    def bucket(self, points: int) -> Bucket:
        """The bucket of hits with `points`."""
        found = self.buckets.get(points)
        if found is None:
            found = self.buckets[points] = Bucket()
        return found


@dataclass(frozen=True, slots=True)
class Total:
    """What is left of a tally once hits below the asked confidence are dropped."""

    count: int
    distinct: int
    exact: bool
    points: int
    reasons: tuple[Reason, ...]
    detector: str
    locators: tuple[Locator, ...]


def total(tally: Tally, column: Reason | None, min_points: int) -> Total | None:
    """Sum up the buckets that reach `min_points` with what the column adds; None where none does."""
    extra = column.points if column else 0
    kept = {
        points: bucket for points, bucket in sorted(tally.buckets.items(), reverse=True) if points + extra >= min_points
    }
    if not kept:
        return None
    prints = Distinct()
    locators: list[Locator] = []
    for bucket in kept.values():
        prints.merge(bucket.prints)
        locators.extend(bucket.locators[: LOCATORS_KEPT - len(locators)])
    best = max(kept)
    reasons = kept[best].reasons + ((column,) if column else ())
    return Total(
        count=sum(bucket.count for bucket in kept.values()),
        distinct=prints.count(),
        exact=prints.exact,
        points=best + extra,
        reasons=reasons,
        detector=kept[best].detector,
        locators=tuple(locators),
    )
