"""Inspecting content that wants to leave: one question, one signed verdict."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from app.api.context import Offered, Speaking, allowed
from app.api.problems import documented
from app.api.schemas.inspections import InspectionOut
from app.api.submission import BODY, Submission, submission_of
from app.api.views import inspection_again, inspection_out
from app.services.access import Permission

router = APIRouter(tags=["inspections"])


@router.post("/inspect", responses=documented(400, 401, 403, 413, 415, 422), openapi_extra=BODY)
def inspect(
    submission: Annotated[Submission, Depends(submission_of)], services: Offered, lang: Speaking, response: Response
) -> InspectionOut:
    """May this leave? Send text as JSON, or one file as a form; the content itself is not kept."""
    inspection = services.inspection.judge(submission.content, submission.request, submission.actor)
    response.headers["Location"] = f"/v1/inspections/{inspection.id}"
    return inspection_out(inspection, lang)


@router.get(
    "/inspections/{inspection_id}",
    responses=documented(401, 403, 404, 422),
    dependencies=[Depends(allowed(Permission.INSPECTIONS_READ))],
)
def get_inspection(inspection_id: str, services: Offered, lang: Speaking) -> InspectionOut:
    """A verdict given before, as it was signed."""
    return inspection_again(services.inspection.get(inspection_id), services.trail.key_id, lang)


@router.get(
    "/signing-key",
    responses=documented(401) | {200: {"description": "Ed25519, PEM.", "content": {"application/x-pem-file": {}}}},
    response_class=PlainTextResponse,
)
def get_signing_key(services: Offered) -> PlainTextResponse:
    """The public key that verdicts, checkpoints and exports are signed with."""
    return PlainTextResponse(services.ring.public_key_pem, media_type="application/x-pem-file")
