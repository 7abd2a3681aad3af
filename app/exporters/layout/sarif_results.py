"""The results of a SARIF log: one a finding, with every place that is known of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.findings import Finding, Locator
from app.domain.scans import ScanReport, UnitVerdict
from app.exporters.layout.artifacts import Artifact, Base, artifact_of
from app.exporters.layout.sarif_rules import LEVELS, Rules
from app.exporters.layout.units import place
from app.exporters.layout.visible import visible
from app.exporters.layout.words import infotype_title, named, obligation_types, sensitivity
from app.wording.catalogue import Lang, say
from policies.verdicts import Severity

FINGERPRINT = "mishaoFinding/v1"
"""The id of a finding is a keyed hash of source, unit, infotype and column: it stays while they do, and holds no value."""

LOCATIONS_SHOWN = 20
"""Places a result has: code hosts show the first few and refuse large files; JSON holds all that are known."""


def results(report: ScanReport, rules: Rules, bases: Sequence[Base], lang: Lang) -> Iterator[dict[str, Any]]:
    """One result a finding, in the order of the report."""
    verdicts = {entry.unit: entry for entry in report.verdicts}
    return (_result(each, verdicts.get(each.unit), rules, bases, lang) for each in report.findings)


def location(artifact: Artifact) -> dict[str, Any]:
    """Where a unit lies: its file or table, and the member inside it as a logical location."""
    whole: dict[str, Any] = {"uri": artifact.uri}
    if artifact.base:
        whole["uriBaseId"] = artifact.base
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": whole}}
    if artifact.member:
        found["logicalLocations"] = [{"fullyQualifiedName": visible(artifact.member), "kind": "member"}]
    return found


def _result(
    finding: Finding, entry: UnitVerdict | None, rules: Rules, bases: Sequence[Base], lang: Lang
) -> dict[str, Any]:
    severity = entry.verdict.severity if entry else Severity.LOW
    artifact = artifact_of(finding.unit, bases)
    locations = [_at(artifact, finding, each, lang) for each in finding.locators[:LOCATIONS_SHOWN]]
    return {
        "ruleId": finding.infotype,
        "ruleIndex": rules.index(finding.infotype),
        "level": LEVELS[severity],
        "message": {"text": _message(finding, entry, lang)},
        "locations": locations or [_with_column(location(artifact), finding)],
        "occurrenceCount": finding.count,
        "partialFingerprints": {FINGERPRINT: finding.id},
        "rank": round(finding.score * 100, 1),
        "properties": {
            "count": finding.count,
            "distinct": finding.distinct,
            "distinctExact": finding.distinct_exact,
            "confidence": finding.confidence.label,
            "column": finding.column,
            "unit": finding.unit,
            "sensitivity": sensitivity(finding.infotype),
            "severity": severity.label,
            "reasons": [f"{each.code} {each.points:+d} {each.detail}".rstrip() for each in finding.reasons],
            "locationsLeftOut": finding.count - len(locations),
            **_judged(entry),
        },
    }


def _message(finding: Finding, entry: UnitVerdict | None, lang: Lang) -> str:
    text = say(
        lang,
        "sarif.message",
        title=infotype_title(lang, finding.infotype),
        count=finding.count,
        distinct=finding.distinct,
        confidence=named(lang, "confidence", finding.confidence.label),
    )
    if finding.column:
        text += say(lang, "sarif.in_column", column=visible(finding.column))
    if entry and entry.verdict.rules:
        text += say(lang, "sarif.by_rules", rules=", ".join(rule.id for rule in entry.verdict.rules))
    return text


def _judged(entry: UnitVerdict | None) -> dict[str, Any]:
    if entry is None:
        return {}
    return {
        "action": entry.verdict.action.label,
        "policyRules": [rule.id for rule in entry.verdict.rules],
        "obligations": obligation_types(entry.verdict),
        "exposure": [each.state.value for each in entry.exposure.exposures],
    }


def _at(artifact: Artifact, finding: Finding, locator: Locator, lang: Lang) -> dict[str, Any]:
    found = _with_column(location(artifact), finding)
    line = locator.fields.get("line")
    if locator.kind == "line" and isinstance(line, int) and line >= 1 and not artifact.member:
        found["physicalLocation"]["region"] = _region(line, locator)
    words = f"{visible(place(locator, lang))}  {locator.mask}".strip()
    return {**found, "message": {"text": words}} if words else found


def _region(line: int, locator: Locator) -> dict[str, int]:
    """Line and columns, counted from 1; the end column is that behind the match."""
    start, end = locator.fields.get("start"), locator.fields.get("end")
    region = {"startLine": line}
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        region |= {"startColumn": start + 1, "endColumn": end + 1}
    return region


def _with_column(found: dict[str, Any], finding: Finding) -> dict[str, Any]:
    if not finding.column:
        return found
    table = next((str(each.fields["table"]) for each in finding.locators if each.fields.get("table")), "")
    table = table or next((str(each.fields["sheet"]) for each in finding.locators if each.fields.get("sheet")), "")
    column = {
        "name": visible(finding.column),
        "fullyQualifiedName": visible(f"{table}.{finding.column}" if table else finding.column),
        "kind": "column",
    }
    return {**found, "logicalLocations": [*found.get("logicalLocations", []), column]}
