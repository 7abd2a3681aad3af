"""Checks of numbers with digits that prove something: identity papers, cards, company codes, devices, vehicles."""

# ruff: noqa: ARG001 - every check has the same arguments, so that one kernel can call them all
# ruff: noqa: C901, PLR0911 - a check reads as the list of what its standard forbids

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

import numpy as np

from detectors.engine.jit import kernel
from detectors.engine.view import Bytes

PASS, SPECIMEN_PASS = 2, 2 | 128
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_PROVINCES = np.zeros(100, np.bool_)
_PROVINCES[[11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46]] = True
_PROVINCES[[50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83]] = True
_MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)
_MOBILE = np.zeros(1000, np.bool_)
for _first, _last in ((130, 139), (145, 149), (150, 153), (155, 159), (165, 167), (170, 178), (180, 193), (195, 199)):
    _MOBILE[_first : _last + 1] = True
_MOBILE[162] = True
_USCC_VALUE = np.full(256, -1, np.int64)
for _place, _char in enumerate(b"0123456789ABCDEFGHJKLMNPQRTUWXY"):
    _USCC_VALUE[_char] = _place
_USCC_WEIGHTS = np.array([pow(3, _place, 31) for _place in range(17)], np.int64)
_ORG_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_VIN_VALUE = np.full(256, -1, np.int64)
for _char, _value in zip(b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True):
    _VIN_VALUE[_char] = int(_value)
_VIN_WEIGHTS = np.array([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2], np.int64)
_TW_VALUE = np.zeros(256, np.int64)
for _place, _char in enumerate(b"ABCDEFGHJKLMNPQRSTUVXYWZIO"):
    _TW_VALUE[_char] = 10 + _place
_IBAN_LENGTH = np.zeros(26 * 26, np.int64)
for _entry in [
    "AD24",
    "AE23",
    "AL28",
    "AT20",
    "AZ28",
    "BA20",
    "BE16",
    "BG22",
    "BH22",
    "BR29",
    "BY28",
    "CH21",
    "CR22",
    "CY28",
    "CZ24",
    "DE22",
    "DK18",
    "DO28",
    "EE20",
    "EG29",
    "ES24",
    "FI18",
    "FO18",
    "FR27",
    "GB22",
    "GE22",
    "GI23",
    "GL18",
    "GR27",
    "GT28",
    "HR21",
    "HU28",
    "IE22",
    "IL23",
    "IQ23",
    "IS26",
    "IT27",
    "JO30",
    "KW30",
    "KZ20",
    "LB28",
    "LC32",
    "LI21",
    "LT20",
    "LU20",
    "LV21",
    "LY25",
    "MC27",
    "MD24",
    "ME22",
    "MK19",
    "MR27",
    "MT31",
    "MU30",
    "NL18",
    "NO15",
    "PK24",
    "PL28",
    "PS29",
    "PT25",
    "QA29",
    "RO24",
    "RS22",
    "SA24",
    "SC31",
    "SE24",
    "SI19",
    "SK24",
    "SM27",
    "ST25",
    "SV28",
    "TL23",
    "TN24",
    "TR26",
    "UA29",
    "VA22",
    "VG24",
    "XK20",
]:
    _IBAN_LENGTH[(ord(_entry[0]) - 65) * 26 + ord(_entry[1]) - 65] = int(_entry[2:])
_SPECIMEN_IDS = np.array([[ord(c) for c in text] for text in ("11010519491231002X", "440524188001010014")], np.uint8)
_SPECIMEN_CARDS = np.array(
    [
        4111111111111111, 4012888888881881, 4242424242424242, 4000056655665556, 5555555555554444, 5105105105105100,
        5200828282828210, 2223003122003222, 378282246310005, 371449635398431, 3530111333300000, 3566002020360505,
        6200000000000005, 6200000000000047, 6222021234567890128, 4000000000000002,
    ],
    np.int64,
)  # fmt: skip


@kernel
def real_date(year: int, month: int, day: int) -> bool:
    """Whether year-month-day is a day of the calendar."""
    if month < 1 or month > 12 or day < 1 or day > _MONTH_DAYS[month]:
        return False
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    return not (month == 2 and day == 29) or leap


@kernel
def figure(buf: Bytes, start: int, digits: int) -> int:
    """The number that `digits` digits at `start` spell."""
    total = 0
    for index in range(start, start + digits):
        total = total * 10 + int(buf[index]) - 48
    return total


