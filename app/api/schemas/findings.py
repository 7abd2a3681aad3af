"""Findings and verdicts as the interface gives them."""

from pydantic import ConfigDict, Field

from app.api.schemas.base import Model


class ReasonOut(Model):
    """One summand of a finding's points."""

    code: str
    points: int
    detail: str


class SensitivityOut(Model):
    """How sensitive the infotype is under each profile."""

    current: str
    strict: str


class LocatorOut(Model):
    """Where one match lies; the fields beside these depend on `kind`."""

    model_config = ConfigDict(extra="allow")

    kind: str
    mask: str
    fingerprint: str


class FindingOut(Model):
    """All kept matches of one infotype in one unit (in a table: one column); never the values."""

    id: str
    infotype: str
    unit: str
    column: str
    count: int
    distinct: int
    confidence: str
    score: float
    reasons: list[ReasonOut]
    detector: str
    locators: list[LocatorOut]
    locators_left_out: int
    sensitivity: SensitivityOut


class FindingDetail(Model):
    """A finding and the scan that it is of."""

    scan: str
    finding: FindingOut


class FindingPage(Model):
    """Some findings; `next` is the cursor of those that follow, null at the end."""

    findings: list[FindingDetail]
    next: str | None


class RuleOut(Model):
    """A rule that holds, and the provision that it rests on."""

    id: str
    title: str
    severity: str
    action: str
    provision: str
    unknown: list[str] = Field(description="Facts that the rule asks about and nobody knows.")


class ObligationOut(Model):
    """Something that must be done because of a rule."""

    type: str
    rule: str


FactOut = str | int | float | bool | list[str] | None


class VerdictOut(Model):
    """What should happen, why, and what must be done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "severity": "high", "action": "approve",
                    "rules": [
                        {"id": "CN-EXP-002", "title": "…", "severity": "high", "action": "approve",
                         "provision": "PIPL 51", "unknown": []}
                    ],
                    "obligations": [{"type": "alert", "rule": "CN-EXP-002"}], "facts": {"items": 1200},
                }
            ]
        }
    )  # fmt: skip

    severity: str
    action: str
    rules: list[RuleOut]
    obligations: list[ObligationOut]
    facts: dict[str, object]


class UnitVerdictOut(Model):
    """The verdict over one unit of a scan."""

    unit: str
    verdict: VerdictOut


class VerdictPage(Model):
    """Verdicts of one scan, gravest first; `next` is the cursor of those that follow, null at the end."""

    scan: str
    verdicts: list[UnitVerdictOut]
    next: str | None
