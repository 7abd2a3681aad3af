"""Draws labelled values: right check digits, several ways of writing, nothing of any real person."""

import base64
import json
import random
import string
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from tests.accuracy import words as w

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MOBILE_HEADS: Final = (130, 131, 133, 137, 151, 153, 155, 157, 166, 173, 180, 181, 183, 185, 191, 198)
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def digits(r: random.Random, count: int) -> str:
    return "".join(r.choices(string.digits, k=count))


def birth(r: random.Random) -> date:
    return date(1950, 1, 1) + timedelta(days=r.randrange(26000))


def id_card(r: random.Random) -> str:
    body = f"{r.choice(w.PROVINCES)[1]}{birth(r):%Y%m%d}{r.randrange(1, 1000):03d}"
    check = "10X98765432"[sum(int(d) * k for d, k in zip(body, _WEIGHTS, strict=True)) % 11]
    value = body + check
    return r.choice((value, value, value, value.lower(), value.translate(_WIDE)))


def mobile(r: random.Random) -> str:
    value = str(r.choice(MOBILE_HEADS)) + digits(r, 8)
    grouped = f"{value[:3]} {value[3:7]} {value[7:]}"
    dashed = grouped.replace(" ", "-")
    return r.choice(
        (value, value, value, value, grouped, dashed, f"+86 {value}", f"+86{value}", value.translate(_WIDE))
    )


def landline(r: random.Random) -> str:
    return r.choice(("010", "021", "0531", "0591", "0871")) + "-" + r.choice("2345678") + digits(r, 7)


def luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 - place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def bank_card(r: random.Random) -> str:
    head, length = r.choice(
        (("622202", 19), ("621700", 19), ("622848", 19), ("621226", 19), ("622588", 16), ("622609", 16))
    )
    value = luhn(head + digits(r, length - 7))
    return r.choice((value, value, " ".join(value[i : i + 4] for i in range(0, length, 4))))


def email(r: random.Random) -> str:
    local = "".join(r.choices(string.ascii_lowercase, k=r.randrange(4, 9)))
    return local + r.choice(("", ".", "_")) + digits(r, 2) + "@" + r.choice(w.MAIL_DOMAINS)


def passport(r: random.Random) -> str:
    return r.choice(("E" + digits(r, 8), "EA" + digits(r, 7), "G" + digits(r, 8)))


def plate(r: random.Random) -> str:
    """A city's letter and five characters, at most two of them letters."""
    letters = r.randrange(3)
    tail = "".join(r.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=letters)) + digits(r, 5 - letters)
    return r.choice(("沪C", "苏E", "鲁B", "川A", "闽D")) + tail


