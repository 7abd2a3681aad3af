"""Two reports compared: what is new, what is gone, what is still there, and what one of them could not see."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policies.verdicts import Severity

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.findings import Finding
    from app.domain.scans import ScanReport

Key = tuple[str, str, str]
"""What makes a finding the same in both scans: its infotype, its unit and its column."""


class Change(enum.StrEnum):
    """What became of a finding; UNKNOWN where its unit was not read in full in the later scan."""

    NEW = "new"
    GONE = "gone"
    STAYED = "stayed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding before and after. `added` and `removed` count distinct values, told apart by their fingerprints.

    Where a finding has more places than a report keeps, the counts are what the distinct counts imply at least, and
    `exact` is false.
    """

    change: Change
    before: Finding | None
    after: Finding | None
    severity: Severity
    added: int
    removed: int
    exact: bool

    @property
    def finding(self) -> Finding:
        """The later finding, or the earlier one where there is no later."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change has at least one side
        return found


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A unit whose severity changed; NONE where it has no verdict on that side."""

    unit: str
    before: Severity
    after: Severity


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed from one scan to a later one; `caveats` are keys of what makes them hard to compare."""

    before: ScanReport
    after: ScanReport
    findings: tuple[FindingChange, ...]
    verdicts: tuple[VerdictChange, ...]
    newly_unread: tuple[str, ...]
    now_read: tuple[str, ...]
    caveats: tuple[str, ...]

    def of(self, change: Change) -> list[FindingChange]:
        """The findings with this change."""
        return [each for each in self.findings if each.change is change]

    def grown(self) -> list[FindingChange]:
        """Findings that are new or have values that were not there before."""
        return [each for each in self.findings if each.change is Change.NEW or each.added]

    def worse(self, threshold: Severity) -> bool:
        """Whether something new lies in a unit at or above `threshold`, or a unit has risen to it."""
        risen = any(each.after > each.before and each.after >= threshold for each in self.verdicts)
        return risen or any(each.severity >= threshold for each in self.grown())


def compare(before: ScanReport, after: ScanReport) -> Comparison:
    """Compare a scan with a later one, finding by finding and unit by unit."""
    severities = _severities(before), _severities(after)
    unread_before, unread_after = _unread(before), _unread(after)
    earlier, later = _by_key(before.findings), _by_key(after.findings)
    changes = [
        _change(earlier.get(key), later.get(key), severities, key[1] in unread_after)
        for key in dict.fromkeys([*later, *earlier])
    ]
    order = list(Change)
    changes.sort(key=lambda each: (order.index(each.change), -each.severity, -each.finding.count, each.finding.id))
    units = sorted(set(severities[0]) | set(severities[1]))
    verdicts = [
        VerdictChange(unit, severities[0].get(unit, Severity.NONE), severities[1].get(unit, Severity.NONE))
        for unit in units
        if not (unit in unread_after and unit not in severities[1])
    ]
    moved = [each for each in verdicts if each.before is not each.after]
    moved.sort(key=lambda each: (-each.after, each.unit))
    return Comparison(
        before,
        after,
        tuple(changes),
        tuple(moved),
        tuple(sorted(unread_after - unread_before)),
        tuple(sorted(unread_before - unread_after)),
        tuple(_caveats(before, after)),
    )


def _change(
    before: Finding | None, after: Finding | None, severities: tuple[dict[str, Severity], ...], unread: bool
) -> FindingChange:
    if before is None:
        assert after is not None  # noqa: S101 - the key came from one side or the other
        severity = severities[1].get(after.unit, Severity.NONE)
        return FindingChange(Change.NEW, None, after, severity, after.distinct, 0, after.distinct_exact)
    if after is None:
        change, removed = (Change.UNKNOWN, 0) if unread else (Change.GONE, before.distinct)
        severity = severities[0].get(before.unit, Severity.NONE)
        return FindingChange(change, before, None, severity, 0, removed, before.distinct_exact and not unread)
    severity = severities[1].get(after.unit, Severity.NONE)
    if before.locators_left_out or after.locators_left_out:
        more = after.distinct - before.distinct
        return FindingChange(Change.STAYED, before, after, severity, max(0, more), max(0, -more), exact=False)
    old = {locator.fingerprint for locator in before.locators}
    new = {locator.fingerprint for locator in after.locators}
    removed = 0 if unread else len(old - new)
    return FindingChange(Change.STAYED, before, after, severity, len(new - old), removed, exact=not unread)


def _by_key(findings: Iterable[Finding]) -> Mapping[Key, Finding]:
    return {(finding.infotype, finding.unit, finding.column): finding for finding in findings}


def _severities(report: ScanReport) -> dict[str, Severity]:
    return {entry.unit: entry.verdict.severity for entry in report.verdicts}


def _unread(report: ScanReport) -> set[str]:
    return {outcome.unit for outcome in report.coverage.unread}


def _caveats(before: ScanReport, after: ScanReport) -> list[str]:
    """What differs between the scans themselves, as keys of the wording."""
    said = []
    if before.scan.targets != after.scan.targets:
        said.append("diff.other_targets")
    one, other = before.scan.options, after.scan.options
    if replace(one, jobs=0) != replace(other, jobs=0):
        said.append("diff.other_options")
    if before.scan.pack.sha256 != after.scan.pack.sha256:
        said.append("diff.other_pack")
    if after.coverage.unread or before.coverage.unread:
        said.append("diff.not_all_read")
    return said
