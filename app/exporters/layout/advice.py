"""What is to be done about a scan: the obligations of its verdicts, the most urgent first, with the rules' remedies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.scans import ScanReport, UnitVerdict
from app.exporters.layout.units import worst_first
from app.wording.catalogue import Lang
from policies.loader import default_pack
from policies.verdicts import FiredRule, Severity

DONE_ALREADY = frozenset({"log"})
"""Obligations that the scan itself has met: nobody has to do anything about them."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one rule demands: its obligations, how grave it is, and the units it is about, the worst first."""

    rule: FiredRule
    severity: Severity
    obligations: tuple[str, ...]
    units: tuple[str, ...]


def found_by_unit(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each unit, the fullest first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.unit, []).append(finding)
    for group in found.values():
        group.sort(key=lambda finding: (-finding.confidence, -finding.count, finding.infotype, finding.column))
    return found


def tasks(verdicts: Sequence[UnitVerdict]) -> list[Task]:
    """Everything that these verdicts demand, rule by rule: by severity, then by how many units it is about.

    The severity of a task is the gravest that its rule has in any of the units.
    """
    rules: dict[str, FiredRule] = {}
    kinds: dict[str, dict[str, None]] = {}
    units: dict[str, dict[str, None]] = {}
    for entry in verdicts:
        fired = {rule.id: rule for rule in entry.verdict.rules}
        for each in entry.verdict.obligations:
            rule = fired.get(each.rule)
            if rule is None or each.type in DONE_ALREADY:
                continue
            rules[rule.id] = max(rules.get(rule.id, rule), rule, key=lambda one: one.severity)
            kinds.setdefault(rule.id, {})[each.type] = None
            units.setdefault(rule.id, {})[entry.unit] = None
    found = [Task(rules[key], rules[key].severity, tuple(kinds[key]), tuple(units[key])) for key in rules]
    return sorted(found, key=lambda task: (-task.severity, -task.rule.action, -len(task.units), task.rule.id))


def ordered_verdicts(report: ScanReport) -> list[UnitVerdict]:
    """The verdicts of a report, the worst and fullest units first."""
    return worst_first(report.verdicts, found_by_unit(report.findings))


def remedies(lang: Lang, rules: Iterable[FiredRule]) -> Mapping[str, str]:
    """What the pack advises for each of these rules; rules that it does not have, or is silent about, are left out."""
    known = {rule.id: rule for rule in default_pack().rules}
    texts = {rule.id: known[rule.id].remediation.get(lang, "") for rule in rules if rule.id in known}
    return {rule: text for rule, text in texts.items() if text}
