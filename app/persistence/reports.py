"""Assembling the report of a scan from its rows."""

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from app.domain.findings import Finding
from app.domain.scans import Scan, ScanReport, UnitVerdict
from app.domain.units import Coverage, UnitNote, UnitOutcome, UnitStatus, UnreadReason
from app.persistence.findings import finding_of
from app.persistence.records import dump, load_exposure, load_list, load_subjects, verdict_of
from app.persistence.tables import findings, units, verdicts

_GRAVEST_FIRST = (UnitStatus.UNREADABLE, UnitStatus.PARTIAL, UnitStatus.SKIPPED)


def report_of(connection: Connection, scan: Scan, subjects: str | None) -> ScanReport:
    """The whole report of `scan`; `subjects` is its column of that name."""
    return ScanReport(
        scan=scan,
        coverage=_coverage(connection, scan.id),
        subjects=load_subjects(subjects),
        findings=_findings(connection, scan.id),
        verdicts=_verdicts(connection, scan.id),
    )


def _coverage(connection: Connection, scan_id: str) -> Coverage:
    mine = units.c.scan_id == scan_id
    counts = dict.fromkeys(UnitStatus, 0)
    sampled = size = 0
    query = select(
        units.c.status,
        func.count(),
        func.sum(case((units.c.sampled, 1), else_=0)),
        func.coalesce(func.sum(units.c.bytes), 0),
    )
    for status, number, some, taken in connection.execute(query.where(mine).group_by(units.c.status)):
        counts[UnitStatus(status)] = number
        sampled += int(some)
        size += int(taken)
    return Coverage(
        units=sum(counts.values()),
        read=counts[UnitStatus.READ],
        partial=counts[UnitStatus.PARTIAL],
        unreadable=counts[UnitStatus.UNREADABLE],
        skipped=counts[UnitStatus.SKIPPED],
        sampled=sampled,
        bytes=size,
        unread=_outcomes(connection, scan_id, units.c.status != UnitStatus.READ.value),
        noted=_outcomes(connection, scan_id, units.c.status == UnitStatus.READ.value, units.c.notes != dump([])),
    )


def _outcomes(connection: Connection, scan_id: str, *which: ColumnElement[bool]) -> tuple[UnitOutcome, ...]:
    mine = and_(units.c.scan_id == scan_id, *which)
    gravity = case({status.value: rank for rank, status in enumerate(_GRAVEST_FIRST)}, value=units.c.status)
    query = select(units).where(mine).order_by(gravity, units.c.display, units.c.key)
    return tuple(
        UnitOutcome(
            unit=row.display,
            status=UnitStatus(row.status),
            reason=UnreadReason(row.reason) if row.reason else None,
            detail=row.detail,
            format=row.format,
            bytes=row.bytes,
            notes=tuple(UnitNote(note) for note in load_list(row.notes)),
        )
        for row in connection.execute(query)
    )


def _findings(connection: Connection, scan_id: str) -> tuple[Finding, ...]:
    query = select(findings).where(findings.c.scan_id == scan_id)
    # the order must not depend on which worker was first
    order = (findings.c.unit, findings.c.infotype, findings.c.column_name, findings.c.id)
    return tuple(finding_of(row) for row in connection.execute(query.order_by(*order)))


def _verdicts(connection: Connection, scan_id: str) -> tuple[UnitVerdict, ...]:
    query = select(verdicts, units.c.display, units.c.exposure).join(units, units.c.id == verdicts.c.unit_id)
    order = (verdicts.c.severity.desc(), verdicts.c.action.desc(), units.c.display, units.c.key)
    rows = connection.execute(query.where(verdicts.c.scan_id == scan_id).order_by(*order))
    return tuple(UnitVerdict(row.display, verdict_of(row), load_exposure(row.exposure)) for row in rows)
