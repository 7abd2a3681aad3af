"""Files and folders: walked in a stable order without following links out of the tree, opened without blocking."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, UnitUnreadable
from app.connectors.targets import readable_name, scheme_of
from app.domain.exposure import ExposureReport
from app.domain.units import UnitStatus, UnreadReason
from app.errors import TargetError
from app.exposure.declared import declared
from app.exposure.names import name_exposure
from app.exposure.posix import Folders, posix_exposure
from app.exposure.volume import PSEUDO, Machine, volume_exposure
from app.extraction.events import Event
from app.wording.catalogue import reason_of, told

_SQLITE = b"SQLite format 3\x00"
_SIDES = {"wal": "-wal", "shm": "-shm", "journal": "-journal"}
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_REASONS = {
    errno.ENOENT: UnreadReason.VANISHED,
    errno.ENOTDIR: UnreadReason.VANISHED,
    errno.EACCES: UnreadReason.ACCESS_DENIED,
    errno.EPERM: UnreadReason.ACCESS_DENIED,
    errno.ELOOP: UnreadReason.SYMLINK,
    errno.ENXIO: UnreadReason.NOT_REGULAR_FILE,
}


class FileSource:
    """A file, or every file below a folder. `root` is the resolved path, `shown` the target as it was given."""

    def __init__(self, root: str, shown: str, options: ConnectorOptions) -> None:
        self.display = readable_name(shown)
        self._root = root
        self._shown = shown
        self._folder = os.path.isdir(root)  # noqa: PTH112 - surrogates in names are kept as they are
        self._declared = declared(options.labels)
        self._machine = Machine()
        self._volumes: dict[int, ExposureReport] = {}
        self._folders: Folders = {}

    def plan(self) -> Iterator[PlannedUnit]:
        """Every file in byte order of its names, and everything that is none, with the reason."""
        if self._folder:
            yield from self._walk()
            return
        try:
            status = os.lstat(self._root)
        except OSError as error:
            yield self._unread("", UnitStatus.UNREADABLE, *_why(error))
            return
        yield self._file("", status)

    def open(self, unit: PlannedUnit) -> contextlib.AbstractContextManager[OpenFile]:
        """The bytes of a file; raises UnitUnreadable."""
        return self._opened(unit)

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """Files have no rows of their own: their extractor reads them."""
        raise TargetError(told("connectors.file_not_queried", name=unit.name))

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """Mode bits, volume, name and what the user declared.

        `cleartext_rest` is about the volume: it holds for what could be read in clear from it.
        """
        raw = os.fsencode(unit.path)
        seen = posix_exposure(raw, self._folders).joined(self._volume(raw))
        return seen.joined(name_exposure(unit.name)).joined(self._declared)

    def _volume(self, raw: bytes) -> ExposureReport:
        """What the volume means; asked once a device, for all that lies on it."""
        try:
            device = os.stat(raw).st_dev  # noqa: PTH116 - as above
        except OSError:
            return volume_exposure(raw, self._machine)
        if device not in self._volumes:
            self._volumes[device] = volume_exposure(raw, self._machine)
        return self._volumes[device]

    def close(self) -> None:
        """Nothing is held open."""

    @contextlib.contextmanager
    def _opened(self, unit: PlannedUnit) -> Iterator[OpenFile]:
        with contextlib.ExitStack() as stack:
            try:
                folder, last = self._descend(unit.path, stack)
                descriptor, size = _regular(folder, last, stack)
            except OSError as error:
                raise UnitUnreadable(*_why(error)) from None
            side = _sides(folder, last, descriptor, stack)
            yield OpenFile(descriptor, unit.name, size, side)

    def _descend(self, path: str, stack: contextlib.ExitStack) -> tuple[int, str]:
        """The folder of `path`, each step below the root taken without following a link, and the last name."""
        base = self._root if self._folder else os.path.dirname(self._root)  # noqa: PTH120 - as above
        prefix = base.rstrip("/") + "/"
        if not path.startswith(prefix):
            raise UnitUnreadable(UnreadReason.VANISHED, told("connectors.outside_target"))
        *folders, last = path[len(prefix) :].split("/")
        handle = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        stack.callback(os.close, handle)
        for name in folders:
            handle = os.open(name, _FOLDER_FLAGS, dir_fd=handle)
            stack.callback(os.close, handle)
        return handle, last

    def _walk(self) -> Iterator[PlannedUnit]:
        try:
            device = os.stat(self._root).st_dev  # noqa: PTH116 - as above
        except OSError as error:
            yield self._unread("", UnitStatus.UNREADABLE, *_why(error))
            return
        waiting = [_Entry("", device)]
        while waiting:
            entry = waiting.pop()
            try:
                status = os.lstat(self._path(entry.below))
            except OSError as error:
                yield self._unread(entry.below, UnitStatus.UNREADABLE, *_why(error))
                continue
            if not stat.S_ISDIR(status.st_mode):
                yield from self._leaf(entry, status)
            elif status.st_dev != entry.device and (kind := self._pseudo(entry.below)):
                yield self._unread(
                    entry.below + "/",
                    UnitStatus.SKIPPED,
                    UnreadReason.NOT_REGULAR_FILE,
                    told("connectors.pseudo_filesystem", kind=kind),
                )
            else:
                yield from self._list(entry, status.st_dev, waiting)

    def _list(self, entry: "_Entry", device: int, waiting: "list[_Entry]") -> Iterator[PlannedUnit]:
        try:
            names = sorted(os.listdir(self._path(entry.below)), key=os.fsencode)  # noqa: PTH208 - as above
        except OSError as error:
            reason, detail = _why(error)
            yield self._unread(
                entry.below + "/", UnitStatus.UNREADABLE, reason, told("connectors.not_listed", reason=detail)
            )
            return
        inside = frozenset(names)
        prefix = entry.below + "/" if entry.below else ""
        children = [_Entry(prefix + name, device) for name in names if not self._companion(prefix, name, inside)]
        waiting.extend(reversed(children))

    def _leaf(self, entry: "_Entry", status: os.stat_result) -> Iterator[PlannedUnit]:
        if not stat.S_ISLNK(status.st_mode):
            yield self._file(entry.below, status)
            return
        path = self._path(entry.below)
        real = os.path.realpath(path)
        inside = real == self._root or real.startswith(self._root.rstrip("/") + "/")
        exists = os.path.exists(real)  # noqa: PTH110 - as above
        if not (inside and exists):
            detail = told("connectors.leads_out") if exists else told("connectors.leads_nowhere")
            yield self._unread(entry.below, UnitStatus.SKIPPED, UnreadReason.SYMLINK, detail)

    def _companion(self, prefix: str, name: str, inside: frozenset[str]) -> bool:
        """Whether `name` is the log of an SQLite database beside it, which is read together with the database."""
        for ending in _SIDES.values():
            stem = name.removesuffix(ending)
            if stem != name and stem in inside:
                return _is_database(self._path(prefix + stem)) and _plain(self._path(prefix + name))
        return False

    def _pseudo(self, below: str) -> str:
        mount = self._machine.mount_of(self._path(below))
        return mount.fstype if mount and mount.fstype in PSEUDO else ""

    def _file(self, below: str, status: os.stat_result) -> PlannedUnit:
        if not stat.S_ISREG(status.st_mode):
            kind = _KINDS.get(stat.S_IFMT(status.st_mode), told("connectors.not_regular"))
            return self._unread(below, UnitStatus.UNREADABLE, UnreadReason.NOT_REGULAR_FILE, kind)
        return PlannedUnit(self._path(below), self._name(below), "file", status.st_size)

    def _unread(self, below: str, status: UnitStatus, reason: UnreadReason, detail: str) -> PlannedUnit:
        return PlannedUnit(self._path(below), self._name(below), "file", status=status, reason=reason, detail=detail)

    def _path(self, below: str) -> str:
        return self._root.rstrip("/") + "/" + below if below else self._root

    def _name(self, below: str) -> str:
        base = "" if self._shown == "." else self._shown
        if not below:
            return readable_name(self._shown)
        return readable_name(base.rstrip("/") + "/" + below if base else below)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something the walk has yet to visit; `device` is that of the folder it is in."""

    below: str
    device: int


