"""Charts as inline SVG: split bars and rings; every figure stands beside them as text too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.exporters.page.figures import Split
from app.exporters.page.markup import Markup, el
from policies.verdicts import Severity

ROWS = 10
RADIUS, WIDTH = 42, 13
ROUND = 2 * 3.141592653589793 * RADIUS
GAP = 0.6
"""Space between the segments of a ring, in units of its box."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a ring: its figure, its class (which gives its colour), and what it is called."""

    value: int
    look: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its label, its figure split by severity, and the filter that a click on it sets."""

    label: str
    split: Split
    key: str
    field: str
    hint: str = ""


def bars(title: str, unit: str, rows: Sequence[Row], rest: str, nothing: str) -> Markup:
    """Horizontal bars, the longest first; `rest` says how many there are beyond those shown."""
    shown = rows[:ROWS]
    most = max((row.split.total() for row in shown), default=0)
    body = [_bar(row, most) for row in shown] or [el("p", nothing, class_="quiet")]
    if len(rows) > ROWS:
        body.append(el("p", rest, class_="quiet small"))
    head = el("h3", title, el("small", unit))
    return el("section", head, el("div", body, class_="bars"), class_="card chart")


def ring(segments: Iterable[Segment], middle: str, below: str, label: str) -> Markup:
    """A ring of segments with a figure in its middle, and its legend."""
    parts = [segment for segment in segments if segment.value]
    total = sum(segment.value for segment in parts)
    arcs: list[Markup] = [_circle("track", ROUND, 0.0)]
    begin = 0.0
    for segment in parts:
        length = ROUND * segment.value / total
        arcs.append(_circle(f"s-{segment.look}", max(0.8, length - (GAP if len(parts) > 1 else 0)), begin))
        begin += length
    words = [
        el("text", middle, x=60, y=62, class_="middle", text_anchor="middle"),
        el("text", below, x=60, y=77, class_="below", text_anchor="middle"),
    ]
    picture = el("svg", arcs, words, viewBox="0 0 120 120", role="img", aria_label=label, class_="ring")
    return el("div", picture, legend(parts), class_="ringed")


def legend(segments: Sequence[Segment]) -> Markup:
    """What the colours mean, each with its figure."""
    items = [
        el("li", el("i", class_=f"dot b-{each.look}"), el("span", each.label), el("b", f"{each.value:,}"))
        for each in segments
    ]
    return el("ul", items, class_="legend")


def _bar(row: Row, most: int) -> Markup:
    total = row.split.total()
    begin = 0.0
    parts: list[Markup] = []
    for severity in sorted(Severity, reverse=True):
        count = row.split[severity]
        if count:
            length = 100 * count / most
            length = max(length, 0.9) if total * 100 < most * 2 else length
            parts.append(
                el("rect", x=f"{begin:.2f}", y=0, width=f"{length:.2f}", height=8, class_=f"f-{severity.label}")
            )
            begin += length
    picture = el("svg", parts, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")
    label = el("span", el("bdi", row.label), class_="label", title=row.hint or row.label)
    return el(
        "a", label, picture, el("span", f"{total:,}", class_="num"),
        class_="bar", href="#units", data_field=row.field, data_value=row.key,
    )  # fmt: skip


def _circle(look: str, length: float, begin: float) -> Markup:
    return el(
        "circle", class_=look, cx=60, cy=60, r=RADIUS, fill="none", stroke_width=WIDTH,
        stroke_dasharray=f"{length:.2f} {ROUND - length:.2f}", stroke_dashoffset=f"{0 - begin:.2f}",
        transform="rotate(-90 60 60)",
    )  # fmt: skip
