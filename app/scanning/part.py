"""A worker process: its engine, its sandbox and its sources, and the tasks it does."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, Source, UnitUnreadable
from app.connectors.registry import connector_for
from app.domain.parts import UnitResult
from app.domain.units import UnitStatus, UnreadReason
from app.errors import AppError
from app.exposure.declared import declared
from app.extraction.sandbox import Sandbox
from app.scanning.detecting import Detecting
from app.scanning.fold import FoldOptions
from app.scanning.judging import Circumstances
from app.scanning.masking import NameMask
from app.scanning.plan import Assignment
from app.scanning.reading import Identity, Subject, UnitReader
from detectors.model import Confidence


class Counter(Protocol):
    """A number shared between processes (multiprocessing.Value)."""

    value: int

    def get_lock(self) -> AbstractContextManager[object]:
        """The lock that guards it."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What every worker is given once: derived keys (never the root key) and where compiled patterns may lie."""

    fingerprint_key: bytes
    id_key: bytes
    cache_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class PartOptions:
    """How the units of a part are scanned and judged."""

    scan_id: str
    min_confidence: Confidence = Confidence.MEDIUM
    names: bool = True
    sample: int | None = None
    labels: tuple[str, ...] = ()
    circumstances: Circumstances = Circumstances()


class Worker:
    """One process's tools, made when first needed and kept."""

    def __init__(self, setup: WorkerSetup, counter: Counter | None = None) -> None:
        self._setup, self._counter = setup, counter
        self._engines: dict[bool, tuple[Detecting, NameMask]] = {}
        self._sandbox: Sandbox | None = None
        self._sources: dict[tuple[str, int | None, tuple[str, ...]], Source] = {}

    def mask_names(self, names: Sequence[str]) -> list[str]:
        """The names as they may be shown."""
        return [self._engine(True)[1].mask(name) for name in names]

    def run(self, payload: bytes, options: PartOptions) -> tuple[UnitResult, ...]:
        """Read every unit of a part; each ends in a result, whatever happens to it."""
        assignment = Assignment.decode(payload)
        reader = self._reader(options)
        results: list[UnitResult] = []
        for unit in assignment.units:
            results.extend(self._unit(reader, assignment.target, unit, options))
        return tuple(results)

    def inspect(self, content: bytes, name: str, options: PartOptions) -> tuple[UnitResult, ...]:
        """Read content that was handed in, as if it were a file called `name`."""
        reader = self._reader(options)
        exposure = declared(options.labels)
        subject = Subject("upload", name, name, exposure)
        with _memory_file(content, name) as file:
            return tuple(_guarded(reader, subject, lambda: reader.read(subject, self._sandboxed().extract(file))))

    def _unit(self, reader: UnitReader, target: str, unit: PlannedUnit, options: PartOptions) -> list[UnitResult]:
        subject = Subject(target, unit.path, unit.name)
        if unit.status is not None:
            return [reader.unread(subject, unit.status, unit.reason or UnreadReason.UNREADABLE, unit.detail)]

        def read() -> list[UnitResult]:
            source = self._source(target, options)
            seen = replace(subject, exposure=source.exposure(unit).joined(declared(options.labels)))
            if unit.kind == "table":
                return reader.read(seen, source.rows(unit))
            with source.open(unit) as file:
                return reader.read(seen, self._sandboxed().extract(file))

        return _guarded(reader, subject, read)

    def _reader(self, options: PartOptions) -> UnitReader:
        engine, names = self._engine(options.names)
        today = (datetime.now(UTC) + timedelta(hours=8)).date()
        fold = FoldOptions(options.min_confidence, today)
        identity = Identity(self._setup.id_key, options.scan_id)
        return UnitReader(engine, names, identity, fold, options.circumstances, self._count)

    def _engine(self, names: bool) -> tuple[Detecting, NameMask]:
        made = self._engines.get(names)
        if made is None:
            # imported here: the process that only hands out parts must not carry the engine
            from detectors.engine.engine import Engine

            engine = Engine(key=self._setup.fingerprint_key, names=names, cache_dir=self._setup.cache_dir)
            made = self._engines[names] = (engine, NameMask(engine))
        return made

    def _sandboxed(self) -> Sandbox:
        if self._sandbox is None:
            self._sandbox = Sandbox()
        return self._sandbox

    def _source(self, target: str, options: PartOptions) -> Source:
        key = (target, options.sample, options.labels)
        source = self._sources.get(key)
        if source is None:
            source = connector_for(target).open(target, ConnectorOptions(sample=options.sample, labels=options.labels))
            self._sources[key] = source
        return source

    def _count(self, taken: int) -> None:
        if self._counter is not None:
            with self._counter.get_lock():
                self._counter.value += taken


def _guarded(reader: UnitReader, subject: Subject, read: Callable[[], list[UnitResult]]) -> list[UnitResult]:
    """What `read` gives; whatever goes wrong ends this unit, as not read, and no other."""
    try:
        return read()
    except UnitUnreadable as refused:
        return [reader.unread(subject, UnitStatus.UNREADABLE, refused.reason, refused.detail)]
    except AppError as failed:
        return [reader.unread(subject, UnitStatus.UNREADABLE, UnreadReason.UNREADABLE, failed.message)]
    except Exception as crash:  # noqa: BLE001 - one unit must not end the scan; it is recorded as not read
        detail = f"internal error: {type(crash).__name__}"
        return [reader.unread(subject, UnitStatus.UNREADABLE, UnreadReason.PARSER_CRASH, detail)]


@contextmanager
def _memory_file(content: bytes, name: str) -> Iterator[OpenFile]:
    descriptor = os.memfd_create("upload", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as stream:
            stream.write(content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield OpenFile(descriptor, name, len(content))
    finally:
        os.close(descriptor)


_worker: Worker | None = None


def start_worker(setup: WorkerSetup, counter: Counter, parent: int) -> None:
    """Set a fresh worker process up; it ends when its parent does, and leaves Ctrl-C to it."""
    global _worker  # noqa: PLW0603 - a process of a pool keeps its tools in a global
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _worker = Worker(setup, counter)


def in_worker(task: Callable[..., object], *args: object) -> object:
    """Run a Worker's method (given unbound) in this worker process."""
    if _worker is None:
        raise RuntimeError("this process is no worker")
    return task(_worker, *args)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
