"""A PostgreSQL server of our own for the store's tests: a free port on 127.0.0.1, a temporary folder."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MISSING = "PostgreSQL's server programs are not here; install them with: apt-get install postgresql"


def programs() -> Path | None:
    """The folder with initdb and postgres; None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def _as_server_user(command: list[str]) -> list[str]:
    # the server refuses to run as root
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL (without database) of a running server."""
    folder = programs()
    assert folder is not None, MISSING
    home = Path(tempfile.mkdtemp(prefix="store-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data, port = home / "data", free_port()
    initdb = [str(folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]
    subprocess.run(_as_server_user([*initdb, "--locale=C"]), check=True, capture_output=True, cwd="/")
    options = ["-p", str(port), "-h", "127.0.0.1", "-k", str(home), "-c", "fsync=off", "-c", "max_connections=40"]
    with (home / "log").open("wb") as log:
        command = _as_server_user([str(folder / "postgres"), "-D", str(data), *options])
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    try:
        _wait(port, server)
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(300):
        assert server.poll() is None, "the server ended at once"
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")
