"""Checks of numbers that count beside their name: permits, accounts, licences, pupils, places."""

from detectors.engine.check_numbers import card, citizen_id, figure, mobile, org_code, real_date
from detectors.engine.jit import inner
from detectors.engine.view import Bytes


@inner
def serial(buf: Bytes, start: int, end: int) -> int:
    """Four digits or more, neither all alike nor a plain ascending row."""
    digits, same, rising, last = 0, True, True, -1
    for index in range(start, end):
        digit = int(buf[index]) - 48
        if 0 <= digit <= 9:
            if last >= 0:
                same = same and digit == last
                rising = rising and digit == (last + 1) % 10
            last = digit
            digits += 1
    return -1 if digits < 4 or same or rising else 0


@inner
def permit_tw(buf: Bytes, start: int, end: int) -> int:
    """Eight digits that are no day of the calendar, or the longer old form."""
    if end - start == 8:
        year = figure(buf, start, 4)
        if 1900 <= year <= 2100 and real_date(year, figure(buf, start + 4, 2), figure(buf, start + 6, 2)):
            return -1
    return serial(buf, start, end)


@inner
def account(buf: Bytes, start: int, end: int, today: int) -> int:
    """Nine to thirty digits that no stronger detector claims: no card, citizen number or mobile, specimen or not."""
    digits, plain = 0, True
    for index in range(start, end):
        number = 48 <= buf[index] <= 57
        plain = plain and number
        digits += 1 if number else 0
    if digits < 9 or digits > 30 or serial(buf, start, end) < 0:
        return -1
    if 15 <= digits <= 19 and card(buf, start, end) >= 0:
        return -1
    if plain and digits == 18 and citizen_id(buf, start, end, today)[0] >= 0:
        return -1
    return -1 if digits == 11 and mobile(buf, start, end) >= 0 else 0


@inner
def student(buf: Bytes, start: int, end: int, today: int) -> int:
    """G stands before the pupil's citizen number, which must pass; J and L before one that schools made up."""
    if buf[start] == 71:
        return 2 if citizen_id(buf, start + 1, end, today)[0] >= 0 else -1
    return 0


@inner
def licence15(buf: Bytes, start: int, end: int) -> int:
    """GS 15-2006: fifteen digits, ISO 7064 MOD 11,10."""
    rest = 10
    for index in range(start, end - 1):
        rest = (rest + int(buf[index]) - 48) % 10
        rest = (rest or 10) * 2 % 11
    return 2 if (rest + int(buf[end - 1]) - 48) % 10 == 1 and serial(buf, start, end) >= 0 else -1


@inner
def taxpayer(buf: Bytes, start: int, end: int) -> int:
    """Fifteen characters end in an organisation code of GB 11714; longer old numbers carry a citizen number."""
    if end - start == 15:
        return org_code(buf, start + 6, end)
    return serial(buf, start, end)


@inner
def _inside(east: float, north: float) -> bool:
    """Whether a point in degrees lies in the rectangle about China."""
    return 73.66 <= east <= 135.05 and 3.86 <= north <= 53.55


@inner
def location(buf: Bytes, start: int, end: int) -> int:
    """A longitude and a latitude in China in either order; five decimals (a metre) on both prove, one number alone stays unproven."""
    first, second, count, fewest, index = 0.0, 0.0, 0, 99, start
    while index < end:
        if not 48 <= buf[index] <= 57:
            index += 1
            continue
        value, scale, decimals, behind, filled = 0.0, 1.0, 0, False, False
        while index < end and (48 <= buf[index] <= 57 or (buf[index] == 46 and not behind)):
            if buf[index] == 46:
                behind = True
            else:
                value = value * 10 + int(buf[index]) - 48
                if behind:
                    scale *= 10
                    decimals += 1
                    filled = filled or buf[index] != 48
            index += 1
        if not filled:
            return -1
        first, second = second, value / scale
        count += 1
        fewest = min(fewest, decimals)
    if count == 1 and fewest >= 4:
        return 0 if 73.66 <= second <= 135.05 or 3.86 <= second <= 53.55 else -1
    if count != 2 or fewest < 4 or not (_inside(first, second) or _inside(second, first)):
        return -1
    return 2 if fewest >= 5 else 0
