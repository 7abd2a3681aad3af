"""The one table from errors to problem documents (RFC 9457): a stable code, a status, a title in Chinese or English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.api.schemas.base import known_fields
from app.api.schemas.problem import ProblemDocument
from app.errors import AppError
from app.services.access import Permission
from app.wording.catalogue import Lang, default_lang, in_lang, lang_of, say, told
from detectors.errors import DetectorError
from policies.errors import PolicyError

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[Mapping[str, int]] = {
    "usage": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "invalid_request": 422,
    "target": 422,
    "target_unreachable": 422,
    "app_error": 500,
    "configuration": 500,
    "internal": 500,
    "root_key": 500,
    "scan_failed": 500,
    "verification_failed": 500,
    "store": 503,
}
"""The status of every code: the codes of `app/errors.py`, and those of this door itself."""

_OWN: Final[Mapping[int, tuple[str, str]]] = {
    400: ("usage", told("api.unreadable_body")),
    401: ("unauthorized", told("api.send_key")),
    404: ("not_found", told("api.no_such_address")),
    405: ("method_not_allowed", told("api.no_such_method")),
    413: ("too_large", told("api.body_too_large")),
    415: ("unsupported_media_type", told("api.content_types")),
}
"""What the framework's own refusals are called; their text is ours, so that nothing of the request is echoed."""

_EXAMPLES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("usage", told("api.bad_cursor")),
    401: _OWN[401],
    403: ("forbidden", told("services.forbidden", role="hook", permission=Permission.SCANS_WRITE)),
    404: ("not_found", told("store.no_scan")),
    409: ("conflict", told("services.scan_running", scan="s_019a0000000", workers="host:71")),
    413: ("too_large", told("api.body_too_large")),
    415: ("unsupported_media_type", told("api.content_types")),
    422: ("invalid_request", told("api.one_field_wrong", count=1)),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a problem document says, before it is put into a language."""

    code: str
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return STATUS[self.code]


def language(request: Request) -> Lang:
    """The language asked for by Accept-Language (RFC 9110, 12.5.4), else the configured one."""
    ranked: list[tuple[float, Lang]] = []
    for item in request.headers.get("accept-language", "").split(","):
        tag, _, weight = item.partition(";q=")
        lang = lang_of(tag)
        if lang:
            ranked.append((_weight(weight), lang))
    ranked = [each for each in ranked if each[0] > 0]
    if ranked:
        return max(ranked, key=lambda each: each[0])[1]
    return default_lang(getattr(request.app.state, "lang", ""))


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    """The document as a response, in the language of the request."""
    body: dict[str, Any] = {
        "type": f"urn:mishao:problem:{problem.code}",
        "title": say(language(request), f"api.title_{problem.code}"),
        "status": problem.status,
        "detail": in_lang(language(request), problem.detail),
        "code": problem.code,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    headers = {"WWW-Authenticate": 'Bearer realm="mishao"'} if problem.status == STATUS["unauthorized"] else {}
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


def of_error(error: AppError) -> Problem:
    """The problem that an error of ours is."""
    code = error.code if error.code in STATUS else AppError.code
    return Problem(code, error.message)


def of_refusal(error: HTTPException) -> Problem:
    """The problem that a refusal of the framework is."""
    code, detail = _OWN.get(error.status_code, ("internal", told("api.refused")))
    return Problem(code, detail)


def of_validation(error: RequestValidationError) -> Problem:
    """The problem that a body or parameter of the wrong form is: where and what, never the value."""
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return Problem("usage", told("api.bad_json"))
    errors = tuple({"pointer": _pointer(each["loc"]), "code": str(each["type"])} for each in found)
    key = "api.one_field_wrong" if len(errors) == 1 else "api.fields_wrong"
    return Problem("invalid_request", told(key, count=len(errors)), errors)


def _pointer(location: Sequence[str | int]) -> str:
    # A name that the sender chose may itself be personal data: only names of our own are repeated.
    known = known_fields()
    return "/" + "/".join(str(part) if isinstance(part, int) or part in known else "*" for part in location)


def install(app: FastAPI) -> None:
    """Make every error of `app` leave as a problem document."""

    def on_error(request: Request, error: Exception) -> JSONResponse:
        return problem_response(request, _problem(error))

    for kind in (AppError, DetectorError, PolicyError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, on_error)


def _problem(error: Exception) -> Problem:
    match error:
        case AppError():
            return of_error(error)
        case HTTPException():
            return of_refusal(error)
        case RequestValidationError():
            return of_validation(error)
        case DetectorError() | PolicyError():
            return Problem("configuration", told("api.no_detectors"))
    return Problem("internal", told("api.internal_fault"))


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: each status with an example of its document."""
    return {
        status: {"model": ProblemDocument, "content": {MEDIA_TYPE: {"example": _example(status)}}}
        for status in statuses
    }


def _example(status: int) -> dict[str, Any]:
    code, detail = _EXAMPLES[status]
    example: dict[str, Any] = {
        "type": f"urn:mishao:problem:{code}",
        "title": say("en", f"api.title_{code}"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if code == "invalid_request":
        example["errors"] = [{"pointer": "/body/targets", "code": "missing"}]
    return example
