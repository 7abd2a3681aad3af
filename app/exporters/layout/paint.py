"""Colours and grids shared by the sections of the report for people."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.exporters.layout.visible import visible
from app.exporters.layout.words import named
from app.wording.catalogue import Lang, say
from policies.verdicts import Severity

SEVERITY_STYLES = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.NONE: "dim",
}
INDENT = 2


def severity_text(lang: Lang, severity: Severity) -> Text:
    """A severity in its colour; said in a word too, so that nothing hangs on the colour."""
    return Text(named(lang, "severity", severity.label), style=SEVERITY_STYLES[severity])


def heading(lang: Lang, key: str, **values: object) -> Text:
    """The heading of a section."""
    return Text("\n" + say(lang, key, **values), style="bold")


def outside(text: str, style: str = "") -> Text:
    """Text that came from outside (a name, a detail), made safe to show."""
    return Text(visible(text), style=style)


def pairs(rows: list[tuple[str, RenderableType]], indent: int = INDENT) -> Table:
    """Labels and values side by side; long values fold inside their column."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=max(0, indent - 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold", ratio=1)
    for label, value in rows:
        grid.add_row("", label, value)
    return grid


def columns(rows: list[tuple[RenderableType, ...]], indent: int = INDENT, fixed: int = 0) -> Table:
    """Rows of equal length as aligned columns; the first `fixed` columns never wrap, the others fold."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=max(0, indent - 2))
    for number in range(len(rows[0]) if rows else 0):
        grid.add_column(no_wrap=number < fixed, overflow="fold")
    for row in rows:
        grid.add_row("", *row)
    return grid
