"""What the commands after a scan say, in both languages, letter by letter against what was read and found right."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.findings import Locator
from tests.unit.app.exporters import reports

FOLDER = Path(__file__).parent / "golden"
CALLS = {"fix": ("fix",), "diff": ("diff", "before", "after"), "findings": ("findings",)}


def sides():
    """Two scans: in the later one a value came, one went, one finding is new, one is gone, and one unit is unread."""
    whole = reports.full()
    places = tuple(Locator("row", {"row": n}, "***", f"{n:032x}") for n in range(4))
    old = replace(reports.FINDINGS[0], count=3, distinct=3, locators=places[:3])
    new = replace(reports.FINDINGS[0], count=3, distinct=3, locators=places[1:])
    lost = replace(reports.FINDINGS[2], unit="secret.zip", id="fnd_4")
    seen = replace(whole.coverage, unread=())
    later = replace(whole, scan=replace(whole.scan, id="scn_9"), findings=(new, reports.FINDINGS[1]))
    return {"before": replace(whole, findings=(old, reports.FINDINGS[2], lost), coverage=seen), "after": later}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_golden(mishao, services, monkeypatch, name, lang):
    """The whole output; MISHAO_REGOLD=1 writes it anew for review."""
    monkeypatch.setenv("COLUMNS", "100")
    if name == "diff":
        monkeypatch.setattr(services.scans, "report", sides().__getitem__)
    got = mishao(*CALLS[name], "--lang", lang).out
    path = FOLDER / f"{name}.{lang}.txt"
    if os.environ.get("MISHAO_REGOLD"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8")
