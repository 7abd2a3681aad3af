"""`mishao explain`: why a finding counts, how sensitive it is and on what ground, and which rules it led to."""

from typing import TYPE_CHECKING, Any

import click

from app.cli.lists import format_option, grid
from app.cli.output import print_json, print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.wording.catalogue import Lang, keys, say

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.findings import Finding
    from app.domain.scans import ScanReport, UnitVerdict


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("explain", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_explain"))
    @click.argument("finding", metavar="FINDING")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def explain(session: Session, finding: str, store: str | None, form: str) -> None:
        with session.services(store, jobs=1) as services:
            scan_id, found = services.scans.finding(finding)
            report = services.scans.report(scan_id)
        verdict = next((entry for entry in report.verdicts if entry.unit == found.unit), None)
        if form == "json":
            print_json(explanation(session.lang, report, found, verdict))
        else:
            print_text("\n".join(told(session.lang, scan_id, found, verdict)))

    return explain


def explanation(lang: Lang, report: "ScanReport", finding: "Finding", verdict: "UnitVerdict | None") -> dict[str, Any]:
    """The explanation for machines: the finding as in a report, with the ground of its sensitivity and its verdict."""
    from app.exporters.json_ import document, finding_object
    from detectors.infotypes import catalogue

    entry = catalogue().get(finding.infotype)
    verdicts = document(report, lang)["verdicts"]
    return {
        "scan": report.scan.id,
        "finding": finding_object(finding),
        "points": finding.points,
        "basis": entry.basis if entry else "",
        "verdict": next((each for each in verdicts if each["unit"] == finding.unit), None) if verdict else None,
    }


def told(lang: Lang, scan_id: str, finding: "Finding", verdict: "UnitVerdict | None") -> list[str]:
    """The explanation for people, line by line."""
    from app.exporters.layout.units import place
    from app.exporters.layout.visible import visible
    from app.exporters.layout.words import infotype_title, named, obligation, obligation_types, provision, rule_title
    from detectors.infotypes import catalogue

    title = infotype_title(lang, finding.infotype)
    where = visible(finding.unit) + (f"  {visible(finding.column)}" if finding.column else "")
    counted = say(lang, "cli.explain_counted", count=finding.count, distinct=finding.distinct, scan=scan_id)
    lines = [f"{finding.id}  {title} ({finding.infotype})", where, counted, "", say(lang, "cli.explain_reasons")]
    rows = [[f"{each.points:+d}", _reason(lang, each.code), each.detail] for each in finding.reasons]
    rows.append(
        [f"{finding.points:d}", say(lang, "cli.explain_sum"), named(lang, "confidence", finding.confidence.label)]
    )
    lines += _indented(grid(["", "", ""], rows))
    entry = catalogue().get(finding.infotype)
    if entry is not None:
        lines += ["", say(lang, "cli.explain_sensitivity")]
        for profile in ("current", "strict"):
            level = say(lang, f"cli.sensitivity_{entry.under('current' if profile == 'current' else 'strict')}")
            lines.append("  " + say(lang, f"cli.profile_{profile}", level=level))
        lines.append("  " + say(lang, "cli.explain_basis", basis=entry.basis))
    if finding.locators:
        lines += ["", say(lang, "cli.explain_places")]
        lines += _indented(grid(["", ""], [[place(each, lang), each.mask] for each in finding.locators[:10]]))
    if verdict is not None:
        what = verdict.verdict
        severity, action = named(lang, "severity", what.severity.label), named(lang, "action", what.action.label)
        lines += ["", say(lang, "cli.explain_verdict", severity=severity, action=action)]
        lines += [f"  {rule.id}  {rule_title(lang, rule)}  {provision(lang, rule)}" for rule in what.rules]
        lines += [f"  - {obligation(lang, each)}" for each in obligation_types(what)]
    return [*lines, "", say(lang, "report.legal")]


def _reason(lang: Lang, code: str) -> str:
    key = f"cli.reason_{code}"
    return say(lang, key) if key in keys() else code


def _indented(text: str) -> list[str]:
    return ["  " + line for line in text.splitlines() if line.strip()]
