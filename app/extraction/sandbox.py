"""The parent's end of a parser process: hands it open files and takes in what it says, trusting none of it."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict, replace
from typing import Any, Protocol

import numpy as np

from app.domain.units import UnitStatus, UnreadReason
from app.errors import ScanFailed
from app.extraction import wire
from app.extraction.budget import MIB, Budget
from app.extraction.events import Closed, Event, Opened
from app.wording.catalogue import told

FILES_A_CHILD = 500
START_S = 60.0
SOCKET_BUFFER = 4 * MIB
MEMORY_SHARE = 0.6
"""A child that died by itself while it held this share of its memory is taken to have run out of it."""

EXPLAINED = frozenset({None, UnreadReason.CORRUPT, UnreadReason.TRUNCATED})
"""Ends that a change during reading explains; a limit or a lost process is said as such."""


class ReadableFile(Protocol):
    """An open file: descriptors, the name for its type, its size in bytes."""

    descriptor: int
    name: str
    size: int
    side: dict[str, int]


class ChildDied(Exception):
    """The parser process ended, or had to be ended, before the file did; `args` are (reason, detail)."""

    def __init__(self, reason: UnreadReason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Child:
    """One parser process and the socket to it."""

    def __init__(self, budget: Budget) -> None:
        self.files = 0
        self._budget = budget
        self.channel, theirs = socket.socketpair()
        for end in (self.channel, theirs):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER)
        places = [os.path.abspath(place) for place in sys.path if place]  # noqa: PTH100 - strings are what it takes
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(places),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MALLOC_ARENA_MAX": "1",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "app.extraction.worker", str(number), json.dumps(asdict(budget))],
                pass_fds=(number,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=environment,
            )
        try:
            self.protections: dict[str, Any] = self.receive(time.monotonic() + START_S)[0].get("protections", {})
        except ChildDied as death:
            self.end()
            said = told("extraction.parser_not_started", reason=death.reason.value, detail=death.detail)
            raise ScanFailed(said) from death

    def ask(self, file: ReadableFile, *, rewrite: bool = False) -> None:
        """Hand over a file, to be read or copied with changes: its name for its type, and its descriptors."""
        self.files += 1
        request = {"name": file.name[-255:], "size": file.size, "side": list(file.side), "rewrite": rewrite}
        try:
            socket.send_fds(self.channel, [json.dumps(request).encode()], [file.descriptor, *file.side.values()])
        except (BrokenPipeError, ConnectionError) as error:
            raise self.death() from error

    def receive(self, deadline: float) -> tuple[dict[str, Any], memoryview]:
        """The next frame; raises ChildDied past `deadline` (monotonic), at an end, and at nonsense."""
        try:
            header, body = wire.lengths(bytes(self._take(wire.PREFIX.size, deadline)))
            head = wire.header_of(bytes(self._take(header, deadline)))
            return head, self._take(body, deadline)
        except wire.WireError as error:
            self.end()
            raise ChildDied(UnreadReason.PARSER_CRASH, str(error)) from error

    def _take(self, count: int, deadline: float) -> memoryview:
        view = memoryview(np.empty(count, np.uint8).data).cast("B") if count else memoryview(b"")
        at = 0
        while at < count:
            ready, _, _ = select.select([self.channel], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self.end()
                raise ChildDied(UnreadReason.TIMEOUT, "no answer in time")
            try:
                got = self.channel.recv_into(view[at:])
            except ConnectionError:
                got = 0
            if not got:
                raise self.death()
            at += got
        return view

    def death(self) -> ChildDied:
        """Why the process is gone."""
        pid = self._process.pid
        with contextlib.suppress(OSError):
            # it has closed its end of the socket; if it still lives it is of no more use
            if not select.select([os.pidfd_open(pid)], [], [], 5.0)[0]:
                self._process.kill()
        try:
            _, status, usage = os.wait4(pid, 0)
        except ChildProcessError:
            return ChildDied(UnreadReason.PARSER_CRASH, "the parser process ended")
        self._process.returncode = status
        self.channel.close()
        if not os.WIFSIGNALED(status):
            full = usage.ru_maxrss * 1024 > MEMORY_SHARE * self._budget.memory_bytes
            return ChildDied(UnreadReason.OUT_OF_MEMORY if full else UnreadReason.PARSER_CRASH, f"exit {status >> 8}")
        number = os.WTERMSIG(status)
        detail = signal.Signals(number).name
        if number == signal.SIGXCPU:
            return ChildDied(UnreadReason.TIMEOUT, detail)
        full = number == signal.SIGKILL or usage.ru_maxrss * 1024 > MEMORY_SHARE * self._budget.memory_bytes
        return ChildDied(UnreadReason.OUT_OF_MEMORY if full else UnreadReason.PARSER_CRASH, detail)

    def end(self) -> None:
        """End the process."""
        self.channel.close()
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()


class Sandbox:
    """One persistent parser process, started anew when it dies and after every 500 files; not for use by two threads."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self._child: Child | None = None

    def _fresh(self) -> Child:
        if self._child is None:
            self._child = Child(self.budget)
        return self._child

    def protections(self) -> dict[str, Any]:
        """What the process says it has given up: name to [on, detail]."""
        return dict(self._fresh().protections)

    def extract(self, file: ReadableFile) -> Iterator[Event]:
        """The events of `file`: every Opened is followed by exactly one Closed, whatever becomes of the process.

        A file that was written to in the meantime was read as it never was: it ends as partial, `changed`.
        """
        before = _state(file.descriptor)
        with contextlib.closing(self._tries(file)) as events:
            for event in events:
                if isinstance(event, Closed) and not event.name and event.reason in EXPLAINED:
                    yield event if _state(file.descriptor) == before else _changed(event)
                else:
                    yield event

    def _tries(self, file: ReadableFile) -> Generator[Event, None, None]:
        """The events of one try, or of two where the process died before it said anything."""
        for last in (False, True):
            run = _Run(self, file)
            try:
                yield from run.events()
            except ChildDied as death:
                self.close()
                if not (last or run.delivered or death.reason is UnreadReason.TIMEOUT):
                    continue
                yield from run.ends(death)
            finally:
                if not run.finished:
                    self.close()
            return

    def rewrite(self, file: ReadableFile, wall_s: float) -> dict[str, Any]:
        """Have a copy of `file` written to its side `copy` under the rules in its side `rules`; raises ChildDied.

        What comes back is what the process says (`rewriting.request`), after at most `wall_s` seconds.
        """
        try:
            child = self._fresh()
            child.ask(file, rewrite=True)
            deadline = time.monotonic() + wall_s
            report, _ = child.receive(deadline)
            head, _ = child.receive(deadline)
        except ChildDied:
            self.close()
            raise
        self.retire(tired=head.get("tired") is True)
        return report

    def close(self) -> None:
        """End the process; the next file starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def retire(self, *, tired: bool) -> None:
        """Let the process go after a file if it is `tired` or has read its share."""
        if self._child is not None and (tired or self._child.files >= FILES_A_CHILD):
            self.close()


def _state(descriptor: int) -> tuple[int, int]:
    """What changes when an open file is written to: its size and the time of its last change."""
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns


def _changed(end: Closed) -> Closed:
    """The end of a file that was written to while it was read."""
    status = UnitStatus.PARTIAL if end.status is UnitStatus.READ else end.status
    return replace(end, status=status, reason=UnreadReason.CHANGED)


class _Run:
    """One try at a file."""

    def __init__(self, sandbox: Sandbox, file: ReadableFile) -> None:
        self.delivered = False
        self.finished = False
        self._sandbox = sandbox
        self._file = file
        self._open: list[Opened] = []
        self._held: list[Event] = []
        self._read: set[str] = set()
        self._taken = 0

    def events(self) -> Iterator[Event]:
        """What the process says; the openings before the first piece are held back, so that a try can be repeated."""
        child = self._sandbox._fresh()  # noqa: SLF001 - one class in two parts
        child.ask(self._file)
        waited = 0.0
        while True:
            started = time.monotonic()
            size = max(self._file.size, self._taken)
            head, body = child.receive(started + self._sandbox.budget.wall(size) - waited)
            # only waiting counts: while the reader is busy with a piece the process may have nothing to do
            waited += time.monotonic() - started
            if head.get("e") == "done":
                break
            yield from self._accept(child, head, body)
        if self._open:
            child.end()
            raise ChildDied(UnreadReason.PARSER_CRASH, "a unit was left open")
        self.finished = True
        yield from self._release()
        self._sandbox.retire(tired=head.get("tired") is True)

    def _accept(self, child: Child, head: dict[str, Any], body: memoryview) -> Iterator[Event]:
        try:
            event = wire.unpack(head, body)
            self._follow(event)
        except wire.WireError as error:
            child.end()
            raise ChildDied(UnreadReason.PARSER_CRASH, str(error)) from error
        self._taken += len(body)
        if isinstance(event, Opened) and not self.delivered:
            self._held.append(event)
            return
        yield from self._release()
        yield event

    def _release(self) -> Iterator[Event]:
        held, self._held = self._held, []
        if held:
            self.delivered = True
        yield from held

    def _follow(self, event: Event) -> None:
        """Keep the stack of open units; raises WireError where an event does not fit it."""
        if isinstance(event, Opened):
            if not self._open and (event.name or self.delivered or self._held):
                raise wire.WireError("a second file")
            self._open.append(event)
            return
        if not self._open or event.name != self._open[-1].name:
            raise wire.WireError("an event of a unit that is not open")
        if isinstance(event, Closed):
            self._open.pop()
            if self._open:
                self._read.add(self._open[-1].name)
        else:
            self.delivered = True
            self._read.add(event.name)

    def ends(self, death: ChildDied) -> Iterator[Event]:
        """The missing ends of all open units after the process died."""
        if not self._open:
            if not self.delivered:
                yield Opened("", "unknown", self._file.size)
            yield Closed("", UnitStatus.UNREADABLE, death.reason, death.detail)
            return
        yield from self._release()
        for unit in reversed(self._open):
            part = unit.name in self._read
            status = UnitStatus.PARTIAL if part else UnitStatus.UNREADABLE
            yield Closed(unit.name, status, death.reason, death.detail)
            if unit is not self._open[0]:
                self._read.add(self._open[self._open.index(unit) - 1].name)
