"""A chunk as one writable byte buffer: a line feed before, between and behind the cells."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detectors.engine.jit import kernel
from detectors.model import Chunk, Int64s

Bytes = npt.NDArray[np.uint8]
FRONT, PAD = 8, 16
LINE_FEED = 10


@dataclass(frozen=True, slots=True)
class View:
    """The bytes that the kernels read.

    `data` backs `buf` [n] uint8; `starts` and `ends` [cells] are the bounds of each cell in it. `FRONT` line
    feeds stand before the first cell and at least `PAD` behind the last.
    """

    data: bytearray
    buf: Bytes
    starts: Int64s
    ends: Int64s

    @property
    def end(self) -> int:
        """Where the text ends and the padding begins."""
        return len(self.data) - PAD


@kernel
def _join(source: Bytes, offsets: Int64s, out: Bytes, starts: Int64s, ends: Int64s) -> int:
    place = 8
    for cell in range(len(starts)):
        starts[cell] = place
        for index in range(offsets[cell], offsets[cell + 1]):
            out[place] = source[index]
            place += 1
        ends[cell] = place
        out[place] = 10
        place += 1
    return place


def text_buffers(text: pa.LargeStringArray) -> tuple[Int64s, Bytes]:
    """The offsets [n + 1] and the bytes that `text` stands on; offsets are absolute in the bytes."""
    _, offsets, data = text.buffers()
    count = len(text)
    if offsets is None or not count:
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    marks = np.frombuffer(offsets, np.int64, count + 1, text.offset * 8)
    content = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return marks, content


def view_of(chunk: Chunk) -> View:
    """The buffer of `chunk`; a copy, so that the chunk itself stays as it is."""
    offsets, content = text_buffers(chunk.text)
    first, last = int(offsets[0]), int(offsets[-1])
    cells = len(offsets) - 1
    if chunk.terminated:
        data = bytearray(FRONT + last - first + PAD)
        buf = np.frombuffer(data, np.uint8)
        buf[FRONT : FRONT + last - first] = content[first:last]
        starts, ends = offsets[:-1] - (first - FRONT), offsets[1:] - (first - FRONT)
    else:
        data = bytearray(FRONT + last - first + cells + PAD)
        buf = np.frombuffer(data, np.uint8)
        starts, ends = np.empty(cells, np.int64), np.empty(cells, np.int64)
        _join(content, offsets, buf, starts, ends)
    buf[:FRONT] = LINE_FEED
    buf[-PAD:] = LINE_FEED
    return View(data, buf, starts, ends)
