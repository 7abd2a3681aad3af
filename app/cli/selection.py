"""Findings selected by what the store cannot ask for: a pattern of the unit's name, the verdict's severity, a rule."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from policies.verdicts import Severity

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.findings import Finding
    from app.domain.scans import UnitVerdict
    from app.services.context import Services

WILDCARDS = re.compile(r"[*?\[]")
MORE, MOST = 4, 1_000_000
"""How the look into the store widens while too few findings fit: fourfold each time, up to a million."""

Found = tuple[str, "Finding"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are wanted; empty and None mean any. `unit` is a glob over the name shown, or else its beginning."""

    scan: str | None = None
    infotype: str | None = None
    min_confidence: str | None = None
    unit: str | None = None
    severity: Severity | None = None
    rule: str | None = None
    limit: int = 200

    @property
    def head(self) -> str | None:
        """The part of `unit` before its first wildcard: what the store can ask for."""
        return WILDCARDS.split(self.unit, maxsplit=1)[0] or None if self.unit else None

    @property
    def sifted(self) -> bool:
        """Whether the store's answer has to be sifted here."""
        return bool(self.severity is not None or self.rule or (self.unit and WILDCARDS.search(self.unit)))


def select(services: "Services", wanted: Wanted) -> list[Found]:
    """At most `limit` findings that fit, those of the newest scan first."""
    verdicts = _Verdicts(services)
    limit = wanted.limit
    while True:
        found = services.scans.findings(
            scan_id=wanted.scan,
            infotype=wanted.infotype,
            min_confidence=wanted.min_confidence,
            unit=wanted.head,
            limit=limit,
        )
        fitting = list(_fitting(found, wanted, verdicts.of))
        if not wanted.sifted or len(fitting) >= wanted.limit or len(found) < limit or limit >= MOST:
            return fitting[: wanted.limit]
        limit = min(MOST, limit * MORE)


def _fitting(
    found: list[Found], wanted: Wanted, verdicts: Callable[[str], "Mapping[str, UnitVerdict]"]
) -> Iterator[Found]:
    for scan, finding in found:
        if wanted.unit and WILDCARDS.search(wanted.unit) and not fnmatchcase(finding.unit, wanted.unit):
            continue
        if wanted.severity is not None or wanted.rule:
            entry = verdicts(scan).get(finding.unit)
            if entry is None or not _judged_so(entry, wanted):
                continue
        yield scan, finding


def _judged_so(entry: "UnitVerdict", wanted: Wanted) -> bool:
    grave = wanted.severity is None or entry.verdict.severity >= wanted.severity
    return grave and (not wanted.rule or any(rule.id == wanted.rule for rule in entry.verdict.rules))


class _Verdicts:
    """The verdicts of scans by unit, each scan asked for once."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._known: dict[str, dict[str, UnitVerdict]] = {}

    def of(self, scan: str) -> "Mapping[str, UnitVerdict]":
        """The verdicts of one scan by the name of their unit."""
        if scan not in self._known:
            self._known[scan] = {entry.unit: entry for entry in self._services.scans.report(scan).verdicts}
        return self._known[scan]
