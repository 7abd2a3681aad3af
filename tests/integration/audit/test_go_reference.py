"""Exports verify with the reference code of signed notes and transparent logs, written by others in another language."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import Settings
from app.domain.audit import Actor, AuditEvent
from app.domain.scans import PackRef, Scan, ScanStatus
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.trail import TrailService

pytestmark = pytest.mark.integration
NOW = datetime(2026, 1, 2, tzinfo=UTC)
ACTOR = Actor("cli", "tester")
LIBRARY = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")
MISSING = "the Go reference code is not here; install it with: apt-get install golang-go golang-golang-x-mod-dev"


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("go") is None or not LIBRARY.exists():
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("go")
    program = folder / "verify_trail"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(folder / "cache")}
    source = Path(__file__).with_name("verify_trail.go")
    subprocess.run(["go", "build", "-o", str(program), str(source)], check=True, env=environment)
    return program


@pytest.fixture
def trail(tmp_path: Path) -> TrailService:
    ring = KeyRing.ephemeral()
    store = Store.open("sqlite://", ring)
    with store.begin() as work:
        pack = PackRef("cn", "1", "")
        work.scans.create(Scan("s1", NOW, None, ScanStatus.RUNNING, ("/srv",), pack), b"")
    service = TrailService(store, ring, Settings(anchor_file=tmp_path / "anchor"))
    for number in range(37):
        subject = "s1" if number % 3 == 0 else "s2"
        service.record(AuditEvent("scan.progress", NOW, ACTOR, subject, {"n": number, "名": '密哨 "\\ \u2028'}))
    return service


def _verify(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(program), str(folder)], capture_output=True, text=True, check=False)


def test_whole_export_verifies(verifier: Path, trail: TrailService, tmp_path: Path) -> None:
    """Note, tree hash and every record proof of a whole export hold by the reference code."""
    trail.export(tmp_path / "out", actor=ACTOR)
    done = _verify(verifier, tmp_path / "out")
    assert done.stdout == "verified 38 entries, 0 proofs\n", done.stderr


def test_scan_export_verifies(verifier: Path, trail: TrailService, tmp_path: Path) -> None:
    """The proofs of inclusion in the export of one scan hold by the reference code."""
    trail.export(tmp_path / "out", actor=ACTOR, scan_id="s1")
    done = _verify(verifier, tmp_path / "out")
    assert done.stdout == "verified 14 entries, 14 proofs\n", done.stderr


TAMPERINGS: dict[str, Callable[[str], str]] = {
    "checkpoint": lambda text: text.replace("\n38\n", "\n37\n"),
    "vkey": lambda text: text.replace("+A", "+B"),
    "entries.jsonl": lambda text: text.replace('\\"n\\":7', '\\"n\\":8'),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_caught(verifier: Path, trail: TrailService, tmp_path: Path, name: str) -> None:
    """The reference code refuses a changed checkpoint, key or entry."""
    trail.export(tmp_path / "out", actor=ACTOR)
    path = tmp_path / "out" / name
    path.write_text(TAMPERINGS[name](path.read_text()))
    done = _verify(verifier, tmp_path / "out")
    assert done.returncode == 1
    assert "NOT VERIFIED" in done.stderr


def test_removed_entry_is_caught(verifier: Path, trail: TrailService, tmp_path: Path) -> None:
    """The reference code refuses an export that lacks its last entry."""
    trail.export(tmp_path / "out", actor=ACTOR)
    path = tmp_path / "out" / "entries.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert _verify(verifier, tmp_path / "out").returncode == 1
