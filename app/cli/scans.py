"""`mishao scans`: the latest scans."""

import click

from app.cli.lists import format_option, show
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.wording.catalogue import Lang, say

COLUMNS = {
    "id": "cli.column_id",
    "started_at": "cli.column_started",
    "status_title": "cli.column_status",
    "targets": "cli.column_targets",
}


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("scans", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_scans"))
    @option(lang, "--limit", key="cli.opt_limit", type=click.IntRange(1, 10_000), default=50, metavar="N")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def scans(session: Session, limit: int, store: str | None, form: str) -> None:
        from app.exporters.json_ import scan_object
        from app.exporters.layout.words import named

        with session.services(store, jobs=1) as services:
            found = services.scans.list(limit)
        rows = [scan_object(scan) for scan in found]
        if form == "table":
            rows = [{**row, "status_title": named(session.lang, "status", row["status"])} for row in rows]
        show(session.lang, form, "scans", rows, COLUMNS)

    return scans
