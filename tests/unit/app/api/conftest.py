"""A running application over services in memory, and a client of every role."""

from contextlib import ExitStack, nullcontext
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from app.config import Settings
from app.domain.audit import Actor
from app.main import create_app
from tests.unit.app.api.services import opened


@pytest.fixture
def service(tmp_path):
    """The application, its services, and `client(role)`."""
    settings = Settings(
        home=tmp_path,
        root_key_file=tmp_path / "root.key",
        max_upload_bytes=4096,
        lang="en",
        log_level="debug",
    )
    with ExitStack() as stack:
        services = stack.enter_context(opened(settings))
        app = create_app(settings, lambda _: nullcontext(services))
        plain = stack.enter_context(TestClient(app, raise_server_exceptions=False))

        def client(role: str) -> TestClient:
            _, token = services.access.create_key(role, role, Actor("system", "test"))
            return TestClient(app, headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False)

        def audit() -> list[str]:
            with services.store.begin(write=False) as work:
                return [entry.content or "" for entry in work.audit.entries(limit=1000)]

        yield SimpleNamespace(app=app, services=services, stranger=plain, client=client, audit=audit)
        services.scans.go.set()
