"""How the service ends when a container or an init system asks it to."""

import os
import re
import signal
import subprocess

import httpx
import pytest

from tests.integration.service.test_service import MISHAO, answers, free_port, wait_for

pytestmark = pytest.mark.integration


def test_sigterm_ends_the_service_cleanly(tmp_path):
    """With workers started by an upload, SIGTERM gives exit code 0, silence, and a log in which nothing waits."""
    if not MISHAO.exists():
        pytest.skip("the program mishao is not installed (tools/install dev)")
    port = free_port()
    environment = {
        **os.environ,
        "MISHAO_HOME": str(tmp_path / "data"),
        "MISHAO_ROOT_KEY_FILE": str(tmp_path / "keys" / "root.key"),
        "MISHAO_ANCHOR_FILE": str(tmp_path / "keys" / "checkpoints"),
        "MISHAO_PORT": str(port),
    }
    made = subprocess.run([MISHAO, "init"], env=environment, capture_output=True, text=True, check=True)
    token = next(line for line in made.stdout.splitlines() if line.startswith("mk_"))
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [MISHAO, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        wait_for(lambda: running.poll() is not None or answers(address))
        asked = {"headers": {"Authorization": f"Bearer {token}"}, "json": {"text": "hello"}, "timeout": 120}
        assert httpx.post(f"{address}/v1/inspect", **asked).status_code == 200
        running.send_signal(signal.SIGTERM)
        said, _ = running.communicate(timeout=60)
    assert (running.returncode, said.decode()) == (0, "")
    sizes = re.findall(r"^[0-9]+$", (tmp_path / "keys" / "checkpoints").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert int(sizes[-1]) >= 2
