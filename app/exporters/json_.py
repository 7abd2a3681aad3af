"""The report as JSON: the contract for machines, described by docs/scan-report.schema.json."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from app.domain.exposure import Exposure
from app.domain.findings import Finding, Locator
from app.domain.scans import Scan, ScanReport, UnitVerdict
from app.domain.units import Coverage, UnitOutcome
from app.exporters.interface import Style
from app.exporters.layout.product import version
from app.exporters.layout.visible import encodable
from app.exporters.layout.words import provision, rule_title, sensitivity
from app.wording.catalogue import Lang


class JsonExporter:
    """One JSON object, UTF-8, two spaces a level."""

    name = "json"
    media_type = "application/json"
    suffix = ".json"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the report; `style` chooses the language of the rules' titles."""
        encoder = json.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False)
        out.writelines(piece.encode() for piece in encoder.iterencode(clean(document(report, style.lang))))
        out.write(b"\n")


EXPORTER = JsonExporter()


def document(report: ScanReport, lang: Lang) -> dict[str, Any]:
    """The report as plain lists and mappings, in the shape of the schema."""
    return {
        "mishao": version(),
        "scan": scan_object(report.scan),
        "coverage": coverage_object(report.coverage),
        "subjects": subjects_object(report),
        "findings": [finding_object(finding) for finding in report.findings],
        "verdicts": [verdict_object(verdict, lang) for verdict in report.verdicts],
    }


def scan_object(scan: Scan) -> dict[str, Any]:
    """One scan: when, what, how it ended, and which policy pack judged."""
    return {
        "id": scan.id,
        "started_at": moment(scan.started_at),
        "finished_at": moment(scan.finished_at),
        "status": scan.status.value,
        "targets": list(scan.targets),
        "pack": {"id": scan.pack.id, "version": scan.pack.version, "sha256": scan.pack.sha256},
        **({"error": scan.error} if scan.error else {}),
    }


def subjects_object(report: ScanReport) -> dict[str, Any]:
    """How many people the scan met; `exact` is false where the figures are estimates."""
    subjects = report.subjects
    return {"distinct": subjects.distinct, "under14": subjects.under14, "exact": subjects.exact}


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding; `column` is empty where the unit is not a table."""
    return {
        "id": finding.id,
        "infotype": finding.infotype,
        "unit": finding.unit,
        "column": finding.column,
        "count": finding.count,
        "distinct": finding.distinct,
        "confidence": finding.confidence.label,
        "score": finding.score,
        "reasons": [{"code": each.code, "points": each.points, "detail": each.detail} for each in finding.reasons],
        "detector": finding.detector,
        "locators": [_locator(locator) for locator in finding.locators],
        "locators_left_out": finding.locators_left_out,
        "sensitivity": sensitivity(finding.infotype),
    }


def coverage_object(coverage: Coverage) -> dict[str, Any]:
    """The ledger of unit states, every unit that was not read in full, and what is worth saying of those that were."""
    return {
        "units": coverage.units,
        "read": coverage.read,
        "partial": coverage.partial,
        "unreadable": coverage.unreadable,
        "skipped": coverage.skipped,
        "sampled": coverage.sampled,
        "bytes": coverage.bytes,
        "unread": [unread_object(outcome) for outcome in coverage.unread],
        "noted": [{"unit": each.unit, "notes": [note.value for note in each.notes]} for each in coverage.noted],
    }


def moment(at: datetime | None) -> str | None:
    """A time as RFC 3339 in UTC, to the millisecond; None stays None."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def clean(value: Any) -> Any:
    """`value` with only what JSON can carry: mappings by string, lists, and text without undecodable bytes."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, Mapping):
        return {encodable(str(key)): clean(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((clean(each) for each in value), key=str)
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    if isinstance(value, datetime):
        return moment(value)
    return value


def _locator(locator: Locator) -> dict[str, Any]:
    fields = {"kind": locator.kind, **locator.fields}
    return {**fields, "mask": locator.mask, "fingerprint": locator.fingerprint}


def unread_object(outcome: UnitOutcome) -> dict[str, Any]:
    """A unit that was not read in full: how reading ended, why, and how far it got."""
    return {
        "unit": outcome.unit,
        "status": outcome.status.value,
        "reason": outcome.reason.value if outcome.reason else None,
        "detail": outcome.detail,
    }


def verdict_object(entry: UnitVerdict, lang: Lang) -> dict[str, Any]:
    """The verdict over one unit, with the exposure that it rests on."""
    verdict = entry.verdict
    return {
        "unit": entry.unit,
        "severity": verdict.severity.label,
        "action": verdict.action.label,
        "obligations": [{"type": each.type, "rule": each.rule} for each in verdict.obligations],
        "rules": [
            {"id": rule.id, "title": rule_title(lang, rule), "provision": provision(lang, rule)}
            for rule in verdict.rules
        ],
        "facts": dict(verdict.facts),
        "exposure": [_exposure(each) for each in entry.exposure.exposures],
        "exposure_unknown": [_exposure(each) for each in entry.exposure.unknown],
    }


def _exposure(exposure: Exposure) -> dict[str, str]:
    return {"state": exposure.state.value, "evidence": exposure.evidence, "detail": exposure.detail}
