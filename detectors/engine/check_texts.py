"""Checks of addresses, dates, secrets and plates: what their bytes prove beyond the form."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not
# ruff: noqa: ARG001 - every check has the same arguments, so that one kernel can call them all
# ruff: noqa: SIM102 - a check reads as the list of what its standard forbids

import numpy as np

from detectors.engine.check_numbers import figure, real_date
from detectors.engine.jit import kernel
from detectors.engine.runs import is_word
from detectors.engine.view import Bytes


def _table(words: str) -> Bytes:
    """The words as rows of equal width, zeros behind them."""
    entries = [entry.encode() for entry in words.split()]
    rows = np.zeros((len(entries), max(map(len, entries)) + 1), np.uint8)
    for row, entry in zip(rows, entries, strict=True):
        row[: len(entry)] = list(entry)
    return rows


_FILE_ENDINGS = _table(
    "png jpg jpeg gif svg webp css js ts jsx tsx map json yml yaml html htm py rb php java exe dll so"
)
_ROLES = _table(
    "noreply no-reply no_reply donotreply do-not-reply info support admin webmaster postmaster abuse sales service "
    "hr contact hello help office marketing mailer-daemon root git notifications newsletter kefu"
)
_EXAMPLE_DOMAINS = _table("example.com example.org example.net example.cn test.com localhost.localdomain")
_PLACEHOLDERS = _table(
    "null none true false nil undefined required optional string password passwd changeme your xxx **** ${ $( {{ < %( "
    "%s os. process. env. config. self. this. request. getenv ... [redacted] redacted hidden masked"
)


@kernel
def _lower(byte: int) -> int:
    return byte + 32 if 65 <= byte <= 90 else byte


@kernel
def _begins(buf: Bytes, start: int, end: int, table: Bytes, exact: bool) -> bool:
    """Whether start:end begins with (or, `exact`, is) a row of `table`, in either case."""
    for row in range(table.shape[0]):
        index = 0
        while table[row, index] != 0 and start + index < end and _lower(buf[start + index]) == table[row, index]:
            index += 1
        if table[row, index] == 0 and (not exact or start + index == end):
            return True
    return False


@kernel
def ipv4(buf: Bytes, start: int, end: int) -> int:
    """Public unicast addresses only: RFC 6890 ranges, documentation and leading zeros are none."""
    part = np.zeros(4, np.int64)
    place = 0
    for index in range(start, end):
        if buf[index] == 46:
            place += 1
            if place > 3:
                return -1
        else:
            if part[place] == 0 and index > start and buf[index - 1] == 48:
                return -1
            part[place] = part[place] * 10 + int(buf[index]) - 48
    a, b, c, d = part[0], part[1], part[2], part[3]
    if a == 0 or a == 10 or a == 127 or a >= 224 or (a == 100 and 64 <= b <= 127) or (a == 169 and b == 254):
        return -1
    if (a == 172 and 16 <= b <= 31) or (a == 192 and b == 168) or (a == 198 and (b == 18 or b == 19)):
        return -1
    if (
        (a == 192 and b == 0 and (c == 0 or c == 2))
        or (a == 198 and b == 51 and c == 100)
        or (a == 203 and b == 0 and c == 113)
    ):
        return -1
    # 1.2.3.4 and 2.0.0.0 are versions more often than hosts
    return -1 if max(a, b, c, d) < 20 or (c == 0 and d == 0) else 0


@kernel
def _group_value(byte: int) -> int:
    if byte < 58:
        return int(byte) - 48
    return (int(byte) | 32) - 87


@kernel
def ipv6(buf: Bytes, start: int, end: int) -> int:
    """RFC 4291 text form, global unicast (2000::/3) without documentation (2001:db8::/32, 3fff::/20)."""
    groups, length, value, first, second, gap = 0, 0, 0, 0, 0, 0
    for index in range(start, end + 1):
        if index == end or buf[index] == 58:
            if length:
                groups += 1
                if groups == 1:
                    first = value
                elif groups == 2:
                    second = value
            if index < end and index > start and buf[index - 1] == 58:
                gap += 1
            length, value = 0, 0
        else:
            length += 1
            value = value * 16 + _group_value(buf[index])
            if length > 4:
                return -1
    if gap > 1 or groups > 8 or (gap == 0 and groups != 8) or (gap == 1 and (groups > 7 or groups < 3)):
        return -1
    if first < 0x2000 or first > 0x3FFF or (first == 0x2001 and second == 0xDB8) or first == 0x3FFF:
        return -1
    return 2


@kernel
def mac(buf: Bytes, start: int, end: int) -> int:
    """Six octets with one separator; not all alike, no multicast; a locally administered one proves less."""
    separator = buf[start + 2]
    same = True
    for place in range(6):
        at = start + place * 3
        if place and buf[at - 1] != separator:
            return -1
        same = same and (buf[at] | 32) == (buf[start] | 32) and (buf[at + 1] | 32) == (buf[start] | 32)
    low = _group_value(buf[start + 1])
    if same or low & 1:
        return -1
    return 0 if low & 2 else 2


@kernel
def date(buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """A calendar date, year first, between 1900 and today."""
    if start + 8 > end:
        return -1, 0
    year = figure(buf, start, 4)
    month, day, width, second, behind = 0, 0, 0, False, 0
    for index in range(start + 4, end):
        digit = int(buf[index]) - 48
        if 0 <= digit <= 9:
            if (width == 2 and not second) or (second and behind == 0 and width == 2):
                second, width, behind = True, 0, 1
            if second:
                day = day * 10 + digit
            else:
                month = month * 10 + digit
            width += 1
        elif width > 0 and not second:
            second, width, behind = True, 0, 1
    value = year * 10000 + month * 100 + day
    if year < 1900 or value > today or not real_date(year, month, day):
        return -1, 0
    return 2, value


@kernel
def password(buf: Bytes, start: int, end: int) -> int:
    """No placeholder; two classes of characters and six or more of them prove a secret, less stays weak."""
    if end - start < 4 or _begins(buf, start, end, _PLACEHOLDERS, False):
        return -1
    classes = np.zeros(4, np.int64)
    same = True
    for index in range(start, end):
        byte = buf[index]
        same = same and byte == buf[start]
        if 48 <= byte <= 57:
            classes[0] = 1
        elif 65 <= byte <= 90:
            classes[1] = 1
        elif 97 <= byte <= 122:
            classes[2] = 1
        else:
            classes[3] = 1
    if same or (classes[0] + classes[1] + classes[2] == 0):
        return -1
    # a call, a path into a structure or a markup tag is code, not a secret
    if buf[end - 1] == 40 or buf[end - 1] == 41:
        return -1
    return 2 if end - start >= 6 and classes.sum() >= 2 else 0


@kernel
def secret(buf: Bytes, start: int, end: int) -> int:
    """A random value of sixteen or more letters, digits and base64 signs: no path, no call, no name in capitals."""
    digits, letters = 0, 0
    for index in range(start, end):
        byte = buf[index]
        if 48 <= byte <= 57:
            digits += 1
        elif is_word(byte):
            letters += 1
        elif not (byte == 43 or byte == 45 or byte == 46 or byte == 47 or byte == 61 or byte == 95):
            return -1
    if end - start < 16 or digits < 2 or letters < 2:
        return -1
    return password(buf, start, end)


@kernel
def key(buf: Bytes, start: int, end: int) -> int:
    """Enough different characters to be random; a key that says EXAMPLE is a specimen."""
    seen = np.zeros(256, np.int64)
    distinct = 0
    for index in range(start, end):
        if seen[buf[index]] == 0:
            distinct += 1
            seen[buf[index]] = 1
        if (
            index + 7 <= end
            and (buf[index] | 32) == 101
            and (buf[index + 1] | 32) == 120
            and (buf[index + 2] | 32) == 97
        ):
            if (buf[index + 3] | 32) == 109 and (buf[index + 4] | 32) == 112 and (buf[index + 5] | 32) == 108:
                return 2 | 128
    return 2 if distinct >= 8 else -1


@kernel
def email(buf: Bytes, start: int, end: int) -> int:
    """No file name; example domains are specimens, shared mailboxes belong to a role."""
    dot = end - 1
    while buf[dot] != 46:
        dot -= 1
    if _begins(buf, dot + 1, end, _FILE_ENDINGS, True):
        return -1
    at = start
    while buf[at] != 64:
        at += 1
    if _begins(buf, at + 1, end, _EXAMPLE_DOMAINS, True):
        return 2 | 128
    return 2 | 512 if _begins(buf, start, at, _ROLES, True) else 2


@kernel
def plate(buf: Bytes, start: int, end: int) -> int:
    """GA 36: at least three digits; six characters behind the letter only with the sign of new energy."""
    digits, body = 0, 0
    for index in range(start + 4, end):
        byte = buf[index]
        if is_word(byte):
            body += 1
            digits += 1 if byte < 58 else 0
    if digits < 3 or body > 6:
        return -1
    if body == 6:
        first, last = buf[end - 6], buf[end - 1]
        if not (65 <= first <= 75 or 65 <= last <= 75):
            return -1
    return 2


@kernel
def passport(buf: Bytes, start: int, end: int) -> int:
    """Not all digits alike and no plain ascending row."""
    same, rising = True, True
    for index in range(end - 6, end):
        same = same and buf[index] == buf[end - 1]
        rising = rising and buf[index] == buf[index - 1] + 1
    return -1 if same or rising else 0
