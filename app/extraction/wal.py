"""The write-ahead log of an SQLite database: its committed pages, laid over the database.

Source: SQLite file format, section 4 (https://www.sqlite.org/fileformat2.html#walformat).
"""

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

import numpy as np
import numpy.typing as npt

MAGIC_LITTLE, MAGIC_BIG = 0x377F0682, 0x377F0683
HEADER, FRAME = struct.Struct(">8I"), struct.Struct(">6I")
Words = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Pages:
    """The newest committed image of each page (its place in the log), the page size and the database's page count."""

    places: dict[int, int]
    page_size: int
    count: int


@lru_cache(maxsize=8)
def _powers(steps: int) -> tuple[Words, Words]:
    """How each of `steps` pairs of words, and the sum before them, weigh in the sum after them.

    One step is s0 += x0 + s1; s1 += x1 + s0: the matrix ((1, 1), (1, 2)) on the sum and ((1, 0), (1, 1)) on the words.
    """
    weights = np.empty((steps, 2, 2), np.uint32)
    power = [[1, 0], [0, 1]]
    for step in range(steps - 1, -1, -1):
        (a, b), (c, d) = power
        weights[step] = np.array([[a + b, b], [c + d, d]], np.uint64).astype(np.uint32)
        power = [[(a + b) % 2**32, (a + 2 * b) % 2**32], [(c + d) % 2**32, (c + 2 * d) % 2**32]]
    return weights, np.array(power, np.uint64).astype(np.uint32)


def checksum(data: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    """The log's running sum after `data` (a multiple of 8 bytes), words in byte `order` (`<` or `>`)."""
    pairs = np.frombuffer(data, f"{order}u4").astype(np.uint32).reshape(-1, 2)
    weights, last = _powers(len(pairs))
    # unsigned arithmetic wraps at 2^32, which is what the format wants
    total = (weights * pairs[:, None, :]).sum(axis=(0, 2), dtype=np.uint32)
    total = total + (last * np.array(before, np.uint64).astype(np.uint32)[None, :]).sum(axis=1, dtype=np.uint32)
    return int(total[0]), int(total[1])


def committed(log: IO[bytes]) -> Pages | None:
    """The committed pages of a write-ahead log; None where it holds none, or is no log."""
    head = log.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    magic, _, page_size, _, salt_one, salt_two, sum_one, sum_two = HEADER.unpack(head)
    if magic not in (MAGIC_LITTLE, MAGIC_BIG) or page_size not in {1 << bits for bits in range(9, 17)}:
        return None
    order = "<" if magic == MAGIC_LITTLE else ">"
    total = checksum(head[:24], (0, 0), order)
    if total != (sum_one, sum_two):
        return None
    places: dict[int, int] = {}
    pending: dict[int, int] = {}
    count = 0
    while True:
        frame = log.read(FRAME.size)
        place = log.tell()
        page = log.read(page_size)
        if len(frame) < FRAME.size or len(page) < page_size:
            break
        number, after, *salts_and_sums = FRAME.unpack(frame)
        total = checksum(frame[:8] + page, total, order)
        if salts_and_sums != [salt_one, salt_two, *total] or not number:
            break
        pending[number] = place
        if after:
            places |= pending
            pending, count = {}, after
    return Pages(places, page_size, count) if places else None
