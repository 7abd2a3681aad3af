"""`mishao fix`: advice per unit, the most urgent first."""

import json

import pytest

from app.errors import NotFound
from app.exporters.layout.advice import tasks
from policies.loader import default_pack
from tests.unit.app.exporters import reports


@pytest.fixture(autouse=True)
def one_scan(services, monkeypatch):
    def report(scan_id):
        if scan_id != "scn_7":
            raise NotFound("no such scan")
        return reports.full()

    monkeypatch.setattr(services.scans, "report", report)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_worst_first_with_remedies(mishao, lang):
    """Each unit with its obligations in words and the remedy of its rule, the critical unit before the medium one."""
    text = mishao("fix", "--lang", lang).out
    assert text.index(reports.SHARE) < text.index(reports.BACKUP)
    flat = "".join(text.split())
    for rule in ("CN-EXP-01", "CN-EXP-08"):
        assert "".join(default_pack().rule(rule).remediation[lang].split()) in flat
    assert ("撤销公开链接" if lang == "zh" else "revoke the public link") in text
    assert "revoke_link" not in text
    assert ("3 个单元未能" if lang == "zh" else "not read in full: 3").lower() in text.lower()


def test_one_unit(mishao):
    """A unit or a pattern in place of a scan means that unit of the newest scan."""
    for what in (reports.BACKUP, "backup*"):
        units = json.loads(mishao("fix", what, "--format", "json").out)["units"]
        assert [each["unit"] for each in units] == [reports.BACKUP]
    got = mishao("fix", "nothing*")
    assert (got.code, got.err.count("\n")) == (2, 1)


def test_severity_and_limit(mishao):
    """What is milder than --severity is left out; what --limit cuts off is counted."""
    assert len(json.loads(mishao("fix", "scn_7", "--severity", "high", "--format", "json").out)["units"]) == 1
    document = json.loads(mishao("fix", "scn_7", "--limit", "1", "--format", "json").out)
    assert (len(document["units"]), document["left_out"], document["unread"]) == (1, 1, 3)
    assert "1 more" in mishao("fix", "--limit", "1").out


def test_machine_form(mishao):
    """Obligations have their stable type beside the words."""
    first = json.loads(mishao("fix", "--format", "json").out)["units"][0]
    (task,) = first["tasks"]
    assert [each["type"] for each in task["obligations"]] == ["revoke_link", "alert", "open_incident"]
    assert (first["severity"], task["rule"], task["provision"]) == ("critical", "CN-EXP-01", "PIPL 28(2), 51(1)(iii)")


def test_tasks_are_one_a_rule():
    """Over all units, what one rule demands is one task, the gravest first."""
    found = tasks([*reports.VERDICTS, *reports.VERDICTS])
    assert [(each.rule.id, each.units) for each in found] == [
        ("CN-EXP-01", (reports.SHARE,)), ("CN-EXP-08", (reports.BACKUP,)),
    ]  # fmt: skip
