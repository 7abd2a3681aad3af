"""The audit trail over a real database: sequencing, anchoring, exporting, and noticing every change."""

import json
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from app.config import Settings
from app.errors import NotFound, VerificationFailed
from app.keys.ring import KeyRing
from app.persistence.engine import connect, parsed
from app.persistence.store import Store
from app.services.trail import TrailService
from tests.integration.store import samples
from tests.integration.store.samples import ACTOR, fill

pytestmark = pytest.mark.integration


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
    fill(trail, 5)
    first = trail.sequence()
    assert trail.sequence() == first
    fill(trail, 3)
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


FORBIDDEN = [
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
]


def test_database_refuses_tampering(trail: TrailService, url: str) -> None:
    """The guards in the database refuse every change but numbering once and erasing."""
    fill(trail, 2)
    trail.sequence()
    fill(trail, 1)
    for statement in FORBIDDEN:
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="audit log"):
            _raw(url, statement)
    trail.sequence()
    assert trail.check().entries == 3


def test_replacing_and_truncating_are_refused(trail: TrailService, url: str) -> None:
    """Neither SQLite's INSERT OR REPLACE nor PostgreSQL's TRUNCATE gets around the guards."""
    fill(trail, 2)
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
    fill(trail, 4)
    trail.sequence()
    _without_guards(url, change)
    with pytest.raises(VerificationFailed, match=message):
        trail.check()


def test_shorter_history_is_refused(trail: TrailService, url: str, tmp_path: Path) -> None:
    """A log put back to an earlier state no longer matches its anchor: nothing more is signed."""
    fill(trail, 3)
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
    fill(trail, 3)
    trail.sequence()
    anchored = settings.anchor_path.read_bytes()
    _without_guards(url, "DELETE FROM audit_checkpoints", "DELETE FROM audit_entries")
    settings.anchor_path.unlink()
    fill(trail, 5, "forged")
    trail.sequence()
    settings.anchor_path.write_bytes(anchored)
    with pytest.raises(VerificationFailed, match="first 3 entries"):
        trail.sequence()
    with pytest.raises(VerificationFailed, match="first 3 entries"):
        trail.check()


def test_crash_before_anchoring_is_mended(trail: TrailService, settings: Settings) -> None:
    """A head that was committed but not anchored (or torn while being written) is anchored by the next run."""
    fill(trail, 3)
    first = trail.sequence()
    fill(trail, 2)
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
    fill(trail, 2)
    trail.sequence()
    for _ in range(60):
        fill(other, 1)
        other.sequence()
    fill(trail, 1)
    assert trail.sequence().splitlines()[1] == "3"
    assert trail.check().anchored == 2
    assert other.check().anchored == 60


def test_erased_entries_keep_the_tree(trail: TrailService, store: Store, tmp_path: Path) -> None:
    """Erasing content and salt leaves the tree verifiable, and the export says which entries were erased."""
    fill(trail, 4)
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


def test_threads_sequence_one_at_a_time(url: str, trail: TrailService) -> None:
    """Several sequencers and writers at once leave one gapless log."""
    from concurrent.futures import ThreadPoolExecutor

    def work(number: int) -> None:
        fill(trail, 5, f"s{number}")
        trail.sequence()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    trail.sequence()
    assert trail.check().entries == 40


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_roles_share_the_guards(url: str, trail: TrailService) -> None:
    """The guards hold for connections that are not ours."""
    fill(trail, 1)
    with psycopg.connect(url) as connection, pytest.raises(psycopg.Error, match="append-only"):
        connection.execute("DELETE FROM audit_entries")
