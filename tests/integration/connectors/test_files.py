"""Files and folders keep the contract too."""

import os
from pathlib import Path

from app.errors import TargetError
from tests.integration.connectors.contract import check_contract, check_refused


def test_contract(tmp_path: Path) -> None:
    """Files, links, pipes and empty folders in one tree: stable, and each read or said why not."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/名单.csv").write_text("x")
    (tmp_path / "a/.env").write_bytes(b"\x00" * 100_000)
    (tmp_path / "empty").write_text("")
    (tmp_path / "out").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    check_contract(str(tmp_path), ())
    check_contract(tmp_path.as_uri(), ())


def test_refusals(tmp_path: Path) -> None:
    """A missing path is told in one line."""
    check_refused(str(tmp_path / "gone"), TargetError, ())
    check_refused("file://elsewhere/x", TargetError, ())
