"""`mishao fix`: what to do about each unit, the most urgent first."""

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from app.cli.lists import format_option
from app.cli.output import print_json, print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, folded, lang_option, option
from app.errors import NotFound
from app.wording.catalogue import Lang, say, told

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.scans import ScanReport, UnitVerdict
    from app.exporters.layout.advice import Task

SEVERITIES = ["low", "medium", "high", "critical"]
KINDS_SHOWN = 4


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("fix", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_fix"))
    @click.argument("what", metavar="[SCAN|UNIT]", required=False)
    @option(lang, "--scan", key="cli.opt_fix_scan", metavar="ID")
    @option(lang, "--severity", key="cli.opt_fix_severity", type=click.Choice(SEVERITIES), default="low")
    @option(lang, "--limit", key="cli.opt_limit", type=click.IntRange(1, 10_000), default=20, metavar="N")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def fix(
        session: Session, what: str | None, scan: str | None, severity: str, limit: int, store: str | None, form: str
    ) -> None:
        from policies.verdicts import Severity

        with session.services(store, jobs=1) as services:
            report, unit = _meant(services, what, scan)
        chosen = [entry for entry in _urgent(report, unit) if entry.verdict.severity >= Severity[severity.upper()]]
        if form == "json":
            units = [record(session.lang, entry) for entry in chosen[:limit]]
            left = len(chosen) - len(units)
            print_json(
                {"scan": report.scan.id, "units": units, "left_out": left, "unread": len(report.coverage.unread)}
            )
        else:
            print_text("\n".join(lines(session.lang, report, chosen, limit)))

    return fix


def _meant(services: Any, what: str | None, scan: str | None) -> "tuple[ScanReport, str]":
    """The report and the unit that are meant: `what` is a scan where there is one of that id, else a unit."""
    from app.cli.newest import report_of

    if what and not scan:
        try:
            return services.scans.report(what), ""
        except NotFound:
            return report_of(services, None), what
    return report_of(services, scan), what or ""


def _urgent(report: "ScanReport", unit: str) -> "list[UnitVerdict]":
    """The verdicts that demand something, worst first; NotFound where `unit` fits none at all."""
    from app.exporters.layout.advice import ordered_verdicts, tasks

    entries = ordered_verdicts(report)
    if unit:
        entries = [entry for entry in entries if entry.unit == unit or fnmatchcase(entry.unit, unit)]
        if not entries:
            raise NotFound(told("cli.fix_no_unit", scan=report.scan.id))
    return [entry for entry in entries if tasks([entry])]


def record(lang: Lang, entry: "UnitVerdict") -> dict[str, Any]:
    """The advice for one unit, for machines."""
    from app.exporters.layout.advice import remedies, tasks
    from app.exporters.layout.words import obligation, provision, rule_title

    return {
        "unit": entry.unit,
        "severity": entry.verdict.severity.label,
        "action": entry.verdict.action.label,
        "tasks": [
            {
                "rule": task.rule.id,
                "title": rule_title(lang, task.rule),
                "provision": provision(lang, task.rule),
                "severity": task.severity.label,
                "remedy": remedies(lang, [task.rule]).get(task.rule.id, ""),
                "obligations": [{"type": kind, "text": obligation(lang, kind)} for kind in task.obligations],
            }
            for task in tasks([entry])
        ],
    }


def lines(lang: Lang, report: "ScanReport", chosen: "list[UnitVerdict]", limit: int) -> list[str]:
    """The advice for people: unit by unit, task by task."""
    from app.exporters.layout.advice import tasks

    said = [] if chosen else [say(lang, "cli.fix_nothing", scan=report.scan.id)]
    for number, entry in enumerate(chosen[:limit], start=1):
        said += [*([""] if said else []), *_unit(lang, report, number, entry)]
        for task in tasks([entry]):
            said += _task(lang, task)
    if len(chosen) > limit:
        said += ["", say(lang, "cli.fix_more", count=len(chosen) - limit)]
    if report.coverage.unread:
        said += ["", say(lang, "cli.fix_unread", count=len(report.coverage.unread), scan=report.scan.id)]
    return [*said, "", say(lang, "report.legal")]


def _unit(lang: Lang, report: "ScanReport", number: int, entry: "UnitVerdict") -> list[str]:
    from app.exporters.layout.visible import visible
    from app.exporters.layout.words import infotype_title, named

    counts: Counter[str] = Counter()
    for finding in report.findings:
        if finding.unit == entry.unit:
            counts[finding.infotype] += finding.count
    found = [f"{infotype_title(lang, kind)} × {count:,}" for kind, count in counts.most_common(KINDS_SHOWN)]
    if len(counts) > KINDS_SHOWN:
        found.append(say(lang, "report.more_infotypes", count=len(counts) - KINDS_SHOWN))
    what = say(lang, "report.list_separator").join(found)
    severity = named(lang, "severity", entry.verdict.severity.label)
    head = f"{number}. [{severity}] {visible(entry.unit)}"
    return [head, *_wrapped(say(lang, "cli.fix_found", what=what), 3)]


def _task(lang: Lang, task: "Task") -> list[str]:
    from app.exporters.layout.advice import remedies
    from app.exporters.layout.words import obligation, provision, rule_title

    ground = f"  {provision(lang, task.rule)}" if task.rule.provision else ""
    said = _wrapped(f"{task.rule.id} {rule_title(lang, task.rule)}{ground}", 3)
    remedy = remedies(lang, [task.rule]).get(task.rule.id)
    if remedy:
        said += _wrapped(remedy, 5)
    for kind in task.obligations:
        said += _wrapped(f"[ ] {obligation(lang, kind)}", 5)
    return said


def _wrapped(text: str, indent: int) -> list[str]:
    from app.cli.output import width_of

    return [" " * indent + line for line in folded(text, width_of(terminal=False) - indent)]
