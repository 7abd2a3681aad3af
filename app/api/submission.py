"""How content to be inspected arrives: as JSON with a text, or as a form with a file."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from app.api.context import allowed
from app.api.schemas.inspections import InspectionFields, InspectionForm, InspectionIn
from app.domain.audit import Actor
from app.errors import UsageError
from app.services.access import Permission
from app.services.inspection import InspectionRequest
from app.wording.catalogue import told

FIELDS_AT_MOST: Final = 16
JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "multipart/form-data"
TEXT_NAME: Final = "text.txt"
Asked = TypeVar("Asked", bound=BaseModel)

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON_TYPE: {"schema": InspectionIn.model_json_schema(ref_template="#/components/schemas/{model}")},
            FORM_TYPE: {"schema": InspectionForm.model_json_schema(ref_template="#/components/schemas/{model}")},
        },
    }
}
"""The two bodies, for the OpenAPI document."""


@dataclass(frozen=True, slots=True)
class Submission:
    """Content to be inspected, what is said around it, and who asks."""

    content: bytes
    request: InspectionRequest
    actor: Actor


class InMemory(MultiPartParser):
    """Form parts stay in memory (the body's size is limited before): content is never spooled to a disk."""

    spool_max_size = 1 << 40


async def submission_of(request: Request, actor: Annotated[Actor, Depends(allowed(Permission.INSPECT))]) -> Submission:
    """The submission that a request carries; whether it may ask is settled before its body is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON_TYPE:
        return _of_json(await request.body(), actor)
    if kind == FORM_TYPE:
        return await _of_form(request, actor)
    raise HTTPException(415)


def _of_json(body: bytes, actor: Actor) -> Submission:
    try:
        asked = _valid(InspectionIn, json.loads(body))
    except (ValueError, RecursionError):
        raise UsageError(told("api.bad_json")) from None
    content = asked.text.encode("utf-8", "replace")
    wanted = InspectionRequest(
        **_around(asked),
        org=asked.org.model_dump(exclude_none=True),
        evidence=asked.evidence.model_dump(exclude_unset=True),
    )
    return Submission(content, wanted, actor)


async def _of_form(request: Request, actor: Actor) -> Submission:
    parser = InMemory(request.headers, request.stream(), max_files=1, max_fields=FIELDS_AT_MOST)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise UsageError(told("api.bad_form")) from None
    fields: dict[str, str] = {}
    upload: UploadFile | None = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            upload = value if name == "file" else upload
        else:
            fields[name] = value
    if upload is None:
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file")}])
    asked = _valid(InspectionFields, fields)
    named = {**_around(asked), "file_name": asked.file_name or upload.filename or ""}
    content = await upload.read()
    await form.close()
    return Submission(content, InspectionRequest(**named), actor)


def _valid(model: type[Asked], value: object) -> Asked:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_input=False, include_context=False, include_url=False)
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in found]) from None


def _around(asked: InspectionFields) -> dict[str, Any]:
    return {
        "file_name": asked.file_name or (TEXT_NAME if isinstance(asked, InspectionIn) else ""),
        "who": asked.who,
        "destination": asked.destination,
        "channel": asked.channel,
        "event": asked.event,
        "profile": asked.profile,
    }
