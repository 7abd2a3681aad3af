"""Carrying a scan out: nothing that was planned is lost on the way to its end."""

import threading
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from app.connectors.interface import PlannedUnit
from app.domain.audit import Actor
from app.domain.parts import Part, PartResult, UnitResult
from app.domain.scans import PackRef, Scan, ScanStatus
from app.domain.units import UnitOutcome, UnitStatus
from app.errors import ScanFailed
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.plan import Assignment
from app.services.scan_run import ScanRun

NOW = datetime.now(UTC)
SCAN = Scan("s_1", NOW, None, ScanStatus.RUNNING, ("t",), PackRef("p", "1", "0"))
ACTOR = Actor("cli", "tester")


def result(key):
    return UnitResult(key, key, UnitOutcome(key, UnitStatus.READ))


class FakePool:
    """Does a part at once: its payload names the keys of its units."""

    jobs = 1
    bytes_done = 0

    def submit(self, payload, options):
        done = Future()
        done.set_result(tuple(result(unit.path) for unit in Assignment.decode(payload).units))
        return done


@pytest.fixture
def ring():
    return KeyRing.ephemeral()


@pytest.fixture
def store(ring):
    opened = Store.open("sqlite://", ring)
    yield opened
    opened.close()


def assigned(keys):
    units = tuple(PlannedUnit(key, key, "file") for key in keys.split())
    return Assignment("x", units).encode()


def planned(store, *payloads):
    with store.begin() as work:
        work.scans.create(SCAN, b"")
        work.parts.add(Part(SCAN.id, number, assigned(payload)) for number, payload in enumerate(payloads))
        work.parts.mark_planned(SCAN.id)


def carry_out(store, ring):
    ScanRun(store, ring, FakePool(), SCAN, ACTOR, lambda _: None, {}).carry_out()


def test_a_part_that_cannot_be_recorded_fails_the_scan(store, ring):
    """Results that the store refuses are not passed over: the scan does not end as complete."""
    planned(store, "a", "b b")
    with pytest.raises(ScanFailed):
        carry_out(store, ring)
    with store.begin(write=False) as work:
        assert work.scans.get(SCAN.id).status is ScanStatus.RUNNING
        assert not work.parts.is_done(SCAN.id, 1)


def test_a_scan_waits_for_the_parts_that_others_hold(store, ring):
    """A scan is not finished while another process still holds one of its parts."""
    planned(store, "a", "b")
    with store.begin() as work:
        held = work.parts.claim(SCAN.id, "other/1", 3600, datetime.now(UTC))
    done = []

    def other():
        with store.begin() as work:
            work.parts.complete(SCAN.id, PartResult(held.number, (result("a"),)), datetime.now(UTC))
        done.append(held.number)

    timer = threading.Timer(0.6, other)
    timer.start()
    carry_out(store, ring)
    timer.join()
    assert done == [0]
    with store.begin(write=False) as work:
        report = work.scans.report(SCAN.id)
    assert report.scan.status is ScanStatus.COMPLETE
    assert report.coverage.units == 2
