"""`mishao findings`: what was found, over all scans or in one."""

import click

from app.cli.lists import format_option, show
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.wording.catalogue import Lang, say

COLUMNS = {
    "id": "cli.column_id",
    "infotype": "cli.column_infotype",
    "count": "cli.column_count",
    "confidence": "cli.column_confidence",
    "unit": "cli.column_unit",
    "column": "cli.column_column",
}


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("findings", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_findings"))
    @option(lang, "--scan", key="cli.opt_scan", metavar="ID")
    @option(lang, "--infotype", key="cli.opt_infotype", metavar="ID")
    @option(lang, "--min-confidence", key="cli.opt_min_confidence_list", type=click.Choice(["low", "medium", "high"]))
    @option(lang, "--unit", key="cli.opt_unit", metavar="GLOB")
    @option(lang, "--severity", key="cli.opt_severity", type=click.Choice(["low", "medium", "high", "critical"]))
    @option(lang, "--rule", key="cli.opt_rule", metavar="ID")
    @option(lang, "--limit", key="cli.opt_limit", type=click.IntRange(1, 10_000), default=200, metavar="N")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def findings(session: Session, /, store: str | None, form: str, severity: str | None, **wanted: object) -> None:
        from app.cli.selection import Wanted, select
        from app.exporters.json_ import finding_object
        from policies.verdicts import Severity

        floor = Severity[severity.upper()] if severity else None
        with session.services(store, jobs=1) as services:
            found = select(services, Wanted(severity=floor, **wanted))  # type: ignore[arg-type]  # click has checked them
        rows = [{"scan": scan, **finding_object(finding)} for scan, finding in found]
        show(session.lang, form, "findings", rows, COLUMNS)

    return findings
