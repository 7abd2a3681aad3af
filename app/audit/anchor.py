"""The anchor: a file outside the database to which every checkpoint is appended, so that a rewritten log is noticed."""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from app.audit.checkpoint import Checkpoint, open_note
from app.errors import ConfigurationError
from app.wording.catalogue import reason_of, told

TAIL_BYTES = 64 * 1024
TORN = " (cut short)\n"


class Anchor:
    """Checkpoints of one log in the anchor file; several logs may share a file."""

    def __init__(self, path: Path, origin: str, public: bytes) -> None:
        self._path = path
        self._origin = origin
        self._public = public
        self._note = re.compile(rf"^{re.escape(origin)}\n[0-9]+\n\S+\n\n— {re.escape(origin)} \S+\n", re.MULTILINE)

    @contextlib.contextmanager
    def locked(self) -> Iterator["OpenAnchor"]:
        """The file, open and locked against other sequencers on this machine; made (0600) where it is not there."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise ConfigurationError(
                told("audit.anchor_not_opened", path=self._path, reason=reason_of(error))
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield OpenAnchor(descriptor, self)
        finally:
            os.close(descriptor)

    def checkpoints(self) -> list[Checkpoint]:
        """Every checkpoint of the log in the file, in order; VerificationFailed for a forged one."""
        try:
            text = self._path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return []
        return [open_note(match[0], self._origin, self._public) for match in self._note.finditer(text)]

    def last_in(self, descriptor: int) -> Checkpoint | None:
        """The last checkpoint of the log in an open file, found from its end; VerificationFailed for a forged one."""
        size = os.fstat(descriptor).st_size
        window = TAIL_BYTES
        while True:
            start = max(0, size - window)
            text = os.pread(descriptor, size - start, start).decode("utf-8", "replace")
            found = [match[0] for match in self._note.finditer(text)]
            if found:
                return open_note(found[-1], self._origin, self._public)
            if start == 0:
                return None
            window *= 4


class OpenAnchor:
    """The anchor file while it is locked."""

    def __init__(self, descriptor: int, anchor: Anchor) -> None:
        self._descriptor = descriptor
        self._anchor = anchor

    def last(self) -> Checkpoint | None:
        """The last checkpoint of the log that was written whole."""
        return self._anchor.last_in(self._descriptor)

    def append(self, note: str) -> None:
        """Appends `note` and an empty line, on disk when this returns."""
        size = os.fstat(self._descriptor).st_size
        torn = size > 0 and os.pread(self._descriptor, 1, size - 1) != b"\n"
        # a line that a crash cut short is ended so that it never reads as a whole signature
        data = ((TORN if torn else "") + note + "\n").encode()
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
            os.fsync(self._descriptor)
        except OSError as error:
            raise ConfigurationError(told("audit.anchor_not_written", reason=reason_of(error))) from None
