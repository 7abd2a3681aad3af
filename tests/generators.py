"""Seeded generators of invented identifiers, with right or wrong check digits, and the published specimens."""

import datetime as dt
import random
import re
import string
from collections.abc import Callable

SPECIMENS = {
    "cn_id_card": ("11010519491231002X", "440524188001010014"),
    "bank_card": ("4111111111111111", "5555555555554444", "378282246310005", "3530111333300000"),
    "cn_mobile": ("13800138000", "13800000000", "13888888888", "13912345678", "13887654321"),
    "iban": ("GB82WEST12345698765432", "DE89370400440532013000"),
    "vin": ("1M8GDM9AXKP042788",),
    "imei": ("490154203237518",),
    "hk_hkid": ("A123456(3)",),
    "tw_nid": ("A123456789",),
    "uscc": ("91350100M000100Y43",),
}
"""Numbers that documentation prints or people type for want of one: specimens of cards, IDs, mobiles and IBANs."""

REGIONS = ("110101", "310115", "440305", "330106", "510107", "420111", "320505", "610113", "370202", "500103")
MOBILE_PREFIXES = ("134", "139", "150", "152", "158", "166", "177", "182", "188", "199")
USCC_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
VIN_SYMBOLS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
VIN_VALUES = {
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True)),
    **{str(d): d for d in range(10)},
}
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
TW_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
ALNUM = string.ascii_letters + string.digits


