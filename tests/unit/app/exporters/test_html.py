"""The report as a page: self-contained, harmless, complete, in two languages."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.domain.findings import Finding
from app.exporters.interface import Style
from app.exporters.page import units as page_units
from app.exporters.page.figures import figures_of, place_of
from app.exporters.page.markup import VOID, el
from app.exporters.registry import exporters
from detectors.model import Reason
from policies.verdicts import Severity
from tests.unit.app.exporters import reports

HOSTILE = '<img src=x onerror="alert(1)">&\x1b[31m\u202e\'</script>'


def written(report, lang="en"):
    out = io.BytesIO()
    exporters()["html"].write(report, out, Style(lang))
    return out.getvalue().decode("utf-8")


class Reader(HTMLParser):
    """Takes a page apart: elements with their attributes, and the text that a reader sees."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words, self.open, self.unbalanced = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("report", [reports.full(), reports.empty()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_well_formed(report, lang):
    """Every element is closed where it was opened, ids are there once, and links inside the page lead somewhere."""
    page = Reader(written(report, lang))
    assert (page.open, page.unbalanced) == ([], [])
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = {attrs["href"] for tag, attrs in page.elements if tag == "a"}
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert page.elements[0] == ("html", {"lang": "zh-CN" if lang == "zh" else "en"})


def test_asks_for_nothing():
    """No address outside the page, no attribute that runs code or sets style, and a policy that forbids all of it."""
    page = Reader(written(reports.full()))
    for tag, attrs in page.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "form", "base"}
        assert not {"src", "srcset", "action", "style"} & set(attrs)
        assert not [name for name in attrs if name.startswith("on")]
    whole = written(reports.full())
    assert not re.search(r"https?://|url\(|@import", whole)
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", whole, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_names_cannot_act():
    """Whatever a name, column, detail or target holds, it is text: no element and no control character comes of it."""
    before = Reader(written(reports.full()))
    finding = replace(
        reports.FINDINGS[0], unit=HOSTILE, column=HOSTILE, reasons=(Reason("pattern", 3, HOSTILE),), detector=HOSTILE
    )
    seen = ExposureReport((Exposure(ExposureState.SHARE, HOSTILE, HOSTILE),))
    full = reports.full()
    spoiled = replace(
        full,
        scan=replace(full.scan, targets=(HOSTILE,), error=HOSTILE),
        findings=(finding, *full.findings[1:]),
        verdicts=tuple(replace(each, unit=HOSTILE, exposure=seen) for each in full.verdicts[:1]) + full.verdicts[1:],
        coverage=replace(full.coverage, unread=(replace(reports.UNREAD[0], unit=HOSTILE, detail=HOSTILE),)),
    )
    page = written(spoiled)
    after = Reader(page)
    assert {tag for tag, _ in after.elements} <= {tag for tag, _ in before.elements}
    assert (after.open, after.unbalanced) == ([], [])
    assert not set(page) & {"\x1b", "\u202e"}
    assert "alert(1)" in after.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_says_everything(lang):
    """Headline figures, every finding with places, masks and reasons, rules with provisions, and the unread ledger."""
    text = Reader(written(reports.full(), lang)).text
    for finding in reports.FINDINGS:
        assert finding.id in text
        assert all(locator.mask in text for locator in finding.locators)
    for unit in (reports.SHARE, reports.BACKUP, "secret.zip", "空白.txt", "日志/app\\x1b[31m.log"):
        assert unit in text
    for piece in ("CN-EXP-01", "PIPL 28(2)", "120", "241", "HTTP 200", "encryption_at_rest", "ab" * 32):
        assert piece in text
    said = {
        "zh": ("校验位或内部规则成立", "待确认", "不构成法律意见", "已加密", "撤销公开链接或匿名访问", "无法确认"),
        "en": (
            "check digit",
            "to be confirmed",
            "not legal advice",
            "encrypted",
            "revoke the public link",
            "not known",
        ),
    }
    assert all(piece in text for piece in said[lang])


def test_incomplete_is_never_called_clean():
    """Where nothing was found but something was not read, the page says so at the top."""
    coverage = reports.full().coverage
    text = Reader(written(replace(reports.full(), findings=(), verdicts=(), coverage=coverage))).text
    assert "in what could be read" in text
    assert "No personal information was found at this confidence." not in text
    assert "No personal information was found at this confidence." in Reader(written(reports.empty())).text


def test_filter_has_what_it_filters_by():
    """Each unit and finding carries the values that the choices of the filter offer."""
    page = Reader(written(reports.full()))
    units = [attrs for tag, attrs in page.elements if tag == "details" and "data-severity" in attrs]
    assert [each["data-severity"] for each in units] == ["critical", "medium"]
    assert units[0]["data-exposure"] == "public_link"
    kinds = {attrs["data-infotype"] for tag, attrs in page.elements if "data-infotype" in attrs}
    offered = {attrs["value"] for tag, attrs in page.elements if tag == "option"}
    assert kinds | {"critical", "public_link", "CN-EXP-08", "high"} <= offered


def test_worst_units_first():
    """The critical unit stands before the medium one, though the report has them the other way."""
    page = Reader(written(reports.full()))
    assert [a["id"] for tag, a in page.elements if a.get("class", "").startswith("unit e-")] == ["u1", "u2"]
    assert "e-critical" in next(a["class"] for _, a in page.elements if a.get("id") == "u1")


def test_large_scans_stay_a_page(monkeypatch):
    """Beyond the limits the page says how much more there is."""
    monkeypatch.setattr(page_units, "UNITS_SHOWN", 1)
    monkeypatch.setattr(page_units, "LOCATORS_SHOWN", 0)
    many = tuple(
        Finding(f"f{n}", "contact.mobile", reports.SHARE, "c", 9, 9, 6, (), "d", reports.FINDINGS[0].locators * 3)
        for n in range(3)
    )
    text = Reader(written(replace(reports.full(), findings=many))).text
    assert "and 1 more units" in text
    assert "and 6 more places" in text


def test_figures_add_up():
    """Each chart sums to what it is a chart of, split by the severity of the units."""
    figures = figures_of(reports.full())
    assert sum(split.total() for _, split in figures.what) == figures.matches == 241
    assert dict(figures.what)["contact.mobile"] == {Severity.CRITICAL: 119, Severity.MEDIUM: 2}
    assert [key for key, _ in figures.rules] == ["CN-EXP-01", "CN-EXP-08"]
    assert (figures.grave, figures.unread) == (1, 3)


@pytest.mark.parametrize(
    ("unit", "targets", "place"),
    [
        ("/data/a/b.csv", ("/data",), "a/"),
        ("/data/b.csv", ("/data",), "b.csv"),
        ("/data/b.zip!/x/y.csv", ("/data",), "b.zip/"),
        ("/data/b.csv", ("/data/b.csv",), "/data/b.csv"),
        ("/data/a/b.csv", ("/data", "/srv"), "/data"),
        ("postgresql://h/shop/public.people", ("postgresql://h/shop",), "public.people"),
    ],
)
def test_places(unit, targets, place):
    """A unit belongs to the folder below the one target, or to its target where there are several."""
    assert place_of(unit, targets) == place


def test_elements_escape():
    """Text and attributes are escaped, markup is not escaped twice."""
    assert el("p", el("b", "<&>"), title='"x"') == '<p title="&quot;x&quot;"><b>&lt;&amp;&gt;</b></p>'
