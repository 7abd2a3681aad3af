"""The top of the page: what a manager reads in a minute."""

from app.exporters.layout.advice import Task, remedies, tasks
from app.exporters.layout.words import bytes_text, infotype_title, named, obligation, rule_title
from app.exporters.page.charts import Row, Segment, bars, ring
from app.exporters.page.figures import Figures
from app.exporters.page.markup import Markup, el, joined
from app.wording.catalogue import Lang, say
from policies.verdicts import Severity

WORST_SHOWN = 5
NAMES_SHOWN = 4
CHIPS_SHOWN = 4
LOGO = Markup(
    '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><path class="f-ink" d="M16 2 28 6.6v8.8c0 7.4-5 12.6-12 '
    '14.6C9 28 4 22.8 4 15.4V6.6Z"/><path class="f-paper" d="M16 8.5a4.6 4.6 0 0 0-4.6 4.6v2H10V23h12v-7.9h-1.4v-2A4.6 '
    '4.6 0 0 0 16 8.5Zm0 2.6a2 2 0 0 1 2 2v2h-4v-2a2 2 0 0 1 2-2Z"/></svg>'
)


def top(figures: Figures, lang: Lang) -> Markup:
    """Title, the answer in one sentence, headline figures, rings, and what to do first."""
    return joined(
        _masthead(figures, lang),
        _answer(figures, lang),
        _tiles(figures, lang),
        el("div", _rings(figures, lang), _worst(figures, lang), class_="two"),
        todo(figures, lang),
        _charts(figures, lang),
    )


def pill(lang: Lang, severity: Severity) -> Markup:
    """A severity as a word on its colour."""
    return el("span", named(lang, "severity", severity.label), class_=f"pill b-{severity.label}")


def anchor_of(figures: Figures, unit: str) -> str:
    """The address of a unit's own section on this page."""
    number = next((place for place, entry in enumerate(figures.worst, start=1) if entry.unit == unit), 0)
    return f"#u{number}" if number else "#units"


def _masthead(figures: Figures, lang: Lang) -> Markup:
    scan = figures.report.scan
    started = f"{scan.started_at:%Y-%m-%d %H:%M:%S %Z}".rstrip()
    if scan.finished_at:
        seconds = f"{(scan.finished_at - scan.started_at).total_seconds():.1f}"
        started = say(lang, "report.took", started=started, seconds=seconds)
    status = el("span", named(lang, "status", scan.status.value), class_=f"status st-{scan.status.value}")
    facts = [
        (say(lang, "report.targets"), joined(el("code", el("bdi", each)) for each in scan.targets)),
        (say(lang, "report.time"), started),
        (say(lang, "report.status"), status),
        (say(lang, "html.scan"), el("code", scan.id)),
        (say(lang, "report.pack"), f"{scan.pack.id} {scan.pack.version}"),
    ]
    pairs = [el("div", el("dt", label), el("dd", value)) for label, value in facts]
    brand = el(
        "div", LOGO, el("div", el("h1", say(lang, "html.title")), el("p", say(lang, "html.subtitle"))), class_="brand"
    )
    return el("header", brand, el("dl", pairs, class_="facts"), class_="masthead")


def _answer(figures: Figures, lang: Lang) -> Markup:
    report = figures.report
    if figures.grave:
        look, first = "bad", say(lang, "html.answer_grave", count=figures.grave, units=report.coverage.units)
    elif report.findings:
        look, first = "fair", say(lang, "html.answer_mild", count=len(figures.found), units=report.coverage.units)
    elif figures.unread:
        look, first = "fair", say(lang, "report.nothing_found_in_read")
    else:
        look, first = "good", say(lang, "report.nothing_found")
    second = say(lang, "html.all_read", units=report.coverage.units)
    if figures.unread:
        look = "fair" if look == "good" else look
        second = say(lang, "html.not_all_read", count=figures.unread)
    lines = [el("h2", first), el("p", second)]
    if report.scan.error:
        lines.append(el("p", named(lang, "error", report.scan.error)))
    return el("section", lines, class_=f"answer a-{look}")


def _tiles(figures: Figures, lang: Lang) -> Markup:
    report = figures.report
    subjects, coverage = report.subjects, report.coverage
    people = (
        f"{subjects.distinct:,}" if subjects.exact else say(lang, "report.estimated", figure=f"{subjects.distinct:,}")
    )
    tiles = [
        ("grave", figures.grave, "html.tile_grave", say(lang, "html.tile_grave_of", count=coverage.units)),
        ("people", people, "html.tile_people", say(lang, "html.tile_people_of", count=f"{subjects.sensitive_strict:,}")),
        ("minors", f"{subjects.under14:,}", "html.tile_minors", say(lang, "html.tile_minors_of", count=f"{subjects.from14to17:,}")),
        ("matches", f"{figures.matches:,}", "html.tile_matches", say(lang, "html.tile_matches_of", kinds=len(figures.what), findings=len(report.findings))),
        ("unread", figures.unread, "html.tile_unread", say(lang, "html.tile_unread_of", bytes=bytes_text(coverage.bytes))),
    ]  # fmt: skip
    boxes = [
        el("div", el("span", say(lang, key), class_="name"), el("strong", str(value)), el("span", note, class_="of"),
           class_=f"tile t-{name}" + ("" if str(value) == "0" else " some"))
        for name, value, key, note in tiles
    ]  # fmt: skip
    return el("section", boxes, class_="tiles")


