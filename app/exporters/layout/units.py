"""The worst units first: for each what was found, by which rule, how it lies exposed, and what must be done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.domain.exposure import Exposure, ExposureReport
from app.domain.findings import Finding, Locator
from app.domain.scans import ScanReport, UnitVerdict
from app.exporters.layout.paint import columns, heading, outside, pairs, severity_text
from app.exporters.layout.words import infotype_title, named, obligation, obligation_types, provision, rule_title
from app.wording.catalogue import Lang, say
from app.wording.details import detail_in
from policies.verdicts import Verdict

UNITS_SHOWN = 40
INFOTYPES_SHOWN = 8
COLUMNS_SHOWN = 3
LEFT = 4
FIELDS_IN_TEXT = frozenset({"kind", "table", "column", "label", "unit", "start", "end"})
"""Locator fields that the line about a finding says already, or that only machines need."""


def units_section(report: ScanReport, lang: Lang) -> Iterator[RenderableType]:
    """Every unit with a verdict, the gravest and fullest first; the mildest are counted only where there are many."""
    if not report.findings:
        yield heading(lang, "report.nothing_found" if report.coverage.complete else "report.nothing_found_in_read")
        return
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.unit].append(finding)
    ordered = worst_first(report.verdicts, found)
    yield heading(lang, "report.worst_units")
    for number, entry in enumerate(ordered[:UNITS_SHOWN], start=1):
        yield from _unit(number, entry, found.get(entry.unit, []), lang)
    if len(ordered) > UNITS_SHOWN:
        yield Text(say(lang, "report.more_units", count=len(ordered) - UNITS_SHOWN), style="dim")


def worst_first(verdicts: Iterable[UnitVerdict], found: Mapping[str, Sequence[Finding]]) -> list[UnitVerdict]:
    """Verdicts by severity, then by the strictness of the action, then by how much was found, then by name."""

    def rank(entry: UnitVerdict) -> tuple[int, int, int, str]:
        total = sum(finding.count for finding in found.get(entry.unit, ()))
        return -entry.verdict.severity, -entry.verdict.action, -total, entry.unit

    return sorted(verdicts, key=rank)


def _unit(number: int, entry: UnitVerdict, findings: list[Finding], lang: Lang) -> Iterator[RenderableType]:
    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_column(justify="right", width=2)
    head.add_column(no_wrap=True)
    head.add_column(overflow="fold")
    head.add_row(str(number), severity_text(lang, entry.verdict.severity), outside(entry.unit, "bold"))
    yield Text("")
    yield head
    yield columns(_found(findings, lang), indent=LEFT, fixed=2)
    rows: list[tuple[str, RenderableType]] = []
    rules = _rules(entry.verdict, lang)
    if rules:
        rows.append((say(lang, "report.why"), rules))
    exposure = _exposure(entry.exposure, lang)
    if exposure:
        rows.append((say(lang, "report.exposed"), exposure))
    rows.append((say(lang, "report.action"), Text(_action(entry.verdict, lang))))
    yield pairs(rows, indent=LEFT)


def _found(findings: list[Finding], lang: Lang) -> list[tuple[RenderableType, ...]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.infotype].append(finding)
    ordered = sorted(groups.items(), key=lambda item: -sum(finding.count for finding in item[1]))
    rows: list[tuple[RenderableType, ...]] = []
    for infotype, group in ordered[:INFOTYPES_SHOWN]:
        count = sum(finding.count for finding in group)
        sure = max(finding.confidence for finding in group)
        rows.append(
            (
                Text(f"× {count:,}", style="bold"),
                Text(named(lang, "confidence", sure.label)),
                Text(infotype_title(lang, infotype)),
                outside(_where(group, lang), "dim"),
            )
        )
    if len(ordered) > INFOTYPES_SHOWN:
        more = say(lang, "report.more_infotypes", count=len(ordered) - INFOTYPES_SHOWN)
        rows.append((Text(""), Text(""), Text(more, style="dim"), Text("")))
    return rows


def _where(group: list[Finding], lang: Lang) -> str:
    names = list(dict.fromkeys(finding.column for finding in group if finding.column))
    said = []
    if names:
        more = "…" if len(names) > COLUMNS_SHOWN else ""
        said.append(say(lang, "report.in_columns", columns=", ".join(names[:COLUMNS_SHOWN]) + more))
    first = next((locator for finding in group for locator in finding.locators), None)
    if first is not None:
        said.append(f"{place(first, lang)} {first.mask}".strip())
    return "  ".join(said)


def place(locator: Locator, lang: Lang) -> str:
    """A locator in words: `line 3`, `page 2, line 7`."""
    fields = ((name, value) for name, value in locator.fields.items() if name not in FIELDS_IN_TEXT and value != "")
    return ", ".join(f"{named(lang, 'field', name)} {value}" for name, value in fields)


def _rules(verdict: Verdict, lang: Lang) -> Text:
    lines = []
    for rule in verdict.rules:
        line = Text(rule.id, style="bold")
        line.append(f" {rule_title(lang, rule)}", style="not bold")
        if rule.provision:
            line.append(f"  {provision(lang, rule)}", style="not bold dim")
        if rule.unknown:
            line.append(
                "  " + say(lang, "report.unknown_facts", facts=", ".join(rule.unknown)), style="not bold yellow"
            )
        lines.append(line)
    return Text("\n").join(lines)


def _exposure(exposure: ExposureReport, lang: Lang) -> Text:
    lines = [_state(each, lang) for each in exposure.exposures]
    lines += [Text(say(lang, "report.exposure_unknown", what=_state(each, lang).plain)) for each in exposure.unknown]
    return Text("\n").join(lines)


def _state(exposure: Exposure, lang: Lang) -> Text:
    line = Text(named(lang, "state", exposure.state.value))
    words = named(lang, "evidence", exposure.evidence)
    detail = detail_in(lang, exposure.detail)
    seen = f"{words}{detail}" if words.endswith("：") else f"{words} {detail}".rstrip()
    return line.append_text(outside(f"  {seen}", "dim"))


def _action(verdict: Verdict, lang: Lang) -> str:
    what = [named(lang, "action", verdict.action.label)]
    what += [obligation(lang, each) for each in obligation_types(verdict)]
    return say(lang, "report.list_separator").join(what)
