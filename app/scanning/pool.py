"""The pool of worker processes: tasks in, results out, and a new pool when a worker dies."""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from app.domain.parts import UnitResult
from app.domain.units import UnitOutcome, UnitStatus, UnreadReason
from app.scanning.part import PartOptions, Worker, WorkerSetup, in_worker, start_worker
from app.scanning.plan import Assignment
from app.scanning.reading import Identity


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


class WorkerPool:
    """Worker processes, started as tasks come; threads may share a pool."""

    def __init__(self, setup: WorkerSetup, jobs: int = 0) -> None:
        self._setup, self._jobs = setup, jobs or cores()
        # Fresh interpreters: the parent has threads and open databases, neither of which survives a fork.
        self._context = multiprocessing.get_context("spawn")
        self._counter = self._context.Value("q", 0)
        self._executor: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._suspects = threading.Lock()
        self._closed = False

    @property
    def jobs(self) -> int:
        """The most workers at once."""
        return self._jobs

    @property
    def bytes_done(self) -> int:
        """Bytes of text that the workers have looked at since the pool was made."""
        return int(self._counter.value)

    def submit(self, payload: bytes, options: PartOptions) -> "Future[tuple[UnitResult, ...]]":
        """Have a part done."""
        return self._submit(Worker.run, payload, options)

    def mask_names(self, names: Sequence[str]) -> list[str]:
        """Names as they may be shown."""
        masked: list[str] = self._surely(Worker.mask_names, list(names))
        return masked

    def inspect(self, content: bytes, name: str, options: PartOptions) -> tuple[UnitResult, ...]:
        """Read content that was handed in; a worker that dies over it is a unit that could not be read."""
        try:
            results: tuple[UnitResult, ...] = self._surely(Worker.inspect, content, name, options)
        except BrokenProcessPool:
            identity = Identity(self._setup.id_key, options.scan_id)
            return (_lost(identity, "upload", name, "***"),)
        return results

    def salvage(self, payload: bytes, options: PartOptions) -> tuple[UnitResult, ...]:
        """Do a part over which workers died once more, unit by unit: only what kills a worker again is given up."""
        assignment = Assignment.decode(payload)
        results: list[UnitResult] = []
        for unit in assignment.units:
            alone = Assignment(assignment.target, (unit,)).encode()
            try:
                results.extend(self._surely(Worker.run, alone, options))
            except BrokenProcessPool:
                identity = Identity(self._setup.id_key, options.scan_id)
                shown = self.mask_names([unit.name])[0]
                results.append(_lost(identity, assignment.target, unit.path, shown))
        return tuple(results)

    def close(self) -> None:
        """End the workers, without waiting for what they are at."""
        with self._lock:
            self._closed = True
            executor, self._executor = self._executor, None
        if executor is None:
            return
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(5)

    def _surely(self, task: Any, *args: object) -> Any:
        """What `task` gives, though workers may die over something else; BrokenProcessPool if they die over it.

        A worker that dies takes everything with it that any worker is at, so what broke is done again, one such task at
        a time: what kills its worker then is the task itself.
        """
        with suppress(BrokenProcessPool):
            return self._submit(task, *args).result()
        with self._suspects:
            with suppress(BrokenProcessPool):
                return self._submit(task, *args).result()
            return self._submit(task, *args).result()

    def _submit(self, task: Any, *args: object) -> "Future[Any]":
        with self._lock:
            for _ in range(2):
                if self._closed:
                    break
                if self._executor is None:
                    self._executor = ProcessPoolExecutor(
                        self._jobs,
                        self._context,
                        initializer=start_worker,
                        initargs=(self._setup, self._counter, os.getpid()),
                    )
                try:
                    return self._executor.submit(in_worker, task, *args)
                except BrokenProcessPool:
                    # A worker died since the last task: what it was at has failed already, the next pool is a new one.
                    self._executor.shutdown(wait=False)
                    self._executor = None
        raise BrokenProcessPool("the worker processes are not to be had")


def _lost(identity: Identity, target: str, path: str, shown: str) -> UnitResult:
    outcome = UnitOutcome(shown, UnitStatus.UNREADABLE, UnreadReason.PARSER_CRASH, "the worker process ended twice")
    return UnitResult(identity.of(target, path, ""), path, outcome)
