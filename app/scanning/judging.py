"""From a unit's findings, subjects and exposure to the facts that rules ask about, and to the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.exposure import ExposureReport
from app.domain.findings import Finding, Subjects
from detectors.model import Confidence
from policies.evaluation import evaluate
from policies.facts import CategoryFact, Facts
from policies.loader import default_pack
from policies.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the content: the event, where it goes and by which channel, organisation and evidence.

    `profile` says which sensitivity counts as sensitive for the rules: `strict` or `current`.
    """

    event: str = "scan"
    dest: str = "unknown"
    channel: str = ""
    profile: str = "strict"
    org: Mapping[str, object] = field(default_factory=dict)
    evidence: Mapping[str, object] = field(default_factory=dict)


def judge(
    findings: Iterable[Finding], subjects: Subjects, exposure: ExposureReport, circumstances: Circumstances
) -> Verdict:
    """The verdict of the shipped policy pack over one unit (or one message)."""
    sensitive = subjects.sensitive_strict if circumstances.profile == "strict" else subjects.sensitive_current
    facts = Facts(
        categories=_categories(findings, subjects),
        subjects=subjects.distinct,
        subjects_sensitive=sensitive,
        subjects_sensitive_current=subjects.sensitive_current,
        subjects_u14=subjects.under14,
        subjects_u18=subjects.under14 + subjects.from14to17,
        state=frozenset(str(one.state) for one in exposure.exposures),
        state_unknown=frozenset(str(one.state) for one in exposure.unknown),
        event=circumstances.event,
        dest=circumstances.dest,
        channel=circumstances.channel,
        evidence=circumstances.evidence,
        org=circumstances.org,
        now=datetime.now(UTC),
    )
    return evaluate(default_pack(), facts)


def _categories(findings: Iterable[Finding], subjects: Subjects) -> dict[str, CategoryFact]:
    counts: dict[str, int] = {}
    sure: dict[str, Confidence] = {}
    for finding in findings:
        counts[finding.infotype] = counts.get(finding.infotype, 0) + finding.count
        sure[finding.infotype] = max(sure.get(finding.infotype, Confidence.LOW), finding.confidence)
    return {
        infotype: CategoryFact(values=count, subjects=min(count, subjects.distinct), confidence=sure[infotype].label)
        for infotype, count in counts.items()
    }
