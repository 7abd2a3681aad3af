"""The parser process: what it cannot do, and what becomes of a file whose process dies."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.units import UnitStatus
from app.extraction.events import Closed, Opened, Piece
from app.extraction.protections import protections
from app.extraction.sandbox import Sandbox
from tests.unit.app.extraction.conftest import Outcome, Source, extract
from tests.unit.app.extraction.test_archive import zipped


@pytest.fixture
def good(tmp_path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text("phone 13800000000\n")
    return path


def pid_of(sandbox: Sandbox) -> int:
    return sandbox._child._process.pid


def test_every_protection_is_tried_and_told():
    """What `doctor` shows is what a real process found; limits hold on every system."""
    found = {entry.name: entry for entry in protections()}
    assert set(found) == {
        *("unprivileged_user", "no_new_privileges", "landlock", "seccomp", "no_network", "memory", "cpu", "file_size")
    }
    assert found["memory"].on
    assert found["cpu"].on
    assert found["no_new_privileges"].on
    assert found["memory"].title("zh") != found["memory"].title("en")


def test_the_process_has_no_rights(shared_sandbox, good):
    """The process that parses is nobody, without new privileges, with silent standard streams."""
    extract(shared_sandbox, good)
    status = Path(f"/proc/{pid_of(shared_sandbox)}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["NoNewPrivs"] == "1"
    if os.geteuid() == 0:
        assert fields["Uid"].split() == ["65534"] * 4
        assert int(fields["CapEff"], 16) == 0
        for number in range(3):
            assert Path(f"/proc/{pid_of(shared_sandbox)}/fd/{number}").readlink() == Path("/dev/null")


PROBE = """
import json, os, socket, sys
from app.extraction.budget import Budget
from app.extraction.lockdown import lock_down
state = lock_down(Budget())
tried = {}
for name, act in {
    "read": lambda: open("/etc/hostname").read(),
    "write": lambda: open("/tmp/x", "w"),
    "socket": lambda: socket.socket(),
    "program": lambda: os.execv("/bin/true", ["true"]),
}.items():
    try:
        act()
        tried[name] = "done"
    except OSError as error:
        tried[name] = "refused"
print(json.dumps([state, tried]))
"""


def test_files_sockets_and_programs_are_refused():
    """After lock-down no file can be opened, no socket made and no program run."""
    import json

    shown = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=True, cwd=Path.cwd()).stdout
    state, tried = json.loads(shown)
    expected = {"read": "landlock", "write": "landlock", "socket": "seccomp", "program": "seccomp"}
    for act, protection in expected.items():
        if state[protection][0]:
            assert tried[act] == "refused", act


def test_a_process_killed_while_idle_is_replaced(good):
    """A file is retried in a fresh process when its process died before it said anything."""
    sandbox = Sandbox()
    try:
        assert extract(sandbox, good).end() == ("read", None)
        os.kill(pid_of(sandbox), signal.SIGKILL)
        assert extract(sandbox, good).texts() == ["phone 13800000000\n"]
    finally:
        sandbox.close()


def test_memory_is_limited_and_the_next_file_is_read(tight, tmp_path, good):
    """A file that wants too much memory ends as such; the sandbox goes on."""
    greedy = tmp_path / "greedy.json"
    greedy.write_bytes(b"[" + b'{"a":1},' * 3_000_000 + b"1]")
    sandbox = tight(memory_bytes=120 << 20)
    outcome = extract(sandbox, greedy)
    assert outcome.end()[0] in ("unreadable", "partial")
    assert outcome.end()[1] == "out_of_memory"
    assert extract(sandbox, good).end() == ("read", None)


def test_processor_time_is_limited_and_the_next_file_is_read(tight, tmp_path, good):
    """A file that takes too long ends as such, told by the kernel's clock."""
    slow = tmp_path / "slow.jsonl"
    slow.write_bytes(b'{"a":{"b":[1,2,3,"x"]}}\n' * 2_000_000)
    sandbox = tight(cpu_s=1, bytes_per_s=1 << 40)
    outcome = extract(sandbox, slow)
    assert outcome.end()[1] == "timeout"
    assert extract(sandbox, good).end() == ("read", None)


def test_waiting_is_limited_and_the_next_file_is_read(tight, tmp_path, good):
    """A process that says nothing for too long is ended."""
    sandbox = tight(wall_s=1.0)
    extract(sandbox, good)
    os.kill(pid_of(sandbox), signal.SIGSTOP)
    outcome = extract(sandbox, good)
    assert outcome.end() == ("unreadable", "timeout")
    assert extract(sandbox, good).end() == ("read", None)


