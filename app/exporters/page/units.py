"""The middle of the page: every unit with its findings, why they count, how it lies exposed and what follows."""

from collections.abc import Iterator

from app.domain.exposure import Exposure
from app.domain.findings import Finding
from app.domain.scans import UnitVerdict
from app.exporters.layout.advice import DONE_ALREADY, remedies
from app.exporters.layout.units import place
from app.exporters.layout.words import (
    infotype_title,
    named,
    obligation,
    obligation_types,
    provision,
    rule_title,
    sensitivity,
)
from app.exporters.page.figures import Figures
from app.exporters.page.head import pill
from app.exporters.page.markup import Markup, el, joined
from app.wording.catalogue import Lang, in_lang, keys, say
from app.wording.details import detail_in
from detectors.model import Confidence
from policies.verdicts import FiredRule, Severity

UNITS_SHOWN = 2_000
LOCATORS_SHOWN = 50_000
"""Most places on one page over all findings: a page must open in a browser; JSON holds all of them."""
FEWEST = 3
OPEN_AT_FIRST = 1


def units(figures: Figures, lang: Lang) -> Iterator[str]:
    """The filter, then one section a unit, the worst first."""
    yield Markup('<section id="units"><div class="head">') + el("h2", say(lang, "html.all_units")) + Markup("</div>")
    yield _filter(figures, lang)
    share = LOCATORS_SHOWN // max(1, len(figures.report.findings))
    for number, entry in enumerate(figures.worst[:UNITS_SHOWN], start=1):
        yield _unit(figures, number, entry, max(FEWEST, share), lang)
    if len(figures.worst) > UNITS_SHOWN:
        yield el("p", say(lang, "report.more_units", count=len(figures.worst) - UNITS_SHOWN), class_="quiet")
    if not figures.worst:
        yield el("p", say(lang, "html.no_units"), class_="card quiet")
    yield Markup("</section>")


def _filter(figures: Figures, lang: Lang) -> Markup:
    def select(field: str, options: list[tuple[str, str]]) -> Markup:
        every = el("option", say(lang, f"html.any_{field}"), value="")
        rest = [el("option", label, value=value) for value, label in options]
        return el("select", every, rest, data_filter=field, aria_label=say(lang, f"html.any_{field}"))

    severities = [s for s in sorted(Severity, reverse=True) if figures.severities[s]]
    sure = sorted({finding.confidence for finding in figures.report.findings}, reverse=True)
    fired = {rule.id: rule for entry in figures.worst for rule in entry.verdict.rules}
    return el(
        "div",
        el("input", type="search", data_filter="search", placeholder=say(lang, "html.search"),
           aria_label=say(lang, "html.search")),
        select("severity", [(each.label, named(lang, "severity", each.label)) for each in severities]),
        select("infotype", [(each, infotype_title(lang, each)) for each, _ in figures.what]),
        select("confidence", [(each.label, named(lang, "confidence", each.label)) for each in sure]),
        select("exposure", [(each, named(lang, "state", each)) for each, _ in figures.exposed]),
        select("rule", [(each, f"{each} {rule_title(lang, fired[each])}") for each, _ in figures.rules if each in fired]),
        el("button", say(lang, "html.reset"), type="button", data_do="reset"),
        el("button", say(lang, "html.open_all"), type="button", data_do="open"),
        el("button", say(lang, "html.close_all"), type="button", data_do="close"),
        el("output", "", data_shown=say(lang, "html.shown"), aria_live="polite"),
        class_="filter", role="search", hidden=True,
    )  # fmt: skip


def _unit(figures: Figures, number: int, entry: UnitVerdict, most: int, lang: Lang) -> Markup:
    verdict, findings = entry.verdict, figures.found.get(entry.unit, [])
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.infotype] = counts.get(finding.infotype, 0) + finding.count
    chips = [
        el("span", infotype_title(lang, each), el("b", f"{count:,}"), class_="chip") for each, count in counts.items()
    ]
    seen = dict.fromkeys(each.state.value for each in entry.exposure.exposures)
    states = [el("span", named(lang, "state", each), class_="chip state") for each in seen]
    head = el(
        "summary",
        el("span", pill(lang, verdict.severity), el("span", named(lang, "action", verdict.action.label), class_="action"),
           class_="verdict"),
        el("span", el("bdi", entry.unit), class_="unitname"),
        el("span", chips, states, class_="chips"),
    )  # fmt: skip
    body = el(
        "div",
        el("div", _why(verdict.rules, lang), _exposed(entry, lang), _steps(entry, lang), class_="reasons"),
        el("div", (_finding(each, most, lang) for each in findings), class_="findings"),
        class_="body",
    )
    return el(
        "details", head, body,
        class_=f"unit e-{verdict.severity.label}", id=f"u{number}", open=number <= OPEN_AT_FIRST,
        data_severity=verdict.severity.label, data_rule=" ".join(rule.id for rule in verdict.rules),
        data_exposure=" ".join(seen),
    )  # fmt: skip


