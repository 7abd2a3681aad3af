"""One scan being carried out: planned, handed to workers part by part, recorded, finished."""

import json
import os
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.connectors.interface import ConnectorOptions
from app.connectors.registry import connector_for
from app.domain.audit import Actor, AuditEvent
from app.domain.parts import Part, PartResult, UnitResult
from app.domain.scans import Scan, ScanOptions, ScanStatus
from app.errors import Conflict, ScanFailed
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.judging import Circumstances
from app.scanning.part import PartOptions
from app.scanning.plan import Assignment, assignments
from app.scanning.pool import WorkerPool
from app.scanning.subjects import count_subjects
from app.services.recording import events_of
from detectors.model import Confidence

LEASE_S = 120.0
RENEW_S = 30.0
TICK_S = 0.25


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is: `stage` is plan, read or finish; totals are None while unknown; `current` is masked."""

    stage: str
    units_done: int
    units_total: int | None
    bytes_done: int
    bytes_total: int | None
    findings: int
    current: str = ""


OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Flight:
    """A part that a worker is at."""

    part: Part
    future: Future[tuple[UnitResult, ...]]


class ScanRun:
    """One scan being carried out."""

    def __init__(
        self,
        store: Store,
        ring: KeyRing,
        pool: WorkerPool,
        scan: Scan,
        actor: Actor,
        on_progress: OnProgress,
        running: dict[str, Progress],
    ) -> None:
        self._store, self._ring, self._pool, self._scan, self._actor = store, ring, pool, scan, actor
        self._on_progress, self._running = on_progress, running
        self._bytes_before = pool.bytes_done
        self._progress = Progress("plan", 0, None, 0, None, 0)
        options = scan.options
        self._options = PartOptions(
            scan_id=scan.id,
            min_confidence=Confidence.of_label(options.min_confidence),
            names=options.names,
            sample=options.sample,
            labels=options.labels,
            circumstances=Circumstances(profile=options.profile, org=options.org, evidence=options.evidence),
        )

    def carry_out(self) -> None:
        """Plan what is not planned, do what is not done, and finish."""
        self._tell(self._progress)
        with self._store.begin(write=False) as work:
            planned = work.parts.planned(self._scan.id)
        if not planned:
            self._plan()
        self._work_off()
        self._finish()

    def _plan(self) -> None:
        with self._store.begin(write=False) as work:
            sealed = work.scans.sealed_targets(self._scan.id)
        targets: list[str] = json.loads(self._ring.unseal(sealed, targets_purpose(self._scan.id)))
        parts: list[Part] = []
        units = size = 0
        for target in targets:
            source = connector_for(target).open(target, connector_options(self._scan.options))
            try:
                for assignment in assignments(target, source.plan()):
                    parts.append(Part(self._scan.id, len(parts), assignment.encode()))
                    units += len(assignment.units)
                    size += sum(unit.size for unit in assignment.units)
                    self._tell(replace(self._progress, units_total=units, bytes_total=size))
            finally:
                source.close()
        with self._store.begin() as work:
            work.parts.add(parts)
            work.parts.mark_planned(self._scan.id)

    def _work_off(self) -> None:
        self._tell(replace(self._progress, stage="read"))
        flights: list[_Flight] = []
        renewed = time.monotonic()
        while True:
            while len(flights) < self._pool.jobs + 1:
                with self._store.begin() as work:
                    part = work.parts.claim(self._scan.id, worker_name(), LEASE_S, datetime.now(UTC))
                if part is None:
                    break
                flights.append(_Flight(part, self._pool.submit(part.payload, self._options)))
            if not flights:
                if self._all_done():
                    return
                # the parts that are left are another process's; its lease runs out if it ends
                time.sleep(TICK_S)
                continue
            wait([flight.future for flight in flights], TICK_S, FIRST_COMPLETED)
            for flight in [flight for flight in flights if flight.future.done()]:
                flights.remove(flight)
                self._record(flight)
            if time.monotonic() - renewed > RENEW_S:
                renewed = time.monotonic()
                self._renew(flights)
            self._tell(replace(self._progress, bytes_done=self._pool.bytes_done - self._bytes_before))

    def _all_done(self) -> bool:
        with self._store.begin(write=False) as work:
            return work.scans.progress(self._scan.id).complete

    def _renew(self, flights: Sequence[_Flight]) -> None:
        now = datetime.now(UTC)
        with self._store.begin() as work:
            for flight in flights:
                work.parts.renew(self._scan.id, flight.part.number, worker_name(), LEASE_S, now)

    def _record(self, flight: _Flight) -> None:
        try:
            results = flight.future.result()
        except BrokenProcessPool:
            results = self._pool.salvage(flight.part.payload, self._options)
        now = datetime.now(UTC)
        try:
            with self._store.begin() as work:
                work.parts.complete(self._scan.id, PartResult(flight.part.number, results), now)
                work.audit.append_all(events_of(self._scan.id, results, self._actor, now))
        except Conflict as refused:
            with self._store.begin(write=False) as work:
                done = work.parts.is_done(self._scan.id, flight.part.number)
            if not done:
                raise ScanFailed(refused.message) from refused
            return  # another process resumed the same scan and was first; its results are these results
        self._progress = replace(
            self._progress,
            # members of archives are units too, but nobody knew of them when the total was made
            units_done=self._progress.units_done + len(Assignment.decode(flight.part.payload).units),
            findings=self._progress.findings + sum(len(result.findings) for result in results),
            current=results[-1].outcome.unit if results else "",
        )

    def _finish(self) -> None:
        self._tell(replace(self._progress, stage="finish"))
        with self._store.begin(write=False) as work:
            subjects = count_subjects(work.subjects.edges(self._scan.id))
        now = datetime.now(UTC)
        with self._store.begin() as work:
            work.scans.set_subjects(self._scan.id, subjects)
            report = work.scans.report(self._scan.id)
            status = ScanStatus.COMPLETE if report.coverage.complete else ScanStatus.PARTIAL
            work.scans.set_status(self._scan.id, status, now)
            body = {
                "status": str(status),
                "units": report.coverage.units,
                "read": report.coverage.read,
                "findings": len(report.findings),
                "verdicts": len(report.verdicts),
                "subjects": subjects.distinct,
            }
            work.audit.append(AuditEvent("scan.finished", now, self._actor, self._scan.id, body))

    def _tell(self, progress: Progress) -> None:
        self._progress = self._running[self._scan.id] = progress
        self._on_progress(progress)


def worker_name() -> str:
    """This process, as the ledger names who holds a part."""
    return f"{socket.gethostname()}/{os.getpid()}"


def is_gone(worker: str) -> bool:
    """Whether the process that the ledger calls `worker` has ended, as far as can be told from this machine."""
    host, _, number = worker.rpartition("/")
    if host != socket.gethostname() or not number.isdigit():
        return False
    return int(number) == os.getpid() or not Path(f"/proc/{number}").exists()


def connector_options(options: ScanOptions) -> ConnectorOptions:
    """What a connector needs to know of a scan's options."""
    return ConnectorOptions(sample=options.sample, labels=options.labels)


def targets_purpose(scan_id: str) -> str:
    """The purpose under which a scan's targets are sealed."""
    return f"targets/{scan_id}"
