"""A second view for cells that hide digits: full-width forms, zero-width and bidi characters, spoken and circled digits."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.engine.jit import inner, kernel
from detectors.engine.view import FRONT, LINE_FEED, PAD, Bytes, View
from detectors.model import Int64s

SPOKEN_RUN = 7
_SPOKEN = {
    "零": 0, "〇": 0, "洞": 0, "一": 1, "幺": 1, "壹": 1, "二": 2, "贰": 2, "两": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "拐": 7, "八": 8, "捌": 8, "九": 9, "玖": 9, "勾": 9, "⓪": 0, "⓿": 0,
}  # fmt: skip
for _start in ("①", "⑴", "⒈", "❶", "➀", "➊", "㈠", "㊀"):
    _SPOKEN.update({chr(ord(_start) + _step): _step + 1 for _step in range(9)})
_DIGIT = np.full(0x10000, -1, np.int8)
for _char, _value in _SPOKEN.items():
    _DIGIT[ord(_char)] = _value


@dataclass(frozen=True, slots=True)
class Normalised:
    """`view` over some cells of a chunk: `cells` their numbers; for each byte of the view, `source` and `behind` are
    the bounds (in its own cell) of the character it stands for, `changed` counts the changed bytes before it.
    """

    view: View
    cells: Int64s
    source: Int64s
    behind: Int64s
    changed: Int64s


@inner
def _decoded(buf: Bytes, index: int) -> tuple[int, int]:
    """The code point at `index` and its length in bytes; a stray byte is itself."""
    byte = int(buf[index])
    if byte < 0xC0:
        return byte, 1
    if byte < 0xE0:
        return ((byte & 31) << 6) | (int(buf[index + 1]) & 63), 2
    if byte < 0xF0:
        return ((byte & 15) << 12) | ((int(buf[index + 1]) & 63) << 6) | (int(buf[index + 2]) & 63), 3
    high = ((byte & 7) << 18) | ((int(buf[index + 1]) & 63) << 12)
    return high | ((int(buf[index + 2]) & 63) << 6) | (int(buf[index + 3]) & 63), 4


@inner
def _plain(code: int) -> int:
    """The ASCII byte that a full-width form or a special space stands for, -1 to drop it, -2 to keep the character."""
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
        return code - 0xFEE0
    if code == 0xFF20 or code == 0xFF0E or code == 0xFF0B or code == 0xFF0D or code == 0xFF3F:
        return code - 0xFEE0
    if (
        0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or code == 0xFEFF
        or code == 0xAD
    ):
        return -1
    if code == 0xA0 or code == 0x3000 or (0x2000 <= code <= 0x200A) or code == 0x202F:
        return 32
    if 0x2010 <= code <= 0x2015 or code == 0x2212:
        return 45
    return -2


@inner
def _spoken(code: int) -> int:
    """The digit that a spoken, written or circled character stands for, or -1."""
    return int(_DIGIT[code]) if code < 0x10000 else -1


@inner
def _spoken_end(buf: Bytes, index: int, stop: int) -> tuple[int, int, int]:
    """Where the run of digits in any form that begins at `index` ends, how many it has and how many are spoken.

    Separators may stand between spoken digits only.
    """
    digits, foreign, end, gap, before = 0, 0, index, 0, False
    while index < stop:
        code, width = _decoded(buf, index)
        plain = _plain(code)
        spoken = _spoken(code) >= 0
        if spoken or 48 <= code <= 57 or 48 <= plain <= 57:
            if gap and not (spoken and before):
                break
            digits, foreign, gap, before = digits + 1, foreign + int(spoken), 0, spoken
            end = index + width
        elif gap < 2 and (code == 32 or code == 44 or code == 45 or code == 0x3001 or code == 0xFF0C or plain == 32):
            gap += 1
        elif plain != -1:
            break
        index += width
    return end, digits, foreign


@inner
def _suspicious(buf: Bytes, start: int, stop: int) -> bool:
    """Whether the cell start:stop holds anything that normalisation would change."""
    index, spoken = start, 0
    while index < stop:
        byte = buf[index]
        if byte < 0xC2:
            index += 1
            continue
        code, width = _decoded(buf, index)
        if (byte == 0xC2 or byte == 0xE2 or byte == 0xEF or byte == 0xE3) and _plain(code) != -2:
            return True
        if code < 0x10000 and _DIGIT[code] >= 0:
            spoken += 1
            if spoken >= 4:
                return True
        elif code != 0x3001 and code != 0xFF0C:
            spoken = 0
        index += width
    return False


@kernel
def _suspects(buf: Bytes, starts: Int64s, ends: Int64s, out: Int64s) -> int:
    count = 0
    for cell in range(len(starts)):
        if _suspicious(buf, starts[cell], ends[cell]):
            out[count] = cell
            count += 1
    return count


@inner
def _copy_run(
    buf: Bytes, index: int, end: int, base: int, place: int, out: Bytes, source: Int64s, behind: Int64s, changed: Int64s
) -> int:
    """Write a run of spoken digits as ASCII digits, its separators dropped."""
    while index < end:
        code, width = _decoded(buf, index)
        plain, spoken = _plain(code), _spoken(code)
        value = code if 48 <= code <= 57 else plain if 48 <= plain <= 57 else 48 + spoken if spoken >= 0 else -1
        if value >= 0:
            out[place] = value
            source[place], behind[place], changed[place] = index - base, index + width - base, 1
            place += 1
        index += width
    return place


@inner
def _rewrite(
    buf: Bytes, start: int, stop: int, place: int, out: Bytes, source: Int64s, behind: Int64s, changed: Int64s
) -> int:
    """Write the normalised cell start:stop from `place` on; gives the place behind it."""
    index, dropped, judged = start, 0, start
    while index < stop:
        code, width = _decoded(buf, index)
        if index >= judged and ((48 <= code <= 57) or 48 <= _plain(code) <= 57 or _spoken(code) >= 0):
            end, digits, foreign = _spoken_end(buf, index, stop)
            judged = end
            if digits >= 7 and foreign >= 4 and foreign * 2 >= digits:
                place = _copy_run(buf, index, end, start, place, out, source, behind, changed)
                index = end
                continue
        plain = _plain(code)
        if plain == -2:
            for step in range(width):
                out[place] = buf[index + step]
                source[place], behind[place], changed[place] = index - start + step, index - start + step + 1, dropped
                dropped = 0
                place += 1
        elif plain >= 0:
            out[place] = plain
            source[place], behind[place], changed[place] = index - start, index - start + width, 1
            place += 1
        else:
            dropped = 1
        index += width
    return place


@kernel
def _rewrite_all(
    buf: Bytes, starts: Int64s, ends: Int64s, cells: Int64s, out: Bytes, source: Int64s, behind: Int64s, changed: Int64s,
    first: Int64s, last: Int64s,
) -> int:  # fmt: skip
    place = 8
    for index in range(len(cells)):
        first[index] = place
        place = _rewrite(buf, starts[cells[index]], ends[cells[index]], place, out, source, behind, changed)
        last[index] = place
        out[place] = 10
        place += 1
    return place


def suspects(view: View) -> Int64s:
    """The numbers of the cells of `view` that normalisation would change."""
    if view.data.isascii():
        return np.zeros(0, np.int64)
    out = np.empty(len(view.starts), np.int64)
    count = _suspects(view.buf, view.starts, view.ends, out)
    return out[:count].copy()


def normalised(view: View, cells: Int64s) -> Normalised:
    """The cells numbered `cells` of `view`, rewritten."""
    room = int((view.ends[cells] - view.starts[cells]).sum()) + len(cells) + FRONT + PAD
    data = bytearray(room)
    out: Bytes = np.frombuffer(data, np.uint8)
    source, behind, changed = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64)
    first, last = np.empty(len(cells), np.int64), np.empty(len(cells), np.int64)
    end = _rewrite_all(view.buf, view.starts, view.ends, cells, out, source, behind, changed, first, last)
    out[:FRONT] = LINE_FEED
    out[end:] = LINE_FEED
    marks: npt.NDArray[np.int64] = np.concatenate([np.zeros(1, np.int64), np.cumsum(changed)])
    return Normalised(View(data, out, first, last), cells, source, behind, marks)