def _why(rules: tuple[FiredRule, ...], lang: Lang) -> Markup | None:
    items = []
    for rule in rules:
        unknown = say(lang, "report.unknown_facts", facts=", ".join(rule.unknown)) if rule.unknown else ""
        items.append(
            el("li", el("a", rule.id, href=f"#r-{rule.id}"), " ", rule_title(lang, rule),
               el("span", provision(lang, rule), class_="quiet small"),
               el("span", unknown, class_="doubt small") if unknown else None)
        )  # fmt: skip
    return _block(lang, "report.why", items)


def _exposed(entry: UnitVerdict, lang: Lang) -> Markup | None:
    items = [el("li", _state(each, lang)) for each in entry.exposure.exposures]
    items += [
        el("li", el("span", say(lang, "html.not_known"), class_="doubt"), " ", _state(each, lang))
        for each in entry.exposure.unknown
    ]
    return _block(lang, "report.exposed", items)


def _state(exposure: Exposure, lang: Lang) -> Markup:
    words = named(lang, "evidence", exposure.evidence)
    seen = f"{words}{'' if words.endswith('：') else ' '}{detail_in(lang, exposure.detail)}".strip()
    return joined(el("b", named(lang, "state", exposure.state.value)), el("span", seen, class_="quiet small"))


def _steps(entry: UnitVerdict, lang: Lang) -> Markup | None:
    kinds = [kind for kind in obligation_types(entry.verdict) if kind not in DONE_ALREADY]
    items = [el("li", el("b", obligation(lang, kind))) for kind in kinds]
    items += [el("li", text, class_="small") for text in remedies(lang, entry.verdict.rules).values()]
    return _block(lang, "html.do", items)


def _block(lang: Lang, key: str, items: list[Markup]) -> Markup | None:
    return el("div", el("h4", say(lang, key)), el("ul", items)) if items else None


def _finding(finding: Finding, most: int, lang: Lang) -> Markup:
    levels = sensitivity(finding.infotype)
    column = el("code", el("bdi", finding.column)) if finding.column else None
    distinct = say(
        lang, "html.distinct" if finding.distinct_exact else "html.distinct_about", count=f"{finding.distinct:,}"
    )
    head = el(
        "summary",
        el("span", el("b", infotype_title(lang, finding.infotype)), column, class_="kind"),
        el("span", f"× {finding.count:,}", el("small", distinct), class_="count"),
        el("span", named(lang, "confidence", finding.confidence.label), class_=f"sure c-{finding.confidence.label}"),
        el("span", named_level(lang, levels["strict"]), class_=f"level l-{levels['strict']}"),
    )
    body = el("div", _reasons(finding, lang), _places(finding, most, lang), class_="detail")
    return el(
        "details", head, body,
        class_="finding", id=finding.id, data_infotype=finding.infotype, data_confidence=finding.confidence.label,
    )  # fmt: skip


def named_level(lang: Lang, level: str) -> str:
    """A degree of sensitivity in words; itself where there are none."""
    key = f"cli.sensitivity_{level}"
    return say(lang, key) if key in keys() else level


def _reasons(finding: Finding, lang: Lang) -> Markup:
    rows = [
        el("tr", el("td", f"{each.points:+d}", class_="points"), el("td", _reason(lang, each.code)),
           el("td", in_lang(lang, each.detail), class_="quiet"))
        for each in finding.reasons
    ]  # fmt: skip
    total = el("tr", el("td", str(finding.points), class_="points"), el("td", say(lang, "cli.explain_sum")),
               el("td", _scale(finding.confidence, lang), class_="quiet"), class_="sum")  # fmt: skip
    footer = el("p", say(lang, "html.finding_id"), " ", el("code", finding.id), el("br"), say(lang, "html.detector"), " ",
                el("code", finding.detector), class_="quiet small")  # fmt: skip
    return el("div", el("h5", say(lang, "html.reasons")), el("table", rows, total, class_="sums"), footer)


def _reason(lang: Lang, code: str) -> str:
    key = f"cli.reason_{code}"
    return say(lang, key) if key in keys() else code


def _scale(confidence: Confidence, lang: Lang) -> str:
    return say(lang, "html.from_points", word=named(lang, "confidence", confidence.label), points=confidence.points)


def _places(finding: Finding, most: int, lang: Lang) -> Markup:
    shown = finding.locators[:most]
    rows = [el("li", el("span", place(each, lang)), el("code", each.mask)) for each in shown]
    left = finding.count - len(shown)
    more = el("p", say(lang, "html.more_places", count=f"{left:,}"), class_="quiet small") if left > 0 else None
    head = el("h5", say(lang, "html.places"))
    return el("div", head, el("ol", rows, class_="places"), more)
