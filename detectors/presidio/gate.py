"""Tells at memory speed which cells of a chunk could give one of Presidio's results that we report."""

import re
import threading
from typing import Any, Final, NamedTuple

import hyperscan
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detectors.presidio.entities import Entity

_LONGEST_SCAN: Final = 1 << 30
"""A Hyperscan scan is given fewer bytes than this: its lengths are 32 bits."""


class Joined(NamedTuple):
    """All cells in one buffer with a line feed after each, and where each begins."""

    body: bytes | memoryview
    starts: npt.NDArray[np.int64]


def joined(cells: pa.LargeStringArray) -> Joined:
    """The cells as one buffer, so that no match runs from one into the next by chance."""
    marks = np.frombuffer(cells.buffers()[1], dtype=np.int64)[cells.offset : cells.offset + len(cells) + 1]
    whole = pa.LargeListArray.from_arrays(pa.array([0, len(cells)], pa.int64()), cells)
    text = pc.binary_join(whole, pa.scalar("\n", pa.large_utf8()))[0].as_buffer().to_pybytes()
    return Joined(b"\n" + text + b"\n", marks[:-1] - marks[0] + np.arange(len(cells)) + 1)


def lying(cells: pa.LargeStringArray) -> Joined:
    """Cells that end in a line feed each, without a copy."""
    _, offsets, data = cells.buffers()
    marks = np.frombuffer(offsets, dtype=np.int64)[cells.offset : cells.offset + len(cells) + 1]
    return Joined(memoryview(data)[marks[0] : marks[-1]] if data else memoryview(b""), marks[:-1] - marks[0])


class Gate:
    """A Hyperscan database of the telling shapes and words of some entities.

    It passes a superset: a shape's look-ahead is left out and words are sought as whole words of ASCII letters, and
    every pass is confirmed on the cell afterwards.
    """

    def __init__(self, entities: dict[str, Entity]) -> None:
        self._names: list[str] = []
        expressions, flags = [], []
        for name, entity in entities.items():
            if entity.shape:
                expressions.append(rf"(?:^|[^0-9A-Za-z])(?:{_widened(entity.shape)})".encode())
                flags.append(hyperscan.HS_FLAG_DOTALL)
                self._names.append(name)
            for word in entity.words:
                body = re.escape(word).replace(r"\ ", "[ _-]").replace("'", "\\x27")
                expressions.append(rf"(?:^|[^0-9A-Za-z]){body}[^A-Za-z]".encode())
                flags.append(hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL)
                self._names.append(name)
        self._lock = threading.Lock()  # a database has one scratch, which one scan at a time may use
        self._database: Any = hyperscan.Database()
        self._database.compile(expressions=expressions, flags=flags, ids=list(range(len(expressions))))

    def candidates(self, cells: pa.LargeStringArray, *, terminated: bool = False) -> dict[int, set[str]]:
        """Names of the entities that each cell could hold, by number of the cell; cells that hold none are absent.

        `terminated` says that every cell ends in a line feed, so that the text can be scanned as it lies.
        """
        if not len(cells):
            return {}
        body, starts = lying(cells) if terminated else joined(cells)
        if len(body) >= _LONGEST_SCAN:
            half = len(cells) // 2
            if not half:
                return {0: set(self._names)}
            found = self.candidates(cells[:half], terminated=terminated)
            rest = self.candidates(cells[half:], terminated=terminated)
            return found | {cell + half: names for cell, names in rest.items()}
        ids: list[int] = []
        ends: list[int] = []

        def seen(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            ids.append(number)
            ends.append(end)

        with self._lock:
            self._database.scan(body, match_event_handler=seen)
        passed: dict[int, set[str]] = {}
        # a word's match takes in the byte after it, which may be the line feed of the next cell's beginning
        places = np.searchsorted(starts, np.array(ends, dtype=np.int64) - 2, side="right") - 1
        for number, cell in zip(ids, places.tolist(), strict=True):
            passed.setdefault(max(cell, 0), set()).add(self._names[number])
        return passed


def _widened(shape: str) -> str:
    """The shape without look-around, back-references and longest lengths: it matches more, and reports fewer ends."""
    plain = re.sub(r"\\1", "[-. ]", re.sub(r"\(\?[=!][^()]*\)", "", shape))
    return re.sub(r"\{(\d+),\d+\}", r"{\1}", plain)
