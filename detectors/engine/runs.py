"""Kernels that find runs of digits and e-mail addresses: what dense columns are mostly made of."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not
# ruff: noqa: C901, PLR0911, SIM110, SIM102 - kernels are plain loops with early ends: that is what numba compiles well

from detectors.engine.jit import inner
from detectors.engine.view import Bytes
from detectors.model import Int32s, Int64s

RULES = (
    "mobile", "id18", "hmt18", "fpr18", "id15", "card", "imei", "landline", "mail",
    "passport", "hkmo", "return", "hkid", "twid", "vin", "uscc", "org_code", "iban", "mac", "ipv6", "ipv4",
)  # fmt: skip
"""The routines that a detector may name as its kernel; a candidate carries the index."""
MOST_RULES = 6
"""The most candidates that one word or separator can give."""


@inner
def is_word(byte: int) -> bool:
    """Whether `byte` is an ASCII letter or digit."""
    return (48 <= byte <= 57) or (65 <= byte <= 90) or (97 <= byte <= 122)


@inner
def is_hex(byte: int) -> bool:
    """Whether `byte` is a hexadecimal digit."""
    return (48 <= byte <= 57) or (65 <= byte <= 70) or (97 <= byte <= 102)


@inner
def left_free(buf: Bytes, start: int) -> bool:
    """Whether the run that begins at `start` is no part of a longer word, decimal or UUID."""
    before = buf[start - 1]
    if before == 95:
        # user_138...: a key and its number; 2024_138...: one number
        return start < 2 or not (48 <= buf[start - 2] <= 57)
    if before == 37 or is_word(before):
        return False
    if before == 46:
        return start < 2 or not (48 <= buf[start - 2] <= 57)
    if before == 45 and start >= 6 and buf[start - 6] == 45:
        for index in range(start - 5, start - 1):
            if not is_hex(buf[index]):
                return True
        return False
    if before == 45 and start > 1 and 48 <= buf[start - 2] <= 57:
        # 86-138...: a country code is no part of another number
        return buf[start - 2] == 54 and start > 2 and buf[start - 3] == 56
    return True


@inner
def right_free(buf: Bytes, end: int) -> bool:
    """Whether nothing behind `end` makes the run a part of a longer word or decimal."""
    after = buf[end]
    if is_word(after):
        return False
    if after == 46 or after == 45 or after == 95:
        return not (48 <= buf[end + 1] <= 57)
    return True


@inner
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


@inner
def id_rule(buf: Bytes, start: int) -> int:
    """Which of the three citizen-ID rules the first two digits ask for."""
    if buf[start] == 57:
        return 3
    return 2 if buf[start] == 56 and 49 <= buf[start + 1] <= 51 else 1


@inner
def with_code(buf: Bytes, start: int) -> int:
    """Where a mobile number begins if +86, 86 or 0086, perhaps in brackets or with a separator, stand before `start`."""
    place = start
    bracket = buf[place - 1] == 41
    if place > 3 and (bracket or buf[place - 1] == 32 or buf[place - 1] == 45):
        place -= 1
    if place < 3 or buf[place - 1] != 54 or buf[place - 2] != 56:
        return start
    place -= 2
    plus = buf[place - 1] == 43
    if plus:
        place -= 1
    elif place > 2 and buf[place - 1] == 48 and buf[place - 2] == 48:
        place -= 2
    if bracket:
        return place - 1 if buf[place - 1] == 40 else start
    return start if not plus and (is_word(buf[place - 1]) or buf[place - 1] == 46) else place


@inner
def put(rule: Int32s, starts: Int64s, ends: Int64s, count: int, code: int, start: int, end: int) -> int:
    """Put down one candidate; gives the new count."""
    rule[count], starts[count], ends[count] = code, start, end
    return count + 1


@inner
def _run(buf: Bytes, start: int, end: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down every rule whose form the free-standing run of digits start:end has."""
    length = end - start
    first = buf[start]
    if length == 17 and (buf[end] | 32) == 120 and first != 48:
        if not is_word(buf[end + 1]):
            count = put(rule, starts, ends, count, id_rule(buf, start), start, end + 1)
        return count
    if not right_free(buf, end):
        return count
    mobile = length - 11
    if length == 13 and first == 56 and buf[start + 1] == 54:
        mobile = 2
    elif length == 15 and first == 48 and buf[start + 1] == 48 and buf[start + 2] == 56 and buf[start + 3] == 54:
        mobile = 4
    elif length != 11:
        mobile = -1
    if mobile >= 0 and buf[start + mobile] == 49 and 51 <= buf[start + mobile + 1] <= 57:
        begin = start - 1 if mobile and buf[start - 1] == 43 else start if mobile else with_code(buf, start)
        count = put(rule, starts, ends, count, 0, begin, end)
    if first == 48:
        return put(rule, starts, ends, count, 7, start, end) if length <= 12 else count
    if length == 18:
        count = put(rule, starts, ends, count, id_rule(buf, start), start, end)
    if length == 15:
        count = put(rule, starts, ends, count, 4, start, end)
        count = put(rule, starts, ends, count, 6, start, end)
    if 15 <= length <= 19 and _card_start(buf, start, length):
        count = put(rule, starts, ends, count, 5, start, end)
    return count


