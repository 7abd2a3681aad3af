"""The audit trail over a real database: sequencing, anchoring, exporting, and noticing every change."""

import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from app.audit.merkle import included, leaf_hash
from app.config import Settings
from app.errors import AppError, Conflict, NotFound, UsageError, VerificationFailed
from app.keys.ring import KeyRing
from app.persistence.engine import connect, parsed
from app.persistence.store import Store
from app.services.trail import TrailService, verify_export
from tests.integration.store import samples
from tests.integration.store.samples import ACTOR

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, anchor_file=tmp_path / "conf" / "checkpoints")


@pytest.fixture
def trail(store: Store, ring: KeyRing, settings: Settings) -> TrailService:
    return TrailService(store, ring, settings)


def _fill(trail: TrailService, count: int, scan_id: str = "s1") -> None:
    for number in range(count):
        trail.record(samples.event("scan.progress", scan_id, number=number, where="客户.csv"))


def _raw(url: str, *statements: str) -> None:
    """Runs statements as somebody with full rights over the database."""
    engine = connect(parsed(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _without_guards(url: str, *statements: str) -> None:
    if url.startswith("sqlite"):
        drop = [f"DROP TRIGGER audit_entries_{name}" for name in ("insert", "update", "delete")]
        drop += [f"DROP TRIGGER audit_checkpoints_{name}" for name in ("insert", "update", "delete")]
    else:
        drop = [f"ALTER TABLE {name} DISABLE TRIGGER ALL" for name in ("audit_entries", "audit_checkpoints")]
    _raw(url, *drop, *statements)


def test_sequencing_is_ordered_and_idempotent(trail: TrailService, store: Store, settings: Settings) -> None:
    """Leaf numbers follow entry ids without gaps, a second run changes nothing, and each head is anchored once."""
    _fill(trail, 5)
    first = trail.sequence()
    assert trail.sequence() == first
    _fill(trail, 3)
    second = trail.sequence()
    assert second.splitlines()[:2] == [trail.origin, "8"]
    with store.begin(write=False) as work:
        entries = work.audit.entries(limit=20)
        assert [entry.index for entry in entries] == list(range(8))
        assert work.audit.entries(after=entries[5].id, limit=20) == entries[6:]
        assert work.audit.entries(scan_id="s2") == []
        assert json.loads(entries[2].content or "")["body"] == {"number": 2, "where": "客户.csv"}
    assert settings.anchor_path.read_text() == first + "\n" + second + "\n"
    assert settings.anchor_path.stat().st_mode & 0o777 == 0o600
    summary = trail.check()
    assert (summary.entries, summary.erased, summary.checkpoints, summary.anchored) == (8, 0, 2, 2)


def test_many_events_keep_their_order(trail: TrailService, store: Store) -> None:
    """Events appended together get leaf numbers in their order."""
    with store.begin() as work:
        assert work.audit.append_all(samples.event("scan.progress", "s1", number=n) for n in range(1500)) == 1500
        assert work.audit.append_all([]) == 0
    trail.sequence()
    with store.begin(write=False) as work:
        bodies = [json.loads(entry.content or "")["body"]["number"] for entry in work.audit.leaves(0, 1500)]
    assert bodies == list(range(1500))


def test_empty_log_has_a_checkpoint(trail: TrailService) -> None:
    """A log without entries is signed, anchored and sound."""
    assert trail.sequence().splitlines()[1] == "0"
    assert trail.check().entries == 0


def test_rolled_back_work_leaves_no_entry(trail: TrailService, store: Store) -> None:
    """An entry belongs to the transaction of what it records."""
    with pytest.raises(NotFound):
        _record_and_fail(store)
    assert trail.sequence().splitlines()[1] == "0"


def _record_and_fail(store: Store) -> None:
    with store.begin() as work:
        work.audit.append(samples.event())
        work.scans.get("nope")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET content = '{}' WHERE id = 1",
        "UPDATE audit_entries SET commitment = salt WHERE id = 1",
        "UPDATE audit_entries SET leaf_index = 99 WHERE id = 1",
        "UPDATE audit_entries SET leaf_index = NULL WHERE id = 1",
        "UPDATE audit_entries SET scan_id = 'other' WHERE id = 1",
        "UPDATE audit_entries SET content = NULL WHERE id = 1",
        "UPDATE audit_entries SET leaf_index = 7, content = NULL, salt = NULL WHERE id = 3",
        "DELETE FROM audit_entries WHERE id = 1",
        (
            "INSERT INTO audit_entries (id, leaf_index, scan_id, commitment, salt, content) "
            "SELECT 50, 50, scan_id, commitment, salt, content FROM audit_entries WHERE id = 1"
        ),
        "UPDATE audit_checkpoints SET note = 'x'",
        "DELETE FROM audit_checkpoints",
        "INSERT INTO audit_checkpoints (size, root, edge, note) SELECT 1, root, edge, note FROM audit_checkpoints",
    ],
)
def test_database_refuses_tampering(trail: TrailService, url: str, statement: str) -> None:
    """The guards in the database refuse every change but numbering once and erasing."""
    _fill(trail, 2)
    trail.sequence()
    _fill(trail, 1)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="audit log"):
        _raw(url, statement)
    trail.sequence()
    assert trail.check().entries == 3


