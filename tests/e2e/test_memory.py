"""A scan needs little memory, however large the file."""

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.place import Place

LIMIT = 400 * 1024 * 1024
SIZE = 250 * 1024 * 1024


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """A quarter of a gigabyte of application log, one mobile in six lines, and how many mobiles there are."""
    dice = random.Random(8)
    lines = []
    for number in range(20_000):
        head = (
            f"2026-03-0{dice.randint(1, 9)} 12:{dice.randint(10, 59)}:{dice.randint(10, 59)}.{dice.randint(100, 999)}"
        )
        lines.append(
            f"{head} INFO [exec-{dice.randint(1, 99)}] OrderService cost={dice.randint(1, 999)}ms uri=/api/v1/orders"
        )
        if number % 5 == 0:
            lines.append(f"{head} WARN login phone=13{dice.randint(100_000_000, 999_999_999)} result=FAIL")
    block = ("\n".join(lines) + "\n").encode()
    path = tmp_path_factory.mktemp("log") / "big.log"
    rounds = SIZE // len(block)
    with path.open("wb") as out:
        for _ in range(rounds):
            out.write(block)
    return path, rounds * 4_000


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = place.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def proportional(pids: list[int]) -> int:
    """The memory of processes in bytes, pages that they share counted once (PSS)."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) * 1024
    return total


@pytest.mark.slow
def test_a_large_log_is_scanned_in_little_memory(log, tmp_path):
    """Program, worker and parser together stay below 400 MB, and every number in the file is counted."""
    path, mobiles = log
    place = Place(tmp_path / "place")
    assert place.run("init").returncode == 0
    report = tmp_path / "report.json"
    running = subprocess.Popen(
        place.command("scan", str(path), "--format", "json", "-o", str(report)),
        env=place.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while running.poll() is None:
        peak = max(peak, proportional(family(running.pid)))
        time.sleep(0.2)
    counted = {one["infotype"]: one["count"] for one in json.loads(report.read_text(encoding="utf-8"))["findings"]}
    # some of the numbers have no listed prefix, so that fewer are kept; none is counted twice
    assert 0.5 * mobiles < counted["contact.mobile"] <= mobiles
    assert 0 < peak < LIMIT
