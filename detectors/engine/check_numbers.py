"""Checks of numbers with digits that prove something: identity papers, cards, company codes, devices, vehicles."""

# ruff: noqa: ARG001 - every check has the same arguments, so that one kernel can call them all
# ruff: noqa: C901, PLR0911 - a check reads as the list of what its standard forbids

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not

import numpy as np

from detectors.engine.jit import inner
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
_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 "
    "QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
)
for _entry in _LENGTHS.split():
    _IBAN_LENGTH[(ord(_entry[0]) - 65) * 26 + ord(_entry[1]) - 65] = int(_entry[2:])
_SPECIMEN_IDS = (11010519491231002, 44052418800101001)
_SPECIMEN_CARDS = np.array(
    [
        4111111111111111, 4012888888881881, 4242424242424242, 4000056655665556, 5555555555554444, 5105105105105100,
        5200828282828210, 2223003122003222, 378282246310005, 371449635398431, 378734493671000, 3530111333300000,
        3566002020360505, 6222021234567890128, 5454545454545454, 2223000048400011, 2223520043560014, 4917610000000000,
        4462030000000000, 4988438843884305, 5577000055770004, 5136333333333335, 4166676667666746, 4646464646464644,
    ],
    np.int64,
)  # fmt: skip
_IBAN_PRIME, _IBAN_BASE = 1_000_000_000_000_037, 257
_SPECIMEN_IBANS = (
    "AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 "
    "AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BE71096123456769 BG80BNBG96611020345678 "
    "BH67BMAG00001299123456 BR1800360305000010009795493C1 CH9300762011623852957 CR05015202001026284066 "
    "CY17002001280000001200527600 CZ6508000000192000145399 CZ9455000000001011038930 DE89370400440532013000 "
    "DE75512108001245126199 DE91100000000123456789 DK5000400440116243 DO28BAGR00000001212453611324 "
    "EE382200221020145685 ES9121000418450200051332 ES7921000813610123456789 FI2112345600000785 FO6264600001631634 "
    "FR1420041010050500013M02606 FR7630006000011234567890189 GB29NWBK60161331926819 GB82WEST12345698765432 "
    "GB33BUKB20201555555555 GB94BARC10201530093459 GE29NB0000000101904917 GI75NWBK000000007099453 GL8964710001000206 "
    "GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160 HU42117730161111101800000000 "
    "IE29AIBK93115212345678 IE64IRCE92050112345678 IL620108000000099999999 IS140159260076545510730339 "
    "IT60X0542811101000000123456 JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100 "
    "LB62099900000001001901229114 LI21088100002324013AA LT121000011101001000 LU280019400644750000 "
    "LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 "
    "MK07250120000058984 MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S "
    "MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NL02ABNA0123456789 NO9386011117947 PK36SCBL0000001123456702 "
    "PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154 "
    "QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519 "
    "SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100 "
    "TN5910006035183598478831 TR330006100519786457841326 UA213223130000026007233566001 VG96VPVG0000012345678901 "
    "XK051212012345678906"
)


def _spelled(text: str) -> int:
    """The number that stands for an IBAN in the list of specimens."""
    total = 0
    for byte in text.encode():
        total = (total * _IBAN_BASE + byte) % _IBAN_PRIME
    return total


_IBAN_MARKS = np.array(sorted(map(_spelled, _SPECIMEN_IBANS.split())), np.int64)
"""The examples of the SWIFT registry and of well-known documentation."""


@inner
def real_date(year: int, month: int, day: int) -> bool:
    """Whether year-month-day is a day of the calendar."""
    if month < 1 or month > 12 or day < 1 or day > _MONTH_DAYS[month]:
        return False
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    return not (month == 2 and day == 29) or leap


@inner
def figure(buf: Bytes, start: int, digits: int) -> int:
    """The number that `digits` digits at `start` spell."""
    total = 0
    for index in range(start, start + digits):
        total = total * 10 + int(buf[index]) - 48
    return total


@inner
def _first_digits(buf: Bytes, start: int, end: int, most: int) -> int:
    """The number that the first `most` digits in start:end spell; what divides them is left out."""
    value, count = 0, 0
    for index in range(start, end):
        if 48 <= buf[index] <= 57 and count < most:
            value = value * 10 + int(buf[index]) - 48
            count += 1
    return value


