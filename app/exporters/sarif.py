"""The report as SARIF 2.1.0 (OASIS): what code hosts and editors show beside the files that it is about."""

import json
from typing import Any, BinaryIO

from app.domain.scans import ScanReport, ScanStatus
from app.domain.units import UnitOutcome, UnitStatus
from app.exporters.interface import Style
from app.exporters.json_ import clean, coverage_object, moment, subjects_object
from app.exporters.layout.artifacts import Base, artifact_of, bases_of
from app.exporters.layout.product import version
from app.exporters.layout.sarif_results import location, results
from app.exporters.layout.sarif_rules import Rules
from app.exporters.layout.words import named
from app.wording.catalogue import Lang, say
from app.wording.details import detail_in

SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
LOCALES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-US"}
UNREAD_LEVELS = {UnitStatus.UNREADABLE: "warning", UnitStatus.PARTIAL: "warning", UnitStatus.SKIPPED: "note"}
"""`error` would say that the whole run was stopped by it (SARIF 3.58.6)."""


class SarifExporter:
    """One log with one run, UTF-8, a result a line."""

    name = "sarif"
    media_type = "application/sarif+json"
    suffix = ".sarif"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the report; titles and messages are in the language of `style`."""
        encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
        rules, bases = Rules(report, style.lang), bases_of(report.scan.targets)
        run = encoder.encode(clean(run_object(report, rules, bases, style.lang)))
        out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [\n{run[:-1]}, "results": ['.encode())
        out.writelines(
            (",\n" if number else "\n").encode() + encoder.encode(clean(result)).encode()
            for number, result in enumerate(results(report, rules, bases, style.lang))
        )
        out.write(b"\n]}]}\n")


EXPORTER = SarifExporter()


def run_object(report: ScanReport, rules: Rules, bases: list[Base], lang: Lang) -> dict[str, Any]:
    """The run without its results, which are written one by one."""
    known = {"originalUriBaseIds": {base.id: {"uri": base.uri} for base in bases}} if bases else {}
    return {
        "tool": {"driver": _driver(report, rules, lang)},
        "automationDetails": {"id": f"mishao/{report.scan.id}"},
        **known,
        "invocations": [_invocation(report, bases, lang)],
        "columnKind": "unicodeCodePoints",
        "properties": _figures(report),
    }


def _driver(report: ScanReport, rules: Rules, lang: Lang) -> dict[str, Any]:
    reasons = sorted({each.reason.value for each in report.coverage.unread if each.reason})
    return {
        "name": "Mishao",
        "organization": "Mishao",
        "version": version(),
        "semanticVersion": version(),
        "language": LOCALES[lang],
        "shortDescription": {"text": say(lang, "sarif.tool")},
        "rules": rules.descriptors,
        "notifications": [
            {"id": f"unread/{reason}", "shortDescription": {"text": named(lang, "reason", reason)}}
            for reason in reasons
        ],
    }


def _invocation(report: ScanReport, bases: list[Base], lang: Lang) -> dict[str, Any]:
    scan = report.scan
    times = {"startTimeUtc": moment(scan.started_at), "endTimeUtc": moment(scan.finished_at)}
    return {
        "executionSuccessful": scan.status in (ScanStatus.COMPLETE, ScanStatus.PARTIAL),
        **{name: at for name, at in times.items() if at},
        "toolExecutionNotifications": [_notification(each, bases, lang) for each in report.coverage.unread],
        "properties": {
            "status": scan.status.value,
            **({"error": named(lang, "error", scan.error)} if scan.error else {}),
        },
    }


def _notification(outcome: UnitOutcome, bases: list[Base], lang: Lang) -> dict[str, Any]:
    reason = outcome.reason.value if outcome.reason else outcome.status.value
    words = [named(lang, "unit", outcome.status.value), named(lang, "reason", reason), detail_in(lang, outcome.detail)]
    return {
        "level": UNREAD_LEVELS.get(outcome.status, "warning"),
        "message": {"text": ": ".join(dict.fromkeys(word for word in words if word))},
        "locations": [location(artifact_of(outcome.unit, bases))],
        **({"descriptor": {"id": f"unread/{reason}"}} if outcome.reason else {}),
    }


def _figures(report: ScanReport) -> dict[str, Any]:
    coverage = coverage_object(report.coverage)
    pack = report.scan.pack
    return {
        "scan": report.scan.id,
        "targets": list(report.scan.targets),
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "coverage": {name: value for name, value in coverage.items() if name not in ("unread", "noted")},
        "subjects": subjects_object(report),
        "findings": len(report.findings),
    }
