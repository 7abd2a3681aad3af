"""The Hyperscan databases: grouped by what triggers them, skipped where a chunk lacks it, cached compiled."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

import hashlib
import hmac
import logging
import os
import platform
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import hyperscan
import numpy as np

from detectors.engine.jit import inner, kernel
from detectors.engine.spec import DetectorSpec, Pattern
from detectors.engine.triggers import EVERY, Bytes256, needed
from detectors.engine.view import FRONT, Bytes, View
from detectors.errors import DetectorError
from detectors.model import Int32s, Int64s

FLAGS = hyperscan.HS_FLAG_SOM_LEFTMOST | hyperscan.HS_FLAG_DOTALL
PIECE, LAP = 64 << 20, 1 << 12
_TAILS = ("", "digits", "date", "token", "name", "secret", "assigned")
_log = logging.getLogger(__name__)


def _tail_table() -> Bytes:
    """Which bytes belong to each kind of tail, [kinds, 256]."""
    table = np.zeros((len(_TAILS), 256), np.uint8)
    digits = list(range(48, 58))
    letters = [*range(65, 91), *range(97, 123)]
    table[1, digits] = 1
    table[2, [*digits, *b"-/.", *"年月日".encode()]] = 1
    table[3, [*digits, *letters]] = 1
    table[4, [*digits, *letters, *b"-_"]] = 1
    table[5, [byte for byte in range(33, 127) if byte not in b"\"'/:@"]] = 1
    return table


_TAIL_TABLE = _tail_table()


@inner
def _assigned(buf: Bytes, sign_end: int) -> tuple[int, int]:
    """The value behind a sign: blanks, quotes and further signs skipped, printable ASCII up to a quote or divider."""
    start = sign_end
    while start - sign_end < 6 and (buf[start] == 32 or buf[start] == 34 or buf[start] == 39 or 58 <= buf[start] <= 62):
        if buf[start] == 59 or buf[start] == 60:
            break
        start += 1
    end = start
    while 33 <= buf[end] <= 126 and end - start < 128:
        byte = buf[end]
        if byte == 34 or byte == 39 or byte == 44 or byte == 59 or byte == 60 or byte == 62:
            break
        end += 1
    return start, end


@kernel
def _cut_tails(buf: Bytes, tail: Int64s, table: Bytes, start: Int64s, end: Int64s) -> None:
    """Move each start forward to the value: the last run of bytes of its tail, or what is assigned."""
    for index in range(len(start)):
        if tail[index] == 6:
            start[index], end[index] = _assigned(buf, end[index])
        elif tail[index]:
            place = end[index]
            while place > start[index] and table[tail[index], buf[place - 1]]:
                place -= 1
            # 生日 before a date ends in one of its bytes
            while tail[index] == 2 and place < end[index] and not 48 <= buf[place] <= 57:
                place += 1
            start[index] = place


@dataclass(slots=True)
class Group:
    """Expressions that run in one pass; `rows` names the detector of each expression."""

    name: str
    patterns: list[Pattern] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    triggers: Bytes256 = frozenset()
    database: hyperscan.Database | None = None

    def add(self, pattern: Pattern, row: int, triggers: Bytes256) -> None:
        """Put in one more expression of detector number `row`."""
        self.patterns.append(pattern)
        self.rows.append(row)
        self.triggers |= triggers


def _group_name(triggers: Bytes256) -> str:
    if triggers == EVERY:
        return "any"
    if all(byte >= 0x80 for byte in triggers):
        return "wide"
    if all(48 <= byte < 58 for byte in triggers):
        return "digit"
    if any(48 <= byte < 58 or byte in b"etaoinsrhl" for byte in triggers):
        return "letter"
    if any(byte >= 0x80 for byte in triggers):
        return "mixed"
    return "rare" if all(chr(byte).isalpha() for byte in triggers) else "mark"


def groups_of(specs: tuple[DetectorSpec, ...], *, labelled: bool = False) -> list[Group]:
    """The patterns of `specs` by trigger; the labelled patterns of one detector make a group of their own."""
    groups: dict[str, Group] = {}
    for row, spec in enumerate(specs):
        for pattern in spec.labelled if labelled else spec.patterns:
            triggers = needed(pattern.expression)
            name = f"label-{row}" if labelled else _group_name(triggers)
            groups.setdefault(name, Group(name)).add(pattern, row, triggers)
    return list(groups.values())


class Gates:
    """Compiled groups; one thread scans at a time, other threads wait: a scratch belongs to one scan."""

    def __init__(self, specs: tuple[DetectorSpec, ...], key: bytes, cache_dir: Path | None) -> None:
        self.groups = groups_of(specs)
        self.labelled = {group.rows[0]: group for group in groups_of(specs, labelled=True)}
        self._key, self._cache = key, cache_dir
        self._lock = threading.Lock()
        for group in self.groups:
            self._compile(group)

    def scan(self, view: View, labelled: Iterable[int]) -> tuple[Int32s, Int64s, Int64s]:
        """Detector row, start and end of every match in `view`; `labelled` rows add their labelled patterns."""
        groups = [*self.groups, *(self.labelled[row] for row in labelled if row in self.labelled)]
        present: dict[int, bool] = {}
        with self._lock:
            parts = [self._run(group, view) for group in groups if _triggered(group, view.data, present)]
        parts = [part for part in parts if len(part[0])]
        if not parts:
            return np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64)
        row, start, end = (np.concatenate([part[place] for part in parts]) for place in range(3))
        return row, start, end

    def _run(self, group: Group, view: View) -> tuple[Int32s, Int64s, Int64s]:
        if group.database is None:
            self._compile(group)
        ids: list[int] = []
        froms: list[int] = []
        tos: list[int] = []
        stop = view.end + 1

        def seen(number: int, start: int, end: int, _flags: int, base: int) -> None:
            ids.append(number)
            froms.append(start + base)
            tos.append(end + base)

        whole = memoryview(view.data)
        for base in range(FRONT - 1, stop, PIECE):
            piece = whole[base : min(stop, base + PIECE + LAP)]
            _scan(group.database, piece, seen, base)
        return _spans(group, view.buf, np.array(ids, np.int64), np.array(froms, np.int64), np.array(tos, np.int64))

    def _compile(self, group: Group) -> None:
        """Load the group from the cache or compile it."""
        expressions = [pattern.expression for pattern in group.patterns]
        stamp = hashlib.sha256(repr((version("hyperscan"), FLAGS, expressions, _processor())).encode()).hexdigest()
        path = self._cache / f"{group.name}-{stamp[:32]}.hs" if self._cache else None
        group.database = _loaded(path, self._key) if path else None
        if group.database is not None:
            return
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        try:
            database.compile(expressions=expressions, ids=list(range(len(expressions))), flags=FLAGS)
        except hyperscan.HyperscanError as error:
            raise DetectorError(
                f"the patterns of group {group.name} do not compile: {error}",
                f"组 {group.name} 的模式无法编译：{error}",
            ) from error
        group.database = database
        if path:
            _store(path, hyperscan.dumpb(database), self._key)


def _scan(database: Any, piece: memoryview, seen: Callable[[int, int, int, int, int], None], base: int) -> None:
    """One pass over `piece`; the stubs of the library know no buffers, so its object is Any here."""
    database.scan(piece, match_event_handler=seen, context=base)


def _spans(group: Group, buf: Bytes, ids: Int64s, start: Int64s, end: Int64s) -> tuple[Int32s, Int64s, Int64s]:
    """Matches without their neighbour bytes, cut down to the value."""
    if len(ids):
        start += np.array([bool(pattern.left) for pattern in group.patterns], np.int64)[ids]
        end -= np.array([bool(pattern.right) for pattern in group.patterns], np.int64)[ids]
        tail = np.array([_TAILS.index(pattern.value) for pattern in group.patterns], np.int64)[ids]
        _cut_tails(buf, tail, _TAIL_TABLE, start, end)
    return np.array(group.rows, np.int32)[ids], start, end


def _triggered(group: Group, data: bytearray, present: dict[int, bool]) -> bool:
    """Whether `data` holds a byte that `group` needs; what is known of single bytes is kept in `present`."""
    for byte in group.triggers:
        if byte not in present:
            present[byte] = data.find(byte) >= 0
        if present[byte]:
            return True
    return False


def _processor() -> str:
    """What a compiled database depends on beside its expressions."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith("flags")), platform.processor())


def _seal(payload: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(payload, key=key, person=b"mishao-hs", digest_size=32).digest()


def _loaded(path: Path, key: bytes) -> hyperscan.Database | None:
    """The database kept at `path`; None where there is none or its seal is wrong."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if not hmac.compare_digest(_seal(content[32:], key), content[:32]):
        _log.warning("the compiled patterns in the cache do not bear our seal and are compiled anew")
        return None
    try:
        database = hyperscan.loadb(content[32:], hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.HyperscanError:
        return None
    return database


def _store(path: Path, payload: bytes, key: bytes) -> None:
    """Keep a compiled database; a cache that cannot be written costs time, not results."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(payload, key) + payload)
        Path(name).replace(path)
    except OSError as error:
        _log.info("the compiled patterns could not be kept: %s", error.strerror)