_KINDS = {
    stat.S_IFIFO: told("connectors.named_pipe"),
    stat.S_IFSOCK: told("connectors.socket"),
    stat.S_IFBLK: told("connectors.block_device"),
    stat.S_IFCHR: told("connectors.character_device"),
    stat.S_IFLNK: told("connectors.symbolic_link"),
}


class FileConnector:
    """Opens paths and `file://` URLs."""

    kind = "files"
    schemes: tuple[str, ...] = ("", "file")
    example = "/srv/share"

    def open(self, target: str, options: ConnectorOptions) -> FileSource:
        """The file or folder that `target` names; TargetError where there is none."""
        path = _local_path(target) if scheme_of(target) else os.path.expanduser(target)  # noqa: PTH111 - as above
        if "\0" in path:
            raise TargetError(told("connectors.zero_byte"))
        shown = os.path.normpath(path)
        root = os.path.realpath(path)
        try:
            os.stat(root)  # noqa: PTH116 - as above
        except OSError as error:
            name = readable_name(shown)
            if error.errno in (errno.EACCES, errno.EPERM):
                raise TargetError(told("connectors.denied", path=name)) from None
            raise TargetError(told("connectors.missing", path=name)) from None
        return FileSource(root, shown, options)


CONNECTOR = FileConnector()


def _local_path(target: str) -> str:
    try:
        parts = urlsplit(target)
    except ValueError:
        raise TargetError(told("connectors.file_url_malformed")) from None
    if parts.netloc not in ("", "localhost") or not parts.path:
        raise TargetError(told("connectors.file_url_elsewhere"))
    return os.fsdecode(unquote_to_bytes(parts.path))


def _why(error: OSError) -> tuple[UnreadReason, str]:
    reason = _REASONS.get(error.errno or 0, UnreadReason.UNREADABLE)
    return reason, reason_of(error)


def _regular(folder: int, name: str, stack: contextlib.ExitStack) -> tuple[int, int]:
    descriptor = os.open(name, _FLAGS, dir_fd=folder)
    stack.callback(os.close, descriptor)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), told("connectors.not_regular"))
        raise UnitUnreadable(UnreadReason.NOT_REGULAR_FILE, kind)
    return descriptor, status.st_size


def _sides(folder: int, name: str, descriptor: int, stack: contextlib.ExitStack) -> dict[str, int]:
    """The write-ahead log and its kin beside an SQLite database; nothing for other files."""
    try:
        if os.pread(descriptor, len(_SQLITE), 0) != _SQLITE:
            return {}
    except OSError as error:
        raise UnitUnreadable(*_why(error)) from None
    side = {}
    for key, ending in _SIDES.items():
        try:
            side[key] = _regular(folder, name + ending, stack)[0]
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UnitUnreadable(
                _why(error)[0], told("connectors.side_file", ending=ending, reason=_why(error)[1])
            ) from None
    return side


def _is_database(path: str) -> bool:
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return False
    try:
        return os.pread(descriptor, len(_SQLITE), 0) == _SQLITE
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _plain(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
