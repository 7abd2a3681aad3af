"""The report as a page, in a real browser: it asks for nothing, filters, and unfolds for print."""

import pytest

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.e2e import browser
from tests.unit.app.exporters import reports

pytestmark = pytest.mark.skipif(browser.found() is None, reason=browser.MISSING)

SHOWN = "[...document.querySelectorAll('.{what}')].filter((node) => !node.closest('[hidden]')).length"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "report.html"
    with path.open("wb") as out:
        exporters()["html"].write(reports.full(), out, Style("en"))
    with browser.page(path.as_uri(), tmp_path / "profile") as opened:
        yield opened


def choose(page, field, value):
    page.eval(
        f"(() => {{ const node = document.querySelector('[data-filter={field}]'); node.value = {value!r};"
        "node.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    return page.eval(SHOWN.format(what="unit")), page.eval(SHOWN.format(what="finding"))


def test_page(page):
    """Filters by every field, by search and by a click on a chart; links unfold; nothing is fetched or refused."""
    assert page.eval("document.querySelector('output').textContent") == "units: 2 of 2 · findings: 3 of 3"
    assert choose(page, "severity", "critical") == (1, 2)
    assert choose(page, "severity", "") == (2, 3)
    assert choose(page, "infotype", "contact.mobile") == (2, 2)
    assert choose(page, "confidence", "high") == (0, 0)
    assert page.eval("document.querySelector('output').textContent") == "units: 0 of 2 · findings: 0 of 3"
    page.eval("document.querySelector('[data-do=reset]').click()")
    assert choose(page, "exposure", "backup") == (1, 1)
    assert choose(page, "exposure", "") == (2, 3)
    assert choose(page, "rule", "CN-EXP-01") == (1, 2)
    assert choose(page, "rule", "") == (2, 3)
    assert choose(page, "search", "客户名单 110101") == (1, 2)
    page.eval("document.querySelector('[data-field=infotype][data-value=\"cn.id_card\"]').click()")
    assert page.eval(SHOWN.format(what="finding")) == 1
    page.eval("location.hash = '#fnd_3'")
    page.eval("document.querySelector('[data-do=open]').click()")
    assert page.eval("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
    assert page.complaints == []


def test_print(page):
    """Everything is unfolded for print and folded again afterwards; no element is wider than a narrow screen."""
    folded = page.eval("document.querySelectorAll('details:not([open])').length")
    assert folded > 0
    page.eval("dispatchEvent(new Event('beforeprint'))")
    assert page.eval("document.querySelectorAll('details:not([open])').length") == 0
    page.call("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
    assert page.eval("document.documentElement.scrollWidth") <= 390
    page.eval("dispatchEvent(new Event('afterprint'))")
    assert page.eval("document.querySelectorAll('details:not([open])').length") == folded
