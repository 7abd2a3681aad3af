# noqa: INP001 - a script, no package
"""`make run`: set up the embedded default, start the service, scan the example estate, and wait for Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MISHAO = Path(sys.executable).with_name("mishao")
ESTATE = Path("examples/estate")
START_WITHIN_S = 90.0
STOP_WITHIN_S = 15.0
SCAN_ENDED = (0, 1, 4)
"""Exit codes of a scan that came to its end: nothing grave, something grave, some units unreadable."""


def say(*lines: str) -> None:
    """Print at once."""
    print(*lines, sep="\n", flush=True)  # noqa: T201 - this script talks to a person


def settings() -> dict[str, str]:
    """The environment of everything that is started: data and keys apart, below `.run`, unless set otherwise."""
    here = ROOT / ".run"
    places = {
        "MISHAO_HOME": here / "data",
        "MISHAO_ROOT_KEY_FILE": here / "keys" / "root.key",
        "MISHAO_ANCHOR_FILE": here / "keys" / "checkpoints",
    }
    chosen = {**{name: str(path) for name, path in places.items()}, "MISHAO_PORT": free_port("8470"), **os.environ}
    Path(chosen["MISHAO_ROOT_KEY_FILE"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return chosen


def free_port(wanted: str) -> str:
    """`wanted` where nobody listens there yet, else any that is free."""
    for port in (int(wanted), 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return str(probe.getsockname()[1])
    return wanted


@contextlib.contextmanager
def own_terminal() -> Iterator[None]:
    """Take Ctrl-C for ourselves: `make` would end with an error of its own if it saw it."""
    if not sys.stdin.isatty():
        yield
        return
    before = os.tcgetpgrp(0)
    for number in (signal.SIGTTOU, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    try:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpgrp())
        yield
    finally:
        with contextlib.suppress(OSError):
            os.tcsetpgrp(0, before)


@contextlib.contextmanager
def service(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The running service; it is stopped, and waited for, at the end."""
    started = subprocess.Popen(
        [MISHAO, "serve"], env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield started
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        started.send_signal(signal.SIGINT)
        try:
            started.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def healthy(address: str, started: subprocess.Popen[bytes]) -> bool:
    """Whether the service answers in time; False where it ended instead."""
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and started.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - an http address of our own
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def set_up(environment: dict[str, str]) -> str | None:
    """Key, store and first administrator; the administrator's token where one was made."""
    done = subprocess.run([MISHAO, "init"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    sys.stderr.write(done.stderr)
    if done.returncode:
        raise SystemExit(done.returncode)
    say(*(line for line in lines if not line.startswith("mk_")))
    return next((line for line in lines if line.startswith("mk_")), None)


def farewell(address: str, token: str | None) -> None:
    """Where the service is, the credential, and what to do next."""
    if token:
        key, known = token, [f"credential / 凭据:  {token}", "                   shown this once / 仅显示一次"]
    else:
        key = "mk_…"
        known = ["credential / 凭据:  shown at the first start / 首次启动时已显示",
                 "                   another one / 另建: . tools/env && mishao keys create --role admin --name me"]  # fmt: skip
    say(
        "",
        f"service / 服务:     {address}  (API: {address}/v1/openapi.json)",
        *known,
        f"try / 试一试:       curl -H 'Authorization: Bearer {key}' -F file=@README.md {address}/v1/inspect",
        "look closer / 细看: . tools/env && mishao findings   (in another terminal / 在另一终端)",
        "stop / 停止:        Ctrl-C",
    )


def run() -> int:
    """Everything, in order; the exit code."""
    environment = settings()
    address = f"http://{environment.get('MISHAO_HOST', '127.0.0.1')}:{environment['MISHAO_PORT']}"
    token = set_up(environment)
    with service(environment) as started:
        # The scan needs no service: it runs while the service starts.
        ended = subprocess.run([MISHAO, "scan", ESTATE], env=environment, cwd=ROOT, check=False).returncode
        if not healthy(address, started):
            say("tools/run.py: the service did not start; what it said stands above")
            return 1
        farewell(address, token)
        if ended not in SCAN_ENDED:
            say(f"tools/run.py: the scan ended with {ended}; what it said stands above")
            return 1
        started.wait()
        say("tools/run.py: the service ended by itself; what it said stands above")
        return 1


def main() -> int:
    """0 where Ctrl-C (or SIGTERM) ended it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # also where a shell started this in the background and had SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    try:
        with own_terminal():
            return run()
    except KeyboardInterrupt:
        say("", "stopped / 已停止")
        return 0


if __name__ == "__main__":
    sys.exit(main())
