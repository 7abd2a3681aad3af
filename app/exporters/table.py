"""The report for people, on a terminal: summary, worst units first, what was not read, what to do next."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from rich.console import Console, RenderableType
from rich.text import Text

from app.domain.scans import ScanReport, ScanStatus
from app.exporters.interface import Style
from app.exporters.layout.paint import columns, heading, outside, pairs, severity_text
from app.exporters.layout.units import units_section, worst_first
from app.exporters.layout.words import bytes_text, named, obligation, obligation_types
from app.wording.catalogue import Lang, say
from app.wording.details import detail_in
from policies.verdicts import Severity

UNREAD_SHOWN = 50
UNITS_NAMED = 3
DONE_ALREADY = frozenset({"log"})
"""Obligations that the scan itself has met: nobody has to do anything about them."""
STATUS_STYLES = {ScanStatus.COMPLETE: "green", ScanStatus.PARTIAL: "yellow", ScanStatus.FAILED: "bold red"}


class TableExporter:
    """Text with or without colours, folded to the width of the terminal."""

    name = "table"
    media_type = "text/plain; charset=utf-8"
    suffix = ".txt"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the report in the language, width and colours of `style`."""
        text = io.StringIO()
        console = terminal(text, style)
        for section in sections(report, style.lang):
            console.print(section)
        lines = (line.rstrip() for line in text.getvalue().splitlines())
        out.write("".join(f"{line}\n" for line in lines).encode(errors="backslashreplace"))


EXPORTER = TableExporter()


def terminal(text: io.StringIO, style: Style) -> Console:
    """A console that writes to `text` what a terminal of this style would show, whatever the environment says."""
    return Console(
        file=text,
        width=style.width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        no_color=not style.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def sections(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    """The report from top to bottom."""
    yield from _summary(report, lang)
    yield from units_section(report, lang)
    yield from _unread(report, lang)
    yield from _noted(report, lang)
    yield from _next(report, lang)
    yield Text("\n" + say(lang, "report.legal"), style="dim")


def _summary(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    scan, coverage, subjects = report.scan, report.coverage, report.subjects
    status = Text(named(lang, "status", scan.status.value), style=STATUS_STYLES.get(scan.status, ""))
    if scan.error:
        status.append_text(outside(f"  {named(lang, 'error', scan.error)}"))
    units = say(
        lang, "report.units", units=coverage.units, read=coverage.read, partial=coverage.partial,
        unreadable=coverage.unreadable, skipped=coverage.skipped, bytes=bytes_text(coverage.bytes),
    )  # fmt: skip
    if coverage.sampled:
        units += say(lang, "report.sampled", count=coverage.sampled)
    people = say(lang, "report.people", count=f"{subjects.distinct:,}", under14=f"{subjects.under14:,}")
    if not subjects.exact:
        people = say(lang, "report.estimated", figure=people)
    rows: list[tuple[str, RenderableType]] = [
        (say(lang, "report.targets"), Text("\n").join(outside(target) for target in scan.targets)),
        (say(lang, "report.status"), status),
        (say(lang, "report.time"), Text(_time(report, lang))),
        (say(lang, "report.covered"), Text(units)),
        (say(lang, "report.subjects"), Text(people)),
        (say(lang, "report.severities"), _severities(report, lang)),
        (say(lang, "report.pack"), outside(f"{scan.pack.id} {scan.pack.version} sha256:{scan.pack.sha256[:16]}")),
    ]
    yield Text(say(lang, "report.title", scan=scan.id), style="bold")
    yield pairs(rows)


def _time(report: ScanReport, lang: Lang) -> str:
    started, finished = report.scan.started_at, report.scan.finished_at
    shown = f"{started:%Y-%m-%d %H:%M:%S %Z}".rstrip()
    if finished is None:
        return shown
    return say(lang, "report.took", started=shown, seconds=f"{(finished - started).total_seconds():.1f}")


def _severities(report: ScanReport, lang: Lang) -> Text:
    counts = Counter(entry.verdict.severity for entry in report.verdicts)
    figures = (
        Text.assemble(severity_text(lang, severity), f" {counts[severity]:,}")
        for severity in sorted(Severity, reverse=True)
        if severity is not Severity.NONE
    )
    return Text("   ").join(figures)


def _unread(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    unread = report.coverage.unread
    if not unread:
        return
    yield heading(lang, "report.not_read", count=len(unread))
    yield columns(
        [
            (
                Text(named(lang, "unit", outcome.status.value), style="yellow"),
                outside(outcome.unit),
                Text(named(lang, "reason", outcome.reason.value) if outcome.reason else ""),
                outside(detail_in(lang, outcome.detail), "dim"),
            )
            for outcome in unread[:UNREAD_SHOWN]
        ],
        fixed=1,
    )
    if len(unread) > UNREAD_SHOWN:
        yield Text(say(lang, "report.more_unread", count=len(unread) - UNREAD_SHOWN), style="dim")


def _noted(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    units: dict[str, list[str]] = defaultdict(list)
    for outcome in report.coverage.noted:
        for note in outcome.notes:
            units[note.value].append(outcome.unit)
    if units:
        yield heading(lang, "report.noted")
        yield columns(
            [
                (Text(f"{len(names):,}"), Text(named(lang, "note", note)), outside(_first(names, lang), "dim"))
                for note, names in units.items()
            ],
            fixed=1,
        )


def _first(names: list[str], lang: Lang) -> str:
    """The first few of `names`, and how many more there are."""
    shown = say(lang, "report.list_separator").join(names[:UNITS_NAMED])
    return shown + (say(lang, "report.and_more", count=len(names) - UNITS_NAMED) if len(names) > UNITS_NAMED else "")


def _next(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    units: dict[str, list[str]] = defaultdict(list)
    for entry in worst_first(report.verdicts, {}):
        for kind in obligation_types(entry.verdict):
            if kind not in DONE_ALREADY:
                units[kind].append(entry.unit)
    steps: list[Text] = []
    for kind, where in units.items():
        steps.append(Text.assemble(obligation(lang, kind), outside(f"  {_first(where, lang)}", "dim")))
    if report.coverage.unread:
        steps.append(Text(say(lang, "report.see_to_unread")))
    if report.findings:
        worst = {entry.unit: place for place, entry in enumerate(worst_first(report.verdicts, {}))}
        first = min(report.findings, key=lambda finding: (worst.get(finding.unit, len(worst)), -finding.count))
        steps.append(Text(say(lang, "report.explain", finding=first.id)))
    if not steps:
        return
    yield heading(lang, "report.next")
    for number, step in enumerate(steps, start=1):
        yield columns([(Text(f"{number}."), step)], fixed=1)
