"""Who gets an answer, and what is written down when somebody does not."""

import itertools
import json

import pytest
from fastapi.routing import APIRoute

from app.domain.access import Role
from app.services.access import DENIALS_AT_ONCE, GRANTS, Allowance, Permission


def routes(app):
    """Every route of the application with each of its methods."""
    found = [route for route in walk(app.routes) if isinstance(route, APIRoute)]
    return [(method, route.path) for route in found for method in sorted(route.methods)]


def walk(tree):
    """All routes below `tree`."""
    for route in tree:
        yield route
        yield from walk(getattr(route, "routes", None) or [])


def test_only_health_answers_without_credential(service):
    """No operation of the document but /healthz answers a stranger with anything but 401, nor do other addresses."""
    paths = service.app.openapi()["paths"]
    operations = [(method, path) for path, item in paths.items() for method in item]
    assert len(operations) > 15
    extra = [("get", "/docs"), ("get", "/openapi.json"), ("get", "/v1/openapi.json"), ("get", "/nothing"),
             ("options", "/v1/scans"), ("head", "/v1/keys")]  # fmt: skip
    for method, path in operations + extra:
        status = service.stranger.request(method, path.replace("{", "").replace("}", "")).status_code
        assert status == (200 if path == "/healthz" else 401), (method, path)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer mk_000000000000_x", "mk_1_2", "Bearer é"]
)
def test_wrong_credentials_are_refused(service, header):
    """Anything but a valid bearer token is 401 with a challenge, as a problem document."""
    response = service.stranger.get("/v1/scans", headers={"Authorization": header.encode()})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "unauthorized"


REQUESTS = {
    Permission.SCANS_READ: ("get", "/v1/scans", None),
    Permission.SCANS_WRITE: ("post", "/v1/scans", {"targets": ["/srv"]}),
    Permission.FINDINGS_READ: ("get", "/v1/findings", None),
    Permission.VERDICTS_READ: ("get", "/v1/verdicts?scan=s_0", None),
    Permission.INSPECT: ("post", "/v1/inspect", {"text": "x"}),
    Permission.INSPECTIONS_READ: ("get", "/v1/inspections/i_0", None),
    Permission.AUDIT_READ: ("get", "/v1/audit/checkpoint", None),
    Permission.AUDIT_EXPORT: ("post", "/v1/audit/exports", {}),
    Permission.KEYS_MANAGE: ("get", "/v1/keys", None),
}


@pytest.mark.parametrize(("role", "permission"), list(itertools.product(Role, Permission)))
def test_each_role_gets_what_it_was_granted_and_no_more(service, role, permission):
    """A request is refused with 403, and recorded, exactly where the role lacks its permission."""
    service.services.scans.start(["/srv"], None, None)
    method, path, body = REQUESTS[permission]
    response = service.client(role).request(method, path, json=body)
    denied = [json.loads(entry) for entry in service.audit() if "access.denied" in entry]
    if permission in GRANTS[role]:
        assert response.status_code in (200, 202), response.text
        assert denied == []
    else:
        assert response.status_code == 403
        assert response.json()["code"] == "forbidden"
        assert denied[0]["body"]["permission"] == permission


def test_hook_only_asks_for_verdicts():
    """The hook role holds one permission, the auditor none that changes anything but by exporting."""
    assert GRANTS[Role.HOOK] == {Permission.INSPECT}
    assert not GRANTS[Role.AUDITOR] & {Permission.SCANS_WRITE, Permission.INSPECT, Permission.KEYS_MANAGE}
    assert GRANTS[Role.ADMIN] == set(Permission)


def test_strangers_cannot_flood_the_log(service):
    """However often a stranger knocks, only a few knocks are written down."""
    for _ in range(DENIALS_AT_ONCE * 4):
        service.stranger.get("/v1/scans")
    denied = [entry for entry in service.audit() if "access.denied" in entry]
    assert 1 <= len(denied) <= DENIALS_AT_ONCE + 1


def test_allowance_tells_how_many_it_refused():
    """A token bucket grants its size, refuses, refills with time, and then says how many it refused."""
    now = [0.0]
    bucket = Allowance(2, 10.0, lambda: now[0])
    assert [bucket.take() for _ in range(4)] == [0, 0, None, None]
    now[0] = 10.0
    assert bucket.take() == 2
    assert bucket.take() is None


def test_keys_are_made_shown_once_and_revoked(service):
    """A new key works, its secret is in no later answer, and after revocation it is refused."""
    admin = service.client("admin")
    made = admin.post("/v1/keys", json={"name": "mail gateway", "role": "analyst"})
    assert made.status_code == 201
    token, key = made.json()["token"], made.json()["key"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert service.stranger.get("/v1/scans", headers=bearer).status_code == 200
    assert token.split("_", 2)[2] not in admin.get("/v1/keys").text
    assert admin.delete(made.headers["location"]).status_code == 204
    assert service.stranger.get("/v1/scans", headers=bearer).status_code == 401
    assert [
        each["revoked_at"] is not None for each in admin.get("/v1/keys").json()["keys"] if each["id"] == key["id"]
    ] == [True]
    assert sum("key.created" in entry or "key.revoked" in entry for entry in service.audit()) == 3
    assert token.split("_", 2)[2] not in "".join(service.audit())


def test_the_last_administrator_stays(service):
    """The only usable admin key cannot be revoked; with another one it can."""
    admin = service.client("admin")
    mine = admin.get("/v1/keys").json()["keys"][0]["id"]
    assert admin.delete(f"/v1/keys/{mine}").status_code == 409
    admin.post("/v1/keys", json={"name": "second", "role": "admin"})
    assert admin.delete(f"/v1/keys/{mine}").status_code == 204
    assert admin.get("/v1/keys").status_code == 401


def test_first_administrator_is_made_once(service):
    """A store without administrator gets one and its token; a store with one gets none."""
    from app.domain.audit import Actor

    actor = Actor("cli", "somebody")
    token = service.services.access.ensure_admin(actor)
    assert token is not None
    assert service.services.access.authenticate(token).role == "admin"
    assert service.services.access.ensure_admin(actor) is None
