"""Invented people and numbers with right check digits, all drawn from one seeded source."""

import random
import string
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
GIVEN: Final = (
    "子涵雨桐思远若溪明轩佳怡文博欣妍浩然静怡志强丽娟建华秀英俊杰晓燕宏伟春梅立新海霞永康玉兰嘉禾沐辰书瑶景行"
)
PLACES: Final = (
    ("110105", "北京市朝阳区", ("望京街道阜荣街", "三里屯街道工体北路")),
    ("310115", "上海市浦东新区", ("张江镇科苑路", "花木街道梅花路")),
    ("440305", "广东省深圳市南山区", ("粤海街道科技南路", "蛇口街道工业七路")),
    ("330106", "浙江省杭州市西湖区", ("文新街道古墩路", "翠苑街道文三路")),
    ("510107", "四川省成都市武侯区", ("桂溪街道天府大道", "浆洗街街道武侯祠大街")),
    ("420106", "湖北省武汉市武昌区", ("水果湖街道中北路", "徐家棚街道友谊大道")),
    ("320106", "江苏省南京市鼓楼区", ("湖南路街道中山北路", "宁海路街道北京西路")),
    ("370202", "山东省青岛市市南区", ("香港中路街道香港中路", "八大湖街道江西路")),
    ("430104", "湖南省长沙市岳麓区", ("望月湖街道潇湘中路", "银盆岭街道银杉路")),
    ("610113", "陕西省西安市雁塔区", ("小寨路街道长安中路", "电子城街道电子正街")),
)
MOBILE_HEADS: Final = (
    "135",
    "136",
    "138",
    "139",
    "150",
    "152",
    "158",
    "159",
    "176",
    "177",
    "182",
    "186",
    "187",
    "188",
    "189",
)
BANK_HEADS: Final = (("622202", 19), ("621700", 19), ("622848", 19), ("621661", 19), ("622588", 16))
MAIL_DOMAINS: Final = ("qingmu-mail.cn", "sanhe-post.com.cn", "lantongyc.cn")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    name: str
    birth: date
    citizen_id: str
    mobile: str
    email: str
    address: str
    card: str


def id_check(body: str) -> str:
    """The check character of the first 17 digits of a citizen number (GB 11643: ISO 7064 mod 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def luhn_check(body: str) -> str:
    """The check digit of a card number without its last digit (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


class Source:
    """Draws people and numbers; the same seed gives the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def digits(self, count: int) -> str:
        """`count` random digits."""
        return "".join(self.random.choices(string.digits, k=count))

    def letters(self, count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
        """`count` random characters of `alphabet`."""
        return "".join(self.random.choices(alphabet, k=count))

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def name(self) -> str:
        """A name of two or three characters."""
        return self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN, self.random.choice((1, 2, 2, 2))))

    def citizen_id(self, region: str, birth: date) -> str:
        """A citizen number of `region` and `birth` with a right check digit."""
        body = f"{region}{birth:%Y%m%d}{self.random.randrange(1, 1000):03d}"
        return body + id_check(body)

    def mobile(self) -> str:
        """A mobile number."""
        return self.random.choice(MOBILE_HEADS) + self.digits(8)

    def card(self) -> str:
        """A bank-card number with a right check digit."""
        head, length = self.random.choice(BANK_HEADS)
        body = head + self.digits(length - len(head) - 1)
        return body + luhn_check(body)

    def email(self) -> str:
        """An address at an invented domain."""
        return f"{self.letters(6, string.ascii_lowercase)}{self.digits(2)}@{self.random.choice(MAIL_DOMAINS)}"

    def person(self, first: date = date(1958, 1, 1), last: date = date(2003, 12, 31)) -> Person:
        """A person born from `first` to `last`."""
        region, place, streets = self.random.choice(PLACES)
        birth = self.day(first, last)
        house = f"{self.random.randrange(1, 400)}号{self.random.randrange(1, 30)}栋{self.random.randrange(1, 20)}0{self.random.randrange(1, 5)}室"
        return Person(
            name=self.name(),
            birth=birth,
            citizen_id=self.citizen_id(region, birth),
            mobile=self.mobile(),
            email=self.email(),
            address=place + self.random.choice(streets) + house,
            card=self.card(),
        )

    def child(self) -> Person:
        """A person under fourteen until the year 2031."""
        return self.person(date(2017, 3, 1), date(2020, 12, 31))

    def company_code(self) -> str:
        """A unified social credit code: the organisation's own check (GB 11714), then the check of all (GB 32100)."""
        own = "MA" + self.letters(6, _CODE)
        rest = 11 - sum(int(char, 36) * weight for char, weight in zip(own, _ORGANISATION, strict=True)) % 11
        body = "91" + self.random.choice(PLACES)[0] + own + {10: "X", 11: "0"}.get(rest, str(rest))
        total = sum(_CODE.index(char) * pow(3, place, 31) for place, char in enumerate(body))
        return body + _CODE[-total % 31]

    def plate(self) -> str:
        """A plate of a car."""
        return self.random.choice(("沪A", "京N", "粤B", "浙A")) + self.letters(1, "BDEFGK") + self.digits(4)
