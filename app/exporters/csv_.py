"""The report as CSV: one row a finding, then one row for each unit that was not read in full."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from app.domain.findings import Finding, Locator
from app.domain.scans import ScanReport, UnitVerdict
from app.domain.units import UnitOutcome
from app.exporters.interface import Style
from app.exporters.layout.visible import visible
from app.exporters.layout.words import infotype_title, obligation_types, sensitivity

COLUMNS = (
    "record", "scan", "unit", "column", "infotype", "title", "confidence", "score", "count", "distinct",
    "sensitivity_current", "sensitivity_strict", "severity", "action", "rules", "obligations", "exposure",
    "detector", "reasons", "first_locator", "first_mask", "status", "reason", "detail",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula (OWASP, CSV injection), full-width forms included."""


class CsvExporter:
    """UTF-8 with a byte order mark, so that Excel opens it right; RFC 4180 otherwise."""

    name = "csv"
    media_type = "text/csv; charset=utf-8"
    suffix = ".csv"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the report; `style` chooses the language of the infotypes' names."""
        out.write(b"\xef\xbb\xbf" + _line(dict(zip(COLUMNS, COLUMNS, strict=True))))
        out.writelines(_line(row) for row in rows(report, style))


EXPORTER = CsvExporter()


def rows(report: ScanReport, style: Style) -> Iterator[dict[str, object]]:
    """The rows as mappings from column to value; a column that does not apply is absent."""
    verdicts = {entry.unit: entry for entry in report.verdicts}
    for finding in report.findings:
        yield {"scan": report.scan.id, **_finding(finding, style), **_verdict(verdicts.get(finding.unit))}
    for outcome in report.coverage.unread:
        yield {"scan": report.scan.id, **_unread(outcome)}


def guarded(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, int | float):
        return str(value)
    text = visible(str(value))
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def place(locator: Locator) -> str:
    """A locator in one cell: its fields as `name=value`, parted by `; `."""
    return "; ".join(f"{name}={value}" for name, value in locator.fields.items() if name != "kind")


def _line(row: dict[str, object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([guarded(row.get(column, "")) for column in COLUMNS])
    return text.getvalue().encode()


def _finding(finding: Finding, style: Style) -> dict[str, object]:
    levels = sensitivity(finding.infotype)
    first = finding.locators[0] if finding.locators else None
    return {
        "record": "finding",
        "unit": finding.unit,
        "column": finding.column,
        "infotype": finding.infotype,
        "title": infotype_title(style.lang, finding.infotype),
        "confidence": finding.confidence.label,
        "score": finding.score,
        "count": finding.count,
        "distinct": finding.distinct,
        "sensitivity_current": levels["current"],
        "sensitivity_strict": levels["strict"],
        "detector": finding.detector,
        "reasons": "; ".join(f"{each.code} {each.points:+d} {each.detail}".rstrip() for each in finding.reasons),
        "first_locator": place(first) if first else "",
        "first_mask": first.mask if first else "",
    }


def _verdict(entry: UnitVerdict | None) -> dict[str, object]:
    if entry is None:
        return {}
    return {
        "severity": entry.verdict.severity.label,
        "action": entry.verdict.action.label,
        "rules": "; ".join(rule.id for rule in entry.verdict.rules),
        "obligations": "; ".join(obligation_types(entry.verdict)),
        "exposure": "; ".join(f"{each.state} ({each.evidence})" for each in entry.exposure.exposures),
    }


def _unread(outcome: UnitOutcome) -> dict[str, object]:
    return {
        "record": "unread",
        "unit": outcome.unit,
        "status": outcome.status.value,
        "reason": outcome.reason.value if outcome.reason else "",
        "detail": outcome.detail,
    }
