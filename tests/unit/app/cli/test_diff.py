"""`mishao diff`: what changed between two scans, and what cannot be known."""

import json
from dataclasses import replace

import pytest

from app.cli.comparison import Change, compare
from app.domain.findings import Locator
from app.domain.scans import ScanOptions
from app.domain.units import UnitOutcome, UnitStatus, UnreadReason
from policies.verdicts import Severity
from tests.unit.app.exporters import reports


def with_values(finding, *numbers):
    places = tuple(Locator("row", {"row": n}, "***", f"{n:032x}") for n in numbers)
    return replace(finding, count=len(places), distinct=len(places), locators=places)


SMALL = with_values(reports.FINDINGS[0], 1, 2, 3)


def report(*findings, **changes):
    whole = reports.full()
    kept = {finding.unit for finding in findings}
    verdicts = tuple(each for each in whole.verdicts if each.unit in kept)
    coverage = replace(whole.coverage, unread=())
    return replace(whole, **{"findings": findings, "verdicts": verdicts, "coverage": coverage, **changes})


def test_nothing_changed():
    """A scan compared with itself has nothing new, nothing gone, and is not worse."""
    found = compare(reports.full(), reports.full())
    assert {each.change for each in found.findings} == {Change.STAYED}
    assert not found.verdicts
    assert not found.worse(Severity.LOW)


def test_new_and_gone():
    """What one side alone has is new or gone; what is new in a grave unit makes it worse, at its severity and below."""
    found = compare(report(reports.FINDINGS[2]), report(SMALL))
    assert [(each.change, each.finding.id) for each in found.findings] == [
        (Change.NEW, "fnd_1"),
        (Change.GONE, "fnd_3"),
    ]
    assert found.worse(Severity.CRITICAL)
    assert not compare(report(SMALL), report(reports.FINDINGS[2])).worse(Severity.HIGH)
    assert [(each.unit, each.before, each.after) for each in found.verdicts] == [
        (reports.SHARE, Severity.NONE, Severity.CRITICAL), (reports.BACKUP, Severity.MEDIUM, Severity.NONE),
    ]  # fmt: skip


def test_values_are_told_apart_by_fingerprint():
    """The same number of values can be other values: their fingerprints tell."""
    found = compare(report(SMALL), report(with_values(SMALL, 2, 3, 4)))
    (one,) = found.findings
    assert (one.change, one.added, one.removed, one.exact) == (Change.STAYED, 1, 1, True)
    assert found.worse(Severity.CRITICAL)


def test_counts_are_a_lower_bound_where_places_were_left_out():
    """With more places than a report keeps, only the distinct counts speak, and it says so."""
    more = replace(reports.FINDINGS[0], distinct=reports.FINDINGS[0].distinct + 7)
    (one,) = compare(report(reports.FINDINGS[0]), report(more)).findings
    assert (one.added, one.removed, one.exact) == (7, 0, False)


@pytest.mark.parametrize("status", [UnitStatus.UNREADABLE, UnitStatus.PARTIAL, UnitStatus.SKIPPED])
def test_what_was_not_read_is_not_gone(status):
    """A finding in a unit that was not read this time is unknown, and its verdict has not improved."""
    unread = (UnitOutcome(reports.SHARE, status, UnreadReason.ENCRYPTED),)
    later = report(coverage=replace(reports.full().coverage, unread=unread))
    found = compare(report(SMALL), later)
    assert [each.change for each in found.findings] == [Change.UNKNOWN]
    assert found.verdicts == ()
    assert found.newly_unread == (reports.SHARE,)
    assert "diff.not_all_read" in found.caveats


def test_scans_that_differ_say_so():
    """Other targets, options or rules are named: they can be the whole difference."""
    other = replace(
        reports.SCAN,
        targets=("/x",),
        options=ScanOptions(min_confidence="low"),
        pack=replace(reports.SCAN.pack, sha256="c"),
    )
    found = compare(report(SMALL), report(SMALL, scan=other))
    assert found.caveats == ("diff.other_targets", "diff.other_options", "diff.other_pack")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_command(mishao, services, monkeypatch, lang):
    """Exit 1 where something new is at or above --fail-on, 0 elsewhere; values never appear."""
    sides = {"a": report(reports.FINDINGS[2]), "b": report(SMALL, reports.FINDINGS[2])}
    monkeypatch.setattr(services.scans, "report", sides.__getitem__)
    got = mishao("diff", "a", "b", "--lang", lang)
    assert got.code == 1
    assert "+3" in got.out
    assert got.err.count("\n") == 1
    assert mishao("diff", "b", "a", "--lang", lang).code == 0
    assert mishao("diff", "a", "a", "--lang", lang).code == 0


def test_machine_form(mishao, services, monkeypatch):
    """The JSON has every change with its counts, and the coverage of both sides."""
    sides = {"a": report(SMALL), "b": report(with_values(SMALL, 3, 9))}
    monkeypatch.setattr(services.scans, "report", sides.__getitem__)
    document = json.loads(mishao("diff", "a", "b", "--format", "json").out)
    assert document["counts"] == {"new": 0, "gone": 0, "stayed": 1, "unknown": 0}
    (one,) = document["findings"]
    assert (one["values_added"], one["values_removed"], one["count_before"], one["count_after"]) == (1, 2, 3, 2)
    assert document["worse"] is True
    assert document["coverage"]["before"]["units"] == 42
