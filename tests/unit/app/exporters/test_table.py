"""The report for people: complete, aligned, in two languages, harmless to the terminal."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from wcwidth import wcswidth

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports

GOLDEN = Path(__file__).parent / "golden"
SHAPES = [(lang, width) for lang in ("zh", "en") for width in (80, 140)]


def written(report, lang="en", width=100, color=False):
    out = io.BytesIO()
    exporters()["table"].write(report, out, Style(lang, width, color))
    return out.getvalue().decode("utf-8")


@pytest.mark.parametrize(("lang", "width"), SHAPES)
def test_golden(lang, width):
    """The whole report, letter by letter; `python -m tests.unit.app.exporters.regold` writes it anew for review."""
    assert written(reports.full(), lang, width) == (GOLDEN / f"table.{lang}.{width}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "width"), [*SHAPES, ("zh", 60), ("en", 60)])
def test_fits_the_terminal(lang, width):
    """No line is wider than the terminal, counted in cells."""
    assert max(wcswidth(line) for line in written(reports.full(), lang, width).splitlines()) <= width


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_stand_straight(lang):
    """The reasons of the unread units begin in one cell column, whatever the width of the names before them."""
    lines = written(reports.full(), lang, 140).splitlines()
    words = (
        ("已加密", "内容被截断", "不支持的格式") if lang == "zh" else ("encrypted", "cut off", "format not supported")
    )
    starts = {wcswidth(line[: line.index(word)]) for word in words for line in lines if word in line}
    assert len(starts) == 1


def test_worst_first():
    """The critical unit stands before the medium one, though the report has them the other way."""
    text = written(reports.full())
    assert text.index(reports.SHARE) < text.index(reports.BACKUP)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_says_everything(lang):
    """What, why, how exposed and by what evidence, what was not read, what to do, and that it is no legal advice."""
    text = written(reports.full(), lang, 160)
    for piece in (
        "120",
        "CN-EXP-01",
        "PIPL 28(2)",
        "HTTP 200",
        "AES-256, no password",
        "fnd_1",
        "encryption_at_rest",
    ):
        assert piece in text
    assert ("不构成法律意见" if lang == "zh" else "not legal advice") in text
    assert ("待确认" if lang == "zh" else "to be confirmed") in text
    assert ("不带凭据读取" if lang == "zh" else "without a credential") in text
    assert "revoke_link" not in text


def test_names_cannot_act_on_the_terminal():
    """Escapes, bidi overrides and undecodable bytes in names are written out."""
    finding = replace(reports.FINDINGS[0], unit="a\x1b]0;x\x07\u202egnp.\udcfftxt")
    verdict = replace(reports.VERDICTS[1], unit=finding.unit)
    text = written(replace(reports.full(), findings=(finding,), verdicts=(verdict,)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert "\\x1b]0;x\\x07\\u202egnp.\\xff" in text


def test_colours_only_where_asked():
    """Without colours there is not one escape; with them the severity has its own."""
    assert "\x1b" not in written(reports.full())
    assert "\x1b[1;37;41m" in written(reports.full(), color=True)


def test_environment_changes_nothing(monkeypatch):
    """The style alone decides: what FORCE_COLOR, NO_COLOR and COLUMNS say has been weighed before."""
    plain = written(reports.full())
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR", "COLUMNS"):
        monkeypatch.setenv(name, "1")
    assert written(reports.full()) == plain


def test_nothing_found_is_not_clean_when_unread():
    """With nothing found, a complete scan and one with unread units do not say the same."""
    assert "No personal information was found at this confidence" in written(reports.empty())
    partial = replace(reports.full(), findings=(), verdicts=())
    assert "not everything could be read" in written(partial)


def test_notes_are_shown():
    """An empty file and one whose content contradicts its name count as read, and it is said."""
    text = written(reports.full())
    assert re.search(r"empty file +空白\.txt", text)
    assert re.search(r"content contradicts the name.* +holiday\.jpg", text)


def test_long_lists_say_what_they_leave_out():
    """More units than are shown are counted, not dropped in silence."""
    many = [f"dir/file{number:03d}.csv" for number in range(60)]
    findings = tuple(replace(reports.FINDINGS[2], id=f"f{name}", unit=name) for name in many)
    verdicts = tuple(replace(reports.VERDICTS[0], unit=name) for name in many)
    unread = tuple(replace(reports.UNREAD[0], unit=f"z{number}.zip") for number in range(70))
    report = replace(
        reports.full(), findings=findings, verdicts=verdicts, coverage=replace(reports.full().coverage, unread=unread)
    )
    text = written(report)
    assert "20 more units" in text
    assert "20 more; --format json" in text
