"""What becomes of tasks when worker processes die."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from app.connectors.interface import PlannedUnit
from app.domain.parts import UnitResult
from app.domain.units import UnitOutcome, UnitStatus, UnreadReason
from app.scanning.part import PartOptions, Worker, WorkerSetup
from app.scanning.plan import Assignment
from app.scanning.pool import WorkerPool

OPTIONS = PartOptions("s_1")
READ = (UnitResult("k", "a", UnitOutcome("a", UnitStatus.READ)),)


class Dying(WorkerPool):
    """A pool without processes: the first `deaths` tasks break, and every task over `poison` does."""

    def __init__(self, deaths=0, poison=b"\x00"):
        super().__init__(WorkerSetup(b"f" * 16, b"i" * 16), jobs=1)
        self.deaths, self.poison = deaths, poison

    def _submit(self, task, *args):
        done = Future()
        self.deaths -= 1
        if self.deaths >= 0 or self.poison in bytes(str(args), "utf-8"):
            done.set_exception(BrokenProcessPool("died"))
        else:
            done.set_result(list(args[0]) if task is Worker.mask_names else READ)
        return done


def test_an_upload_survives_the_death_of_a_worker_over_something_else():
    """A task that broke with the pool is done again, and so are the names to be masked."""
    assert Dying(deaths=2).inspect(b"x", "a", OPTIONS) == READ
    assert Dying(deaths=2).mask_names(["a"]) == ["a"]


def test_content_that_kills_workers_is_unreadable():
    """What kills a worker again and again ends as not read."""
    (lost,) = Dying(poison=b"x.bin").inspect(b"x", "x.bin", OPTIONS)
    assert (lost.outcome.status, lost.outcome.reason) == (UnitStatus.UNREADABLE, UnreadReason.PARSER_CRASH)


def test_only_the_unit_that_kills_is_given_up():
    """Of a part over which workers died, the other units are read."""
    units = tuple(PlannedUnit(name, name, "file") for name in ("a", "poison", "b"))
    pool = Dying(poison=b'path": "poison')
    results = pool.salvage(Assignment("t", units).encode(), OPTIONS)
    assert [result.outcome.status for result in results] == [UnitStatus.READ, UnitStatus.UNREADABLE, UnitStatus.READ]


def test_a_closed_pool_starts_no_workers():
    """A task that comes after the end is refused and starts nothing."""
    pool = WorkerPool(WorkerSetup(b"f" * 16, b"i" * 16), jobs=1)
    pool.close()
    with pytest.raises(BrokenProcessPool):
        pool.submit(b"", OPTIONS)
