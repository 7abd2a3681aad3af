"""The report as JSON lines: one object a line, each with its `type`, described by docs/scan-records.schema.json."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.domain.scans import ScanReport
from app.exporters.interface import Style
from app.exporters.json_ import (
    clean,
    coverage_object,
    finding_object,
    scan_object,
    subjects_object,
    unread_object,
    verdict_object,
)
from app.exporters.layout.product import version
from app.wording.catalogue import Lang
from policies.verdicts import Severity

LISTS = ("unread", "noted")
"""Fields of the coverage that have lines of their own."""


class JsonLinesExporter:
    """UTF-8, one record a line, written as it is made: no more than one record is held as text."""

    name = "jsonl"
    media_type = "application/jsonl"
    suffix = ".jsonl"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the report; `style` chooses the language of the rules' titles."""
        encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        out.writelines(encoder.encode(clean(record)).encode() + b"\n" for record in records(report, style.lang))


EXPORTER = JsonLinesExporter()


def records(report: ScanReport, lang: Lang) -> Iterator[dict[str, Any]]:
    """The scan first, then what was found, judged and not read, and the summary last: its absence means a cut file."""
    scan = report.scan.id
    yield {"type": "scan", "mishao": version(), **scan_object(report.scan)}
    yield from ({"type": "finding", "scan": scan, **finding_object(each)} for each in report.findings)
    yield from ({"type": "verdict", "scan": scan, **verdict_object(each, lang)} for each in report.verdicts)
    yield from ({"type": "unread", "scan": scan, **unread_object(each)} for each in report.coverage.unread)
    for each in report.coverage.noted:
        yield {"type": "noted", "scan": scan, "unit": each.unit, "notes": [note.value for note in each.notes]}
    yield {"type": "summary", "scan": scan, **_summary(report)}


def _summary(report: ScanReport) -> dict[str, Any]:
    severities = Counter(entry.verdict.severity for entry in report.verdicts)
    coverage = coverage_object(report.coverage)
    return {
        "status": report.scan.status.value,
        "coverage": {name: value for name, value in coverage.items() if name not in LISTS},
        "subjects": subjects_object(report),
        "records": {
            "finding": len(report.findings),
            "verdict": len(report.verdicts),
            "unread": len(report.coverage.unread),
            "noted": len(report.coverage.noted),
        },
        "severities": {severity.label: severities[severity] for severity in sorted(Severity, reverse=True)},
    }
