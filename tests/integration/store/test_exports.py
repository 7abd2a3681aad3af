"""Exports of the trail: they verify without us, and every change to them is noticed."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.audit.merkle import included, leaf_hash
from app.config import Settings
from app.errors import AppError, Conflict, NotFound, UsageError, VerificationFailed
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.trail import TrailService, verify_export
from tests.integration.store import samples
from tests.integration.store.samples import ACTOR, fill

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_export_verifies_and_holds_itself(trail: TrailService, tmp_path: Path, name: str) -> None:
    """A whole export verifies as folder and zip, its last entry is the export, and it overwrites nothing."""
    fill(trail, 6)
    summary = trail.export(tmp_path / name, actor=ACTOR)
    assert (summary.entries, summary.size) == (7, 7)
    done = trail.verify(tmp_path / name)
    assert (done.entries, done.root, done.key_given) == (7, summary.root_hash, True)
    assert not verify_export(tmp_path / name).key_given
    if name == "out":
        last = json.loads((tmp_path / name / "entries.jsonl").read_text().splitlines()[-1])
        assert json.loads(last["content"])["kind"] == "trail.exported"
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / name).iterdir()} <= {0, 0o044}
    with pytest.raises(Conflict, match="exists"):
        trail.export(tmp_path / name, actor=ACTOR)
    assert [path.name for path in tmp_path.glob(".trail-*")] == []


def test_failed_export_is_recorded_as_such(trail: TrailService, store: Store, tmp_path: Path) -> None:
    """An export that could not be written says so in the log; one that never began leaves no entry."""
    (tmp_path / "taken").touch()
    with pytest.raises(Conflict):
        trail.export(tmp_path / "taken", actor=ACTOR)
    with pytest.raises(UsageError, match="cannot be written"):
        trail.export(tmp_path / "taken" / "out", actor=ACTOR)
    with store.begin(write=False) as work:
        kinds = [json.loads(entry.content or "")["kind"] for entry in work.audit.entries()]
    assert kinds == ["trail.exported", "trail.export_failed"]


def test_export_of_one_scan_has_proofs(trail: TrailService, store: Store, tmp_path: Path) -> None:
    """An export of one scan holds its entries only, each with a proof that our own tree code accepts too."""
    with store.begin() as work:
        work.scans.create(samples.scan("s2"), b"")
    fill(trail, 3, "s1")
    fill(trail, 2, "s2")
    fill(trail, 3, "s1")
    summary = trail.export(tmp_path / "out", actor=ACTOR, scan_id="s2")
    assert (summary.entries, summary.size) == (3, 9)
    assert trail.verify(tmp_path / "out").entries == 3
    root = bytes.fromhex(summary.root_hash)
    for line in (tmp_path / "out" / "entries.jsonl").read_text().splitlines():
        record = json.loads(line)
        proof = [bytes.fromhex(item) for item in record["proof"]]
        assert included(leaf_hash(bytes.fromhex(record["leaf"])), record["index"], 9, proof, root)
    with pytest.raises(NotFound):
        trail.export(tmp_path / "none", actor=ACTOR, scan_id="nope")
    assert not (tmp_path / "none").exists()


def test_earlier_checkpoint_must_be_a_beginning(trail: TrailService, tmp_path: Path) -> None:
    """An export is checked against the checkpoint kept from an older one, and another log's is refused."""
    fill(trail, 3)
    trail.export(tmp_path / "old", actor=ACTOR)
    fill(trail, 4)
    trail.export(tmp_path / "new", actor=ACTOR)
    earlier = (tmp_path / "old" / "checkpoint").read_text()
    assert verify_export(tmp_path / "new", earlier=earlier).size == 9
    with pytest.raises(VerificationFailed, match="rewritten"):
        verify_export(tmp_path / "old", earlier=(tmp_path / "new" / "checkpoint").read_text())


def _edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text()))


