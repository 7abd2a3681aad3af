"""The background sequencer: what it does by itself, what it says when it cannot, and that it never ends the service."""

import logging
import threading
from contextlib import nullcontext

import pytest
from fastapi.testclient import TestClient

from app.api.sequencing import Sequencing
from app.config import Settings
from app.errors import StoreError, VerificationFailed
from app.main import create_app
from app.services.trail import TrailService
from tests.unit.app.api.services import opened


class Trail:
    """Sequences by doing in turn what `outcomes` says, the last one for ever; `reached` is set at the last."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0
        self.reached = threading.Event()

    def sequence(self) -> str:
        self.calls += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if len(self.outcomes) == 1:
            self.reached.set()
        if outcome is not None:
            raise outcome
        return "note"


def client_of(services) -> TestClient:
    """A client of an application over `services`."""
    return TestClient(create_app(services.settings, lambda _: nullcontext(services)))


def ran(trail: Trail) -> Sequencing:
    """A sequencer that has gone through all outcomes and was stopped."""
    sequencing = Sequencing(trail, every=0.001)
    sequencing.start()
    assert trail.reached.wait(10)
    sequencing.stop()
    return sequencing


def test_it_goes_on_after_any_failure():
    """Neither a store that is gone nor an error of a kind nobody foresaw ends it, and health is good again after."""
    trail = Trail(None, StoreError("The store is gone."), ValueError("x"), None)
    assert ran(trail).health == "ok"
    assert trail.calls > 3


@pytest.mark.parametrize(
    ("error", "health"),
    [(VerificationFailed("The history was rewritten."), "unverified"), (StoreError("/srv/secret"), "behind")],
)
def test_a_failure_is_said_once(caplog, error, health):
    """However often an attempt fails in one way, one line says it; only a failed verification is quoted."""
    with caplog.at_level(logging.DEBUG, "mishao.trail"):
        sequencing = ran(Trail(error, error, error, error))
    assert sequencing.health == health
    assert len(caplog.messages) == 1
    assert ("The history was rewritten." in caplog.text) == (health == "unverified")
    assert "/srv/secret" not in caplog.text


def test_health_is_degraded_where_the_history_was_changed(tmp_path):
    """/healthz goes on answering 200 and says that the trail does not verify."""
    settings = Settings(home=tmp_path, root_key_file=tmp_path / "root.key")
    trail = Trail(VerificationFailed("The history was rewritten."))
    with opened(settings, trail=trail) as services, client_of(services) as client:
        assert trail.reached.wait(10)
        client.app.state.sequencing.stop()
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "trail": "unverified"}


def test_what_was_denied_has_a_place_in_the_log_when_the_service_has_ended(tmp_path):
    """A refused request is sequenced with nobody asking for a scan, an export or a checkpoint."""
    settings = Settings(home=tmp_path, root_key_file=tmp_path / "root.key")
    with opened(settings) as services:
        services.trail = TrailService(services.store, services.ring, settings)
        with client_of(services) as client:
            assert client.get("/v1/scans", headers={"Authorization": "Bearer mk_wrong"}).status_code == 401
            assert client.get("/healthz").json() == {"status": "ok", "trail": "ok"}
        with services.store.begin(write=False) as work:
            assert any(
                "access.denied" in (entry.content or "") for entry in work.audit.leaves(0, work.audit.leaf_count())
            )
            assert work.audit.unsequenced(10) == []