def _rings(figures: Figures, lang: Lang) -> Markup:
    coverage = figures.report.coverage
    share = f"{100 * coverage.read // coverage.units} %" if coverage.units else "0 %"
    clean = max(0, coverage.units - figures.severities.total())
    graded = [
        Segment(figures.severities[each], each.label, named(lang, "severity", each.label))
        for each in sorted(Severity, reverse=True)
        if each is not Severity.NONE
    ]
    graded.append(Segment(clean + figures.severities[Severity.NONE], "none", say(lang, "html.without_findings")))
    covered = [
        Segment(getattr(coverage, name), name, named(lang, "unit", name))
        for name in ("read", "partial", "unreadable", "skipped")
    ]
    return el(
        "section",
        el("div", el("h3", say(lang, "html.units_by_severity")),
           ring(graded, f"{figures.grave:,}", say(lang, "html.ring_grave"), say(lang, "html.units_by_severity"))),
        el("div", el("h3", say(lang, "html.coverage")),
           ring(covered, share, say(lang, "html.ring_read"), say(lang, "html.coverage"))),
        class_="card rings",
    )  # fmt: skip


def _worst(figures: Figures, lang: Lang) -> Markup:
    rows = [
        el("li", el("a", pill(lang, entry.verdict.severity), el("span", el("bdi", entry.unit), class_="unitname"),
                    href=f"#u{number}"),
           el("p", _summary(figures, entry.unit, lang), class_="quiet small"))
        for number, entry in enumerate(figures.worst[:WORST_SHOWN], start=1)
    ]  # fmt: skip
    body = el("ol", rows, class_="worst") if rows else el("p", say(lang, "html.no_units"), class_="quiet")
    return el("section", el("h3", say(lang, "html.worst")), body, class_="card")


def _summary(figures: Figures, unit: str, lang: Lang) -> str:
    counts: dict[str, int] = {}
    for finding in figures.found.get(unit, []):
        counts[finding.infotype] = counts.get(finding.infotype, 0) + finding.count
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    words = [f"{infotype_title(lang, each)} × {count:,}" for each, count in ordered[:CHIPS_SHOWN]]
    more = say(lang, "report.more_infotypes", count=len(ordered) - CHIPS_SHOWN) if len(ordered) > CHIPS_SHOWN else ""
    return say(lang, "report.list_separator").join([*words, *([more] if more else [])])


def todo(figures: Figures, lang: Lang) -> Markup:
    """What to do, rule by rule, the most urgent first: the remedy, its steps, and the units it is about."""
    rows = [_task(task, figures, lang) for task in tasks(figures.worst)]
    if figures.unread:
        unread = el("span", say(lang, "html.unread_short"), class_="pill b-unreadable")
        words = el("a", el("strong", say(lang, "report.see_to_unread")), href="#unread")
        rows.append(el("li", el("div", unread, words, class_="do")))
    head = el("h2", say(lang, "report.next"))
    if not rows:
        return el("section", head, el("p", say(lang, "html.nothing_to_do")), class_="card")
    return el("section", head, el("ol", rows, class_="todo"), class_="card", id="todo")


def _task(task: Task, figures: Figures, lang: Lang) -> Markup:
    remedy = remedies(lang, [task.rule]).get(task.rule.id) or rule_title(lang, task.rule)
    ground = el(
        "p", el("a", task.rule.id, href=f"#r-{task.rule.id}"), " ", rule_title(lang, task.rule), class_="quiet small"
    )
    duties = el("ul", (el("li", obligation(lang, kind)) for kind in task.obligations), class_="duties")
    links = [el("li", el("a", el("bdi", unit), href=anchor_of(figures, unit))) for unit in task.units[:NAMES_SHOWN]]
    more = len(task.units) - len(links)
    if more:
        links.append(el("li", say(lang, "html.and_more_units", count=more), class_="quiet"))
    head = el("div", pill(lang, task.severity), el("strong", remedy), class_="do")
    return el("li", head, ground, duties, el("ul", links, class_="names"))


def _charts(figures: Figures, lang: Lang) -> Markup:
    fired = {rule.id: rule for entry in figures.worst for rule in entry.verdict.rules}

    def chart(key: str, unit: str, rows: list[Row]) -> Markup:
        rest = say(lang, "html.bars_left_out", count=len(rows) - 10)
        return bars(
            say(lang, f"html.chart_{key}"), say(lang, f"html.per_{unit}"), rows, rest, say(lang, "html.chart_empty")
        )

    where = [Row(key, figure, key, "search") for key, figure in figures.where]
    exposed = [Row(named(lang, "state", key), figure, key, "exposure") for key, figure in figures.exposed]
    what = [Row(infotype_title(lang, key), figure, key, "infotype", key) for key, figure in figures.what]
    rules = [
        Row(f"{key} {rule_title(lang, fired[key])}", figure, key, "rule")
        for key, figure in figures.rules
        if key in fired
    ]
    return el(
        "div",
        chart("what", "match", what),
        chart("where", "match", where),
        chart("exposed", "unit", exposed),
        chart("rules", "unit", rules),
        class_="charts",
    )