def test_replacing_and_truncating_are_refused(trail: TrailService, url: str) -> None:
    """Neither SQLite's INSERT OR REPLACE nor PostgreSQL's TRUNCATE gets around the guards."""
    _fill(trail, 2)
    trail.sequence()
    if url.startswith("sqlite"):
        statements = [
            (
                "INSERT OR REPLACE INTO audit_entries (id, scan_id, commitment, salt, content) "
                "SELECT 1, scan_id, commitment, salt, content FROM audit_entries WHERE id = 2"
            ),
            "INSERT OR REPLACE INTO audit_checkpoints SELECT * FROM audit_checkpoints",
        ]
    else:
        statements = ["TRUNCATE audit_entries", "TRUNCATE audit_checkpoints"]
    for statement in statements:
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="audit log"):
            _raw(url, statement)
    assert trail.check().entries == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE audit_entries SET content = replace(content, '\"number\":1', '\"number\":9')", "content of leaf 1"),
        ("DELETE FROM audit_entries WHERE leaf_index = 3", "rewritten|lacks|missing"),
        ("DELETE FROM audit_entries WHERE leaf_index = 1", "Leaf 1"),
        ("UPDATE audit_checkpoints SET root = (SELECT commitment FROM audit_entries WHERE id = 1)", "changed in the"),
        ("DELETE FROM audit_checkpoints", "no checkpoint covers"),
        ("UPDATE audit_entries SET content = NULL WHERE leaf_index = 2", "erased in part"),
    ],
)
def test_check_finds_tampering_behind_the_guards(trail: TrailService, url: str, change: str, message: str) -> None:
    """Somebody who removes the guards and edits rows is found out by recomputing the tree."""
    _fill(trail, 4)
    trail.sequence()
    _without_guards(url, change)
    with pytest.raises(VerificationFailed, match=message):
        trail.check()


def test_shorter_history_is_refused(trail: TrailService, url: str, tmp_path: Path) -> None:
    """A log put back to an earlier state no longer matches its anchor: nothing more is signed."""
    _fill(trail, 3)
    trail.sequence()
    _without_guards(
        url,
        "DELETE FROM audit_checkpoints",
        "DELETE FROM audit_entries WHERE leaf_index > 0",
        "UPDATE audit_entries SET leaf_index = NULL",
    )
    for act in (trail.sequence, trail.check, lambda: trail.export(tmp_path / "out", actor=ACTOR)):
        with pytest.raises(VerificationFailed, match=r"rewritten|no checkpoint"):
            act()


def test_rewritten_history_is_refused(trail: TrailService, store: Store, url: str, settings: Settings) -> None:
    """A log built anew with as many or more entries, and signed, is not the one that was anchored."""
    _fill(trail, 3)
    trail.sequence()
    anchored = settings.anchor_path.read_bytes()
    _without_guards(url, "DELETE FROM audit_checkpoints", "DELETE FROM audit_entries")
    settings.anchor_path.unlink()
    _fill(trail, 5, "forged")
    trail.sequence()
    settings.anchor_path.write_bytes(anchored)
    with pytest.raises(VerificationFailed, match="first 3 entries"):
        trail.sequence()
    with pytest.raises(VerificationFailed, match="first 3 entries"):
        trail.check()


