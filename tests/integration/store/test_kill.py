"""Workers killed with SIGKILL at random instants lose nothing and double nothing, in ledger and log."""

import base64
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.config import Settings
from app.domain.parts import Part
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.trail import TrailService
from tests.integration.store import samples

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[3]
PARTS, ROUNDS, WORKERS = 250, 4, 2


def _start(url: str, anchor: Path, key: bytes) -> subprocess.Popen[str]:
    environment = os.environ | {"MISHAO_ROOT_KEY": base64.b64encode(key).decode()}
    command = [sys.executable, "-m", "tests.integration.store.ledger_worker", url, str(anchor)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _kill_rounds(url: str, anchor: Path, key: bytes) -> int:
    """Starts workers and kills them at random instants; how many died at work."""
    chance = random.Random(20260304)
    killed = 0
    for _ in range(ROUNDS):
        workers = [_start(url, anchor, key) for _ in range(WORKERS)]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            time.sleep(chance.uniform(0.0, 0.12))
            killed += worker.poll() is None
            worker.kill()
        for worker in workers:
            worker.communicate()
    return killed


@pytest.mark.slow
def test_killed_workers_lose_and_double_nothing(url: str, tmp_path: Path) -> None:
    """After random kills and one last run, every part's results and audit entry are there exactly once."""
    key = os.urandom(32)
    ring, anchor = KeyRing(key), tmp_path / "anchor"
    store = Store.open(url, ring)
    with store.begin() as work:
        work.scans.create(samples.scan(), b"")
        work.parts.add(Part("s1", number, b"payload") for number in range(PARTS))
        work.parts.mark_planned("s1")
    assert _kill_rounds(url, anchor, key) > 0
    with store.begin() as work:
        work.parts.release("s1")
        before = work.scans.progress("s1")
    assert before.units == 2 * before.parts_done
    last = _start(url, anchor, key)
    last.communicate(timeout=120)
    assert last.returncode == 0
    trail = TrailService(store, ring, Settings(anchor_file=anchor))
    trail.sequence()
    with store.begin(write=False) as work:
        progress = work.scans.progress("s1")
        report = work.scans.report("s1")
        entries = work.audit.entries(limit=2 * PARTS)
    assert (progress.parts_done, progress.units, progress.findings) == (PARTS, 2 * PARTS, 2 * PARTS)
    assert {item.id for item in report.findings} == {f"{kind}-u{n}" for kind in "fg" for n in range(PARTS)}
    assert len(report.verdicts) == PARTS
    done = Counter(json.loads(entry.content or "")["body"]["part"] for entry in entries)
    assert done == Counter(range(PARTS))
    assert trail.check().entries == PARTS
    store.close()


def test_two_workers_never_hold_one_part(url: str, tmp_path: Path) -> None:
    """Workers side by side share the parts: each part is claimed once."""
    key = os.urandom(32)
    store = Store.open(url, KeyRing(key))
    with store.begin() as work:
        work.scans.create(samples.scan(), b"")
        work.parts.add(Part("s1", number, b"") for number in range(40))
    workers = [_start(url, tmp_path / "anchor", key) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=120)
        assert worker.returncode == 0
    with store.begin(write=False) as work:
        assert [work.parts.attempts("s1", number) for number in range(40)] == [1] * 40
    store.close()
