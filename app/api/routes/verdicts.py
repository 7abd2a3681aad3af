"""Verdicts over the units of a scan."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.api.context import Offered, Speaking, allowed
from app.api.paging import MOST, Cursor, page
from app.api.problems import documented
from app.api.schemas.findings import UnitVerdictOut, VerdictPage
from app.api.views import unit_verdict_out
from app.services.access import Permission

router = APIRouter(prefix="/verdicts", tags=["verdicts"], dependencies=[Depends(allowed(Permission.VERDICTS_READ))])


@router.get("", responses=documented(400, 401, 403, 404, 422))
def list_verdicts(
    services: Offered,
    lang: Speaking,
    scan: Annotated[str, Query(max_length=64)],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Cursor = None,
) -> VerdictPage:
    """The verdicts of one scan, gravest first."""
    verdicts = services.scans.report(scan).verdicts
    ranked = sorted(verdicts, key=lambda each: (-each.verdict.severity, -each.verdict.action, each.unit))

    def first(count: int) -> list[UnitVerdictOut]:
        return [unit_verdict_out(each, lang) for each in ranked[:count]]

    rows, following = page(first, limit, cursor)
    return VerdictPage(scan=scan, verdicts=rows, next=following)
