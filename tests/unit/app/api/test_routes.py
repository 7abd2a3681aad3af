"""What the routes answer: scans, findings, verdicts, inspections and the trail."""

import csv
import io
import json
import logging
import zipfile

import pytest
from fastapi.testclient import TestClient

from app.api.middleware import JSON_BYTES
from app.api.schemas.base import known_fields
from app.api.schemas.scans import Evidence, Organisation
from app.config import Settings
from app.domain.scans import ScanStatus
from app.main import create_app
from policies.vocabulary import EVIDENCE, ORG
from tests.unit.app.api.services import Scans, opened, scan


def test_a_scan_is_queued_followed_and_reported(service):
    """A scan is accepted with a Location, shows progress while it runs, and coverage once it has ended."""
    client, scans = service.client("analyst"), service.services.scans
    options = {"sample": 10, "labels": ["backup"], "org": {"pi_total": 5}, "evidence": {"approval": True}}
    started = client.post("/v1/scans", json={"targets": ["/srv/share"], "options": options})
    assert started.status_code == 202
    where = started.headers["location"]
    assert where == f"/v1/scans/{started.json()['id']}"
    assert scans.options.sample == 10
    assert scans.options.labels == ("backup",)
    assert scans.options.org == {"pi_total": 5}
    assert scans.options.evidence == {"approval": True}
    running = client.get(where).json()
    assert running["scan"]["status"] == "running"
    assert running["progress"]["units_total"] == 3
    assert running["coverage"] is None
    scans.go.set()
    assert scans.done.wait(10)
    ended = client.get(where).json()
    assert ended["scan"]["status"] == "partial"
    assert ended["coverage"]["unread"][0]["reason"] == "encrypted"
    assert client.get(f"{where}/coverage").json() == ended["coverage"]
    assert scans.ran[0][1].kind == "key"
    assert [each["id"] for each in client.get("/v1/scans").json()["scans"]] == [started.json()["id"]]


