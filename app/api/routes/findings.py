"""Findings: what was found where, never the values."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.api.context import Offered, allowed
from app.api.paging import MOST, Cursor, page
from app.api.problems import documented
from app.api.schemas.findings import FindingDetail, FindingPage
from app.api.schemas.scans import Level
from app.api.views import finding_detail
from app.services.access import Permission

router = APIRouter(prefix="/findings", tags=["findings"], dependencies=[Depends(allowed(Permission.FINDINGS_READ))])


@router.get("", responses=documented(400, 401, 403, 404, 422))
def list_findings(
    services: Offered,
    scan: Annotated[str | None, Query(max_length=64)] = None,
    infotype: Annotated[str | None, Query(max_length=64, examples=["cn.id_card"])] = None,
    min_confidence: Annotated[Level | None, Query()] = None,
    unit: Annotated[str | None, Query(max_length=4096)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Cursor = None,
) -> FindingPage:
    """Findings of one scan or of all, in a stable order; `next` goes into `cursor` for the following page."""

    def first(count: int) -> list[FindingDetail]:
        rows = services.scans.findings(
            scan_id=scan, infotype=infotype, min_confidence=min_confidence, unit=unit, limit=count
        )
        return [finding_detail(scan_id, finding) for scan_id, finding in rows]

    rows, following = page(first, limit, cursor)
    return FindingPage(findings=rows, next=following)


@router.get("/{finding_id}", responses=documented(401, 403, 404, 422))
def get_finding(finding_id: str, services: Offered) -> FindingDetail:
    """One finding with its locators and reasons."""
    return finding_detail(*services.scans.finding(finding_id))
