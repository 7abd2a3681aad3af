"""`mishao diff`: what changed from one scan to a later one."""

from typing import TYPE_CHECKING, Any

import click

from app.cli import exit_codes
from app.cli.comparison import Change, Comparison, FindingChange, compare
from app.cli.failures import say_aside
from app.cli.lists import format_option, grid
from app.cli.output import print_json, print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.wording.catalogue import Lang, say

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from app.domain.scans import ScanReport

SEVERITIES = ["low", "medium", "high", "critical"]
FIGURES = ("units", "read", "partial", "unreadable", "skipped")
NAMES_SHOWN = 50


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("diff", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "diff.help"))
    @click.argument("before", metavar="SCAN")
    @click.argument("after", metavar="SCAN")
    @option(lang, "--fail-on", key="diff.opt_fail_on", type=click.Choice(SEVERITIES), default="high")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def diff(session: Session, before: str, after: str, fail_on: str, store: str | None, form: str) -> int:
        from policies.verdicts import Severity

        with session.services(store, jobs=1) as services:
            found = compare(services.scans.report(before), services.scans.report(after))
        worse = found.worse(Severity[fail_on.upper()])
        if form == "json":
            print_json({**document(found), "fail_on": fail_on, "worse": worse})
        else:
            print_text("\n".join(told(session.lang, found)))
        threshold = say(session.lang, f"report.severity_{fail_on}")
        say_aside(say(session.lang, "diff.worse" if worse else "diff.not_worse", threshold=threshold))
        return exit_codes.FOUND if worse else exit_codes.COMPLETE

    return diff


def document(found: Comparison) -> dict[str, Any]:
    """The comparison for machines."""
    return {
        "before": _side(found.before),
        "after": _side(found.after),
        "counts": {change.value: len(found.of(change)) for change in Change},
        "findings": [_record(each) for each in found.findings],
        "verdicts": [
            {"unit": each.unit, "before": each.before.label, "after": each.after.label} for each in found.verdicts
        ],
        "coverage": {
            "before": _figures(found.before),
            "after": _figures(found.after),
            "newly_unread": list(found.newly_unread),
            "now_read": list(found.now_read),
        },
        "caveats": [key.partition(".")[2] for key in found.caveats],
    }


def _side(report: "ScanReport") -> dict[str, Any]:
    from app.exporters.json_ import moment

    scan = report.scan
    return {"scan": scan.id, "started_at": moment(scan.started_at), "status": scan.status.value}


def _figures(report: "ScanReport") -> dict[str, int]:
    return {name: int(getattr(report.coverage, name)) for name in FIGURES}


def _record(each: FindingChange) -> dict[str, Any]:
    finding = each.finding
    return {
        "change": each.change.value,
        "infotype": finding.infotype,
        "unit": finding.unit,
        "column": finding.column,
        "severity": each.severity.label,
        "id": finding.id,
        "count_before": each.before.count if each.before else 0,
        "count_after": each.after.count if each.after else 0,
        "values_added": each.added,
        "values_removed": each.removed,
        "exact": each.exact,
    }


def told(lang: Lang, found: Comparison) -> list[str]:
    """The comparison for people, line by line."""
    before, after = found.before.scan, found.after.scan
    lines = [
        say(lang, "diff.title", before=before.id, after=after.id),
        say(
            lang, "diff.times", before=f"{before.started_at:%Y-%m-%d %H:%M}", after=f"{after.started_at:%Y-%m-%d %H:%M}"
        ),
    ]
    lines += [say(lang, key) for key in found.caveats]
    stayed = [each for each in found.of(Change.STAYED) if not (each.added or each.removed)]
    sections = {
        "diff.new": found.of(Change.NEW),
        "diff.changed": [each for each in found.of(Change.STAYED) if each.added or each.removed],
        "diff.gone": found.of(Change.GONE),
        "diff.unknown": found.of(Change.UNKNOWN),
    }
    for key, changes in sections.items():
        if changes:
            lines += ["", say(lang, key, count=len(changes)), *_rows(lang, changes)]
    lines += ["", say(lang, "diff.stayed", count=len(stayed))]
    lines += _verdicts(lang, found)
    return lines + _coverage(lang, found)


def _rows(lang: Lang, changes: list[FindingChange]) -> list[str]:
    from app.exporters.layout.words import infotype_title, named

    rows = []
    for each in changes:
        finding = each.finding
        values = " ".join(
            part
            for part in (f"+{each.added:,}" if each.added else "", f"-{each.removed:,}" if each.removed else "")
            if part
        )
        where = finding.unit + (f"  {finding.column}" if finding.column else "")
        about = values if each.exact or not values else say(lang, "diff.at_least", values=values)
        severity = named(lang, "severity", each.severity.label)
        rows.append([severity, infotype_title(lang, finding.infotype), about, where])
    return _indented(
        grid(
            [say(lang, key) for key in ("cli.column_severity", "cli.column_title", "diff.values", "cli.column_unit")],
            rows,
        )
    )


def _verdicts(lang: Lang, found: Comparison) -> list[str]:
    from app.exporters.layout.words import named

    if not found.verdicts:
        return []
    rows = [
        ["↑" if each.after > each.before else "↓",
         f"{named(lang, 'severity', each.before.label)} → {named(lang, 'severity', each.after.label)}", each.unit]
        for each in found.verdicts
    ]  # fmt: skip
    return ["", say(lang, "diff.verdicts", count=len(rows)), *_indented(grid(["", "", ""], rows))]


def _coverage(lang: Lang, found: Comparison) -> list[str]:
    from app.exporters.layout.visible import visible

    before, after = _figures(found.before), _figures(found.after)
    words = {
        name: f"{before[name]:,} → {after[name]:,}" if before[name] != after[name] else f"{after[name]:,}"
        for name in FIGURES
    }
    lines = ["", say(lang, "diff.coverage", **words)]
    for key, names in (("diff.newly_unread", found.newly_unread), ("diff.now_read", found.now_read)):
        if names:
            lines.append(say(lang, key, count=len(names)))
            lines += [f"  {visible(name)}" for name in names[:NAMES_SHOWN]]
            if len(names) > NAMES_SHOWN:
                lines.append(say(lang, "diff.more", count=len(names) - NAMES_SHOWN))
    return lines


def _indented(text: str) -> list[str]:
    return ["  " + line for line in text.splitlines() if line.strip()]
