"""SipHash-2-4 with 128-bit output (Aumasson and Bernstein) over the canonical spelling of many values at once."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

import numpy as np

from detectors.engine.jit import inner, kernel
from detectors.engine.view import Bytes
from detectors.model import Int32s, Int64s, UInt64s

CANONICAL = ("text", "digits", "mobile", "id", "upper", "lower", "date", "raw")
"""Ways to spell a value before it is fingerprinted; a detector names one."""


@inner
def _left(word: np.uint64, bits: int) -> np.uint64:
    return (word << np.uint64(bits)) | (word >> np.uint64(64 - bits))


@inner
def _rounds(state: UInt64s, count: int) -> None:
    a, b, c, d = state[0], state[1], state[2], state[3]
    for _ in range(count):
        a += b
        b = _left(b, 13) ^ a
        a = _left(a, 32)
        c += d
        d = _left(d, 16) ^ c
        a += d
        d = _left(d, 21) ^ a
        c += b
        b = _left(b, 17) ^ c
        c = _left(c, 32)
    state[0], state[1], state[2], state[3] = a, b, c, d


@kernel
def siphash128(content: Bytes, offsets: Int64s, key0: np.uint64, key1: np.uint64, out: UInt64s) -> None:
    """Fill `out` [n, 2] uint64 with the hashes of content[offsets[i]:offsets[i + 1]], low word first."""
    state = np.empty(4, np.uint64)
    for index in range(len(offsets) - 1):
        start, end = offsets[index], offsets[index + 1]
        state[0] = key0 ^ np.uint64(0x736F6D6570736575)
        state[1] = key1 ^ np.uint64(0x646F72616E646F6D) ^ np.uint64(0xEE)
        state[2] = key0 ^ np.uint64(0x6C7967656E657261)
        state[3] = key1 ^ np.uint64(0x7465646279746573)
        place = start
        while place + 8 <= end:
            word = np.uint64(0)
            for byte in range(8):
                word |= np.uint64(content[place + byte]) << np.uint64(8 * byte)
            state[3] ^= word
            _rounds(state, 2)
            state[0] ^= word
            place += 8
        word = np.uint64((end - start) & 0xFF) << np.uint64(56)
        for byte in range(end - place):
            word |= np.uint64(content[place + byte]) << np.uint64(8 * byte)
        state[3] ^= word
        _rounds(state, 2)
        state[0] ^= word
        state[2] ^= np.uint64(0xEE)
        _rounds(state, 4)
        out[index, 0] = state[0] ^ state[1] ^ state[2] ^ state[3]
        state[1] ^= np.uint64(0xDD)
        _rounds(state, 4)
        out[index, 1] = state[0] ^ state[1] ^ state[2] ^ state[3]


@inner
def _digit_count(buf: Bytes, start: int, end: int) -> int:
    count = 0
    for index in range(start, end):
        if 48 <= buf[index] <= 57:
            count += 1
    return count


@inner
def _century(out: Bytes, begin: int, place: int) -> int:
    """Turn a 15-digit citizen ID at out[begin:place] into the 18-character one of the same person."""
    for index in range(place - 1, begin + 5, -1):
        out[index + 2] = out[index]
    out[begin + 6], out[begin + 7] = 49, 57
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = 0
    for index in range(17):
        total += (int(out[begin + index]) - 48) * weights[index]
    rest = (12 - total % 11) % 11
    out[begin + 17] = 88 if rest == 10 else 48 + rest
    return place + 3


@inner
def _spelled(byte: int, mode: int) -> int:
    """The byte as the canonical spelling `mode` has it, or -1 where it is left out."""
    digit = 48 <= byte <= 57
    if mode == 1 or mode == 2 or mode == 6:
        return int(byte) if digit else -1
    if mode == 3 or mode == 4:
        if 97 <= byte <= 122:
            return int(byte) - 32
        return int(byte) if digit or 65 <= byte <= 90 else -1
    if mode == 7:
        return int(byte)
    if byte == 32 or byte == 9 or byte == 10 or byte == 13:
        return -1
    return int(byte) + 32 if 65 <= byte <= 90 else int(byte)


@kernel
def canonical(buf: Bytes, start: Int64s, end: Int64s, mode: Int64s, birth: Int32s, out: Bytes, offsets: Int64s) -> None:
    """Write the canonical spellings into `out` and their bounds into `offsets` [n + 1]."""
    place = 0
    for index in range(len(start)):
        begin = place
        offsets[index] = place
        kind = mode[index]
        if kind == 6 and birth[index] > 0:
            for power in (10000000, 1000000, 100000, 10000, 1000, 100, 10, 1):
                out[place] = 48 + birth[index] // power % 10
                place += 1
            continue
        skip = 0
        if kind == 2:
            skip = max(0, _digit_count(buf, start[index], end[index]) - 11)
        for source in range(start[index], end[index]):
            byte = _spelled(buf[source], kind)
            if byte < 0:
                continue
            if skip > 0:
                skip -= 1
                continue
            out[place] = byte
            place += 1
        if kind == 3 and place - begin == 15:
            place = _century(out, begin, place)
    offsets[len(start)] = place


def fingerprints(
    key: tuple[np.uint64, np.uint64], buf: Bytes, start: Int64s, end: Int64s, mode: Int64s, birth: Int32s
) -> UInt64s:
    """The keyed fingerprints [n, 2] of the values buf[start:end], spelled as `mode` (indices of CANONICAL) says."""
    room = int((end - start).sum()) + 8 * len(start) + 8
    content = np.empty(room, np.uint8)
    offsets = np.empty(len(start) + 1, np.int64)
    canonical(buf, start, end, mode, birth, content, offsets)
    out = np.empty((len(start), 2), np.uint64)
    siphash128(content, offsets, key[0], key[1], out)
    return out
