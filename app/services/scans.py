"""Scans as use cases: start, run or resume, report, look things up."""

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from app.connectors.registry import connector_for
from app.domain.audit import Actor, AuditEvent
from app.domain.findings import Finding
from app.domain.scans import PackRef, Scan, ScanOptions, ScanReport, ScanStatus
from app.errors import AppError, Conflict, UsageError
from app.keys.ring import KeyRing
from app.persistence.store import Store, Work
from app.scanning.pool import WorkerPool
from app.services.scan_run import OnProgress, Progress, ScanRun, connector_options, is_gone, targets_purpose
from app.services.trail import TrailService
from app.wording.catalogue import told
from detectors.model import Confidence
from policies.loader import default_pack

__all__ = ["Progress", "ScanService"]


class ScanService:
    """Starts, runs, resumes and reports scans."""

    def __init__(self, store: Store, ring: KeyRing, pool: WorkerPool, trail: TrailService) -> None:
        self._store, self._ring, self._pool, self._trail = store, ring, pool, trail
        self._running: dict[str, Progress] = {}

    def start(self, targets: Sequence[str], options: ScanOptions, actor: Actor) -> str:
        """Record a new scan and give its id; every target must exist and answer (TargetError otherwise).

        A target that is given twice is scanned once.
        """
        targets = list(dict.fromkeys(targets))
        if not targets:
            raise UsageError(told("services.no_targets"))
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
            work.scans.create(
                scan, self._ring.seal(json.dumps(list(targets)).encode("ascii"), targets_purpose(scan.id))
            )
            body = {"targets": list(shown), "pack": pack.id, "pack_version": pack.version, "pack_sha256": pack.sha256}
            work.audit.append(AuditEvent("scan.started", now, actor, scan.id, body))
        return scan.id

    def run(self, scan_id: str, actor: Actor, on_progress: OnProgress | None = None) -> ScanReport:
        """Carry a scan to its end, from wherever it stands, and report; a finished scan is only reported."""
        with self._store.begin() as work:
            scan = work.scans.get(scan_id)
            if scan.status in (ScanStatus.COMPLETE, ScanStatus.PARTIAL):
                return work.scans.report(scan_id)
            self._require_free(work, scan_id)
            if scan.status is not ScanStatus.RUNNING or work.parts.planned(scan_id):
                work.scans.set_status(scan_id, ScanStatus.RUNNING, None)
                work.audit.append(AuditEvent("scan.resumed", datetime.now(UTC), actor, scan_id))
                work.parts.release(scan_id)
        run = ScanRun(self._store, self._ring, self._pool, scan, actor, on_progress or (lambda _: None), self._running)
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
        """Scans that are not finished and that nobody is at: not this process, nor another that can be seen."""
        open_states = (ScanStatus.RUNNING, ScanStatus.INTERRUPTED)
        waiting = [scan.id for scan in self.list(1000) if scan.status in open_states and scan.id not in self._running]
        with self._store.begin(write=False) as work:
            return [scan_id for scan_id in waiting if not _busy(work, scan_id)]

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
        floor = Confidence.of_label(min_confidence) if min_confidence else Confidence.LOW
        with self._store.begin(write=False) as work:
            page = work.findings.list(
                scan_id=scan_id or "",
                infotype=infotype or "",
                min_confidence=floor,
                unit=unit or "",
                limit=limit,
            )
        return [(scan, finding) for finding, scan in page.items]

    def finding(self, finding_id: str) -> tuple[str, Finding]:
        """One finding and the scan it belongs to; NotFound where there is none."""
        with self._store.begin(write=False) as work:
            finding, scan_id = work.findings.get(finding_id)
        return scan_id, finding

    def _require_free(self, work: Work, scan_id: str) -> None:
        busy = [self._running[scan_id].stage] if scan_id in self._running else _busy(work, scan_id)
        if busy:
            raise Conflict(told("services.scan_running", scan=scan_id, workers=", ".join(busy)))

    def _stop(self, scan_id: str, actor: Actor, status: ScanStatus, why: str) -> None:
        now = datetime.now(UTC)
        with self._store.begin() as work:
            work.scans.set_status(scan_id, status, now if status is ScanStatus.FAILED else None, why)
            work.audit.append(AuditEvent(f"scan.{status}", now, actor, scan_id, {"why": why}))

    def list(self, limit: int = 50) -> list[Scan]:
        """The latest scans, newest first."""
        with self._store.begin(write=False) as work:
            return work.scans.list(limit)


def _busy(work: Work, scan_id: str) -> list[str]:
    """Which living processes hold parts of a scan."""
    return [worker for worker in work.parts.holders(scan_id, datetime.now(UTC)) if not is_gone(worker)]


def _probe(target: str, options: ScanOptions) -> str:
    """Open a target, ask for its first unit and close it; gives the name under which it may be shown."""
    source = connector_for(target).open(target, connector_options(options))
    try:
        # some sources (buckets) answer only when they are asked to list
        next(iter(source.plan()), None)
        return source.display
    finally:
        source.close()
