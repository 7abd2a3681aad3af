"""A scan that is killed at any moment loses nothing and doubles nothing."""

import random
import shutil
import sqlite3
import time
from collections import Counter

import pytest

from tests.e2e.place import Place
from tests.generators import Generator


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Four hundred small files, two thirds of them with personal information, and a few that cannot be read."""
    made = Generator(seed=77)
    root = tmp_path_factory.mktemp("many")
    for number in range(400):
        place = root / f"d{number % 30:02d}"
        place.mkdir(exist_ok=True)
        body = f"单号 {number}\n"
        if number % 3:
            body += f"手机 {made.cn_mobile()} 身份证 {made.cn_id_card()}\n"
        (place / f"f{number:03d}.txt").write_text(body, encoding="utf-8")
    (root / "broken.zip").write_bytes(b"PK\x03\x04 no archive")
    return root


def rows(place):
    """What the store holds of its one scan: findings, units, and events by kind."""
    with sqlite3.connect(place.folder / "data" / "mishao.db") as db:
        tables = {name for (name,) in db.execute("select name from sqlite_master where type='table'")}
        return {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in tables}


def essence(report):
    """A report without what differs from run to run: names, counts and fingerprints."""
    return Counter(
        (
            finding["infotype"],
            finding["unit"],
            finding["count"],
            finding["distinct"],
            tuple(sorted(locator["fingerprint"] for locator in finding["locators"])),
        )
        for finding in report["findings"]
    )


def recorded(place):
    """The id of the scan in the store, once it is there."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        time.sleep(0.1)
        with sqlite3.connect(f"file:{place.folder / 'data' / 'mishao.db'}?mode=ro", uri=True) as db:
            found = db.execute("select id from scans").fetchone()
        if found:
            return found[0]
    raise AssertionError("the scan was not recorded in time")


@pytest.mark.slow
def test_a_scan_killed_again_and_again_ends_as_if_it_had_not_been(folder, tmp_path):
    """Killed at random instants and resumed, the report, the ledger and the log are those of an undisturbed run."""
    calm, rough = Place(tmp_path / "calm"), Place(tmp_path / "rough")
    assert calm.run("init").returncode == 0
    shutil.copytree(calm.folder, rough.folder)
    expected = calm.json("scan", str(folder), "--format", "json")
    kills = random.Random(5)
    running = rough.start("scan", str(folder))
    ident = recorded(rough)
    for _ in range(4):
        time.sleep(kills.uniform(0.2, 3.0))
        running.kill()
        running.wait()
        running = rough.start("scan", "--resume", ident)
    running.kill()
    running.wait()
    resumed = rough.json("scan", "--resume", ident, "--format", "json")
    assert essence(resumed) == essence(expected)
    assert resumed["coverage"] | {"unread": []} == expected["coverage"] | {"unread": []}
    assert resumed["subjects"] == expected["subjects"]
    assert len(resumed["verdicts"]) == len(expected["verdicts"])
    left, right = rows(rough), rows(calm)
    assert {name: left[name] for name in left if "finding" in name or "unit" in name} == {
        name: right[name] for name in right if "finding" in name or "unit" in name
    }
    checked = rough.run("audit", "check")
    assert checked.returncode == 0, checked.stderr