def test_a_death_in_the_midst_closes_every_open_unit(tmp_path, good):
    """What was delivered stays; each open unit ends, the innermost first, and says why."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"first.txt": b"138", "big.log": b"2026 line 13800000000\n" * 1_000_000}))
    sandbox = Sandbox()
    descriptor = os.open(path, os.O_RDONLY)
    events = []
    try:
        stream = sandbox.extract(Source(descriptor, "a.zip", path.stat().st_size))
        for event in stream:
            events.append(event)
            if isinstance(event, Piece) and event.name == "big.log":
                os.kill(pid_of(sandbox), signal.SIGSEGV)
        outcome = Outcome(events).check()
        assert outcome.end("first.txt") == ("read", None)
        assert outcome.end("big.log") == ("partial", "parser_crash")
        assert outcome.end() == ("partial", "parser_crash")
        assert extract(sandbox, good).end() == ("read", None)
    finally:
        os.close(descriptor)
        sandbox.close()


def test_a_reader_that_stops_early_leaves_a_usable_sandbox(shared_sandbox, tmp_path, good):
    """The rest of a file that nobody wants does not spill into the next."""
    path = tmp_path / "big.log"
    path.write_bytes(b"line 13800000000\n" * 2_000_000)
    descriptor = os.open(path, os.O_RDONLY)
    stream = shared_sandbox.extract(Source(descriptor, "big.log", path.stat().st_size))
    assert isinstance(next(stream), Opened)
    next(stream)
    stream.close()
    os.close(descriptor)
    assert extract(shared_sandbox, good).texts() == ["phone 13800000000\n"]


def test_the_process_ends_with_its_parent(tmp_path):
    """No parser process outlives the one that started it."""
    code = (
        "import os, sys\nfrom app.extraction.sandbox import Sandbox\n"
        "s = Sandbox()\ns.protections()\nprint(s._child._process.pid, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=Path.cwd()).stdout
    child = Path(f"/proc/{int(shown)}")
    until = time.monotonic() + 10
    while child.exists() and time.monotonic() < until and "zombie" not in (child / "status").read_text():
        time.sleep(0.02)
    assert not child.exists() or "zombie" in (child / "status").read_text()


def test_side_files_arrive(shared_sandbox, good):
    """A further descriptor of no meaning for a format does no harm."""
    assert extract(shared_sandbox, good, {"wal": good}).end() == ("read", None)


@pytest.mark.slow
def test_a_large_log_streams_in_little_memory(tmp_path):
    """300 MB of log pass through with both processes bounded."""
    path = tmp_path / "big.log"
    line = b"2026-01-01 10:00:00 INFO login phone 13800000000 from 10.0.0.1\n"
    with path.open("wb") as file:
        for _ in range(300):
            file.write(line * ((1 << 20) // len(line)))
    code = (
        "import os, sys\nfrom app.extraction.sandbox import Sandbox\n"
        "from tests.unit.app.extraction.conftest import Source\n"
        "s = Sandbox()\nfd = os.open(sys.argv[1], os.O_RDONLY)\n"
        "n = sum(e.chunk.rows for e in s.extract(Source(fd, 'big.log', os.fstat(fd).st_size)) if hasattr(e, 'chunk'))\n"
        # not ru_maxrss: a new program begins with that of the process it was started from
        "peak = lambda pid: open(f'/proc/{pid}/status').read().split('VmHWM:')[1].split()[0]\n"
        "print(n, peak('self'), peak(s._child._process.pid))\n"
    )
    shown = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True, cwd=Path.cwd())
    rows, parent, child = map(int, shown.stdout.split())
    assert rows == 300 * ((1 << 20) // len(line))
    assert parent < 200 << 10
    assert child < 200 << 10


def test_the_limits_of_the_parent_are_its_own(shared_sandbox, good):
    """Reading leaves the limits of the process that asks as they were."""
    before = [resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE)]
    extract(shared_sandbox, good)
    assert before == [
        resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE)
    ]


class Liar:
    """A parser process that says what it likes."""

    def __init__(self, frames: list[bytes]) -> None:
        self.frames = frames

    def install(self, sandbox: Sandbox) -> None:
        ours, theirs = socket.socketpair()
        child = sandbox._fresh()
        child.channel.close()
        child.channel = ours
        theirs.sendall(b"".join(self.frames))
        self.kept = theirs


@pytest.mark.parametrize(
    "heads",
    [
        [b"nonsense"],
        [b'{"e":"piece","name":""}'],
        [b'{"e":"closed","name":"","status":"read","reason":null,"detail":"","bytes":0,"notes":[]}'],
        [b'{"e":"opened","name":"","format":"text","size":1}', b'{"e":"opened","name":7,"format":"x","size":1}'],
        [b'{"e":"opened","name":"","format":"text","size":1}', b'{"e":"done","tired":false}'],
        [b'{"e":"opened","name":"","format":"text","size":1}', b'{"e":"closed","name":"","status":"partial"}'],
    ],
)
def test_a_process_that_lies_is_ended(heads, good):
    """Frames that make no sense end the process; the file is retried by an honest one."""
    import struct

    sandbox = Sandbox()
    try:
        liar = Liar([struct.pack("<II", len(head), 0) + head for head in heads])
        liar.install(sandbox)
        outcome = extract(sandbox, good)
        assert outcome.ends[""].status in (UnitStatus.READ, UnitStatus.UNREADABLE, UnitStatus.PARTIAL)
        assert extract(sandbox, good).end() == ("read", None)
    finally:
        sandbox.close()


def test_the_end_of_a_file_is_an_event_of_the_ledger(shared_sandbox, good):
    """The last event of a file is its end, with the bytes taken in."""
    last = extract(shared_sandbox, good).events[-1]
    assert isinstance(last, Closed)
    assert last.bytes == good.stat().st_size
