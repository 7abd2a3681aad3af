"""Running scans: plan, hand parts to workers, record each in one transaction, finish with the totals."""

import json
import os
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.connectors.interface import ConnectorOptions
from app.connectors.registry import connector_for
from app.domain.audit import Actor, AuditEvent
from app.domain.findings import Finding
from app.domain.parts import Part, PartResult, UnitResult
from app.domain.scans import PackRef, Scan, ScanOptions, ScanReport, ScanStatus
from app.errors import AppError, Conflict, UsageError
from app.persistence.store import Store
from app.scanning.judging import Circumstances
from app.scanning.part import PartOptions
from app.scanning.plan import assignments
from app.scanning.pool import WorkerPool
from app.scanning.subjects import count_subjects
from app.services.recording import events_of
from app.services.trail import TrailService
from detectors.model import Confidence
from policies.loader import default_pack

LEASE_S = 24 * 3600.0
TICK_S = 0.25
WORKER = f"pid-{os.getpid()}"


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


class ScanService:
    """Starts, runs, resumes and reports scans."""

    def __init__(self, store: Store, pool: WorkerPool, trail: TrailService) -> None:
        self._store, self._pool, self._trail = store, pool, trail
        self._running: dict[str, Progress] = {}

    def start(self, targets: Sequence[str], options: ScanOptions, actor: Actor) -> str:
        """Record a new scan and give its id; every target must exist and answer (TargetError otherwise)."""
        if not targets:
            raise UsageError("give at least one target to scan")
        shown = self._pool.mask_names([_probe(target, options) for target in targets])
        now = datetime.now(UTC)
        pack = default_pack()
        scan = Scan(
            id=f"s_{int(now.timestamp() * 1000):011x}{secrets.token_hex(4)}",
            started_at=now,
            finished_at=None,
            status=ScanStatus.RUNNING,
            targets=tuple(shown),
            pack=PackRef(pack.id, pack.version, pack.sha256),
            options=options,
        )
        with self._store.begin() as work:
            work.scans.create(scan, json.dumps(list(targets)).encode("ascii"))
            body = {"targets": list(shown), "pack": pack.id, "pack_version": pack.version, "pack_sha256": pack.sha256}
            work.audit.append(AuditEvent("scan.started", now, actor, scan.id, body))
        return scan.id

    def run(self, scan_id: str, actor: Actor, on_progress: OnProgress | None = None) -> ScanReport:
        """Carry a scan to its end, from wherever it stands, and report; a finished scan is only reported."""
        with self._store.begin() as work:
            scan = work.scans.get(scan_id)
            if scan.status in (ScanStatus.COMPLETE, ScanStatus.PARTIAL):
                return work.scans.report(scan_id)
            if scan_id in self._running:
                raise Conflict(f"scan {scan_id} is running already")
            if scan.status is not ScanStatus.RUNNING or work.parts.planned(scan_id):
                work.scans.set_status(scan_id, ScanStatus.RUNNING, None)
                work.audit.append(AuditEvent("scan.resumed", datetime.now(UTC), actor, scan_id))
                work.parts.release(scan_id)
        run = _Run(self._store, self._pool, scan, actor, on_progress or (lambda _: None), self._running)
        try:
            run.carry_out()
        except KeyboardInterrupt:
            self._pool.close()
            self._stop(scan_id, actor, ScanStatus.INTERRUPTED, "interrupted")
            raise
        except AppError as failed:
            self._stop(scan_id, actor, ScanStatus.FAILED, failed.code)
            raise
        finally:
            self._running.pop(scan_id, None)
        self._trail.sequence()
        return self.report(scan_id)

    def get(self, scan_id: str) -> Scan:
        """One scan, without what it found; NotFound where there is none."""
        with self._store.begin() as work:
            return work.scans.get(scan_id)

    def report(self, scan_id: str) -> ScanReport:
        """Everything there is to say of a scan, finished or not; NotFound where there is none."""
        with self._store.begin(write=False) as work:
            return work.scans.report(scan_id)

    def progress(self, scan_id: str) -> Progress:
        """How far a scan is, from this process's run or else from the store."""
        with self._store.begin(write=False) as work:
            kept = work.scans.progress(scan_id)
        live = self._running.get(scan_id)
        if live is not None:
            return live
        total = kept.units if kept.complete else None
        return Progress("finish" if kept.complete else "read", kept.units, total, kept.bytes, None, kept.findings)

    def interrupted(self) -> list[str]:
        """Scans that are neither finished nor running in this process."""
        open_states = (ScanStatus.RUNNING, ScanStatus.INTERRUPTED)
        return [scan.id for scan in self.list(1000) if scan.status in open_states and scan.id not in self._running]

    def findings(
        self,
        *,
        scan_id: str | None = None,
        infotype: str | None = None,
        min_confidence: str | None = None,
        unit: str | None = None,
        limit: int = 200,
    ) -> list[tuple[str, Finding]]:
        """Findings with the scans they belong to, newest scan first."""
        floor = Confidence.of_label(min_confidence) if min_confidence else None
        with self._store.begin(write=False) as work:
            return work.findings.list(scan_id=scan_id, infotype=infotype, min_confidence=floor, unit=unit, limit=limit)

    def finding(self, finding_id: str) -> tuple[str, Finding]:
        """One finding and the scan it belongs to; NotFound where there is none."""
        with self._store.begin(write=False) as work:
            return work.findings.get(finding_id)

    def _stop(self, scan_id: str, actor: Actor, status: ScanStatus, why: str) -> None:
        now = datetime.now(UTC)
        with self._store.begin() as work:
            work.scans.set_status(scan_id, status, now if status is ScanStatus.FAILED else None, why)
            work.audit.append(AuditEvent(f"scan.{status}", now, actor, scan_id, {"why": why}))

    def list(self, limit: int = 50) -> list[Scan]:
        """The latest scans, newest first."""
        with self._store.begin(write=False) as work:
            return work.scans.list(limit)


