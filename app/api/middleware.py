"""What every request passes before a route sees it: headers, credential, size of the body, a line in the log."""

import logging
import time
from typing import Final

from anyio import to_thread
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem, of_error, problem_response
from app.errors import AppError
from app.services.access import AccessService
from app.wording.catalogue import told

OPEN_PATH: Final = "/healthz"
INSPECT_PATH: Final = "/v1/inspect"
JSON_BYTES: Final = 1024 * 1024
FORM_OVERHEAD: Final = 64 * 1024
LOG = logging.getLogger("mishao.access")
OUR_CODE: Final = frozenset({"app", "detectors", "policies"})
SECURITY_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Outermost:
    """Security headers on every answer, and one log line each: method, route (never its parameters), status, time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                route = getattr(scope.get("route"), "path", "-")
                spent = round((time.monotonic() - began) * 1000)
                LOG.info("%s %s %s %d ms", scope["method"], route, message["status"], spent)
            await send(message)

        await self.app(scope, receive, sending)


class Authentication:
    """Nothing but health answers without a credential, not even an address that does not exist."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; who asks is put into the request's state."""
        if scope["type"] != "http" or scope["path"] == OPEN_PATH:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        access: AccessService = scope["app"].state.services.access
        try:
            token = _token(request.headers.get("authorization", ""))
            request.state.actor = await to_thread.run_sync(access.authenticate, token)
        except AppError as error:
            await problem_response(request, of_error(error))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _token(header: str) -> str:
    scheme, _, token = header.partition(" ")
    # An empty token is refused, and recorded, where every other is.
    return token.strip() if scheme.lower() == "bearer" else ""


class BodyLimit:
    """No body is larger than its address takes, whether or not it says its length beforehand."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self.app = app
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.upload_bytes + FORM_OVERHEAD if scope["path"] == INSPECT_PATH else JSON_BYTES
        request = Request(scope)
        declared = request.headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            problem = Problem("too_large", told("api.body_over_limit", limit=limit))
            await problem_response(request, problem)(scope, receive, send)
            return
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receiving, send)


class NoTraceback(logging.Filter):
    """Takes the text of exceptions out of log records: it may quote what was scanned. Where it happened stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record is changed."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{type(error).__name__} at {_origin(error)}", ()
            record.exc_info = record.exc_text = None
        return True


def _origin(error: BaseException) -> str:
    """The innermost place in our own code that the error came through."""
    trace, place = error.__traceback__, "-"
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in OUR_CODE:
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


class Silence(logging.Filter):
    """Drops every record: the server's own access log would repeat query strings."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always false."""
        del record
        return False


def prepare_logs(level: str) -> None:
    """Keep what a request carried out of the server's logs, and write our own from `level` on."""
    ours = logging.getLogger("mishao")
    ours.setLevel(level.upper())
    if not ours.handlers:
        ours.addHandler(logging.StreamHandler())
    logging.getLogger("uvicorn.access").addFilter(Silence())
    logging.getLogger("uvicorn.error").addFilter(NoTraceback())
