"""The use case "give me a copy without personal data": read, rewrite, check, write, record."""

import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from app.domain.audit import Actor, AuditEvent
from app.errors import UsageError
from app.extraction.sandbox import Sandbox
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.copying import Asked, Copied, Copying, Source
from app.scanning.detecting import Detecting
from app.scanning.masking import NameMask
from app.scanning.replacing import Replacements
from app.wording.catalogue import reason_of, told
from detectors.infotypes import catalogue
from detectors.model import Confidence

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class MaskOptions:
    """How a copy is masked; `only` names infotypes (empty: all), `force` allows to replace an existing file."""

    min_confidence: Confidence = Confidence.MEDIUM
    pseudonyms: bool = False
    only: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True, slots=True)
class MaskSummary:
    """What became of a file: its format, matches masked by infotype, and what could not be masked, by kind."""

    format: str
    masked: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Whether everything that was to be masked is."""
        return not self.left


class MaskingService:
    """Writes masked copies of files."""

    def __init__(self, store: Store, ring: KeyRing, cache_dir: Path | None = None) -> None:
        self._store, self._ring, self._cache = store, ring, cache_dir
        self._sandbox = Sandbox()
        self._engine: Detecting | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._sandbox.close()

    def mask(self, path: Path, copy: Path, options: MaskOptions, actor: Actor) -> MaskSummary:
        """Write the masked copy of the file `path` to `copy`, mode 0600, all of it or nothing, and record it.

        UsageError where the file is of no format that can be written, encrypted, broken or read only in part, where
        `copy` is the file itself or exists already; ScanFailed where reading breaks down.
        """
        unknown = sorted(set(options.only) - set(catalogue()))
        if unknown:
            raise UsageError(told("mask.unknown_infotype", count=len(unknown)))
        _check_place(path, copy, force=options.force)
        engine = self._detecting()
        replacements = Replacements(engine, self._ring.keyed_id if options.pseudonyms else None)
        asked = Asked(options.min_confidence.points, frozenset(options.only))
        with ExitStack() as keep:
            source = keep.enter_context(_opened(path))
            state = _state(source.descriptor)
            made = Copying(engine, replacements, self._sandbox).copy(source, asked, keep)
            summary = MaskSummary(made.format, made.masked, made.left)
            if _state(source.descriptor) != state:
                raise UsageError(told("mask.changed", path=str(path)))
            shown = NameMask(engine).mask(path.name)
            self._write(made, copy, _event(summary, shown, options, actor), force=options.force)
        return summary

    def _detecting(self) -> Detecting:
        if self._engine is None:
            # imported here: --help must not pay for it
            from detectors.engine.engine import Engine

            self._engine = Engine(key=self._ring.fingerprint_key, cache_dir=self._cache)
        return self._engine

    def _write(self, made: Copied, copy: Path, event: AuditEvent, *, force: bool) -> None:
        """Put the copy in its place and the entry into the log: both or neither."""
        placed = False
        try:
            descriptor, name = tempfile.mkstemp(dir=copy.parent, prefix=".mishao-mask.")
            try:
                with os.fdopen(descriptor, "wb") as out:
                    _pour(made.descriptor, out.fileno())
                    os.fsync(out.fileno())
                with self._store.begin() as work:
                    work.audit.append(event)
                    _place(Path(name), copy, force=force)
                    placed = True
            except BaseException:
                if placed:
                    copy.unlink(missing_ok=True)
                raise
            finally:
                Path(name).unlink(missing_ok=True)
        except FileExistsError:
            raise UsageError(told("mask.exists", path=str(copy))) from None
        except OSError as error:
            raise UsageError(told("mask.not_written", path=str(copy), reason=reason_of(error))) from None


def _event(summary: MaskSummary, shown: str, options: MaskOptions, actor: Actor) -> AuditEvent:
    body: dict[str, object] = {
        "file": shown,
        "format": summary.format,
        "masked": dict(summary.masked),
        "left": dict(summary.left),
        "min_confidence": options.min_confidence.label,
        "pseudonyms": options.pseudonyms,
        "only": list(options.only),
    }
    return AuditEvent("operator.masked", datetime.now(UTC), actor, shown, body)


def _check_place(path: Path, copy: Path, *, force: bool) -> None:
    """UsageError where the copy may not be written: known before the work, not after it."""
    try:
        if copy.exists() and path.samefile(copy):
            raise UsageError(told("mask.in_place"))
        if copy.is_dir():
            raise UsageError(told("mask.is_folder", path=str(copy)))
        if copy.is_symlink() or copy.exists():
            if not force:
                raise UsageError(told("mask.exists", path=str(copy)))
            if not copy.is_file():
                raise UsageError(told("mask.not_a_file", path=str(copy)))
        if not copy.parent.is_dir() or not os.access(copy.parent, os.W_OK):
            raise UsageError(told("mask.no_folder", path=str(copy.parent)))
    except OSError as error:
        raise UsageError(told("mask.not_written", path=str(copy), reason=reason_of(error))) from None


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    """The file, open and regular; UsageError where it is not."""
    try:
        # a named pipe would keep us waiting
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(told("mask.not_opened", path=str(path), reason=reason_of(error))) from None
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UsageError(told("mask.not_a_file", path=str(path)))
        yield Source(descriptor, path.name, before.st_size)
    finally:
        os.close(descriptor)


def _state(descriptor: int) -> tuple[int, int]:
    """What changes when a file does: its size and when it was last written."""
    seen = os.fstat(descriptor)
    return seen.st_size, seen.st_mtime_ns


def _pour(source: int, target: int) -> None:
    os.lseek(source, 0, os.SEEK_SET)
    while block := os.read(source, BLOCK):
        view = memoryview(block)
        while view:
            view = view[os.write(target, view) :]


def _place(made: Path, copy: Path, *, force: bool) -> None:
    """Give the finished file its name, in one step; FileExistsError where the name was taken meanwhile."""
    if force:
        made.replace(copy)
        return
    try:
        os.link(made, copy)
    except FileExistsError:
        raise
    except OSError:
        # a file system without links
        if copy.exists():
            raise FileExistsError from None
        made.replace(copy)
