"""`mishao report`: the report of a scan that was done before, in any format, without scanning again."""

import os
import sys
from pathlib import Path

import click

from app.cli.output import check_destination, wants_color, width_of, write_file, write_stdout
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.exporters.registry import names as formats
from app.wording.catalogue import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("report", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_report"))
    @click.argument("scan", metavar="[SCAN]", required=False)
    @option(lang, "--format", "form", key="cli.opt_format", type=click.Choice(formats()), default="table")
    @option(lang, "--output", "-o", key="cli.opt_output", type=click.Path(path_type=Path), metavar="FILE")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @option(lang, "--color", key="cli.opt_color", type=click.Choice(["auto", "always", "never"]), default="auto")
    @lang_option(lang)
    @click.pass_obj
    def report(
        session: Session, scan: str | None, form: str, output: Path | None, store: str | None, color: str
    ) -> None:
        from app.cli.newest import report_of
        from app.exporters.interface import Style
        from app.exporters.registry import exporters

        if output is not None:
            check_destination(output, session.lang)
        with session.services(store, jobs=1) as services:
            found = report_of(services, scan)
        terminal = output is None and sys.stdout.isatty()
        style = Style(session.lang, width_of(terminal), wants_color(color, os.environ, terminal))
        exporter = exporters()[form]
        if output is None:
            write_stdout(lambda out: exporter.write(found, out, style), text=form == "table")
        else:
            write_file(output, lambda out: exporter.write(found, out, style), session.lang)

    return report
