"""Vectorised checks: what a candidate's digits prove, by the published rules of each number."""

# ruff: noqa: PLR1714 - numba unrolls comparisons, membership in a set or tuple it does not
# ruff: noqa: C901, PLR0911 - one branch a check: numba has no table of functions

import numpy as np

from detectors.engine.check_markings import marking, title
from detectors.engine.check_numbers import (
    card,
    citizen_id,
    citizen_id_15,
    hong_kong_id,
    iban,
    imei,
    landline,
    mobile,
    org_code,
    taiwan_id,
    uscc,
    vin,
)
from detectors.engine.check_papers import account, licence15, location, permit_tw, serial, student, taxpayer
from detectors.engine.check_texts import date, email, ipv4, ipv6, key, mac, passport, password, plate, secret
from detectors.engine.jit import inner, kernel
from detectors.engine.view import Bytes
from detectors.model import Int32s, Int64s

CHECKS = (
    "none",
    "cn_id",
    "cn_id15",
    "card",
    "mobile",
    "landline",
    "imei",
    "uscc",
    "org_code",
    "iban",
    "vin",
    "hkid",
    "twid",
    "ipv4",
    "ipv6",
    "mac",
    "date",
    "password",
    "key",
    "email",
    "plate",
    "passport",
    "secret",
    "marking",
    "title",
    "jwt",
    "serial",
    "permit_tw",
    "account",
    "student",
    "licence15",
    "taxpayer",
    "location",
)
"""Names of the checks; a detector names one, a candidate carries the index."""


@inner
def _number(code: int, buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """The outcome (see `run`) and the birth date of one candidate under one of the number checks."""
    if code == 1:
        return citizen_id(buf, start, end, today)
    if code == 2:
        return citizen_id_15(buf, start, end, today)
    if code == 3:
        return card(buf, start, end), 0
    if code == 4:
        return mobile(buf, start, end), 0
    if code == 5:
        return landline(buf, start, end), 0
    if code == 6:
        return imei(buf, start, end), 0
    if code == 7:
        return uscc(buf, start, end), 0
    if code == 8:
        return org_code(buf, start, end), 0
    if code == 9:
        return iban(buf, start, end), 0
    if code == 10:
        return vin(buf, start, end), 0
    if code == 11:
        return hong_kong_id(buf, start, end), 0
    return taiwan_id(buf, start, end), 0


@inner
def _text(code: int, buf: Bytes, start: int, end: int, today: int) -> tuple[int, int]:
    """As `_number`, for the checks that look at text."""
    if code == 13:
        return ipv4(buf, start, end), 0
    if code == 14:
        return ipv6(buf, start, end), 0
    if code == 15:
        return mac(buf, start, end), 0
    if code == 16:
        return date(buf, start, end, today)
    if code == 17:
        return password(buf, start, end), 0
    if code == 18 or code == 25:
        return key(buf, start, end), 0
    if code == 19:
        return email(buf, start, end), 0
    if code == 20:
        return plate(buf, start, end), 0
    if code == 21:
        return passport(buf, start, end), 0
    if code == 22:
        return secret(buf, start, end), 0
    if code == 23:
        return marking(buf, start, end), 0
    return title(buf, start, end), 0


@inner
def _paper(code: int, buf: Bytes, start: int, end: int, today: int) -> int:
    """The outcome of one candidate under one of the checks of numbers that count beside their name."""
    if code == 26:
        return serial(buf, start, end)
    if code == 27:
        return permit_tw(buf, start, end)
    if code == 28:
        return account(buf, start, end, today)
    if code == 29:
        return student(buf, start, end, today)
    if code == 30:
        return licence15(buf, start, end)
    if code == 31:
        return taxpayer(buf, start, end)
    return location(buf, start, end)


@kernel
def run(buf: Bytes, code: Int64s, start: Int64s, end: Int64s, today: int, outcome: Int32s, birth: Int32s) -> None:
    """Fill `outcome` [n] with -1 (not this), or the evidence bits the check gives (0: form only), and `birth` [n].

    `code` are indices of CHECKS, `today` is yyyymmdd.
    """
    for index in range(len(code)):
        if code[index] == 0:
            outcome[index], birth[index] = 0, 0
        elif code[index] <= 12:
            outcome[index], birth[index] = _number(code[index], buf, start[index], end[index], today)
        elif code[index] >= 26:
            outcome[index], birth[index] = _paper(code[index], buf, start[index], end[index], today), 0
        else:
            outcome[index], birth[index] = _text(code[index], buf, start[index], end[index], today)


def checked(buf: Bytes, code: Int64s, start: Int64s, end: Int64s, today: int) -> tuple[Int32s, Int32s]:
    """The outcomes and birth dates of candidates, as `run` gives them."""
    outcome, birth = np.empty(len(code), np.int32), np.empty(len(code), np.int32)
    run(buf, code, start, end, today, outcome, birth)
    return outcome, birth
