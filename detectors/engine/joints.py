"""Kernels for what is written apart: grouped numbers, MAC and IPv6 addresses, and e-mail addresses about their sign."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not
# ruff: noqa: C901, PLR0912, SIM102 - kernels are plain loops with early ends: that is what numba compiles well

import numpy as np

from detectors.engine.jit import inner, kernel
from detectors.engine.runs import MOST_RULES, id_rule, is_hex, is_word, put, right_free, with_code, word
from detectors.engine.sieve import marked
from detectors.engine.view import Bytes, View
from detectors.model import Int32s, Int64s


@inner
def _digits_at(buf: Bytes, place: int) -> int:
    """How many digits follow from `place` on."""
    count = 0
    while 48 <= buf[place + count] <= 57:
        count += 1
    return count


@inner
def _digits_before(buf: Bytes, place: int) -> int:
    """How many digits end before `place`."""
    count = 0
    while 48 <= buf[place - 1 - count] <= 57:
        count += 1
    return count


@inner
def _bar(buf: Bytes, start: int) -> bool:
    """Whether something before `start` makes the group there the continuation of another number or word."""
    before = buf[start - 1]
    if before == 95 or before == 46 or is_word(before):
        return True
    return before == 45 and start > 1 and is_word(buf[start - 2]) and buf[start - 2] < 58


@inner
def _paper_number(
    buf: Bytes, start: int, end: int, had: int, wanted: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int
) -> int:
    """Put down a citizen ID in groups whose last group has `had` digits before `end` and should have `wanted` signs."""
    if had == wanted - 1 and (buf[end] | 32) == 120:
        end, had = end + 1, wanted
    if had == wanted and buf[start] != 48 and right_free(buf, end):
        count = put(rule, starts, ends, count, id_rule(buf, start), start, end)
    return count


@inner
def _grouped(buf: Bytes, at: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down a mobile number, landline or card whose first separator stands at `at`."""
    size = _digits_before(buf, at)
    start = at - size
    if size < 3 or size > 6:
        return count
    free = not _bar(buf, start)
    if buf[at] == 41:
        # (0755) 12345678
        if buf[start - 1] != 40 or buf[start] != 48:
            return count
        behind = at + 2 if buf[at + 1] == 32 else at + 1
        more = _digits_at(buf, behind)
        if 7 <= more <= 8 and right_free(buf, behind + more):
            count = put(rule, starts, ends, count, 7, start - 1, behind + more)
        return count
    one = _digits_at(buf, at + 1)
    second = at + 1 + one
    two = _digits_at(buf, second + 1) if buf[second] == 32 or buf[second] == 45 or buf[second] == buf[at] else 0
    end = second + 1 + two
    if size == 3 and one == 4 and two == 4 and buf[start] == 49 and buf[start + 1] >= 51 and right_free(buf, end):
        begin = with_code(buf, start)
        if begin < start or free:
            count = put(rule, starts, ends, count, 0, begin, end)
    if buf[at] == 46:
        return count
    if free and size <= 4 and buf[start] == 48 and 7 <= one <= 8 and right_free(buf, second):
        count = put(rule, starts, ends, count, 7, start, second)
    if not free or size == 3:
        return count
    if size == 4 and one == 4 and two == 4 and buf[second] == buf[at]:
        three = _digits_at(buf, end + 1) if buf[end] == buf[at] else 0
        last = end + 1 + three
        four = _digits_at(buf, last + 1) if buf[last] == buf[at] else 0
        if three == 4 and 1 <= four <= 3:
            last += 1 + four
        if 4 <= three <= 7 and right_free(buf, last):
            count = put(rule, starts, ends, count, 5, start, last)
        if three == 4:
            count = _paper_number(buf, start, last, four, 2, rule, starts, ends, count)
    elif size == 6 and one == 8 and buf[second] == buf[at]:
        count = _paper_number(buf, start, end, two, 4, rule, starts, ends, count)
    elif size == 6 and one == 6 and two == 3 and right_free(buf, end):
        count = put(rule, starts, ends, count, 4, start, end)
    elif size == 6 and one == 4 and two == 4 and buf[second] == buf[at] and buf[end] == buf[at]:
        three = _digits_at(buf, end + 1)
        count = _paper_number(buf, start, end + 1 + three, three, 4, rule, starts, ends, count)
    elif (size == 4 and one == 6 and two == 5 and right_free(buf, end)) or (
        size == 6 and one == 13 and right_free(buf, second)
    ):
        count = put(rule, starts, ends, count, 5, start, end if two else second)
    return count


@inner
def _iban_end(buf: Bytes, at: int) -> int:
    """Where the groups of four from the separator `at` on end; the last may be shorter."""
    place = at
    while buf[place] == 32:
        size = 0
        while size < 5 and (48 <= buf[place + 1 + size] <= 57 or 65 <= buf[place + 1 + size] <= 90):
            size += 1
        if size == 0 or size > 4 or is_word(buf[place + 1 + size]):
            break
        place += 1 + size
        if size < 4:
            break
    return place


@inner
def _mac(buf: Bytes, at: int) -> bool:
    """Whether six octets stand about the separator `at`, the first of them before it."""
    for group in range(6):
        place = at - 2 + group * 3
        if not (is_hex(buf[place]) and is_hex(buf[place + 1])) or (group < 5 and buf[place + 2] != buf[at]):
            return False
    before, after = buf[at - 3], buf[at + 15]
    return not (
        is_word(before) or is_word(after) or before == buf[at] or after == buf[at] or before == 95 or after == 95
    )