@inner
def _digits_from(buf: Bytes, start: int, end: int) -> bool:
    for index in range(start, end):
        if buf[index] < 48 or buf[index] > 57:
            return False
    return True


@inner
def _is_upper(byte: int) -> bool:
    return 65 <= byte <= 90


@inner
def _paper(buf: Bytes, start: int, end: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down the rules of a word that is a letter or two and then digits: travel papers, HK and Taiwan IDs."""
    length = end - start
    letter, second = buf[start] & 0xDF, buf[start + 1] & 0xDF
    if not _is_upper(letter):
        return count
    one = _digits_from(buf, start + 1, end)
    two = _is_upper(second) and _digits_from(buf, start + 2, end)
    if length == 9 and (one or two):
        sound = second != 73 and second != 79
        if (
            (one and (letter == 69 or letter == 71 or letter == 83 or letter == 75))
            or (two and letter == 69 and sound)
            or (
                two
                and (
                    (second == 69 and (letter == 80 or letter == 83 or letter == 68)) or (letter == 77 and second == 65)
                )
            )
        ):
            count = put(rule, starts, ends, count, 9, start, end)
        if (one and (letter == 67 or letter == 87)) or (two and letter == 67 and sound):
            count = put(rule, starts, ends, count, 10, start, end)
    if one and (length == 9 or length == 11) and (letter == 72 or letter == 77):
        count = put(rule, starts, ends, count, 11, start, end)
    last = buf[end - 1]
    if _is_upper(buf[start]) and (last == 65 or 48 <= last <= 57):
        if (length == 8 and _digits_from(buf, start + 1, end - 1)) or (
            length == 9 and _is_upper(buf[start + 1]) and _digits_from(buf, start + 2, end - 1)
        ):
            count = put(rule, starts, ends, count, 12, start, end)
    if length == 10 and one and _is_upper(buf[start]):
        kind = buf[start + 1]
        if kind == 49 or kind == 50 or kind == 56 or kind == 57:
            count = put(rule, starts, ends, count, 13, start, end)
    return count


@inner
def _code(buf: Bytes, start: int, end: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down the rules of a long word of capitals and digits: vehicles, companies, IBAN."""
    length = end - start
    for index in range(start, end):
        if buf[index] >= 97:
            return count
    if length == 17:
        count = put(rule, starts, ends, count, 14, start, end)
    if length == 18 and buf[start] != 48 and _digits_from(buf, start + 2, start + 8):
        kind = buf[start + 1]
        if 49 <= kind <= 53 or kind == 57:
            count = put(rule, starts, ends, count, 15, start, end)
    if (
        15 <= length <= 34
        and _is_upper(buf[start])
        and _is_upper(buf[start + 1])
        and _digits_from(buf, start + 2, start + 4)
    ):
        count = put(rule, starts, ends, count, 17, start, end)
    return count


@inner
def word(buf: Bytes, start: int, rule: Int32s, starts: Int64s, ends: Int64s, count: int) -> int:
    """Put down the rules of the ASCII word of eight or more letters and digits that begins at `start`."""
    end = start + 8
    while is_word(buf[end]):
        end += 1
    before, first = buf[start - 1], buf[start]
    # \n, \r and \t stand escaped in logs and JSON, any byte in a URL
    escaped = False
    if before == 92 and (first == 110 or first == 114 or first == 116):
        start, escaped = start + 1, True
    elif before == 37 and is_hex(first) and is_hex(buf[start + 1]):
        start, escaped = start + 2, True
    first = buf[start]
    length = end - start
    if length < 8 or length > 34:
        return count
    if length >= 10 and first < 58 and _digits_from(buf, start, start + 10):
        if not escaped and not left_free(buf, start):
            return count
        if length <= 19 and _digits_from(buf, start + 10, end):
            count = _run(buf, start, end, rule, starts, ends, count)
        elif length == 18 and (buf[end - 1] | 32) == 120 and _digits_from(buf, start, end - 1):
            count = _run(buf, start, end - 1, rule, starts, ends, count)
    if length <= 11:
        third = buf[start + 2]
        if (
            length == 8
            and buf[end] == 45
            and not is_word(buf[end + 2])
            and (48 <= buf[end + 1] <= 57 or buf[end + 1] == 88)
        ):
            count = put(rule, starts, ends, count, 16, start, end + 2)
        if 48 <= third <= 57 and first >= 65:
            count = _paper(buf, start, end, rule, starts, ends, count)
    elif length >= 15 and first < 97 and (length == 17 or length == 18 or (first >= 65 and 48 <= buf[start + 2] <= 57)):
        count = _code(buf, start, end, rule, starts, ends, count)
    return count
