"""The service's factory: wires, decides nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.security import HTTPBearer

from app.api import problems
from app.api.middleware import Authentication, BodyLimit, Outermost, prepare_logs
from app.api.routes import audit, findings, health, inspections, keys, scans, verdicts
from app.api.runner import ScanRunner
from app.api.sequencing import Sequencing
from app.config import Settings
from app.exporters.layout.product import version
from app.services.context import Services, open_services

DESCRIPTION = "Finds exposed personal information, judges it, and keeps a record that verifies without this service."
BEARER = HTTPBearer(auto_error=False, description="An API key: `mk_…`")


def create_app(
    settings: Settings | None = None,
    opener: Callable[[Settings], AbstractContextManager[Services]] = open_services,
) -> FastAPI:
    """The application; `settings` from the environment where none are given. Services open when it starts."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with opener(chosen) as services:
            runner = ScanRunner(services.scans)
            sequencing = Sequencing(services.trail)
            app.state.services, app.state.runner, app.state.lang = services, runner, chosen.lang
            app.state.sequencing = sequencing
            runner.resume()
            sequencing.start()
            try:
                yield
            finally:
                runner.stop()
                sequencing.stop()

    app = FastAPI(
        title="Mishao 密哨",
        version=version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    prepare_logs(chosen.log_level)
    problems.install(app)
    app.add_middleware(BodyLimit, upload_bytes=chosen.max_upload_bytes)
    app.add_middleware(Authentication)
    app.add_middleware(Outermost)
    app.include_router(health.router)
    app.include_router(_first_version())
    return app


def _first_version() -> APIRouter:
    router = APIRouter(prefix="/v1", dependencies=[Depends(BEARER)])
    for part in (scans, findings, verdicts, inspections, audit, keys):
        router.include_router(part.router)

    @router.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> dict[str, Any]:
        document: dict[str, Any] = request.app.openapi()
        return document

    return router
