"""Lists of records: as an aligned table for people, or as JSON."""

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from app.cli.output import print_json, print_text, wants_color, width_of
from app.cli.speech import option
from app.wording.catalogue import Lang, say

Record = Mapping[str, Any]


def format_option(lang: Lang) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format table|json`."""
    return option(lang, "--format", "form", key="cli.opt_form", type=click.Choice(["table", "json"]), default="table")


def show(lang: Lang, form: str, name: str, records: Sequence[Record], columns: Mapping[str, str]) -> None:
    """Print `records`: as JSON all of their fields, in a list called `name`; as a table the fields in `columns`, each
    under the heading whose wording key `columns` gives.
    """
    if form == "json":
        print_json({name: list(records)})
    elif not records:
        print_text(say(lang, "cli.list_empty"))
    else:
        headings = [say(lang, key) for key in columns.values()]
        print_text(grid(headings, [[_cell(record.get(field)) for field in columns] for record in records]))


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under headings, aligned by terminal cells and folded to the width of the terminal."""
    from rich.table import Table

    from app.exporters.interface import Style
    from app.exporters.layout.paint import outside
    from app.exporters.table import terminal

    watched = sys.stdout.isatty()
    text = io.StringIO()
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(outside(cell) for cell in row))
    style = Style("en", width_of(watched), wants_color("auto", os.environ, watched))
    terminal(text, style).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