def test_reports_come_in_both_formats(service):
    """The report is the exporters' own: JSON by default, CSV on request, as a download."""
    service.services.scans.kept["s_0"] = scan("s_0", ScanStatus.PARTIAL)
    client = service.client("auditor")
    report = client.get("/v1/scans/s_0/report")
    assert report.json()["findings"][0]["locators"][0]["mask"] == "138****0000"
    assert report.headers["content-disposition"] == 'attachment; filename="mishao-s_0.json"'
    table = client.get("/v1/scans/s_0/report?format=csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0]["infotype"] == "contact.mobile"
    assert client.get("/v1/scans/s_0/report?format=exe").status_code == 422


def test_events_end_with_the_scan(service):
    """The event stream of a scan that has ended is one `end` event that carries it."""
    service.services.scans.kept["s_0"] = scan("s_0", ScanStatus.COMPLETE)
    stream = service.client("analyst").get("/v1/scans/s_0/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    kind, data = stream.text.strip().split("\n")
    assert kind == "event: end"
    assert json.loads(data.removeprefix("data: "))["status"] == "complete"


def test_scans_cut_off_are_taken_up_at_the_next_start(tmp_path):
    """A scan that was interrupted runs again when the service starts, as the service itself."""
    scans = Scans(kept={"s_0": scan("s_0", ScanStatus.INTERRUPTED)})
    scans.go.set()
    app = create_app(Settings(home=tmp_path), lambda settings: opened(settings, scans=scans))
    with TestClient(app):
        assert scans.done.wait(10)
    assert [(ident, actor.kind) for ident, actor in scans.ran] == [("s_0", "system")]


def test_stopping_leaves_the_running_scan_unfinished(tmp_path):
    """The service stops at the next report of progress; the scan neither completes nor fails."""
    scans = Scans(kept={"s_0": scan("s_0", ScanStatus.INTERRUPTED)})
    app = create_app(Settings(home=tmp_path), lambda settings: opened(settings, scans=scans))
    with TestClient(app):
        pass
    assert scans.kept["s_0"].status is ScanStatus.INTERRUPTED
    assert not scans.done.is_set()


def test_findings_come_in_pages(service):
    """Following `next` gives every finding once, in order, and ends with null."""
    client, seen, cursor = service.client("analyst"), [], ""
    while cursor is not None:
        given = client.get("/v1/findings", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [each["finding"]["id"] for each in given["findings"]]
        cursor = given["next"]
    assert seen == [f"f_{number}" for number in range(5)]
    assert client.get("/v1/findings?infotype=cn.passport").json() == {"findings": [], "next": None}
    assert client.get("/v1/findings/f_0").json()["scan"] == "s_0"
    assert client.get("/v1/findings/f_7").status_code == 404


def test_verdicts_come_gravest_first_in_the_language_asked_for(service):
    """The verdicts of a scan are ordered by severity, and rule titles follow Accept-Language."""
    service.services.scans.kept["s_0"] = scan("s_0", ScanStatus.COMPLETE)
    client = service.client("auditor")
    given = client.get("/v1/verdicts?scan=s_0", headers={"Accept-Language": "zh"}).json()
    assert [each["verdict"]["severity"] for each in given["verdicts"]] == ["high", "low"]
    assert given["verdicts"][0]["verdict"]["rules"][0]["title"] == "规则"


def test_text_is_judged_and_signed(service):
    """A hook sends text and gets verdict, masks, coverage and the signed text; an unread part shows as incomplete."""
    asked = {"text": "电话", "who": "crm", "destination": "third_party", "channel": "http", "org": {"is_ciio": True}}
    response = service.client("hook").post("/v1/inspect", json=asked)
    answer = response.json()
    assert response.status_code == 200
    assert answer["verdict"]["action"] == "approve"
    assert answer["complete"] is False
    assert answer["findings"][0]["masks"] == ["138****0000"]
    assert json.loads(answer["signed"])["id"] == answer["id"]
    content, request, actor = service.services.inspection.asked[0]
    assert content == "电话".encode()
    assert (request.who, request.destination, request.channel) == ("crm", "third_party", "http")
    assert request.org == {"is_ciio": True}
    assert actor.role == "hook"
    again = service.client("auditor").get(response.headers["location"]).json()
    assert {**answer, "findings": []} == {**again, "findings": []}


def test_a_file_is_judged_as_it_is(service):
    """A multipart upload hands over the exact bytes and the file's name."""
    content = bytes(range(256)) * 8
    files, data = {"file": ("名单.xlsx", content)}, {"destination": "public", "channel": "im"}
    response = service.client("hook").post("/v1/inspect", files=files, data=data)
    assert response.status_code == 200
    taken, request, _ = service.services.inspection.asked[0]
    assert taken == content
    assert (request.file_name, request.destination, request.channel) == ("名单.xlsx", "public", "im")


def test_wrong_uploads_are_refused(service):
    """No file, an unknown field, or another content type is told as what it is."""
    client = service.client("hook")
    assert client.post("/v1/inspect", data={"who": "x"}, files={"other": b"x"}).status_code == 422
    assert client.post("/v1/inspect", data={"nope": "x"}, files={"file": b"x"}).status_code == 422
    assert client.post("/v1/inspect", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
    broken = {"Content-Type": "multipart/form-data; boundary=q"}
    assert client.post("/v1/inspect", content=b"--other\r\nrubbish", headers=broken).status_code in (400, 422)
    assert client.post("/v1/inspect", content=b"x", headers={"Content-Type": "multipart/form-data"}).status_code == 400
    assert service.services.inspection.asked == []


@pytest.mark.parametrize("declared", [True, False])
def test_large_bodies_are_refused(service, declared):
    """A body over the limit is 413, whether its length is declared or not, and reaches no service."""
    body = b'{"text": "' + b"x" * 80_000 + b'"}'
    client = service.client("hook")
    headers = {"Content-Type": "application/json"}
    content = body if declared else iter([body[:50_000], body[50_000:]])
    response = client.post("/v1/inspect", content=content, headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert service.services.inspection.asked == []
    scans = service.client("analyst").post("/v1/scans", content=b" " * (JSON_BYTES + 1), headers=headers)
    assert scans.status_code == 413


def test_the_trail_comes_as_a_zip_and_a_checkpoint(service):
    """An auditor downloads the export as a zip, and the checkpoint as plain text."""
    client = service.client("auditor")
    export = client.post("/v1/audit/exports", json={})
    assert export.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(export.content)) as packed:
        assert packed.namelist() == ["entries.jsonl"]
    assert client.post("/v1/audit/exports", json={"scan": "s_none"}).status_code == 404
    assert client.get("/v1/audit/checkpoint").text.startswith("mishao\n")
    assert client.get("/v1/signing-key").text == service.services.ring.public_key_pem


def test_every_answer_carries_security_headers_and_none_allows_other_origins(service):
    """Headers against sniffing, framing and caching are on every answer; no CORS header is."""
    for response in (service.stranger.get("/healthz"), service.stranger.get("/v1/x"), service.client("hook").get("/x")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_logs_hold_routes_not_requests(service, caplog):
    """The access log names the route, never the address, its parameters or the body."""
    caplog.set_level(logging.DEBUG)
    client = service.client("admin")
    client.get("/v1/findings?unit=planted-unit")
    client.get("/v1/findings/planted-id")
    client.post("/v1/inspect", json={"text": "planted-text"})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("mishao")]
    assert any("/findings/{finding_id} 404" in line for line in ours)
    assert not any("planted" in line for line in ours)


def test_tracebacks_lose_their_text(caplog):
    """What an exception says stays out of the server's log; its kind and place stay in."""
    create_app()
    log = logging.getLogger("uvicorn.error")
    try:
        int("planted-secret")
    except ValueError:
        log.exception("Exception in ASGI application")
    assert "planted-secret" not in caplog.text
    assert "ValueError at -" in caplog.text


def test_the_interface_speaks_the_vocabulary_of_the_rules():
    """What may be said of the organisation and of evidence is what rules can ask, name for name."""
    assert set(Organisation.model_fields) == set(ORG)
    assert set(Evidence.model_fields) == set(EVIDENCE)
    assert {"targets", "body", "text"} <= known_fields()
