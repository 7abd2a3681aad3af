"""How domain objects become the JSON kept in columns, and come back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.domain.findings import Locator, Subjects
from app.domain.scans import ScanOptions
from detectors.model import Reason
from policies.verdicts import Action, Basis, FiredRule, Obligation, Severity, Verdict


def dump(value: object) -> str:
    """Compact JSON, without NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_other)


def _other(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON")


def dump_options(options: ScanOptions) -> str:
    """The options of a scan as JSON."""
    return dump({item.name: getattr(options, item.name) for item in fields(options)})


def load_options(text: str) -> ScanOptions:
    """The options of a scan from JSON; what an older or newer version kept besides is passed over."""
    kept = json.loads(text)
    known = {item.name: kept[item.name] for item in fields(ScanOptions) if item.name in kept}
    values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in known.items()}
    return ScanOptions(**values)


def dump_subjects(subjects: Subjects) -> str:
    """Counts of data subjects as JSON."""
    return dump(asdict(subjects))


def load_subjects(text: str | None) -> Subjects:
    """Counts of data subjects from JSON; zeros where none were kept."""
    return Subjects(**json.loads(text)) if text else Subjects()


def dump_exposure(report: ExposureReport) -> str:
    """An exposure report as JSON; empty text where there is nothing to say."""
    if not report.exposures and not report.unknown:
        return ""
    return dump([[[e.state, e.evidence, e.detail] for e in side] for side in (report.exposures, report.unknown)])


def load_exposure(text: str) -> ExposureReport:
    """An exposure report from JSON."""
    if not text:
        return ExposureReport()
    known, unknown = (
        tuple(Exposure(ExposureState(state), evidence, detail) for state, evidence, detail in side)
        for side in json.loads(text)
    )
    return ExposureReport(known, unknown)


def dump_reasons(reasons: tuple[Reason, ...]) -> str:
    """Reasons as JSON rows."""
    return dump([[reason.code, reason.points, reason.detail] for reason in reasons])


def load_reasons(text: str) -> tuple[Reason, ...]:
    """Reasons from JSON rows."""
    return tuple(Reason(*row) for row in json.loads(text))


def dump_locators(locators: tuple[Locator, ...]) -> str:
    """Locators as JSON rows."""
    return dump([[item.kind, item.fields, item.mask, item.fingerprint] for item in locators])


def load_locators(text: str) -> tuple[Locator, ...]:
    """Locators from JSON rows."""
    return tuple(Locator(*row) for row in json.loads(text))


def verdict_columns(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the columns that verdicts and inspections share."""
    rules = [
        {
            "id": rule.id,
            "title": rule.title,
            "severity": int(rule.severity),
            "action": int(rule.action),
            "provision": rule.provision,
            "basis": [[basis.law, basis.article, basis.version, basis.mark] for basis in rule.basis],
            "unknown": rule.unknown,
        }
        for rule in verdict.rules
    ]
    return {
        "severity": int(verdict.severity),
        "action": int(verdict.action),
        "rules": dump(rules),
        "obligations": dump([[item.type, item.rule] for item in verdict.obligations]),
        "facts": dump(verdict.facts),
    }


def verdict_of(row: Any) -> Verdict:
    """The verdict that a row with those columns holds."""
    rules = tuple(
        FiredRule(
            id=rule["id"],
            title=rule["title"],
            severity=Severity(rule["severity"]),
            action=Action(rule["action"]),
            provision=rule["provision"],
            basis=tuple(Basis(*basis) for basis in rule["basis"]),
            unknown=tuple(rule["unknown"]),
        )
        for rule in json.loads(row.rules)
    )
    obligations = tuple(Obligation(*item) for item in json.loads(row.obligations))
    return Verdict(Severity(row.severity), Action(row.action), rules, obligations, json.loads(row.facts))


def load_list(text: str) -> tuple[str, ...]:
    """Strings from a JSON list."""
    return tuple(json.loads(text))


def load_mapping(text: str) -> dict[str, object]:
    """A mapping from a JSON object."""
    return dict(json.loads(text))