def id_check(body: str) -> str:
    """The check character of the 17 digits `body` (GB 11643, ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


def luhn_digit(body: str) -> str:
    """The digit that makes `body` pass Luhn."""
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def org_check(body: str) -> str:
    """The check character of the eight characters `body` (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum((int(c) if c.isdigit() else ord(c) - 55) * w for c, w in zip(body, weights, strict=True))
    return "0123456789X0"[(11 - total % 11)]


class Generator:
    """Invented values, the same for the same seed; `valid=False` breaks the check digit and nothing else."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)

    def digits(self, count: int) -> str:
        """`count` digits, the last six of them not all alike."""
        while True:
            out = "".join(self.random.choices(string.digits, k=count))
            if len(set(out[-6:])) > 2 or count < 4:
                return out

    def _broken(self, char: str, symbols: str = string.digits) -> str:
        return self.random.choice([symbol for symbol in symbols if symbol != char])

    def birth_date(self, first: int = 1950, last: int = 2005) -> dt.date:
        """A day between the first day of `first` and the last of `last`."""
        start = dt.date(first, 1, 1).toordinal()
        return dt.date.fromordinal(self.random.randint(start, dt.date(last, 12, 31).toordinal()))

    def cn_id_card(self, birth: str = "", region: str = "", valid: bool = True) -> str:
        day = dt.date.fromisoformat(birth) if birth else self.birth_date()
        body = (region or self.random.choice(REGIONS)) + f"{day:%Y%m%d}" + f"{self.random.randint(1, 999):03d}"
        check = id_check(body)
        return body + (check if valid else self._broken(check))

    def cn_id_card_15(self, birth: str = "") -> str:
        day = dt.date.fromisoformat(birth) if birth else self.birth_date(1950, 1990)
        return self.random.choice(REGIONS) + f"{day:%y%m%d}" + f"{self.random.randint(1, 995):03d}"

    def cn_hmt_residence_permit(self, valid: bool = True) -> str:
        return self.cn_id_card(region=self.random.choice(("810000", "820000", "830000")), valid=valid)

    def cn_fpr_card(self, valid: bool = True) -> str:
        body = (
            "9"
            + self.random.choice(("11", "31", "44"))
            + "840"
            + f"{self.birth_date():%Y%m%d}"
            + f"{self.random.randint(1, 999):03d}"
        )
        check = id_check(body)
        return body + (check if valid else self._broken(check))

    def cn_mobile(self) -> str:
        return self.random.choice(MOBILE_PREFIXES) + self.digits(8)

    def cn_landline(self, area: str = "") -> str:
        return (
            (area or self.random.choice(("010", "021", "0755", "0571")))
            + "-"
            + self.random.choice("2345678")
            + self.digits(7)
        )

    def email(self, domain: str = "") -> str:
        name = "".join(self.random.choices(string.ascii_lowercase, k=7))
        return f"{name}{self.random.randint(1, 99)}@{domain or self.random.choice(('qq.com', '163.com', 'mail.cn', 'firma.de'))}"

    def bank_card(self, prefix: str = "622202", length: str = "19", valid: bool = True) -> str:
        body = prefix + self.digits(int(length) - len(prefix) - 1)
        check = luhn_digit(body)
        return body + (check if valid else self._broken(check))

    def card16(self, valid: bool = True) -> str:
        return self.bank_card("4532", "16", valid=valid)

    def card_apart(self, sign: str = " ") -> str:
        card = self.card16()
        return (sign or " ").join(card[place : place + 4] for place in range(0, 16, 4))

    def cn_passport(self) -> str:
        return self.random.choice(("E", "G")) + self.digits(8)

    def cn_hkmo_permit(self) -> str:
        return "C" + self.digits(8)

    def cn_home_return_permit(self) -> str:
        return self.random.choice("HM") + self.digits(8)

    def hk_hkid(self, valid: bool = True) -> str:
        letter, digits = self.random.choice(string.ascii_uppercase), self.digits(6)
        total = 36 * 9 + (ord(letter) - 55) * 8 + sum(int(c) * w for c, w in zip(digits, range(7, 1, -1), strict=True))
        check = "0123456789A"[(11 - total % 11) % 11]
        return f"{letter}{digits}({check if valid else self._broken(check)})"

    def tw_nid(self, valid: bool = True) -> str:
        letter, digits = self.random.choice(TW_LETTERS), self.random.choice("12") + self.digits(7)
        area = 10 + TW_LETTERS.index(letter)
        total = area // 10 + area % 10 * 9 + sum(int(c) * w for c, w in zip(digits, range(8, 0, -1), strict=True))
        check = str(-total % 10)
        return letter + digits + (check if valid else self._broken(check))

    def org_code(self, valid: bool = True) -> str:
        body = "".join(self.random.choices("0123456789ABCDEFGHJK", k=8))
        check = org_check(body)
        return f"{body}-{check if valid else self._broken(check)}"

    def uscc(self, valid: bool = True) -> str:
        body = "91" + self.random.choice(REGIONS) + "MA" + "".join(self.random.choices(USCC_SYMBOLS[:18], k=6))
        body += org_check(body[8:])
        rest = (31 - sum(USCC_SYMBOLS.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31) % 31
        check = USCC_SYMBOLS[rest]
        return body + (check if valid else self._broken(check, USCC_SYMBOLS))

    def iban(self, valid: bool = True) -> str:
        body = self.digits(18)
        check = f"{98 - int(body + '1314' + '00') % 97:02d}"
        if not valid:
            check = f"{(int(check) % 97) + 1:02d}"
        return "DE" + check + body

    def vin(self, valid: bool = True) -> str:
        while True:
            body = "LSV" + "".join(self.random.choices(VIN_SYMBOLS, k=8)) + self.digits(6)
            total = sum(VIN_VALUES[c] * w for c, w in zip(body, VIN_WEIGHTS, strict=True))
            check = "0123456789X"[total % 11]
            return body[:8] + (check if valid else self._broken(check, "0123456789X")) + body[9:]

    def plate(self, energy: bool = False) -> str:
        head = self.random.choice(PLATE_PROVINCES) + self.random.choice("ABCDEFG")
        return head + (f"D{self.digits(5)}" if energy else f"{self.random.choice('ABCDEFGH')}{self.digits(4)}")

    def imei(self, valid: bool = True) -> str:
        body = "86" + self.digits(12)
        check = luhn_digit(body)
        return body + (check if valid else self._broken(check))

    def ipv4(self) -> str:
        return ".".join(
            str(part)
            for part in (114, self.random.randint(21, 254), self.random.randint(1, 254), self.random.randint(1, 254))
        )

    def ipv6(self) -> str:
        return "240e:" + ":".join(f"{self.random.randint(4096, 65535):x}" for _ in range(7))

    def mac(self, sign: str = ":") -> str:
        return (sign or ":").join(["3c", *(f"{self.random.randint(17, 254):02x}" for _ in range(5))])

    def qq(self) -> str:
        return self.random.choice("123456789") + self.digits(8)

    def wechat_id(self) -> str:
        return "".join(self.random.choices(string.ascii_lowercase, k=6)) + "_" + self.digits(3)

    def dob(self, sign: str = "-") -> str:
        day = self.birth_date()
        return sign.join((f"{day:%Y}", f"{day:%m}", f"{day:%d}"))

    def social_card(self) -> str:
        """A social security card number: a letter and eight digits."""
        return self.random.choice("ABCD") + self.digits(8)

    def licence15(self, valid: bool = True) -> str:
        """The registration number of a business licence (ISO 7064 MOD 11,10)."""
        body, rest = self.random.choice(REGIONS) + self.digits(8), 10
        for char in body:
            rest = ((rest + int(char)) % 10 or 10) * 2 % 11
        check = str((1 - rest) % 10)
        return body + (check if valid else self._broken(check))

    def tax15(self, valid: bool = True) -> str:
        """A taxpayer number of fifteen characters: a region and an organisation code."""
        return self.random.choice(REGIONS) + self.org_code(valid=valid).replace("-", "")

    def student_id(self, valid: bool = True) -> str:
        """A national pupil number: G and the citizen number."""
        return "G" + self.cn_id_card(valid=valid)

    def imsi(self) -> str:
        return "46001" + self.digits(10)

    def iccid(self) -> str:
        return "898601" + self.digits(14)

    def alipay_id(self) -> str:
        return "2088" + self.digits(12)

    def number(self, length: str = "12") -> str:
        """A row of digits that begins with none of a date or card."""
        return "7" + self.digits(int(length) - 1)

    def waybill(self) -> str:
        return "SF1" + self.digits(12)

    def word(self, length: str = "20", letters: str = "") -> str:
        return "".join(self.random.choices(letters or ALNUM, k=int(length)))

    def upper(self, length: str = "16") -> str:
        return self.word(length, string.ascii_uppercase + "234567")

    def hexadecimal(self, length: str = "32") -> str:
        return self.word(length, "0123456789abcdef")

    def jwt(self) -> str:
        """A JSON Web token that names its algorithm."""
        return f"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ{self.word('30')}.{self.word('43')}"

    def password(self) -> str:
        return self.word("5", string.ascii_letters) + self.random.choice("!#$%&") + self.digits(3)

    def order_number(self) -> str:
        return "2023" + f"{self.random.randint(1, 12):02d}{self.random.randint(1, 28):02d}" + self.digits(10)

    def serial(self) -> str:
        """Region, date and four digits that pass the check of a citizen ID: the worst decoy."""
        return self.cn_id_card()

    def snowflake(self) -> str:
        return str((self.random.randint(10**11, 4 * 10**11) << 22) + self.random.randint(0, 2**22))

    def timestamp_ms(self) -> str:
        return "17" + self.digits(11)

    def uuid(self) -> str:
        text = self.hexadecimal("32")
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::([^{}]*))?\}")


def expand(text: str, seed: int = 0) -> str:
    """`text` with placeholders such as `{cn_id_card:birth=1990-01-02}` replaced by generated values."""
    made = Generator(seed)

    def value(match: re.Match[str]) -> str:
        maker: Callable[..., str] = getattr(made, match[1])
        given = dict(item.split("=", 1) for item in (match[2] or "").split(",") if item)
        return maker(**{name: item == "true" if item in ("true", "false") else item for name, item in given.items()})

    return _PLACEHOLDER.sub(value, text)
