"""Kernels that find runs of digits and e-mail addresses: what dense columns are mostly made of."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

import numpy as np

from detectors.engine.jit import kernel
from detectors.engine.view import Bytes, View
from detectors.model import Int32s, Int64s

RULES = ("mobile", "id18", "hmt18", "fpr18", "id15", "card", "imei", "landline", "mail")
"""The routines that a detector may name as its kernel; a candidate carries the index."""
MOBILE, ID18, HMT18, FPR18, ID15, CARD, IMEI, LANDLINE, MAIL = range(9)
SHORTEST_RUN = 10
MOST_CANDIDATES = 1 << 20


@kernel
def is_word(byte: int) -> bool:
    """Whether `byte` is an ASCII letter or digit."""
    return (48 <= byte <= 57) or (65 <= byte <= 90) or (97 <= byte <= 122)


@kernel
def _is_hex(byte: int) -> bool:
    return (48 <= byte <= 57) or (65 <= byte <= 70) or (97 <= byte <= 102)


@kernel
def _left_free(buf: Bytes, start: int) -> bool:
    """Whether the run that begins at `start` is no part of a longer word, decimal or UUID."""
    before = buf[start - 1]
    if before == 95 or before == 37:
        return False
    if is_word(before):
        # \n, \r and \t stand escaped in logs and JSON
        return start > 1 and buf[start - 2] == 92 and (before == 110 or before == 114 or before == 116)
    if before == 46:
        return start < 2 or not (48 <= buf[start - 2] <= 57)
    if before == 45 and start >= 6 and buf[start - 6] == 45:
        for index in range(start - 5, start - 1):
            if not _is_hex(buf[index]):
                return True
        return False
    if before == 45 and start > 1 and 48 <= buf[start - 2] <= 57:
        # 86-138...: a country code is no part of another number
        return buf[start - 2] == 54 and start > 2 and buf[start - 3] == 56
    return True


@kernel
def _right_free(buf: Bytes, end: int) -> bool:
    """Whether nothing behind `end` makes the run a part of a longer word or decimal."""
    after = buf[end]
    if after == 95 or is_word(after):
        return False
    if after == 46 or after == 45:
        return not (48 <= buf[end + 1] <= 57)
    return True


@kernel
def _card_start(buf: Bytes, start: int, length: int) -> bool:
    """Whether a run of `length` digits begins like a payment card: UnionPay, Visa, Mastercard, JCB, Amex, domestic 9."""
    first, second = buf[start] - 48, buf[start + 1] - 48
    if first == 6 and second == 2:
        return length >= 16
    if first == 3 and (second == 4 or second == 7):
        return length == 15
    if first == 9:
        return length >= 16
    return length == 16 and (
        first == 4 or (first == 5 and 1 <= second <= 5) or first == 2 or (first == 3 and second == 5)
    )


@kernel
def _id_rule(buf: Bytes, start: int) -> int:
    """Which of the three citizen-ID rules the first two digits ask for."""
    if buf[start] == 57:
        return 3
    return 2 if buf[start] == 56 and 49 <= buf[start + 1] <= 51 else 1


@kernel
def _put(rule: Int32s, starts: Int64s, ends: Int64s, count: int, code: int, start: int, end: int) -> int:
    rule[count], starts[count], ends[count] = code, start, end
    return count + 1


@kernel
def _run(buf: Bytes, start: int, end: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down every rule whose form the free-standing run of digits start:end has."""
    length = end - start
    first = buf[start]
    if length == 17 and (buf[end] | 32) == 120 and first != 48:
        if not is_word(buf[end + 1]):
            count = _put(rule, starts, ends, count, _id_rule(buf, start), start, end + 1)
        return count
    if not _right_free(buf, end):
        return count
    mobile = length - 11
    if length == 13 and first == 56 and buf[start + 1] == 54:
        mobile = 2
    elif length == 15 and first == 48 and buf[start + 1] == 48 and buf[start + 2] == 56 and buf[start + 3] == 54:
        mobile = 4
    elif length != 11:
        mobile = -1
    if mobile >= 0 and buf[start + mobile] == 49 and 51 <= buf[start + mobile + 1] <= 57:
        count = _put(rule, starts, ends, count, 0, start, end)
    if first == 48:
        return _put(rule, starts, ends, count, 7, start, end) if length <= 12 else count
    if length == 18:
        count = _put(rule, starts, ends, count, _id_rule(buf, start), start, end)
    if length == 15:
        count = _put(rule, starts, ends, count, 4, start, end)
        count = _put(rule, starts, ends, count, 6, start, end)
    if 15 <= length <= 19 and _card_start(buf, start, length):
        count = _put(rule, starts, ends, count, 5, start, end)
    return count