@kernel
def citizen_id(buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """GB 11643: province, calendar date not after today, sequence, ISO 7064 MOD 11-2; fits permits and 2023 cards."""
    total = 0
    for index in range(17):
        total += (int(buf[start + index]) - 48) * _ID_WEIGHTS[index]
    rest = (12 - total % 11) % 11
    last = int(buf[start + 17])
    if not ((rest == 10 and (last | 32) == 120) or (rest < 10 and last == 48 + rest)):
        return -1, 0
    province = figure(buf, start, 2) if buf[start] != 57 else figure(buf, start + 1, 2)
    birth = figure(buf, start + 6, 8)
    if not _PROVINCES[province] and not (buf[start] == 57 and figure(buf, start + 3, 3) > 0):
        return -1, 0
    if birth < 18800101 or birth > today or not real_date(birth // 10000, birth // 100 % 100, birth % 100):
        return -1, 0
    if figure(buf, start + 14, 3) == 0:
        return -1, 0
    for row in range(_SPECIMEN_IDS.shape[0]):
        same = True
        for index in range(17):
            same = same and _SPECIMEN_IDS[row, index] == buf[start + index]
        if same:
            return 2 | 128, birth
    return 2, birth


@kernel
def citizen_id_15(buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """The fifteen-digit form of before 1999: province and date only, no check digit."""
    birth = 19000000 + figure(buf, start + 6, 6)
    province = figure(buf, start, 2)
    if not _PROVINCES[province] or figure(buf, start + 12, 3) == 0:
        return -1, 0
    if birth > today or not real_date(birth // 10000, birth // 100 % 100, birth % 100):
        return -1, 0
    return 0, birth


@kernel
def luhn(buf: Bytes, start: int, end: int) -> bool:
    """ISO/IEC 7812-1 annex B over the digits in start:end."""
    total, place = 0, 0
    for index in range(end - 1, start - 1, -1):
        digit = int(buf[index]) - 48
        if digit < 0 or digit > 9:
            continue
        if place & 1:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
        place += 1
    return total % 10 == 0


@kernel
def card(buf: Bytes, start: int, end: int) -> int:
    """Luhn and an issuer range; the networks' published test numbers are specimens."""
    value, count, same = 0, 0, True
    for index in range(start, end):
        digit = int(buf[index]) - 48
        if 0 <= digit <= 9:
            value = value * 10 + digit
            count += 1
            same = same and buf[index] == buf[start]
    if same or count < 15 or count > 19 or not luhn(buf, start, end):
        return -1
    for known in _SPECIMEN_CARDS:
        if known == value:
            return 2 | 128
    lead = value
    while lead >= 1000000:
        lead //= 10
    four = lead // 100
    if lead // 10000 == 62:
        # nineteen digits are the domestic debit cards; their issuers sit in 620-623 and 625-628
        return 2 if count == 16 or (count == 19 and 620 <= lead // 1000 <= 623) else 0
    if count == 15:
        return 2 if lead // 10000 == 34 or lead // 10000 == 37 else -1
    if lead // 100000 == 9:
        return 0 if count == 16 or count == 19 else -1
    if count != 16:
        return -1
    if lead // 100000 == 4 or 51 <= lead // 10000 <= 55 or 2221 <= four <= 2720 or 3528 <= four <= 3589:
        return 2
    return -1


@kernel
def mobile(buf: Bytes, start: int, end: int) -> int:
    """Prefixes that the ministry has given out (to March 2023) prove; others of the form stay, weaker."""
    prefix, left = 0, 11
    for index in range(end - 1, start - 1, -1):
        if 48 <= buf[index] <= 57:
            left -= 1
            if left <= 2:
                prefix += (int(buf[index]) - 48) * (1 if left == 2 else 10 if left == 1 else 100)
            if left == 0:
                break
    if left > 0 or prefix < 130 or prefix > 199:
        return -1
    same, last = True, buf[end - 1]
    for index in range(end - 8, end):
        same = same and buf[index] == last
    return 0 if same or not _MOBILE[prefix] else 2


@kernel
def landline(buf: Bytes, start: int, end: int) -> int:
    """Area code and a subscriber number of seven or eight digits that begins with 2-9; written apart, it proves more."""
    count, apart = 0, False
    digits = np.zeros(16, np.int64)
    for index in range(start, end):
        if 48 <= buf[index] <= 57:
            if count > 12:
                return -1
            digits[count] = int(buf[index]) - 48
            count += 1
        else:
            apart = True
    two = digits[1] * 10 + digits[2]
    short = two == 10 or (digits[1] == 2 and digits[2] != 6)
    area = 3 if short else 4
    if digits[0] != 0 or (not short and digits[1] < 3) or digits[area] < 2:
        return -1
    if count - area == 8 or (count - area == 7 and not short):
        return 2 if apart else 0
    return -1


@kernel
def imei(buf: Bytes, start: int, end: int) -> int:
    """Luhn over fifteen digits; 3GPP TS 23.003 annex B."""
    return 2 if luhn(buf, start, end) and figure(buf, start, 8) > 1000000 else -1


@kernel
def org_code(buf: Bytes, start: int, end: int) -> int:
    """GB 11714: eight characters, then a digit or X; a hyphen may stand between."""
    total = 0
    for index in range(8):
        byte = int(buf[start + index])
        total += (byte - 48 if byte < 58 else byte - 55) * _ORG_WEIGHTS[index]
    rest = 11 - total % 11
    last = buf[end - 1]
    wanted = 88 if rest == 10 else 48 if rest == 11 else 48 + rest
    return 2 if last == wanted else -1


@kernel
def uscc(buf: Bytes, start: int, end: int) -> int:
    """GB 32100: weights 3^i mod 31 over 31 symbols; the organisation code inside must pass as well."""
    total = 0
    for index in range(18):
        value = _USCC_VALUE[buf[start + index]]
        if value < 0:
            return -1
        if index < 17:
            total += value * _USCC_WEIGHTS[index]
    if _USCC_VALUE[buf[start + 17]] != (31 - total % 31) % 31 or org_code(buf, start + 8, start + 17) < 0:
        return -1
    region = figure(buf, start + 2, 2)
    if not _PROVINCES[region] and region != 10:
        return -1
    plain = True
    for index in range(18):
        plain = plain and buf[start + index] < 58
    # all digits look like any other number: only the common registers prove then
    lead = figure(buf, start, 2) if plain else 91
    return 2 if lead in (91, 92, 93, 11, 12, 51, 52) else 0


@kernel
def iban(buf: Bytes, start: int, end: int) -> int:
    """ISO 13616: a country's length and ISO 7064 MOD 97-10 over the number moved round by four."""
    text = np.zeros(40, np.int64)
    count = 0
    for index in range(start, end):
        if buf[index] != 32:
            if count >= 34:
                return -1
            text[count] = int(buf[index])
            count += 1
    if count < 15 or _IBAN_LENGTH[(text[0] - 65) * 26 + text[1] - 65] != count:
        return -1
    rest = 0
    for index in range(count):
        byte = text[(index + 4) % count]
        rest = (rest * 10 + byte - 48) % 97 if byte < 58 else (rest * 100 + byte - 55) % 97
    return 2 if rest == 1 else -1


@kernel
def vin(buf: Bytes, start: int, end: int) -> int:
    """GB 16735: check character in the ninth place; letters and five or more digits."""
    total, digits = 0, 0
    for index in range(17):
        byte = buf[start + index]
        if _VIN_VALUE[byte] < 0:
            return -1
        digits += 1 if byte < 58 else 0
        total += _VIN_VALUE[byte] * _VIN_WEIGHTS[index]
    rest = total % 11
    wanted = 88 if rest == 10 else 48 + rest
    return 2 if buf[start + 8] == wanted and 5 <= digits < 17 else -1


@kernel
def hong_kong_id(buf: Bytes, start: int, end: int) -> int:
    """One or two letters, six digits, check character (perhaps in brackets); modulus 11, a single letter after a space."""
    letters = 1 if buf[start + 1] < 58 else 2
    total = 36 * 9 if letters == 1 else (int(buf[start]) - 55) * 9
    total += (int(buf[start + letters - 1]) - 55) * 8
    for index in range(6):
        total += (int(buf[start + letters + index]) - 48) * (7 - index)
    rest = (11 - total % 11) % 11
    place = start + letters + 6
    if buf[place] == 40:
        place += 1
    wanted = 65 if rest == 10 else 48 + rest
    return 2 if buf[place] == wanted else -1


@kernel
def taiwan_id(buf: Bytes, start: int, end: int) -> int:
    """A letter worth two digits, nine digits, weighted sum divisible by ten."""
    area = _TW_VALUE[buf[start]]
    total = area // 10 + area % 10 * 9 + int(buf[start + 9]) - 48
    for index in range(1, 9):
        total += (int(buf[start + index]) - 48) * (9 - index)
    return 2 if area and total % 10 == 0 else -1
