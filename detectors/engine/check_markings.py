"""Checks of markings and titles: whether the words stand as a mark on a document or only in a sentence."""

import numpy as np

from detectors.engine.jit import inner
from detectors.engine.view import Bytes


def _spellings(text: str) -> Bytes:
    """The words of `text` as rows of UTF-8 bytes, the length in the first column."""
    entries = [entry.encode() for entry in text.split()]
    rows = np.zeros((len(entries), max(map(len, entries)) + 1), np.uint8)
    for row, entry in zip(rows, entries, strict=True):
        row[0] = len(entry)
        row[1 : len(entry) + 1] = list(entry)
    return rows


_OPENING = _spellings("( [ 【 （ 〔 《 「")
_CLOSING = _spellings(") ] 】 ） 〕 》 」")
_FILLER = _spellings("　 ： : · — - ！ ! ▲ ◆ ， , 。 、 / | # * ★")
_ORDERS = _spellings("长期 请勿 不得 严禁 禁止 仅限 内部 do Do DO internal INTERNAL")
_GRADE = _spellings("密级： 密级: 密级 等级： 等级: 等级 级别： 级别: 密级为 定为 标注为 ★ ▲")
_TRADE = _spellings("商业秘密 商業秘密 核心商密 普通商密 商密")
_SEALS = _spellings("★ ▲ ◆ ※")
_STRONG = _spellings("商业秘密 商業秘密 核心商密 普通商密")
_DIVIDERS = _spellings("， 。 ； , . ; ？ ?")


@inner
def _at(buf: Bytes, place: int, table: Bytes) -> int:
    """The length of the row of `table` that stands at `place`, or 0."""
    for row in range(table.shape[0]):
        size = int(table[row, 0])
        same = place + size <= len(buf)
        index = 0
        while same and index < size:
            same = buf[place + index] == table[row, index + 1]
            index += 1
        if same:
            return size
    return 0


@inner
def _before(buf: Bytes, place: int, table: Bytes) -> int:
    """The length of the row of `table` that ends at `place`, or 0."""
    for row in range(table.shape[0]):
        size = int(table[row, 0])
        if place >= size and _at(buf, place - size, table[row : row + 1]):
            return size
    return 0


@inner
def _fill_left(buf: Bytes, place: int) -> int:
    """Where blanks and ornaments that end at `place` begin."""
    for _ in range(16):
        if buf[place - 1] == 32 or buf[place - 1] == 9:
            place -= 1
            continue
        size = _before(buf, place, _FILLER)
        if size == 0:
            break
        place -= size
    return place


@inner
def _fill_right(buf: Bytes, place: int) -> int:
    """Where blanks and ornaments that begin at `place` end."""
    for _ in range(16):
        if buf[place] == 32 or buf[place] == 9 or buf[place] == 13:
            place += 1
            continue
        size = _at(buf, place, _FILLER)
        if size == 0:
            break
        place += size
    return place


@inner
def marking(buf: Bytes, start: int, end: int) -> int:
    """A mark stands in brackets, alone on its line, behind 密级, or before an order; in a sentence only the strong
    words stay, unproven.
    """
    if _before(buf, start, _OPENING) and _at(buf, end, _CLOSING):
        return 2
    if _before(buf, start, _GRADE):
        return 2
    left, right = _fill_left(buf, start), _fill_right(buf, end)
    if buf[left - 1] == 10 and buf[right] == 10:
        return 2
    if (_at(buf, start, _TRADE) and _at(buf, end, _SEALS)) or (right > end and _at(buf, right, _ORDERS)):
        return 2
    if _at(buf, start, _STRONG) or (end - start == 12 and (buf[start] | 32) == 116):
        return 0
    return -1


@inner
def title(buf: Bytes, start: int, end: int) -> int:
    """A title is a short line of its own without a full stop or comma."""
    left = start
    while buf[left - 1] != 10 and start - left < 48:
        left -= 1
        if _at(buf, left, _DIVIDERS):
            return 0
    right = end
    while buf[right] != 10 and right - end < 32:
        if _at(buf, right, _DIVIDERS):
            return 0
        right += 1
    return 2 if buf[left - 1] == 10 and buf[right] == 10 else 0