class _Run:
    """One scan being carried out."""

    def __init__(
        self,
        store: Store,
        pool: WorkerPool,
        scan: Scan,
        actor: Actor,
        on_progress: OnProgress,
        running: dict[str, Progress],
    ) -> None:
        self._store, self._pool, self._scan, self._actor = store, pool, scan, actor
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
            targets = json.loads(work.scans.sealed_targets(self._scan.id))
        parts: list[Part] = []
        units = size = 0
        for target in targets:
            source = connector_for(target).open(target, _connector_options(self._scan.options))
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
        while True:
            while len(flights) < self._pool.jobs + 1:
                with self._store.begin() as work:
                    part = work.parts.claim(self._scan.id, WORKER, LEASE_S, datetime.now(UTC))
                if part is None:
                    break
                flights.append(_Flight(part, self._pool.submit(part.payload, self._options)))
            if not flights:
                return
            wait([flight.future for flight in flights], TICK_S, FIRST_COMPLETED)
            for flight in [flight for flight in flights if flight.future.done()]:
                flights.remove(flight)
                self._record(flight)
            self._tell(replace(self._progress, bytes_done=self._pool.bytes_done - self._bytes_before))

    def _record(self, flight: _Flight) -> None:
        try:
            results = flight.future.result()
        except BrokenProcessPool:
            results = self._pool.salvage(flight.part.payload, self._options)
        now = datetime.now(UTC)
        try:
            with self._store.begin() as work:
                work.parts.complete(self._scan.id, PartResult(flight.part.number, results), now)
                for event in events_of(self._scan.id, results, self._actor, now):
                    work.audit.append(event)
        except Conflict:
            return  # another process resumed the same scan and was first; its results are these results
        self._progress = replace(
            self._progress,
            units_done=self._progress.units_done + len(results),
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


def _connector_options(options: ScanOptions) -> ConnectorOptions:
    return ConnectorOptions(sample=options.sample, labels=options.labels)


def _probe(target: str, options: ScanOptions) -> str:
    """Open and close a target; gives the name under which it may be shown."""
    source = connector_for(target).open(target, _connector_options(options))
    display = source.display
    source.close()
    return display
