"""The end of the page: what was not read, the rules and infotypes in full, and how to read all this."""

from collections.abc import Iterator

from app.domain.units import UnitOutcome
from app.exporters.layout.product import version
from app.exporters.layout.words import infotype_title, named, provision, rule_title, sensitivity
from app.exporters.page.figures import Figures
from app.exporters.page.head import pill
from app.exporters.page.markup import Markup, el
from app.exporters.page.units import named_level
from app.wording.catalogue import Lang, in_lang, say
from app.wording.details import detail_in
from detectors.infotypes import catalogue
from policies.loader import default_pack
from policies.rules import Rule, Text
from policies.verdicts import FiredRule

UNREAD_SHOWN = 5_000


def appendix(figures: Figures, lang: Lang) -> Iterator[str]:
    """Unread units, notes, rules, infotypes, and the explanation."""
    yield _unread(figures, lang)
    yield _noted(figures, lang)
    yield _rules(figures, lang)
    yield _infotypes(figures, lang)
    yield _reading(figures, lang)


def _unread(figures: Figures, lang: Lang) -> Markup:
    unread = figures.report.coverage.unread
    head = el("h2", say(lang, "report.not_read", count=len(unread)))
    if not unread:
        return el(
            "section",
            head,
            el("p", say(lang, "html.all_read", units=figures.report.coverage.units)),
            class_="card",
            id="unread",
        )
    rows = [el("tr", _outcome(each, lang)) for each in unread[:UNREAD_SHOWN]]
    more = len(unread) - UNREAD_SHOWN
    rest = el("p", say(lang, "report.more_unread", count=more), class_="quiet") if more > 0 else None
    heads = ["html.how", "cli.column_unit", "html.reason", "cli.column_detail"]
    table = _table(lang, heads, rows)
    return el("section", head, el("p", say(lang, "html.unread_means")), table, rest, class_="card", id="unread")


def _outcome(outcome: UnitOutcome, lang: Lang) -> list[Markup]:
    status = outcome.status.value
    reason = named(lang, "reason", outcome.reason.value) if outcome.reason else ""
    return [
        el("td", el("span", named(lang, "unit", status), class_=f"pill b-{status}")),
        el("td", el("bdi", outcome.unit), class_="name"),
        el("td", reason),
        el("td", detail_in(lang, outcome.detail), class_="quiet"),
    ]


def _noted(figures: Figures, lang: Lang) -> Markup | str:
    noted = figures.report.coverage.noted[:UNREAD_SHOWN]
    if not noted:
        return ""
    rows = [
        el("tr", el("td", el("bdi", each.unit), class_="name"), el("td", say(lang, "report.list_separator").join(named(lang, "note", note.value) for note in each.notes)))
        for each in noted
    ]  # fmt: skip
    table = _table(lang, ["cli.column_unit", "html.note"], rows)
    return el("section", el("h2", say(lang, "report.noted")), table, class_="card")


def _rules(figures: Figures, lang: Lang) -> Markup:
    fired: dict[str, FiredRule] = {}
    for entry in figures.worst:
        for rule in entry.verdict.rules:
            if rule.id not in fired or rule.severity > fired[rule.id].severity:
                fired[rule.id] = rule
    known = {rule.id: rule for rule in default_pack().rules}
    ordered = sorted(fired.values(), key=lambda rule: (-rule.severity, rule.id))
    cards = [_rule(rule, known.get(rule.id), lang) for rule in ordered]
    pack = figures.report.scan.pack
    note = say(lang, "html.pack_note", id=pack.id, version=pack.version, sha256=pack.sha256)
    body = el("div", cards, class_="rules") if cards else el("p", say(lang, "html.no_rules"), class_="quiet")
    return el(
        "section", el("h2", say(lang, "html.rules")), body, el("p", note, class_="quiet small hash"), class_="card"
    )


def _rule(rule: FiredRule, known: Rule | None, lang: Lang) -> Markup:
    rows = [(say(lang, "cli.column_provision"), provision(lang, rule))]
    summary: Markup | None = None
    if known:
        summary = el("p", known.summary.get(lang, ""))
        texts: list[tuple[str, Text]] = [
            ("html.remedy", known.remediation),
            ("html.evidence", known.evidence),
            ("html.notification", known.notification),
            ("html.retention", known.retention),
            ("html.note", known.note),
        ]
        rows += [(say(lang, key), each.get(lang, "")) for key, each in texts if each.get(lang)]
    pairs = [el("div", el("dt", label), el("dd", value)) for label, value in rows]
    head = el("h3", pill(lang, rule.severity), el("span", rule.id, class_="id"), rule_title(lang, rule))
    return el("article", head, summary, el("dl", pairs), id=f"r-{rule.id}")


def _infotypes(figures: Figures, lang: Lang) -> Markup | str:
    rows = []
    for infotype, split in figures.what:
        entry = catalogue().get(infotype)
        levels = sensitivity(infotype)
        rows.append(
            el("tr", el("td", el("b", infotype_title(lang, infotype)), el("code", infotype)),
               el("td", f"{split.total():,}", class_="number"), el("td", named_level(lang, levels["current"])),
               el("td", named_level(lang, levels["strict"])),
               el("td", in_lang(lang, entry.basis) if entry else "", class_="quiet"))
        )  # fmt: skip
    if not rows:
        return ""
    heads = ["cli.column_infotype", "html.matches", "html.level_current", "html.level_strict", "html.ground"]
    return el("section", el("h2", say(lang, "html.infotypes")), _table(lang, heads, rows), class_="card")


def _reading(figures: Figures, lang: Lang) -> Markup:
    points = ["html.read_masks", "html.read_confidence", "html.read_people", "html.read_unread", "report.legal"]
    scan = figures.report.scan
    made = say(lang, "html.made", version=version(), scan=scan.id)
    items = [el("li", say(lang, key)) for key in points]
    return el(
        "footer",
        el("h2", say(lang, "html.reading")),
        el("ul", items),
        el("p", made, class_="quiet small"),
        class_="card",
    )


def _table(lang: Lang, heads: list[str], rows: list[Markup]) -> Markup:
    head = el("thead", el("tr", (el("th", say(lang, key)) for key in heads)))
    return el("div", el("table", head, el("tbody", rows)), class_="scroll")
