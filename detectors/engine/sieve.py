"""The first look at a text: which bytes could begin a number or code, found without a branch a byte."""

from collections.abc import Iterator

import numpy as np

from detectors.engine.jit import kernel
from detectors.engine.view import FRONT, Bytes, View
from detectors.model import Int64s, UInt64s

WORD, JOINT, SIGN = 1, 2, 4
BLOCK = 1 << 16
BEFORE, BEHIND = 4, 10


@kernel
def _classes(near: Bytes, digit: Bytes, word: Bytes) -> None:
    """Fill `digit` and `word` with 1 where `near` holds a digit, and a letter or digit; plain enough for SIMD."""
    for index in range(len(near)):
        byte = near[index]
        number = (byte >= 48) & (byte <= 57)
        small = byte | 32
        digit[index] = number
        word[index] = number | ((small >= 97) & (small <= 122))


@kernel
def _marks(near: Bytes, digit: Bytes, word: Bytes, count: int, out: Bytes) -> None:
    """Fill `out` [count] with WORD where eight or more letters and digits begin, JOINT at a separator inside a number,
    SIGN at a commercial at.

    `near` has `BEFORE` bytes more before the first, `BEHIND` behind the last. The conditions are necessary ones: the
    kernels behind decide.
    """
    for i in range(count):
        byte, last = near[i + 4], near[i + 3]
        long = (
            word[i + 4] & word[i + 5] & word[i + 6] & word[i + 7] & word[i + 8] & word[i + 9] & word[i + 10]
            & word[i + 11] & (word[i + 3] ^ 1)
        )  # fmt: skip
        likely = (byte < 97) | digit[i + 6] | (last == 92) | (last == 37)
        group = digit[i + 1] & digit[i + 2] & digit[i + 3] & digit[i + 5] & digit[i + 6] & digit[i + 7] & digit[i + 8]
        group &= (byte == 32) | (byte == 45) | (byte == 46)
        area = (byte == 41) & digit[i + 3] & (digit[i + 5] | (near[i + 5] == 32))
        country = (byte == 32) & digit[i + 3] & digit[i + 2] & (near[i] >= 65) & (near[i] <= 90)
        octets = ((byte == 45) | (byte == 58)) & (near[i + 7] == byte) & (near[i + 10] == byte) & word[i + 3]
        global_ = (byte == 58) & ((near[i] | 1) == 51) & word[i + 1] & word[i + 2] & word[i + 3]
        quad = (byte == 46) & digit[i + 3] & digit[i + 5]
        quad &= (near[i + 6] == 46) | (near[i + 7] == 46) | (near[i + 8] == 46)
        out[i] = (long & likely) | ((group | area | country | octets | global_ | quad) << 1) | ((byte == 64) << 2)


@kernel
def _gathered(out: Bytes, eights: UInt64s, first: int, places: Int64s, marks: Bytes) -> int:
    """Put down the places of the bytes of `out` that are not 0, and the bytes; gives their count.

    `eights` is `out` read eight bytes at a time: most of them are all zero.
    """
    count = 0
    for step in range(len(eights)):
        if eights[step] != 0:
            for index in range(8 * step, 8 * step + 8):
                if out[index] != 0:
                    places[count], marks[count] = first + index, out[index]
                    count += 1
    return count


def marked(view: View) -> Iterator[tuple[Int64s, Bytes]]:
    """Places in `view` worth a look and what they may be (WORD, JOINT, SIGN), a block at a time;
    the arrays are used again for the next block.
    """
    room = min(BLOCK, max(0, view.end - FRONT)) + BEFORE + BEHIND
    digit, word, out = np.empty(room, np.uint8), np.empty(room, np.uint8), np.zeros(-room % 8 + room, np.uint8)
    places, marks = np.empty(room, np.int64), np.empty(room, np.uint8)
    for first in range(FRONT, view.end, BLOCK):
        count = min(BLOCK, view.end - first)
        near = view.buf[first - BEFORE : first + count + BEHIND]
        _classes(near, digit, word)
        _marks(near, digit, word, count, out)
        out[count:] = 0
        found = _gathered(out, out.view(np.uint64), first, places, marks)
        if found:
            yield places[:found], marks[:found]
