"""The audit trail: its signed checkpoint, and exports that verify without this service."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.background import BackgroundTask

from app.api.context import Offered, allowed
from app.api.problems import documented
from app.api.schemas.audit import ExportRequest
from app.domain.audit import Actor
from app.services.access import Permission

router = APIRouter(prefix="/audit", tags=["audit"])
Exporter = Annotated[Actor, Depends(allowed(Permission.AUDIT_EXPORT))]


@router.get(
    "/checkpoint",
    responses=documented(401, 403)
    | {200: {"description": "A signed note (C2SP tlog-checkpoint).", "content": {"text/plain": {}}}},
    response_class=PlainTextResponse,
    dependencies=[Depends(allowed(Permission.AUDIT_READ))],
)
def get_checkpoint(services: Offered) -> PlainTextResponse:
    """The signed head of the log as it stands now."""
    return PlainTextResponse(services.trail.sequence())


@router.post(
    "/exports",
    responses=documented(400, 401, 403, 404, 413, 422)
    | {200: {"description": "A zip with everything that verifying needs.", "content": {"application/zip": {}}}},
    response_class=FileResponse,
)
def export_trail(body: ExportRequest, services: Offered, actor: Exporter) -> FileResponse:
    """The trail, or that of one scan, as a zip; the export is itself an entry of the trail."""
    folder = tempfile.TemporaryDirectory(prefix="mishao-export-")
    archive = Path(folder.name) / "mishao-audit.zip"
    try:
        services.trail.export(archive, actor=actor, scan_id=body.scan)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        archive, media_type="application/zip", filename=archive.name, background=BackgroundTask(folder.cleanup)
    )
