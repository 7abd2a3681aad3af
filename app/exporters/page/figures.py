"""The figures of the page: what was found, where, how it lies exposed, and by which rule."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.findings import Finding
from app.domain.scans import ScanReport, UnitVerdict
from app.exporters.layout.advice import found_by_unit, ordered_verdicts
from policies.verdicts import Severity

Split = Counter[Severity]
"""A figure split by the severity of the units that it comes from."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted once for the page; splits are ordered, the largest first."""

    report: ScanReport
    found: Mapping[str, list[Finding]]
    worst: list[UnitVerdict]
    severities: Split
    what: list[tuple[str, Split]] = field(default_factory=list)
    where: list[tuple[str, Split]] = field(default_factory=list)
    exposed: list[tuple[str, Split]] = field(default_factory=list)
    rules: list[tuple[str, Split]] = field(default_factory=list)

    @property
    def grave(self) -> int:
        """Units with a verdict of high severity or graver."""
        return self.severities[Severity.CRITICAL] + self.severities[Severity.HIGH]

    @property
    def matches(self) -> int:
        """All matches of all findings."""
        return sum(finding.count for finding in self.report.findings)

    @property
    def unread(self) -> int:
        """Units that were not read in full."""
        coverage = self.report.coverage
        return coverage.partial + coverage.unreadable + coverage.skipped


def figures_of(report: ScanReport) -> Figures:
    """Count what the page shows."""
    severity = {entry.unit: entry.verdict.severity for entry in report.verdicts}

    def of_finding(key: Callable[[Finding], str]) -> list[tuple[str, Split]]:
        return _ranked((key(each), severity.get(each.unit, Severity.NONE), each.count) for each in report.findings)

    return Figures(
        report=report,
        found=found_by_unit(report.findings),
        worst=ordered_verdicts(report),
        severities=Counter(entry.verdict.severity for entry in report.verdicts),
        what=of_finding(lambda finding: finding.infotype),
        where=of_finding(lambda finding: place_of(finding.unit, report.scan.targets)),
        exposed=_ranked(
            (state, entry.verdict.severity, 1)
            for entry in report.verdicts
            for state in dict.fromkeys(each.state.value for each in entry.exposure.exposures)
        ),
        rules=_ranked(
            (rule.id, entry.verdict.severity, 1) for entry in report.verdicts for rule in entry.verdict.rules
        ),
    )


def place_of(unit: str, targets: tuple[str, ...]) -> str:
    """The part of the estate that a unit lies in: its target where there are several, else the folder below the one."""
    within = [target for target in targets if unit.startswith(target)]
    target = max(within, key=len, default="")
    if len(targets) > 1 and target:
        return target
    rest = unit[len(target) :].lstrip("/").removeprefix("!/")
    if not rest:
        return unit
    head, slash, _ = rest.partition("/")
    return head.removesuffix("!") + slash if slash else head


def _ranked(counted: Iterable[tuple[str, Severity, int]]) -> list[tuple[str, Split]]:
    splits: dict[str, Split] = {}
    for key, severity, count in counted:
        splits.setdefault(key, Counter())[severity] += count
    return sorted(splits.items(), key=lambda item: (-item[1].total(), item[0]))
