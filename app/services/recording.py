"""What the audit trail says of a part: its findings, its verdicts and what could not be read."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.domain.audit import Actor, AuditEvent
from app.domain.findings import Finding
from app.domain.parts import UnitResult
from app.domain.units import UnitStatus
from policies.verdicts import Verdict


def events_of(scan_id: str, results: Iterable[UnitResult], actor: Actor, at: datetime) -> Iterator[AuditEvent]:
    """One event a finding, a verdict and a unit that was not read in full; names are masked already."""
    for result in results:
        unit = result.outcome.unit
        for finding in result.findings:
            yield AuditEvent("finding.recorded", at, actor, finding.id, {"scan": scan_id, **finding_body(finding)})
        if result.verdict is not None:
            body = {"scan": scan_id, "unit": unit, **verdict_body(result.verdict)}
            yield AuditEvent("verdict.given", at, actor, result.key, body)
        if result.outcome.status is not UnitStatus.READ:
            yield AuditEvent(
                "unit.unread",
                at,
                actor,
                result.key,
                {
                    "scan": scan_id,
                    "unit": unit,
                    "status": str(result.outcome.status),
                    "reason": str(result.outcome.reason or ""),
                },
            )


def finding_body(finding: Finding) -> dict[str, object]:
    """A finding in an entry's words: what, where, how many, how sure; scores in hundredths, since the log has no floats."""
    return {
        "infotype": finding.infotype,
        "unit": finding.unit,
        "column": finding.column,
        "count": finding.count,
        "distinct": finding.distinct,
        "confidence": finding.confidence.label,
        "points": finding.points,
        "detector": finding.detector,
    }


def verdict_body(verdict: Verdict) -> dict[str, object]:
    """A verdict in an entry's words."""
    return {
        "severity": verdict.severity.label,
        "action": verdict.action.label,
        "rules": [rule.id for rule in verdict.rules],
        "obligations": sorted({duty.type for duty in verdict.obligations}),
        "facts": plain(verdict.facts),
    }


def plain(value: object) -> object:
    """`value` without floats and with sets as sorted lists, so that it has one canonical JSON form."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return repr(value)
    return value if value is None or isinstance(value, bool | int) else str(value)
