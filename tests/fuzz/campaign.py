"""Mutants through the real parser process: each must end as the ledger wants it, and the next sound file be read."""

import contextlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from random import Random

from app.domain.units import UnitStatus, UnreadReason
from app.extraction import sandbox as parent
from app.extraction.budget import MIB, Budget
from app.extraction.events import Closed, Event, Opened
from app.extraction.sandbox import Sandbox
from tests.fuzz.mutants import mutant
from tests.fuzz.seeds import Seed, seeds

BUDGET = Budget(
    memory_bytes=768 * MIB, cpu_s=5, wall_s=20, expanded_least=128 * MIB, spool_bytes=256 * MIB, cells=500_000
)
DEATHS = frozenset({UnreadReason.TIMEOUT, UnreadReason.OUT_OF_MEMORY, UnreadReason.PARSER_CRASH})
CLEAN = Seed("clean.txt", "下一个文件 good\n".encode())


@dataclass(slots=True)
class Source:
    """An open file for the sandbox."""

    descriptor: int
    name: str
    size: int
    side: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mutant: its number, what was done to what, how it ended, and what was wrong with that."""

    number: int
    act: str
    seed: str
    format: str
    status: str
    reason: str
    units: int
    lost: int
    again: int
    faults: tuple[str, ...]


_deaths = 0
_sandbox = Sandbox(BUDGET)
_seeds: list[Seed] = []


class _Death(parent.ChildDied):
    """A lost process, counted."""

    def __init__(self, reason: UnreadReason, detail: str) -> None:
        global _deaths  # noqa: PLW0603 - one count a process, as there is one sandbox
        _deaths += 1
        super().__init__(reason, detail)


def begin(found: list[Seed]) -> None:
    """Make a process of the pool ready: its seeds, and the count of lost parsers."""
    _seeds[:] = found
    parent.ChildDied = _Death  # type: ignore[misc] # the class is watched where it is raised and caught


def made(seed: int, number: int, found: list[Seed]) -> tuple[str, str, Seed]:
    """Mutant `number` of the campaign `seed`: what was done, to which file, and what came of it."""
    random = Random(f"{seed}/{number}")
    # all seeds in turn, so that a short campaign has every format
    origin = found[number % len(found)]
    act, content = mutant(random, origin, found)
    return act, origin.name, content


def _held(content: bytes, stack: contextlib.ExitStack) -> int:
    descriptor = os.memfd_create("mutant")
    stack.callback(os.close, descriptor)
    if content:
        os.write(descriptor, content)
    return descriptor


def _events(file: Seed) -> list[Event]:
    with contextlib.ExitStack() as stack:
        side = {key: _held(data, stack) for key, data in file.side.items()}
        source = Source(_held(file.content, stack), file.name, len(file.content), side)
        return list(_sandbox.extract(source))


def faults_of(events: list[Event]) -> list[str]:
    """What is wrong with the order of `events`: every Opened has exactly one Closed, inner before outer."""
    faults: list[str] = []
    stack: list[str] = []
    ends = 0
    for event in events:
        if isinstance(event, Opened):
            stack.append(event.name)
        elif not stack or stack[-1] != event.name:
            faults.append(f"{type(event).__name__} of a unit that is not open")
        elif isinstance(event, Closed):
            stack.pop()
            ends += not stack
            if (event.status is UnitStatus.READ) != (event.reason is None):
                faults.append("status and reason disagree")
        else:
            event.chunk.text.validate(full=True)
    if stack:
        faults.append("a unit without an end")
    if ends != 1:
        faults.append(f"{ends} ends of the file")
    return faults


def attempt(seed: int, number: int) -> Trial:
    """One mutant, then a sound file."""
    act, origin, file = made(seed, number, _seeds)
    before = _deaths
    events = _events(file)
    lost = _deaths - before
    faults = faults_of(events)
    last = events[-1] if events else None
    reason = last.reason if isinstance(last, Closed) else None
    first = next((event.format for event in events if isinstance(event, Opened)), "")
    # a process lost before it said anything is tried again: only where that one holds is nothing to be reported
    again = lost == 1 and reason not in DEATHS
    if lost > 1 and reason not in DEATHS:
        faults.append("a lost process unreported")
    before = _deaths
    after = _events(CLEAN)
    if _deaths != before or not isinstance(after[-1], Closed) or after[-1].status is not UnitStatus.READ:
        faults.append("the next sound file was not read")
    status = last.status.value if isinstance(last, Closed) else "none"
    units = sum(isinstance(event, Closed) for event in events)
    return Trial(
        number, act, origin, first, status, reason.value if reason else "", units, lost, int(again), tuple(faults)
    )


@dataclass(slots=True)
class Result:
    """A campaign: its trials, and the exceptions that came out of the parent, by mutant."""

    seed: int
    found: list[Seed]
    trials: list[Trial] = field(default_factory=list)
    raised: dict[int, str] = field(default_factory=dict)

    def faults(self) -> dict[int, tuple[str, ...]]:
        """What was wrong, by mutant."""
        wrong = {trial.number: trial.faults for trial in self.trials if trial.faults}
        return wrong | {number: (kind,) for number, kind in self.raised.items()}

    def table(self) -> dict[str, Counter[str]]:
        """How many mutants ended how, by format as it was found."""
        rows: dict[str, Counter[str]] = {}
        for trial in self.trials:
            rows.setdefault(trial.format, Counter())[trial.reason or trial.status] += 1
        return dict(sorted(rows.items()))

    def figures(self) -> dict[str, object]:
        """The campaign in figures."""
        return {
            "seed": self.seed,
            "seed_files": len(self.found),
            "mutants": len(self.trials) + len(self.raised),
            "units": sum(trial.units for trial in self.trials),
            "by_status": dict(Counter(trial.status for trial in self.trials).most_common()),
            "by_reason": dict(Counter(trial.reason or "none" for trial in self.trials).most_common()),
            "by_act": dict(Counter(trial.act for trial in self.trials).most_common()),
            "by_format": {kind: dict(row.most_common()) for kind, row in self.table().items()},
            "files_that_lost_a_process": sum(trial.lost > 0 for trial in self.trials),
            "read_at_the_second_try": sum(trial.again for trial in self.trials),
            "lost_unreported": sum("a lost process unreported" in trial.faults for trial in self.trials),
            "exceptions_in_the_parent": len(self.raised),
            "faults": {str(number): list(kinds) for number, kinds in sorted(self.faults().items())},
            "lost": [
                {
                    "mutant": trial.number,
                    "act": trial.act,
                    "of": trial.seed,
                    "format": trial.format,
                    "reason": trial.reason,
                }
                for trial in self.trials
                if trial.lost
            ],
        }


def _futures(pool: ProcessPoolExecutor, seed: int, count: int) -> Iterator[tuple[int, Future[Trial]]]:
    yield from [(number, pool.submit(attempt, seed, number)) for number in range(count)]


def run(count: int, seed: int, processes: int = 2, tell: Callable[[int], None] = lambda _done: None) -> Result:
    """Try `count` mutants; `tell` hears how many are done."""
    result = Result(seed, seeds())
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, initializer=begin, initargs=(result.found,)) as pool:
        for number, future in _futures(pool, seed, count):
            error = future.exception()
            if error is None:
                result.trials.append(future.result())
            else:
                result.raised[number] = type(error).__name__
            tell(number + 1)
    return result