@inner
def citizen_id(buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """GB 11643: province, calendar date not after today, sequence, ISO 7064 MOD 11-2; fits permits and 2023 cards.

    Serials of the last years are built as region, date and number, and one in eleven passes: a birth less than six
    years or more than 120 years ago proves nothing by itself.
    """
    value = _first_digits(buf, start, end, 17)
    total, rest = 0, value
    for index in range(16, -1, -1):
        total += rest % 10 * _ID_WEIGHTS[index]
        rest //= 10
    rest = (12 - total % 11) % 11
    last = int(buf[end - 1])
    if not ((rest == 10 and (last | 32) == 120) or (rest < 10 and last == 48 + rest)):
        return -1, 0
    foreign = value // 10**16 == 9
    province = value // 10**14 % 100 if foreign else value // 10**15
    if not _PROVINCES[province] and not (foreign and value // 10**11 % 1000 > 0):
        return -1, 0
    birth = value // 1000 % 10**8
    if birth < 18800101 or birth > today or not real_date(birth // 10000, birth // 100 % 100, birth % 100):
        return -1, 0
    if value % 1000 == 0:
        return -1, 0
    if value == _SPECIMEN_IDS[0] or value == _SPECIMEN_IDS[1]:
        return 2 | 128, birth
    return 2 if today - 1200000 <= birth <= today - 60000 else 0, birth


@inner
def citizen_id_15(buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """The fifteen-digit form of before 1999: province and date only, no check digit."""
    value = _first_digits(buf, start, end, 15)
    birth = 19000000 + value // 1000 % 10**6
    if not _PROVINCES[value // 10**13] or value % 1000 == 0:
        return -1, 0
    if birth > today or not real_date(birth // 10000, birth // 100 % 100, birth % 100):
        return -1, 0
    return 0, birth


@inner
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


@inner
def card(buf: Bytes, start: int, end: int) -> int:
    """Luhn and an issuer range; published test numbers and rows of zeros are specimens, fifteen digits prove nothing."""
    value, count, same, zeros, most = 0, 0, True, 0, 0
    for index in range(start, end):
        digit = int(buf[index]) - 48
        if 0 <= digit <= 9:
            value = value * 10 + digit
            count += 1
            same = same and buf[index] == buf[start]
            zeros = zeros + 1 if digit == 0 else 0
            most = max(most, zeros)
    if same or count < 15 or count > 19 or not luhn(buf, start, end):
        return -1
    if most >= 7:
        return 2 | 128
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
        return 0 if lead // 10000 == 34 or lead // 10000 == 37 else -1
    if lead // 100000 == 9:
        return 0 if count == 16 or count == 19 else -1
    if count != 16:
        return -1
    if lead // 100000 == 4 or 51 <= lead // 10000 <= 55 or 2221 <= four <= 2720 or 3528 <= four <= 3589:
        return 2
    return -1


@inner
def mobile(buf: Bytes, start: int, end: int) -> int:
    """Prefixes that the ministry has given out (to March 2023) prove; others of the form stay, weaker.

    What people type where a number is asked for (one digit eight times, a plain row, 13800138000) is a specimen.
    """
    value, power, count = 0, 1, 0
    for index in range(end - 1, start - 1, -1):
        if 48 <= buf[index] <= 57 and count < 11:
            value += (int(buf[index]) - 48) * power
            power *= 10
            count += 1
    prefix, tail = value // 10**8, value % 10**8
    if count < 11 or prefix < 130 or prefix > 199:
        return -1
    if tail % 11111111 == 0 or value == 13800138000 or value == 13900139000 or value == 13700137000:
        return 2 | 128
    if tail == 12345678 or tail == 23456789 or tail == 1234567 or tail == 87654321 or tail == 98765432:
        return 2 | 128
    return 2 if _MOBILE[prefix] else 0


@inner
def landline(buf: Bytes, start: int, end: int) -> int:
    """Area code and a subscriber number of seven or eight digits that begins with 2-9; written apart, it proves more."""
    count, head, apart = 0, 0, False
    for index in range(start, end):
        if 48 <= buf[index] <= 57:
            if count < 5:
                head = head * 10 + int(buf[index]) - 48
            count += 1
        else:
            apart = True
    if count < 10 or count > 12:
        return -1
    second, third, fourth, fifth = head // 1000 % 10, head // 100 % 10, head // 10 % 10, head % 10
    short = (second == 1 and third == 0) or (second == 2 and third != 6)
    area = 3 if short else 4
    if head >= 10000 or (not short and second < 3) or (fourth if short else fifth) < 2:
        return -1
    if count - area == 8 or (count - area == 7 and not short):
        return 2 if apart else 0
    return -1


@inner
def imei(buf: Bytes, start: int, end: int) -> int:
    """Luhn over fifteen digits; 3GPP TS 23.003 annex B."""
    return 2 if luhn(buf, start, end) and figure(buf, start, 8) > 1000000 else -1


@inner
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


@inner
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


@inner
def iban(buf: Bytes, start: int, end: int) -> int:
    """ISO 13616: a country's length and ISO 7064 MOD 97-10 over the number moved round by four."""
    count, rest, mark = 0, 0, 0
    for lap in range(2):
        count = 0
        for index in range(start, end):
            byte = int(buf[index])
            if byte == 32:
                continue
            if (count >= 4) == (lap == 0):
                rest = (rest * 10 + byte - 48) % 97 if byte < 58 else (rest * 100 + byte - 55) % 97
            if lap == 0:
                mark = (mark * _IBAN_BASE + byte) % _IBAN_PRIME
            count += 1
    if count < 15 or count > 34 or rest != 1:
        return -1
    if _IBAN_LENGTH[(int(buf[start]) - 65) * 26 + int(buf[start + 1]) - 65] != count:
        return -1
    for known in _IBAN_MARKS:
        if known == mark:
            return 2 | 128
    return 2


@inner
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


@inner
def hong_kong_id(buf: Bytes, start: int, end: int) -> int:
    """One or two letters, six digits, check character (perhaps in brackets); modulus 11, a single letter after a space.

    Of two letters the first or last is an X, but for EC; without brackets anything else is a passport more likely.
    """
    letters = 1 if buf[start + 1] < 58 else 2
    known = buf[start] == 88 or buf[start + 1] == 88 or (buf[start] == 69 and buf[start + 1] == 67)
    if letters == 2 and buf[end - 1] != 41 and not known:
        return -1
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


@inner
def taiwan_id(buf: Bytes, start: int, end: int) -> int:
    """A letter worth two digits, nine digits, weighted sum divisible by ten."""
    area = _TW_VALUE[buf[start]]
    total = area // 10 + area % 10 * 9 + int(buf[start + 9]) - 48
    for index in range(1, 9):
        total += (int(buf[start + index]) - 48) * (9 - index)
    return 2 if area and total % 10 == 0 else -1