@inner
def _ipv6_end(buf: Bytes, at: int) -> int:
    """Where the IPv6 address whose first group ends at `at` ends, or -1 where it is none."""
    place, colons = at, 0
    while (buf[place] == 58 or is_hex(buf[place])) and place - at < 40:
        colons += 1 if buf[place] == 58 else 0
        place += 1
    if colons < 3 or is_word(buf[place]) or buf[place - 1] == 58:
        return -1
    return place


@inner
def _digit(byte: int) -> bool:
    return 48 <= byte <= 57


@inner
def _quad_end(buf: Bytes, at: int) -> int:
    """Where the dotted quad whose first number ends at the dot `at` ends, or -1 where there is none."""
    size = _digits_before(buf, at)
    bar = buf[at - size - 1]
    if size > 3 or bar == 46 or bar == 45 or bar == 95 or is_word(bar):
        return -1
    place = at
    for _ in range(3):
        size = _digits_at(buf, place + 1) if buf[place] == 46 else 0
        if size < 1 or size > 3:
            return -1
        place += 1 + size
    return -1 if buf[place] == 45 or buf[place] == 95 or is_word(buf[place]) else place


@inner
def _joint(buf: Bytes, at: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down what stands about the separator at `at`; the cheap tests turn away nearly all that is nothing."""
    sign, before, after = buf[at], buf[at - 1], buf[at + 1]
    if sign == 41:
        if _digit(before) and (_digit(after) or after == 32):
            count = _grouped(buf, at, rule, starts, ends, count)
        return count
    if sign == 46 and _digit(before) and _digit(after):
        end = _quad_end(buf, at)
        if end > 0:
            count = put(rule, starts, ends, count, 20, at - _digits_before(buf, at), end)
    if sign != 58 and _digit(before) and _digit(after):
        count = _grouped(buf, at, rule, starts, ends, count)
    if sign == 32:
        if (
            _digit(before)
            and _digit(buf[at - 2])
            and 65 <= buf[at - 3] <= 90
            and 65 <= buf[at - 4] <= 90
            and not is_word(buf[at - 5])
        ):
            end = _iban_end(buf, at)
            if end - at > 10:
                count = put(rule, starts, ends, count, 17, at - 4, end)
        return count
    if buf[at + 3] == sign and buf[at + 6] == sign and is_hex(before) and _mac(buf, at):
        count = put(rule, starts, ends, count, 18, at - 2, at + 15)
    if sign == 58 and (buf[at - 4] == 50 or buf[at - 4] == 51):
        if is_hex(before) and is_hex(buf[at - 2]) and is_hex(buf[at - 3]):
            bar = buf[at - 5]
            end = -1 if is_word(bar) or bar == 58 or bar == 46 else _ipv6_end(buf, at)
            if end > 0:
                count = put(rule, starts, ends, count, 19, at - 4, end)
    return count


@inner
def _local_start(buf: Bytes, at: int) -> int:
    """Where the local part before the sign at `at` begins."""
    start = at
    while start > 0 and at - start < 64:
        byte = buf[start - 1]
        if not (is_word(byte) or byte == 46 or byte == 95 or byte == 45 or byte == 43):
            # %20 and its like are no part of an address
            if byte == 37 and at - start > 2 and is_hex(buf[start]) and is_hex(buf[start + 1]):
                start += 2
            break
        start -= 1
    while start < at and not is_word(buf[start]):
        start += 1
    return start


@inner
def _domain_end(buf: Bytes, at: int) -> int:
    """Where the domain behind the sign at `at` ends, or -1 where there is none."""
    index, dot = at + 1, -1
    while index - at <= 254:
        byte = buf[index]
        if byte == 46:
            if dot == index - 1 or index == at + 1 or buf[index - 1] == 45:
                break
            dot = index
        elif not (is_word(byte) or byte == 45):
            break
        index += 1
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
def judged(buf: Bytes, places: Int64s, marks: Bytes, rule: Int32s, starts: Int64s, ends: Int64s) -> int:
    """Put down the candidates at `places`, each with its marks of the sieve; gives their count."""
    count = 0
    for index in range(len(places)):
        if marks[index] & 1:
            count = word(buf, places[index], rule, starts, ends, count)
        elif marks[index] & 4:
            start = _local_start(buf, places[index])
            end = _domain_end(buf, places[index]) if start < places[index] else -1
            if end > 0:
                count = put(rule, starts, ends, count, 8, start, end)
        else:
            count = _joint(buf, places[index], rule, starts, ends, count)
    return count


Found = tuple[Int32s, Int64s, Int64s]


def candidates(view: View) -> Found:
    """Rule, start and end of everything that the kernels see in `view`."""
    found: list[Found] = []
    for places, marks in marked(view):
        room = len(places) * MOST_RULES
        rule, start, end = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.int64)
        count = judged(view.buf, places, marks, rule, start, end)
        if count:
            found.append((rule[:count], start[:count], end[:count]))
    if not found:
        return np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64)
    rule, start, end = (np.concatenate([part[place] for part in found]) for place in range(3))
    return rule, start, end