def test_crash_before_anchoring_is_mended(trail: TrailService, settings: Settings) -> None:
    """A head that was committed but not anchored (or torn while being written) is anchored by the next run."""
    _fill(trail, 3)
    first = trail.sequence()
    _fill(trail, 2)
    second = trail.sequence()
    whole = settings.anchor_path.read_text()
    for torn in (first + "\n", first + "\n" + second[: len(second) // 2], first + "\n" + second[:-1]):
        settings.anchor_path.write_text(torn)
        assert trail.sequence() == second
        assert settings.anchor_path.read_text().endswith(second + "\n")
        assert trail.check().anchored == 2
    assert whole == first + "\n" + second + "\n"


def test_logs_share_an_anchor_file(trail: TrailService, settings: Settings) -> None:
    """Two stores may use one anchor file; each finds its own last checkpoint, however far back."""
    ring = KeyRing.ephemeral()
    other = TrailService(Store.open("sqlite://", ring), ring, settings)
    _fill(trail, 2)
    trail.sequence()
    for _ in range(300):
        _fill(other, 1)
        other.sequence()
    _fill(trail, 1)
    assert trail.sequence().splitlines()[1] == "3"
    assert trail.check().anchored == 2
    assert other.check().anchored == 300


def test_erased_entries_keep_the_tree(trail: TrailService, store: Store, tmp_path: Path) -> None:
    """Erasing content and salt leaves the tree verifiable, and the export says which entries were erased."""
    _fill(trail, 4)
    trail.sequence()
    with store.begin() as work:
        ids = [entry.id for entry in work.audit.entries()]
        assert work.audit.erase(ids[1:3]) == 2
        assert work.audit.erase(ids[1:3]) == 0
    assert trail.check().erased == 2
    trail.export(tmp_path / "out", actor=ACTOR)
    done = trail.verify(tmp_path / "out")
    assert (done.entries, done.erased) == (5, 2)
    lines = [json.loads(line) for line in (tmp_path / "out" / "entries.jsonl").read_text().splitlines()]
    assert [line.get("erased", False) for line in lines] == [False, True, True, False, False]


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_export_verifies_and_holds_itself(trail: TrailService, tmp_path: Path, name: str) -> None:
    """A whole export verifies as folder and zip, its last entry is the export, and it overwrites nothing."""
    _fill(trail, 6)
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


def test_export_of_one_scan_has_proofs(trail: TrailService, store: Store, tmp_path: Path) -> None:
    """An export of one scan holds its entries only, each with a proof that our own tree code accepts too."""
    with store.begin() as work:
        work.scans.create(samples.scan("s2"), b"")
    _fill(trail, 3, "s1")
    _fill(trail, 2, "s2")
    _fill(trail, 3, "s1")
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
    _fill(trail, 3)
    trail.export(tmp_path / "old", actor=ACTOR)
    _fill(trail, 4)
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
    _fill(trail, 4)
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
    _fill(trail, 3)
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
    _fill(forger, 3)
    forger.export(tmp_path / "forged", actor=ACTOR)
    assert not verify_export(tmp_path / "forged").key_given
    with pytest.raises(VerificationFailed, match="another key"):
        trail.verify(tmp_path / "forged")


def test_recomputed_sums_do_not_help(trail: TrailService, ring: KeyRing, tmp_path: Path) -> None:
    """Even with sums recomputed and signed, a changed entry is not under the signed tree head."""
    _fill(trail, 4)
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


def test_threads_sequence_one_at_a_time(url: str, trail: TrailService) -> None:
    """Several sequencers and writers at once leave one gapless log."""
    from concurrent.futures import ThreadPoolExecutor

    def work(number: int) -> None:
        _fill(trail, 5, f"s{number}")
        trail.sequence()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    trail.sequence()
    assert trail.check().entries == 40


def test_postgresql_roles_share_the_guards(url: str, trail: TrailService) -> None:
    """The guards hold for connections that are not ours."""
    if url.startswith("sqlite"):
        pytest.skip("PostgreSQL only: the other engine is covered above")
    _fill(trail, 1)
    with psycopg.connect(url) as connection, pytest.raises(psycopg.Error, match="append-only"):
        connection.execute("DELETE FROM audit_entries")
