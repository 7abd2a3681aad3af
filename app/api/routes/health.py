"""Whether the service lives: the one answer that needs no credential."""

from typing import Literal

from fastapi import APIRouter, Request

from app.api.context import Offered
from app.api.schemas.base import Model
from app.api.sequencing import Sequencing, TrailHealth

router = APIRouter(tags=["health"])


class Health(Model):
    """The service and its store answer; `degraded` where its audit trail needs somebody to look."""

    status: Literal["ok", "degraded"] = "ok"
    trail: TrailHealth = "ok"


@router.get("/healthz")
def health(services: Offered, request: Request) -> Health:
    """`ok` while the service and its store answer; 503 where the store does not.

    `degraded` (still 200: starting again mends nothing) where audit entries wait for their place in the log (`trail` is
    `behind`), or the history in the store is not the one that was anchored (`unverified`).
    """
    services.scans.list(1)
    sequencing: Sequencing = request.app.state.sequencing
    trail = sequencing.health
    return Health(status="ok" if trail == "ok" else "degraded", trail=trail)
