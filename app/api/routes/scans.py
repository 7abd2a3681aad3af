"""Scans: start one, follow it, and fetch its report."""

import io
import time
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from app.api.context import Offered, Queue, Speaking, allowed
from app.api.problems import documented
from app.api.schemas.scans import CoverageOut, ScanDetail, ScanPage, ScanRequest, ScanStarted
from app.api.views import coverage_out, progress_out, scan_out
from app.domain.audit import Actor
from app.domain.scans import ScanStatus
from app.exporters.interface import Style
from app.exporters.registry import exporters
from app.services.access import Permission
from app.services.context import Services

router = APIRouter(prefix="/scans", tags=["scans"])
Starter = Annotated[Actor, Depends(allowed(Permission.SCANS_WRITE))]
reading = [Depends(allowed(Permission.SCANS_READ))]
EVENTS_EVERY_S = 0.5
EVENTS_AT_MOST_S = 3600.0


@router.post("", status_code=202, responses=documented(400, 401, 403, 413, 422))
def start_scan(body: ScanRequest, response: Response, services: Offered, queue: Queue, actor: Starter) -> ScanStarted:
    """Queue a scan of folders, files, databases or buckets. `Location` says where to follow it."""
    scan_id = services.scans.start(body.targets, body.options.options(), actor)
    queue.submit(scan_id, actor)
    response.headers["Location"] = f"/v1/scans/{scan_id}"
    return ScanStarted(id=scan_id)


@router.get("", responses=documented(401, 403, 422), dependencies=reading)
def list_scans(services: Offered, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> ScanPage:
    """The latest scans, newest first."""
    return ScanPage(scans=[scan_out(scan) for scan in services.scans.list(limit)])


@router.get("/{scan_id}", responses=documented(401, 403, 404, 422), dependencies=reading)
def get_scan(scan_id: str, services: Offered) -> ScanDetail:
    """One scan: its status, how far it is, and its coverage once it has ended."""
    scan, progress = services.scans.get(scan_id), services.scans.progress(scan_id)
    ended = scan.status not in (ScanStatus.RUNNING, ScanStatus.INTERRUPTED)
    return ScanDetail(
        scan=scan_out(scan),
        progress=progress_out(progress),
        coverage=coverage_out(services.scans.report(scan_id).coverage) if ended else None,
    )


@router.get("/{scan_id}/coverage", responses=documented(401, 403, 404, 422), dependencies=reading)
def get_coverage(scan_id: str, services: Offered) -> CoverageOut:
    """What was read, what was not, and why."""
    return coverage_out(services.scans.report(scan_id).coverage)


@router.get(
    "/{scan_id}/report",
    responses=documented(401, 403, 404, 422)
    | {200: {"description": "The report.", "content": {"application/json": {}, "text/csv": {}}}},
    response_class=Response,
    dependencies=reading,
)
def get_report(
    scan_id: str,
    services: Offered,
    lang: Speaking,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response:
    """The whole report, in the shape that the command line writes."""
    exporter, out = exporters()[form], io.BytesIO()
    exporter.write(services.scans.report(scan_id), out, Style(lang))
    name = f"mishao-{scan_id}{exporter.suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), media_type=exporter.media_type, headers=headers)


@router.get(
    "/{scan_id}/events",
    responses=documented(401, 403, 404, 422)
    | {200: {"description": "Server-sent events.", "content": {"text/event-stream": {}}}},
    response_class=StreamingResponse,
    dependencies=reading,
)
def follow_scan(scan_id: str, services: Offered) -> StreamingResponse:
    """Progress as server-sent events: `progress` while it runs, then one `end` with the scan."""
    services.scans.get(scan_id)
    return StreamingResponse(_events(services, scan_id), media_type="text/event-stream")


def _events(services: Services, scan_id: str) -> Iterator[str]:
    until = time.monotonic() + EVENTS_AT_MOST_S
    while time.monotonic() < until:
        scan = services.scans.get(scan_id)
        if scan.status is not ScanStatus.RUNNING:
            yield f"event: end\ndata: {scan_out(scan).model_dump_json()}\n\n"
            return
        yield f"event: progress\ndata: {progress_out(services.scans.progress(scan_id)).model_dump_json()}\n\n"
        time.sleep(EVENTS_EVERY_S)
