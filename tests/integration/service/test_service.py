"""The service as it is installed: started by the program, asked over HTTP, checked with openssl."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

MISHAO = Path(sys.executable).with_name("mishao")
MOBILE = "138" + "0013" + "8123"
CONTENT = f"姓名,手机\n张三,{MOBILE}\n李四,139{'0013'}9{'456'}\n".encode("gb18030")

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A running service over an embedded store, with clients of two roles; stopped by Ctrl-C at the end."""
    if not MISHAO.exists():
        pytest.skip("the program mishao is not installed (tools/install dev)")
    home = tmp_path_factory.mktemp("service")
    port = free_port()
    environment = {
        **os.environ,
        "MISHAO_HOME": str(home / "data"),
        "MISHAO_ROOT_KEY_FILE": str(home / "keys" / "root.key"),
        "MISHAO_ANCHOR_FILE": str(home / "keys" / "checkpoints"),
        "MISHAO_PORT": str(port),
        "MISHAO_LOG_LEVEL": "debug",
        "MISHAO_LANG": "en",
    }
    (home / "keys").mkdir()
    made = subprocess.run([MISHAO, "init"], env=environment, capture_output=True, text=True, check=True)
    token = next(line for line in made.stdout.splitlines() if line.startswith("mk_"))
    log = (home / "log").open("wb")
    running = subprocess.Popen([MISHAO, "serve"], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: running.poll() is not None or answers(address))
        admin = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=120)
        given = admin.post("/v1/keys", json={"name": "gateway", "role": "hook"}).json()["token"]
        hook = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {given}"}, timeout=120)
        yield SimpleNamespace(admin=admin, hook=hook, home=home, tokens=(token, given))
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(30)
        log.close()


def free_port():
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    """Whether the service is up."""
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(condition):
    """Wait until `condition` holds."""
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def followed(client, where):
    """A scan as it stands."""
    response = client.get(where)
    assert response.status_code == 200, response.text
    return response.json()


def test_an_upload_gets_a_verdict_that_openssl_verifies(service, tmp_path):
    """A file with personal data gets findings with masks, and the signature over the answer verifies without us."""
    asked = {"who": "crm", "destination": "third_party", "channel": "http"}
    response = service.hook.post("/v1/inspect", files={"file": ("客户.csv", CONTENT)}, data=asked)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["complete"] is True
    assert "contact.mobile" in {each["infotype"] for each in answer["findings"]}
    assert answer["verdict"]["severity"] != "none"
    assert MOBILE not in response.text
    (tmp_path / "key.pem").write_text(service.hook.get("/v1/signing-key").text)
    (tmp_path / "signed").write_bytes(answer["signed"].encode())
    (tmp_path / "signature").write_bytes(base64.b64decode(answer["signature"]))
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (Debian, Ubuntu: apt-get install openssl)")
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "signed",
        "-sigfile",
        "signature",
    ]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "signed").write_bytes(answer["signed"].replace("third_party", "internal").encode())
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0
    kept = service.admin.get(response.headers["location"]).json()
    assert kept["signed"] == answer["signed"]
    assert kept["signature"] == answer["signature"]


def test_unreadable_content_needs_approval(service):
    """A file that cannot be read is not called clean: incomplete, and at least approval."""
    broken = service.hook.post("/v1/inspect", files={"file": ("x.docx", b"PK\x03\x04" + bytes(50))}).json()
    assert broken["complete"] is False
    assert broken["verdict"]["action"] in ("approve", "quarantine", "block")


def test_a_scan_runs_in_the_background_to_its_report(service, tmp_path):
    """A scan over HTTP ends, its findings and verdicts can be read, and its trail exports and verifies."""
    (tmp_path / "客户.csv").write_bytes(CONTENT)
    started = service.admin.post("/v1/scans", json={"targets": [str(tmp_path)]})
    assert started.status_code == 202, started.text
    where = started.headers["location"]
    wait_for(lambda: followed(service.admin, where)["scan"]["status"] != "running")
    ended = followed(service.admin, where)
    assert ended["scan"]["status"] == "complete"
    assert ended["coverage"]["units"] == ended["coverage"]["read"] == 1
    findings = service.admin.get("/v1/findings", params={"scan": started.json()["id"]}).json()["findings"]
    assert "contact.mobile" in {each["finding"]["infotype"] for each in findings}
    assert service.admin.get("/v1/verdicts", params={"scan": started.json()["id"]}).json()["verdicts"]
    assert service.admin.get(f"{where}/report").json()["scan"]["id"] == started.json()["id"]
    export = tmp_path / "trail.zip"
    export.write_bytes(service.admin.post("/v1/audit/exports", json={}).content)
    verified = subprocess.run([MISHAO, "audit", "verify", export], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr


def test_wrong_targets_are_one_problem(service, tmp_path):
    """A path that is not there and a database that is not there are 422, and no password comes back."""
    missing = service.admin.post("/v1/scans", json={"targets": [str(tmp_path / "nothing")]})
    assert (missing.status_code, missing.json()["code"]) == (422, "target")
    mute = service.admin.post("/v1/scans", json={"targets": ["postgresql://u:planted-word@127.0.0.1:1/x"]})
    assert mute.status_code == 422
    assert mute.json()["code"] in ("target", "target_unreachable")
    assert "planted-word" not in mute.text


def test_nothing_raw_is_kept_or_logged(service):
    """After all of the above, neither store nor log, at debug level, holds a value or a token."""
    planted = [MOBILE.encode(), b"planted-word", *(token.split("_", 2)[2].encode() for token in service.tokens)]
    for path in service.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [value for value in planted if value in content], path.name
