"""Checks of addresses, dates, secrets and plates: what their bytes prove beyond the form."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not
# ruff: noqa: ARG001 - every check has the same arguments, so that one kernel can call them all
# ruff: noqa: SIM102 - a check reads as the list of what its standard forbids

import numpy as np

from detectors.engine.check_numbers import figure, real_date
from detectors.engine.jit import inner
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
_MESSAGE_HEADERS = _table("message-id: references: in-reply-to: content-id: resent-message-id: x-message-id: list-id:")
_PLACEHOLDERS = _table(
    "null none true false nil undefined required optional string password passwd changeme your xxx **** ${ $( {{ < %( "
    "%s os. process. env. config. self. this. request. getenv ... [redacted] redacted hidden masked"
)


@inner
def _lower(byte: int) -> int:
    return byte + 32 if 65 <= byte <= 90 else byte


@inner
def _begins(buf: Bytes, start: int, end: int, table: Bytes, exact: bool) -> bool:
    """Whether start:end begins with (or, `exact`, is) a row of `table`, in either case."""
    for row in range(table.shape[0]):
        index = 0
        while table[row, index] != 0 and start + index < end and _lower(buf[start + index]) == table[row, index]:
            index += 1
        if table[row, index] == 0 and (not exact or start + index == end):
            return True
    return False


@inner
def ipv4(buf: Bytes, start: int, end: int) -> int:
    """Public unicast addresses only: RFC 6890 ranges, documentation and leading zeros are none."""
    a, b, c, d, dots = 0, 0, 0, 0, 0
    for index in range(start, end):
        if buf[index] == 46:
            a, b, c, d = b, c, d, 0
            dots += 1
        else:
            if d == 0 and index > start and buf[index - 1] == 48:
                return -1
            d = d * 10 + int(buf[index]) - 48
    if dots != 3:
        return -1
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


@inner
def _group_value(byte: int) -> int:
    if byte < 58:
        return int(byte) - 48
    return (int(byte) | 32) - 87


@inner
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


@inner
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


@inner
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


@inner
def password(buf: Bytes, start: int, end: int) -> int:
    """No placeholder; two classes of characters and six or more of them prove a secret, less stays weak."""
    if end - start < 4 or _begins(buf, start, end, _PLACEHOLDERS, False):
        return -1
    digit, upper, lower, sign = 0, 0, 0, 0
    same = True
    for index in range(start, end):
        byte = buf[index]
        same = same and byte == buf[start]
        if 48 <= byte <= 57:
            digit = 1
        elif 65 <= byte <= 90:
            upper = 1
        elif 97 <= byte <= 122:
            lower = 1
        else:
            sign = 1
    if same or digit + upper + lower == 0:
        return -1
    # a call, a path into a structure or a markup tag is code, not a secret
    if buf[end - 1] == 40 or buf[end - 1] == 41:
        return -1
    return 2 if end - start >= 6 and digit + upper + lower + sign >= 2 else 0


@inner
def _distinct(buf: Bytes, start: int, end: int) -> int:
    """How many different ASCII characters stand in start:end."""
    low, high, count = 0, 0, 0
    for index in range(start, end):
        bit = 1 << (int(buf[index]) & 31)
        if buf[index] < 64:
            count += 0 if low & (bit << (int(buf[index]) & 32)) else 1
            low |= bit << (int(buf[index]) & 32)
        else:
            count += 0 if high & (bit << (int(buf[index]) & 32)) else 1
            high |= bit << (int(buf[index]) & 32)
    return count


@inner
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
    if end - start < 16 or digits < 2 or letters < 2 or _distinct(buf, start, end) < 10:
        return -1
    # /etc/keys/2024/app1.pem is a place, not a secret; forty characters are an AWS one
    if end - start != 40 and (buf[start] == 47 or buf[start] == 46):
        return -1
    return password(buf, start, end)


@inner
def key(buf: Bytes, start: int, end: int) -> int:
    """Enough different characters to be random; a key that says EXAMPLE is a specimen."""
    for index in range(start, end):
        if (
            index + 7 <= end
            and (buf[index] | 32) == 101
            and (buf[index + 1] | 32) == 120
            and (buf[index + 2] | 32) == 97
        ):
            if (buf[index + 3] | 32) == 109 and (buf[index + 4] | 32) == 112 and (buf[index + 5] | 32) == 108:
                return 2 | 128
    return 2 if _distinct(buf, start, end) >= 8 else -1


@inner
def _in_url(buf: Bytes, start: int) -> bool:
    """Whether the word that ends at `start` is the user of a URL: behind :// and before any path."""
    place = start - 1
    while start - place < 80 and (is_word(buf[place]) or buf[place] == 58 or buf[place] > 126 or buf[place] == 37):
        place -= 1
    return buf[place] == 47 and buf[place - 1] == 47 and buf[place - 2] == 58


@inner
def _remote_path(buf: Bytes, end: int) -> bool:
    """Whether a colon and a path with a slash follow, as scp and git write them."""
    if buf[end] != 58:
        return False
    place = end + 1
    while is_word(buf[place]) or buf[place] == 46 or buf[place] == 45 or buf[place] == 95 or buf[place] == 126:
        place += 1
    return buf[place] == 47 and (place > end + 1 or is_word(buf[place + 1]))


@inner
def _message_name(buf: Bytes, start: int) -> bool:
    """Whether an address in angle brackets at `start` stands in a header that names messages, perhaps folded."""
    if buf[start - 1] != 60:
        return False
    place, limit = start - 1, max(1, start - 4000)
    while place > limit and not (buf[place - 1] == 10 and buf[place] != 32 and buf[place] != 9):
        place -= 1
    return _begins(buf, place, start, _MESSAGE_HEADERS, False)


@inner
def email(buf: Bytes, start: int, end: int) -> int:
    """No file name, user of a URL or name of a message; example domains are specimens, shared mailboxes are a role's."""
    dot = end - 1
    while buf[dot] != 46:
        dot -= 1
    if _begins(buf, dot + 1, end, _FILE_ENDINGS, True):
        return -1
    at = start
    while buf[at] != 64:
        at += 1
    if _in_url(buf, start) or _remote_path(buf, end) or _message_name(buf, start):
        return -1
    if _begins(buf, at + 1, end, _EXAMPLE_DOMAINS, True):
        return 2 | 128
    return 2 | 512 if _begins(buf, start, at, _ROLES, True) else 2


@inner
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


@inner
def passport(buf: Bytes, start: int, end: int) -> int:
    """Not all digits alike and no plain ascending row."""
    same, rising = True, True
    for index in range(end - 6, end):
        same = same and buf[index] == buf[end - 1]
        rising = rising and buf[index] == buf[index - 1] + 1
    return -1 if same or rising else 0
