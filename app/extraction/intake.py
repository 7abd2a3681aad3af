"""The bytes of a unit: read once from the start with a look ahead, or at random when a format asks for it."""

import os
import zipfile
from collections.abc import Callable
from typing import IO

from app.extraction.budget import MIB


def _free(_count: int) -> None:
    """Spend nothing."""


class Intake:
    """The bytes of a unit; `size` is what its container says, `taken` what was read.

    Members of archives pay for each byte through `expand` and for what must be held through `spool`.
    """

    def __init__(
        self,
        raw: IO[bytes],
        size: int,
        expand: Callable[[int], None] = _free,
        spool: Callable[[int], None] | None = None,
    ) -> None:
        self.size = size
        self.taken = 0
        self._raw = raw
        self._expand = expand
        self._spool = spool
        self._ahead = b""
        self._held = 0
        self._random: IO[bytes] | None = None
        self._archive: zipfile.ZipFile | None = None

    def _pull(self, count: int) -> bytes:
        data = self._raw.read(count)
        self.taken += len(data)
        self._expand(len(data))
        return data

    def head(self, count: int) -> bytes:
        """The first `count` bytes, or all there are; reading starts before them."""
        while len(self._ahead) < count:
            more = self._pull(count - len(self._ahead))
            if not more:
                break
            self._ahead += more
        return self._ahead[:count]

    def read(self, count: int) -> bytes:
        """Up to `count` further bytes; none at the end."""
        if self._ahead:
            data, self._ahead = self._ahead[:count], self._ahead[count:]
            return data
        return self._pull(count)

    def random(self) -> IO[bytes]:
        """The bytes from the start, seekable; a member is copied into memory that no path leads to."""
        if self._random is None:
            self._random = self._raw if self._spool is None else self._copy(self._spool)
        self._random.seek(0)
        if self._spool is None:
            self.taken = self.size
            self._ahead = b""
        return self._random

    def archive(self) -> zipfile.ZipFile:
        """The bytes as a zip, whose directory is read once, since a long one takes seconds; raises as ZipFile does."""
        if self._archive is None:
            self._archive = zipfile.ZipFile(self.random())
        return self._archive

    def _copy(self, spool: Callable[[int], None]) -> IO[bytes]:
        held = os.fdopen(os.memfd_create("unit"), "w+b", buffering=256 << 10)
        self._random = held
        data = self.read(MIB)
        while data:
            spool(len(data))
            self._held += len(data)
            held.write(data)
            data = self.read(MIB)
        held.flush()
        return held

    def close(self) -> None:
        """Give back what was held."""
        if self._spool is not None:
            if self._random is not None:
                self._random.close()
            self._spool(-self._held)
            self._held = 0
            self._raw.close()