TAMPERINGS: dict[str, Callable[[Path], None]] = {
    "content": lambda out: _edit(out / "entries.jsonl", lambda text: text.replace('number\\":1', 'number\\":2')),
    "entry removed": lambda out: _edit(out / "entries.jsonl", lambda text: text.split("\n", 1)[1]),
    "entries swapped": lambda out: _edit(
        out / "entries.jsonl", lambda text: "\n".join([*reversed(text.splitlines()[:2]), *text.splitlines()[2:], ""])
    ),
    "checkpoint": lambda out: _edit(out / "checkpoint", lambda text: text.replace("\n5\n", "\n4\n")),
    "manifest": lambda out: _edit(out / "manifest.json", lambda text: text.replace("tester", "nobody")),
    "csv": lambda out: _edit(out / "entries.csv", lambda text: text.replace("tester", "nobody")),
    "file removed": lambda out: (out / "entries.jsonl").unlink(),
    "another key": lambda out: _edit(out / "key.pem", lambda _: KeyRing.ephemeral().public_key_pem),
    "sums": lambda out: _edit(out / "sha256sums", lambda text: text.split("\n", 1)[1]),
    "signature": lambda out: (out / "sha256sums.sig").write_bytes(bytes(64)) and None,
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampered_export_is_caught(ring: KeyRing, settings: Settings, tmp_path: Path, name: str) -> None:
    """Every kind of change to an export is caught by the verifier, its copy in the export, and openssl alone."""
    trail = TrailService(Store.open("sqlite://", ring), ring, settings)
    fill(trail, 4)
    out, key = tmp_path / "out", tmp_path / "trusted.pem"
    trail.export(out, actor=ACTOR)
    shutil.copy(out / "key.pem", key)
    assert _openssl(out, key) == 0
    assert _standalone(out, key) == 0
    TAMPERINGS[name](out)
    with pytest.raises(VerificationFailed):
        trail.verify(out)
    assert _standalone(out, key) == 1
    assert _openssl(out, key) == 1


def _openssl(out: Path, key: Path) -> int:
    return subprocess.run(["sh", str(out / "verify.sh"), str(key)], capture_output=True, check=False).returncode


def _standalone(out: Path, key: Path) -> int:
    command = [sys.executable, "-I", str(out / "verify.py"), str(out), "--key", str(key)]
    return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode


def test_any_changed_byte_of_a_zip_is_caught(ring: KeyRing, settings: Settings, tmp_path: Path) -> None:
    """A byte changed anywhere in a zipped export is caught, or changes nothing that the export says."""
    trail = TrailService(Store.open("sqlite://", ring), ring, settings)
    fill(trail, 3)
    trail.export(tmp_path / "out.zip", actor=ACTOR)
    honest = trail.verify(tmp_path / "out.zip")
    data = (tmp_path / "out.zip").read_bytes()
    chance = random.Random(6962)
    caught = 0
    for _ in range(150):
        changed = bytearray(data)
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (tmp_path / "changed.zip").write_bytes(changed)
        try:
            assert trail.verify(tmp_path / "changed.zip") == honest
        except VerificationFailed:
            caught += 1
    assert caught > 100


def test_forged_resigned_export_needs_the_trusted_key(trail: TrailService, tmp_path: Path) -> None:
    """An export made whole by somebody with a key of their own verifies by itself, but not under the trusted key."""
    ring = KeyRing.ephemeral()
    forger = TrailService(Store.open("sqlite://", ring), ring, Settings(anchor_file=tmp_path / "theirs"))
    fill(forger, 3)
    forger.export(tmp_path / "forged", actor=ACTOR)
    assert not verify_export(tmp_path / "forged").key_given
    with pytest.raises(VerificationFailed, match="another key"):
        trail.verify(tmp_path / "forged")


def test_recomputed_sums_do_not_help(trail: TrailService, ring: KeyRing, tmp_path: Path) -> None:
    """Even with sums recomputed and signed, a changed entry is not under the signed tree head."""
    fill(trail, 4)
    out = tmp_path / "out"
    trail.export(out, actor=ACTOR)
    for name in ("entries.jsonl", "leaves.txt"):
        _edit(out / name, lambda text: text[text.index("\n") + 1 :])
    digests = subprocess.run(
        ["sha256sum", *sorted(path.name for path in out.iterdir() if not path.name.startswith("sha256"))],
        cwd=out,
        check=True,
        capture_output=True,
    ).stdout
    (out / "sha256sums").write_bytes(digests)
    (out / "sha256sums.sig").write_bytes(ring.sign(digests))
    with pytest.raises(VerificationFailed, match="out of place"):
        trail.verify(out)


def test_what_is_no_export_is_one_clear_line(tmp_path: Path) -> None:
    """A missing path, a folder of something else, a broken zip: an error that says so, never a traceback."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("key.pem", "hello")
    for name, kind in (("none", UsageError), ("empty", VerificationFailed), ("broken.zip", VerificationFailed)):
        with pytest.raises(kind) as caught:
            verify_export(tmp_path / name)
        assert "\n" not in caught.value.message
    with pytest.raises(AppError):
        verify_export(tmp_path / "other.zip")
    with pytest.raises(VerificationFailed, match="PEM"):
        verify_export(tmp_path / "empty", trusted_pem=b"no key")
