"""Planning: from a source's units to parts, each small enough to be done again after a crash."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from app.connectors.interface import PlannedUnit
from app.domain.units import UnitStatus, UnreadReason

PART_UNITS = 32
PART_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one part is to do: units of one target. `labels` are exposure states that the user declared."""

    target: str
    units: tuple[PlannedUnit, ...]

    def encode(self) -> bytes:
        """As bytes for the ledger; exact names survive, also those that are not text."""
        return json.dumps({"target": self.target, "units": [asdict(unit) for unit in self.units]}).encode("ascii")

    @classmethod
    def decode(cls, payload: bytes) -> "Assignment":
        """The assignment that `encode` wrote."""
        body = json.loads(payload)
        return cls(body["target"], tuple(_unit(fields) for fields in body["units"]))


def assignments(target: str, units: Iterable[PlannedUnit]) -> Iterator[Assignment]:
    """Cut the units of one target into parts: many small files together, everything big or tabular alone."""
    batch: list[PlannedUnit] = []
    size = 0
    for unit in units:
        alone = unit.kind == "table" or unit.size >= PART_BYTES
        if batch and (alone or len(batch) >= PART_UNITS or size + unit.size > PART_BYTES):
            yield Assignment(target, tuple(batch))
            batch, size = [], 0
        if alone:
            yield Assignment(target, (unit,))
            continue
        batch.append(unit)
        size += unit.size
    if batch:
        yield Assignment(target, tuple(batch))


def _unit(fields: dict[str, object]) -> PlannedUnit:
    status, reason = fields.pop("status"), fields.pop("reason")
    return PlannedUnit(
        **fields,  # type: ignore[arg-type]  # written by encode from the same class
        status=UnitStatus(str(status)) if status else None,
        reason=UnreadReason(str(reason)) if reason else None,
    )
