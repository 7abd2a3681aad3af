"""Scans in the store: their record, status and progress."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.domain.findings import Subjects
from app.domain.progress import ScanProgress
from app.domain.scans import PackRef, Scan, ScanReport, ScanStatus
from app.errors import NotFound
from app.persistence.records import dump, dump_options, dump_subjects, load_list, load_options
from app.persistence.reports import report_of
from app.persistence.tables import findings, parts, scans, units
from app.wording.catalogue import told


class ScanRepository:
    """Reads and writes scans over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, scan: Scan, sealed_targets: bytes) -> None:
        """Keeps a new scan; `sealed_targets` are its exact targets, sealed by the caller."""
        self._connection.execute(
            insert(scans).values(
                id=scan.id,
                started_at=scan.started_at,
                finished_at=scan.finished_at,
                status=scan.status.value,
                targets=dump(list(scan.targets)),
                sealed_targets=sealed_targets,
                pack_id=scan.pack.id,
                pack_version=scan.pack.version,
                pack_sha256=scan.pack.sha256,
                options=dump_options(scan.options),
                error=scan.error,
                planned=False,
            )
        )

    def get(self, scan_id: str) -> Scan:
        """The scan `scan_id`; NotFound."""
        return _scan_of(self._row(scan_id))

    def list(self, limit: int = 50) -> list[Scan]:
        """The newest scans, newest first."""
        query = select(scans).order_by(scans.c.started_at.desc(), scans.c.id.desc()).limit(limit)
        return [_scan_of(row) for row in self._connection.execute(query)]

    def set_status(self, scan_id: str, status: ScanStatus, finished_at: datetime | None, error: str = "") -> None:
        """Says where a scan stands now; NotFound."""
        self._update(scan_id, {"status": status.value, "finished_at": finished_at, "error": error})

    def set_subjects(self, scan_id: str, subjects: Subjects) -> None:
        """Keeps the counts of data subjects over the whole scan; NotFound."""
        self._update(scan_id, {"subjects": dump_subjects(subjects)})

    def sealed_targets(self, scan_id: str) -> bytes:
        """The sealed targets as they were given to `create`; NotFound."""
        return bytes(self._row(scan_id).sealed_targets)

    def report(self, scan_id: str) -> ScanReport:
        """Everything there is to say of a scan, verdicts worst first; NotFound."""
        row = self._row(scan_id)
        return report_of(self._connection, _scan_of(row), row.subjects)

    def progress(self, scan_id: str) -> ScanProgress:
        """How far a scan has come; NotFound."""
        planned = bool(self._row(scan_id).planned)
        count = func.count
        done = count().filter(parts.c.status == "done")
        total, finished = self._one(select(count(), done).where(parts.c.scan_id == scan_id))
        unit_count, size = self._one(
            select(count(), func.coalesce(func.sum(units.c.bytes), 0)).where(units.c.scan_id == scan_id)
        )
        found = self._one(select(count()).select_from(findings).where(findings.c.scan_id == scan_id))[0]
        return ScanProgress(total, finished, planned, unit_count, int(size), found)

    def _one(self, query: Any) -> Any:
        return self._connection.execute(query).one()

    def _row(self, scan_id: str) -> Any:
        row = self._connection.execute(select(scans).where(scans.c.id == scan_id)).one_or_none()
        if row is None:
            raise missing_scan()
        return row

    def _update(self, scan_id: str, values: dict[str, object]) -> None:
        changed = self._connection.execute(update(scans).where(scans.c.id == scan_id).values(values))
        if changed.rowcount == 0:
            raise missing_scan()


def missing_scan() -> NotFound:
    """The error for a scan that is not there."""
    return NotFound(told("store.no_scan"))


def _scan_of(row: Any) -> Scan:
    return Scan(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        status=ScanStatus(row.status),
        targets=load_list(row.targets),
        pack=PackRef(row.pack_id, row.pack_version, row.pack_sha256),
        options=load_options(row.options),
        error=row.error,
    )
