"""Whether the service lives: the one answer that needs no credential."""

from typing import Literal

from fastapi import APIRouter

from app.api.context import Offered
from app.api.schemas.base import Model

router = APIRouter(tags=["health"])


class Health(Model):
    """The service and its store answer."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
def health(services: Offered) -> Health:
    """`ok` while the service and its store answer; 503 where the store does not."""
    services.scans.list(1)
    return Health()
