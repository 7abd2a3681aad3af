"""Writing what a part found out: units, findings, verdicts and links between data subjects."""

from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from app.domain.findings import Finding
from app.domain.parts import PartResult, UnitResult
from app.errors import Conflict
from app.keys.ring import KeyRing
from app.persistence.records import (
    dump,
    dump_exposure,
    dump_locators,
    dump_reasons,
    dump_subjects,
    verdict_columns,
)
from app.persistence.tables import edges, findings, units, verdicts
from app.wording.catalogue import told


def locator_purpose(scan_id: str, key: str) -> str:
    """What the exact name of a unit is sealed for."""
    return f"unit/{scan_id}/{key}"


def insert_units(connection: Connection, ring: KeyRing, scan_id: str, result: PartResult) -> None:
    """Keeps every unit of `result`; Conflict where a unit or finding of the scan is there already."""
    if not result.units:
        return
    try:
        rows = [_unit_row(ring, scan_id, result.number, unit) for unit in result.units]
        made = connection.execute(insert(units).returning(units.c.id, units.c.key), rows)
        ids = {row.key: row.id for row in made}
        found = [_finding_row(scan_id, ids[unit.key], finding) for unit in result.units for finding in unit.findings]
        if found:
            connection.execute(insert(findings), found)
    except IntegrityError:
        raise Conflict(told("store.unit_twice", number=result.number, scan=scan_id)) from None
    _insert_judgements(connection, scan_id, result, ids)


def _insert_judgements(connection: Connection, scan_id: str, result: PartResult, ids: dict[str, int]) -> None:
    judged = [
        {"unit_id": ids[unit.key], "scan_id": scan_id} | verdict_columns(unit.verdict)
        for unit in result.units
        if unit.verdict is not None
    ]
    linked = [
        {"unit_id": ids[unit.key], "scan_id": scan_id, "packed": unit.edges} for unit in result.units if unit.edges
    ]
    if judged:
        connection.execute(insert(verdicts), judged)
    if linked:
        connection.execute(insert(edges), linked)


def _unit_row(ring: KeyRing, scan_id: str, part: int, unit: UnitResult) -> dict[str, Any]:
    outcome = unit.outcome
    exact = unit.locator.encode("utf-8", "surrogatepass")
    return {
        "scan_id": scan_id,
        "part": part,
        "key": unit.key,
        "display": outcome.unit,
        "locator": ring.seal(exact, locator_purpose(scan_id, unit.key)),
        "status": outcome.status.value,
        "reason": outcome.reason.value if outcome.reason else None,
        "detail": outcome.detail,
        "format": outcome.format,
        "bytes": outcome.bytes,
        "notes": dump([note.value for note in outcome.notes]),
        "sampled": outcome.sampled,
        "subjects": dump_subjects(unit.subjects),
        "exposure": dump_exposure(unit.exposure),
    }


def _finding_row(scan_id: str, unit_id: int, finding: Finding) -> dict[str, Any]:
    return {
        "scan_id": scan_id,
        "id": finding.id,
        "unit_id": unit_id,
        "unit": finding.unit,
        "infotype": finding.infotype,
        "column_name": finding.column,
        "count": finding.count,
        "distinct_count": finding.distinct,
        "distinct_exact": finding.distinct_exact,
        "points": finding.points,
        "detector": finding.detector,
        "reasons": dump_reasons(finding.reasons),
        "locators": dump_locators(finding.locators),
    }
