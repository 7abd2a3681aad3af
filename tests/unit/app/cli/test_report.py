"""`mishao report`: an earlier scan in any format."""

import json
import stat

import pytest

from app.exporters.registry import names


@pytest.mark.parametrize("form", names())
def test_every_format_to_a_file(mishao, services, tmp_path, form):
    """Each format of a scan can be had later; nothing is scanned for it."""
    path = tmp_path / "report.out"
    got = mishao("report", "scn_7", "--format", form, "-o", path)
    assert (got.code, got.out, got.err) == (0, "", "")
    assert b"scn_7" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert services.scans.started == []


def test_newest_scan_is_meant_where_none_is_named(mishao):
    """Without an id the newest scan is reported, on standard output."""
    assert json.loads(mishao("report", "--format", "json").out)["scan"]["id"] == "scn_7"


def test_empty_store(mishao, services, monkeypatch):
    """A store without scans: one line that says how to begin, exit 2."""
    monkeypatch.setattr(services.scans, "list", lambda limit: [])
    got = mishao("report")
    assert (got.code, got.err.count("\n")) == (2, 1)
    assert "mishao scan" in got.err


def test_bad_destination(mishao, tmp_path):
    """A place that cannot be written to is named before the store is asked."""
    assert mishao("report", "-o", tmp_path / "no" / "x.json").code == 2
