"""The CSV report: opened by spreadsheets, so it must be safe in them."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.exporters.csv_ import COLUMNS, guarded
from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports


def written(report, lang="en"):
    out = io.BytesIO()
    exporters()["csv"].write(report, out, Style(lang))
    return out.getvalue()


def rows(report, lang="en"):
    return list(csv.DictReader(io.StringIO(written(report, lang).decode("utf-8-sig"), newline="")))


def test_excel_opens_it():
    """It begins with a byte order mark and ends its lines with CRLF."""
    data = written(reports.full())
    assert data.startswith(b"\xef\xbb\xbfrecord,")
    assert data.count(b"\n") == data.count(b"\r\n") == 1 + len(reports.FINDINGS) + len(reports.UNREAD)


def test_one_row_a_finding_and_one_an_unread_unit():
    """Nothing is left out: every finding and every unit that was not read has its row."""
    found = rows(reports.full())
    assert [row["record"] for row in found] == ["finding"] * 3 + ["unread"] * 3
    assert found[0]["severity"] == "critical"
    assert found[0]["obligations"] == "revoke_link; alert; open_incident"
    assert found[0]["first_mask"] == "110101********123*"
    assert found[3]["reason"] == "encrypted"


def test_titles_are_in_the_language_asked_for():
    """The names of infotypes follow --lang; the headings do not."""
    assert rows(reports.full(), "zh")[0]["title"].startswith("公民身份号码")
    assert rows(reports.full(), "en")[0]["title"] == "Citizen identity number"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_formulas_are_disarmed(start):
    """No cell begins with what a spreadsheet takes for a formula."""
    finding = replace(reports.FINDINGS[0], unit=f"{start}cmd|'/c calc'!A1")
    cell = rows(replace(reports.full(), findings=(finding,)))[0]["unit"]
    assert cell[0] not in "=+-@\t\r＝＠"


def test_numbers_stay_numbers():
    """A figure is not taken for a formula, even where it is negative."""
    assert guarded(-3) == "-3"


def test_documented():
    """Every column is explained in docs/exports.md."""
    guide = (Path(__file__).parents[4] / "docs" / "exports.md").read_text(encoding="utf-8")
    table = guide.partition("## CSV")[2].partition("## Exit")[0]
    assert set(COLUMNS) <= set(re.findall(r"`([a-z_0-9]+)`", table))