def company_code(r: random.Random) -> str:
    """A unified code: registry, region, organisation code with its own check (GB 11714), check (GB 32100)."""
    organisation = "MA" + "".join(r.choices(_CODE, k=6))
    rest = 11 - sum(int(c, 36) * k for c, k in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = "91" + r.choice(w.PROVINCES)[1] + organisation + {10: "X", 11: "0"}.get(rest, str(rest))
    return body + _CODE[-sum(_CODE.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def iban(r: random.Random) -> str:
    body = digits(r, 18)
    check = 98 - int(body + "131400") % 97
    return f"DE{check:02d}{body}"


def ip(r: random.Random) -> str:
    return f"{r.randrange(11, 126)}.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}"


def mac(r: random.Random) -> str:
    """A globally unique station address."""
    return ":".join(f"{octet:02x}" for octet in (r.randrange(4, 256) & 0xFC, *r.choices(range(256), k=5)))


def born(r: random.Random) -> str:
    day = birth(r)
    return r.choice((day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}"))


def key(r: random.Random) -> str:
    alnum = string.ascii_letters + string.digits

    def part(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    token = ".".join(
        (part(b'{"alg":"HS256","typ":"JWT"}'), part(json.dumps({"sub": digits(r, 6)}).encode()), part(r.randbytes(32)))
    )
    return r.choice(
        (
            "AKIA" + "".join(r.choices(string.ascii_uppercase + "234567", k=16)),
            token,
            "glpat-" + "".join(r.choices(alnum, k=20)),
        )
    )


def password(r: random.Random) -> str:
    return "".join(r.choices(string.ascii_letters, k=9)) + digits(r, 3)


def name(r: random.Random) -> str:
    family = r.choice(w.COMPOUND) if r.random() < 0.04 else r.choice(w.FAMILY)
    return family + (r.choice(w.GIVEN_ONE) if r.random() < 0.25 else r.choice(w.GIVEN_TWO))


def address(r: random.Random) -> str:
    city, _, district = r.choice(w.PROVINCES)
    street = r.choice(w.STREETS) + f"{r.randrange(1, 300)}号"
    room = r.choice(
        (
            "",
            f"{r.choice(w.ESTATES)}{r.randrange(1, 20)}栋{r.randrange(1, 4)}单元{r.randrange(1, 30)}0{r.randrange(1, 5)}室",
        )
    )
    return city + district + street + room


def company(r: random.Random) -> str:
    city = r.choice(w.PROVINCES)[0].split("省")[-1].removesuffix("市")
    return city + r.choice(w.COMPANY_HEADS) + r.choice(w.COMPANY_KINDS)


def spoken_mobile(r: random.Random) -> str:
    """A mobile number in Chinese digits, as people dictate it."""
    value = str(r.choice(MOBILE_HEADS)) + digits(r, 8)
    return value.translate(
        str.maketrans("0123456789", r.choice(("零幺二三四五六七八九", "零一二三四五六七八九", "〇一二三四五六七八九")))
    )


def odd_mobile(r: random.Random) -> str:
    """A mobile number in a less usual way of writing."""
    value = str(r.choice(MOBILE_HEADS)) + digits(r, 8)
    a, b, c = value[:3], value[3:7], value[7:]
    return r.choice(
        (f"(+86){a}-{b}-{c}", f"{a}.{b}.{c}", f"0086{value}", f"86-{value}", f"{a}—{b}—{c}", f"{a}\u200b{b}{c}")
    )


def odd_id(r: random.Random) -> str:
    """A citizen number in groups, or one of the old fifteen digits."""
    value = id_card(r).translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    old = value[:6] + value[8:17]
    return r.choice((f"{value[:6]} {value[6:14]} {value[14:]}", f"{value[:6]}-{value[6:14]}-{value[14:]}", old))


def short_address(r: random.Random) -> str:
    """An address within a city, without province or city."""
    return f"{r.choice(w.ESTATES)}{r.randrange(1, 20)}栋{r.randrange(1, 30)}0{r.randrange(1, 5)}"


DRAW: Final[dict[str, tuple[str, Callable[[random.Random], str]]]] = {
    "id": ("cn.id_card", id_card),
    "mobile": ("contact.mobile", mobile),
    "landline": ("contact.landline", landline),
    "email": ("contact.email", email),
    "card": ("fin.bank_card", bank_card),
    "passport": ("cn.passport", passport),
    "plate": ("veh.plate", plate),
    "uscc": ("org.uscc", company_code),
    "iban": ("intl.iban", iban),
    "ip": ("dev.ip", ip),
    "mac": ("dev.mac", mac),
    "dob": ("person.dob", born),
    "key": ("auth.key", key),
    "password": ("auth.password", password),
    "name": ("person.name", name),
    "address": ("contact.address", address),
    "company": ("org.name", company),
    "waybill": ("express.waybill", lambda r: "SF" + digits(r, 13)),
    "spoken": ("contact.mobile", spoken_mobile),
    "oddmobile": ("contact.mobile", odd_mobile),
    "oddid": ("cn.id_card", odd_id),
    "shortaddress": ("contact.address", short_address),
}
"""What a slot of a template draws: slot → infotype and drawing."""


def order_number(r: random.Random) -> str:
    return f"{r.choice(w.PROVINCES)[1]}{2023 + r.randrange(3)}{r.randrange(1, 13):02d}{r.randrange(1, 29):02d}{r.randrange(10000):04d}"


def snowflake(r: random.Random) -> str:
    return str(r.randrange(10**18, 2 * 10**18))


def stamp(r: random.Random) -> str:
    return str(1_700_000_000_000 + r.randrange(10**11))


def digest(r: random.Random) -> str:
    return r.randbytes(r.choice((16, 20, 32))).hex()


def version(r: random.Random) -> str:
    return r.choice(
        (
            f"{r.randrange(20)}.{r.randrange(40)}.{r.randrange(200)}-{r.randrange(999)}",
            f"10.0.{r.randrange(10000, 30000)}.{r.randrange(9999)}",
            f"v{r.randrange(9)}.{r.randrange(99)}.{r.randrange(9)}-rc{r.randrange(9)}",
        )
    )


def amount(r: random.Random) -> str:
    return r.choice((f"{r.randrange(10**8):,}.{r.randrange(100):02d}", f"{r.randrange(10**10, 10**11)}"))


SPECIMENS: Final = (
    "11010519491231002X", "4111111111111111", "5555555555554444", "378282246310005", "13800138000", "13800000000",
    "user@example.com", "123456789012345678", "127.0.0.1", "00:00:00:00:00:00", "GB82WEST12345698765432", "078-05-1120",
)  # fmt: skip


def specimen(r: random.Random) -> str:
    return r.choice(SPECIMENS)


def other_code(r: random.Random) -> str:
    """Numbers of everyday life that name no person."""
    ean = "69" + digits(r, 10)
    ean += str(-sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(ean)) % 10)
    return r.choice(
        (
            f"条码 {ean}",
            f"机身号 {digits(r, 15)}",
            f"发票号码 {digits(r, 20)}",
            f"专利 CN2023{digits(r, 8)}.{digits(r, 1)}",
            f"（2024）京0105民初{digits(r, 5)}号",
            f"ISBN 978-7-{digits(r, 3)}-{digits(r, 5)}-{digits(r, 1)}",
            f"坐标 {r.randrange(73, 135)}.{digits(r, 6)},{r.randrange(18, 53)}.{digits(r, 6)}",
            f"序列号 {digits(r, 16)}",
            f"批次 {digits(r, 11)}",
        )
    )


def blob(r: random.Random) -> str:
    return base64.b64encode(r.randbytes(90)).decode()


PLAIN: Final[dict[str, Callable[[random.Random], str]]] = {
    "order": order_number,
    "flake": snowflake,
    "stamp": stamp,
    "hash": digest,
    "version": version,
    "amount": amount,
    "specimen": specimen,
    "other": other_code,
    "blob": blob,
    "place": lambda r: r.choice(w.PLACE_SENTENCES),
    "brand": lambda r: r.choice(w.BRAND_SENTENCES),
    "n": lambda r: str(r.randrange(2, 60)),
    "day": lambda r: f"2025-{r.randrange(1, 13):02d}-{r.randrange(1, 29):02d}",
    "time": lambda r: f"{r.randrange(24):02d}:{r.randrange(60):02d}:{r.randrange(60):02d}",
    "zh": lambda r: r.choice(w.CLEAN_CHINESE),
    "en": lambda r: r.choice(w.CLEAN_ENGLISH),
}
"""Slots that hold nothing sought."""
