"""`mishao scan`: report on standard output and nothing else, everything about it on standard error."""

import json
import stat

import pytest

from app.errors import Conflict, ScanFailed, TargetUnreachable
from app.exporters.registry import names
from tests.unit.app.exporters import reports


def test_json_on_standard_output(mishao, services):
    """Standard output holds the report alone; the outcome is said on standard error."""
    got = mishao("scan", "/data", "--format", "json", "--jobs", 2, "--sample", 5, "--no-names", "--label", "removable")
    assert json.loads(got.out)["scan"]["id"] == "scn_7"
    assert got.code == 4
    assert got.err.count("\n") == 1
    assert "not read in full: 3" in got.err
    targets, options, actor = services.scans.started[0]
    assert targets == ("/data",)
    assert (options.sample, options.names, options.labels, options.min_confidence) == (
        5,
        False,
        ("removable",),
        "medium",
    )
    assert actor.kind == "cli"


@pytest.mark.parametrize("form", names())
def test_to_a_file(mishao, tmp_path, form):
    """-o writes the whole report to a file that only its owner can read, and leaves standard output empty."""
    path = tmp_path / "报告.out"
    got = mishao("scan", "/data", "--format", form, "-o", path, "--allow-partial")
    assert (got.code, got.out) == (1, "")
    assert b"scn_7" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["报告.out"]


def test_bad_destination_is_told_before_the_scan(mishao, services, tmp_path):
    """A report that could not be written stops the scan before it starts."""
    for path in (tmp_path, tmp_path / "no" / "report.json"):
        got = mishao("scan", "/data", "-o", path)
        assert got.code == 2
        assert str(path.name) in got.err or "no" in got.err
    assert services.scans.started == []


def test_colours_survive_a_pipe_only_when_forced(mishao, monkeypatch):
    """Piped output has no escapes unless --color always or CLICOLOR_FORCE asks for them; NO_COLOR beats the latter."""
    assert "\x1b" not in mishao("scan", "/data").out
    assert "\x1b[" in mishao("scan", "/data", "--color", "always").out
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert "\x1b[" in mishao("scan", "/data").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in mishao("scan", "/data").out


def test_store_none(mishao, services):
    """--store none reaches the services."""
    mishao("scan", "/data", "--store", "none")
    assert services.opened == ["none"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["--resume", "scn_7", "/data"], ["--resume", "scn_7", "--store", "none"]],
)
def test_contradictions(mishao, services, arguments):
    """No target, or a target with --resume, or resuming what is kept nowhere: one line, exit 2, no scan."""
    got = mishao("scan", *arguments)
    assert got.code == 2
    assert got.err.startswith("mishao: error: ")
    assert services.opened == []


def test_resume_starts_nothing(mishao, services):
    """--resume carries on the scan of that id."""
    assert mishao("scan", "--resume", "scn_7").code == 4
    assert services.scans.started == []


def test_interrupted(mishao, services):
    """Ctrl-C ends in one line that says how to go on."""
    services.scans.raises = KeyboardInterrupt()
    got = mishao("scan", "/data")
    assert (got.code, got.out) == (130, "")
    assert got.err == "mishao: interrupted; resume with: mishao scan --resume scn_7\n"


def test_interrupted_with_nothing_kept(mishao, services):
    """Where nothing is kept, nothing can be resumed, and it is not said."""
    services.scans.raises = KeyboardInterrupt()
    assert mishao("scan", "/data", "--store", "none").err == "mishao: interrupted.\n"


@pytest.mark.parametrize("error", [ScanFailed("the disk is full"), TargetUnreachable("db went away")])
def test_broken_off(mishao, services, error):
    """A scan that breaks off is reported as far as it came: exit 3, the reason, and all else that holds."""
    services.scans.raises = error
    got = mishao("scan", "/data", "--format", "json")
    assert got.code == 3
    assert str(error) in got.err
    assert "failed" in got.err
    assert "units at or above high: 1" in got.err
    assert json.loads(got.out)["findings"]


def test_running_elsewhere(mishao, services):
    """A scan that runs already is a matter of usage, and no report is given."""
    services.scans.raises = Conflict("scan scn_7 is running already")
    got = mishao("scan", "--resume", "scn_7")
    assert (got.code, got.out) == (2, "")


def test_fault_of_the_program_shows_no_value(mishao, services):
    """An unforeseen exception ends in one line without its message, which could quote what was scanned."""
    services.scans.raises = LookupError("13812345678")
    got = mishao("scan", "/data")
    assert got.code == 3
    assert "LookupError" in got.err
    assert "13812345678" not in got.err
    assert "Traceback" not in got.err


def test_language(mishao):
    """--lang speaks for the report, the outcome and the errors."""
    got = mishao("scan", "/data", "--lang", "zh")
    assert "个人信息主体" in got.out
    assert "部分完成" in got.err
    assert "错误" in mishao("scan", "--lang=zh", "--nope").err


def test_empty_report_is_clean(mishao, services):
    """Complete and nothing found: exit 0."""
    services.scans.report_ = reports.empty()
    got = mishao("scan", "/data")
    assert (got.code, "nothing at or above high" in got.err) == (0, True)