@kernel
def digit_runs(buf: Bytes, place: int, stop: int, rule: Int32s, starts: Int64s, ends: Int64s) -> tuple[int, int]:
    """Candidates among runs of ten or more digits from `place` on; gives their count and where it stopped (room)."""
    count = 0
    room = len(rule) - 4
    index = place
    while index + 10 <= stop and count < room:
        byte = buf[index + 9]
        if byte < 48 or byte > 57:
            index += 10
            continue
        start = index + 9
        while 48 <= buf[start - 1] <= 57:
            start -= 1
        end = index + 10
        while 48 <= buf[end] <= 57:
            end += 1
        index = end
        if 10 <= end - start <= 19 and _left_free(buf, start):
            count = _run(buf, start, end, rule, starts, ends, count)
    return count, index if count >= room else stop


@kernel
def _local_start(buf: Bytes, at: int) -> int:
    """Where the local part before the sign at `at` begins."""
    start = at
    while start > 0 and at - start < 64:
        byte = buf[start - 1]
        if is_word(byte) or byte == 46 or byte == 95 or byte == 45 or byte == 43 or byte == 37:
            start -= 1
        else:
            break
    while start < at and not is_word(buf[start]):
        start += 1
    return start


@kernel
def _domain_end(buf: Bytes, at: int, stop: int) -> int:
    """Where the domain behind the sign at `at` ends, or -1 where there is none."""
    index, dot, end = at + 1, -1, -1
    while index < stop and index - at <= 254:
        byte = buf[index]
        if byte == 46:
            if dot == index - 1 or index == at + 1 or buf[index - 1] == 45:
                break
            dot = index
        elif not (is_word(byte) or byte == 45):
            break
        index += 1
    # walk back to the last label: two or more letters behind a dot
    end = index
    while end > at + 1 and (buf[end - 1] == 46 or buf[end - 1] == 45):
        end -= 1
    letters = end
    while letters > at + 1 and ((65 <= buf[letters - 1] <= 90) or (97 <= buf[letters - 1] <= 122)):
        letters -= 1
    if end - letters < 2 or end - letters > 24 or letters < at + 3 or buf[letters - 1] != 46:
        return -1
    return end


@kernel
def mails(buf: Bytes, place: int, stop: int, rule: Int32s, starts: Int64s, ends: Int64s) -> tuple[int, int]:
    """E-mail addresses from `place` on; gives their count and where it stopped for want of room."""
    count = 0
    index = place
    while index < stop and count < len(rule):
        if buf[index] == 64:
            start = _local_start(buf, index)
            if start < index:
                end = _domain_end(buf, index, stop)
                if end > 0:
                    rule[count], starts[count], ends[count] = 8, start, end
                    count += 1
                    index = end
        index += 1
    return count, index


def candidates(view: View) -> tuple[Int32s, Int64s, Int64s]:
    """Rule, start and end of everything that the kernels see in `view`."""
    found: list[tuple[Int32s, Int64s, Int64s]] = []
    room = max(16, min(MOST_CANDIDATES, view.end // 3 + 16))
    rule, start, end = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.int64)
    passes = [digit_runs]
    if view.data.find(b"@") >= 0:
        passes.append(mails)
    for run in passes:
        place = 1
        while place < view.end:
            count, place = run(view.buf, place, view.end, rule, start, end)
            if count:
                found.append((rule[:count].copy(), start[:count].copy(), end[:count].copy()))
    if not found:
        return np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64)
    return (
        np.concatenate([part[0] for part in found]),
        np.concatenate([part[1] for part in found]),
        np.concatenate([part[2] for part in found]),
    )
