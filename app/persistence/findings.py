"""Findings and verdicts in the store, page by page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_

from app.domain.findings import Finding
from app.domain.scans import UnitVerdict
from app.errors import NotFound, UsageError
from app.persistence.records import load_exposure, load_locators, load_reasons, verdict_of
from app.persistence.tables import findings, units, verdicts
from app.wording.catalogue import told
from detectors.model import Confidence
from policies.verdicts import Severity


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Findings with the id of their scan, newest first; `cursor` asks for the next page, empty after the last."""

    items: tuple[tuple[Finding, str], ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """Verdicts with the id of their scan, worst first; `cursor` asks for the next page, empty after the last."""

    items: tuple[tuple[UnitVerdict, str], ...]
    cursor: str


class FindingRepository:
    """Reads findings over one connection; completing a part writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, finding_id: str) -> tuple[Finding, str]:
        """The finding `finding_id` and the id of its scan (the newest, should several have it); NotFound."""
        query = select(findings).where(findings.c.id == finding_id).order_by(findings.c.seq.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(told("store.no_finding"))
        return finding_of(row), row.scan_id

    def list(
        self,
        *,
        scan_id: str = "",
        infotype: str = "",
        min_confidence: Confidence = Confidence.LOW,
        unit: str = "",
        limit: int = 100,
        cursor: str = "",
    ) -> FindingPage:
        """Findings that meet every filter; `unit` is a prefix of the name shown. UsageError for a bad cursor."""
        query = select(findings).where(findings.c.points >= min_confidence.points)
        if scan_id:
            query = query.where(findings.c.scan_id == scan_id)
        if infotype:
            query = query.where(findings.c.infotype == infotype)
        if unit:
            query = query.where(findings.c.unit.startswith(unit, autoescape=True))
        if cursor:
            query = query.where(findings.c.seq < _numbers(cursor, 1)[0])
        rows = self._connection.execute(query.order_by(findings.c.seq.desc()).limit(limit + 1)).all()
        items = tuple((finding_of(row), row.scan_id) for row in rows[:limit])
        return FindingPage(items, str(rows[limit - 1].seq) if len(rows) > limit else "")


class VerdictRepository:
    """Reads verdicts over one connection; completing a part writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        *,
        scan_id: str = "",
        min_severity: Severity = Severity.NONE,
        unit: str = "",
        limit: int = 100,
        cursor: str = "",
    ) -> VerdictPage:
        """Verdicts that meet every filter; `unit` is a prefix of the name shown. UsageError for a bad cursor."""
        key = (verdicts.c.severity, verdicts.c.action, verdicts.c.unit_id)
        query: Select[Any] = select(verdicts, units.c.display, units.c.exposure)
        query = query.join(units, units.c.id == verdicts.c.unit_id).where(verdicts.c.severity >= int(min_severity))
        if scan_id:
            query = query.where(verdicts.c.scan_id == scan_id)
        if unit:
            query = query.where(units.c.display.startswith(unit, autoescape=True))
        if cursor:
            query = query.where(tuple_(*key) < tuple_(*_numbers(cursor, 3)))
        rows = self._connection.execute(query.order_by(*(part.desc() for part in key)).limit(limit + 1)).all()
        items = tuple(
            (UnitVerdict(row.display, verdict_of(row), load_exposure(row.exposure)), row.scan_id)
            for row in rows[:limit]
        )
        if len(rows) <= limit:
            return VerdictPage(items, "")
        last = rows[limit - 1]
        return VerdictPage(items, f"{last.severity}.{last.action}.{last.unit_id}")


def _numbers(cursor: str, count: int) -> list[int]:
    parts = cursor.split(".")
    if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise UsageError(told("store.bad_cursor"))
    return [int(part) for part in parts]


def finding_of(row: Any) -> Finding:
    """The finding that a row holds."""
    return Finding(
        id=row.id,
        infotype=row.infotype,
        unit=row.unit,
        column=row.column_name,
        count=row.count,
        distinct=row.distinct_count,
        points=row.points,
        reasons=load_reasons(row.reasons),
        detector=row.detector,
        locators=load_locators(row.locators),
        distinct_exact=row.distinct_exact,
    )
