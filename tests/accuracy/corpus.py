"""Makes the labelled corpus: documents of several kinds, columns, and negatives by class."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.accuracy.values import DRAW, PLAIN

_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """A value that is there: its infotype, its cell (0 in a text) and its span in code points of that cell."""

    infotype: str
    cell: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A text (one cell) or a column of cells, its kind, and all that is to be found in it."""

    kind: str
    cells: tuple[str, ...]
    labels: tuple[Label, ...]
    column: str = ""

    @property
    def hard(self) -> bool:
        """Whether this is of a difficult kind, whose values are counted apart."""
        return self.kind.startswith("hard:")

    @property
    def negative(self) -> bool:
        """Whether nothing is to be found here."""
        return self.kind.startswith("neg:")


POSITIVE: Final = {
    "prose": (
        "{zh}{name}于{day}到{company}报到，身份证号码{id}，手机{mobile}。{zh}",
        "{zh}联系人{name}（电话{mobile}，邮箱{email}），货物送至{address}。",
        "承租人{name}，公民身份号码为{id}，现住{address}，{zh}",
        "退款请打到{name}的银行卡{card}，{zh}",
        "{name}先生持护照{passport}入境，由{name}女士接机，车牌号{plate}。{zh}",
        "{zh}{company}（统一社会信用代码：{uscc}）与{name}签订协议，办公电话{landline}。",
        "患者{name}，出生日期{dob}，家庭住址：{address}，{zh}",
        "我叫{name}，住在{address}，{zh}",
    ),
    "form": (
        "姓名：{name}\n出生日期：{dob}\n身份证号：{id}\n手机号码：{mobile}\n家庭住址：{address}\n备注：{zh}\n",
        "单位名称：{company}\n统一社会信用代码：{uscc}\n联系电话：{landline}\n法定代表人：{name}\n开户账号：{order}\n",
        "收款人 {name}\n银行卡号 {card}\n预留手机 {mobile}\n电子邮箱 {email}\n金额 {amount}\n",
        "护照号码：{passport}\n车牌号：{plate}\n联系人：{name}\n订单号：{order}\n运单号：{waybill}\n",
    ),
    "chat": (
        "[{time}] 在不在\n[{time}] 手机号发你：{mobile}\n[{time}] {zh}\n",
        "[{time}] 我叫{name}，身份证{id}，帮我订个票\n[{time}] 好的\n",
        "[{time}] 转到这张卡{card}就行\n[{time}] 地址{address}\n[{time}] 收到，订单{order}\n",
        "[{time}] 加我邮箱{email}吧\n[{time}] {zh}\n",
    ),
    "log": (
        "{day} {time} INFO user.login mobile={mobile} ip={ip} trace={hash} cost={n}ms\n",
        "{day} {time} DEBUG order id={order} ts={stamp} buyer_id_card={id}\n",
        "{day} {time} WARN device mac={mac} fw={version} msg_id={flake}\n",
        "{day} {time} ERROR mail to <{email}> bounced after {n} tries, id={flake}\n",
        "{day} {time} DEBUG token={key} expires={stamp}\n",
    ),
    "code": (
        'DATABASE_URL = "postgresql://svc:{password}@db.internal:5432/app"\nVERSION = "{version}"\n',
        'client = Client(token="{key}")  # build {hash}\n',
        'ADMIN_MAIL = "{email}"\nALLOWED = ["{ip}"]\nTIMEOUT = {n}\n',
        "mysql:\n  url: mysql://app:{password}@10.3.1.9:3306/shop\n  pool: {n}\n",
    ),
    "english": (
        "{en} Please wire the deposit to {iban} and confirm to {email}. {en}",
        "The office line is {landline}; my mobile is {mobile}. {en}",
        "Passport No. {passport} was issued to the traveller. {en}",
    ),
}
"""Templates by kind of text; a slot of `DRAW` is to be found, any other is not."""

HARD: Final = {
    "hard:spoken": ("[{time}] 我电话{spoken}\n", "[{time}] 打给我，{spoken}，{zh}\n"),
    "hard:odd": ("手机{oddmobile}，{zh}", "身份证：{oddid}\n", "tel: {oddmobile}\n", "证件号码 {oddid}，{zh}"),
    "hard:glued": ("{zh}手机{mobile}身份证{id}邮箱{email}完毕", "户名{name}卡号{card}有效", "{name}{mobile}{address}"),
    "hard:bare": (
        "{mobile}\n{n}\n",
        "{id}\n",
        "{card}\n",
        "{name}\n",
        "{zh}{name}昨天没来。{zh}",
        "送到{shortaddress}门口。{zh}",
    ),
    "hard:markup": (
        '{{"user": {{"name": "{name}", "tel": "{mobile}", "idNo": "{id}", "ts": {stamp}}}}}\n',
        "<row><name>{name}</name><card>{card}</card><order>{order}</order></row>\n",
        "| {name} | {mobile} | {order} |\n|---|---|---|\n",
        "INSERT INTO t VALUES ({n},'{name}','{mobile}','{id}',{flake});\n",
        "{name},{mobile},{order},{email},{stamp}\n",
    ),
}
"""Templates by kind that are known to be difficult; measured apart, so that they neither hide nor flatter."""

NEGATIVE: Final = {
    "order_numbers": (
        "订单号：{order}\n流水号 {order}\n{zh}\n",
        "order_no={order} status=paid\n",
        "{order}\n{order}\n{order}\n",
    ),
    "timestamps": ("ts={stamp} elapsed={n}ms\n", "创建时间戳 {stamp}，{zh}\n", "{stamp}\n{stamp}\n"),
    "snowflakes": ("message_id={flake} shard={n}\n", "{flake}\n{flake}\n", '{{"id": {flake}, "v": "{version}"}}\n'),
    "hashes": ("sha {hash}  dist/app.tar.gz\n", "commit {hash}\n", "etag: {hash}\n"),
    "versions": ("升级到 {version}，{zh}\n", "Windows {version}\n", "package=={version}\n"),
    "amounts": ("合计 {amount} 元，{zh}\n", "balance before={amount} after={amount}\n"),
    "specimens": ("样例：{specimen}\n测试数据 {specimen}\n", "e.g. {specimen}\n"),
    "other_codes": ("{other}\n{zh}\n", "{other}；{other}\n"),
    "blobs": ("data:application/octet-stream;base64,{blob}\n",),
    "places_brands": ("{place}{brand}\n", "{brand}\n"),
    "clean_chinese": ("{zh}{zh}{zh}\n", "{zh}\n{zh}\n"),
    "clean_english": ("{en} {en}\n", "{en}\n"),
}
"""Templates by class in which nothing is to be found."""

COLUMNS: Final = {
    "id": ("身份证号", "id_card", "col_7"),
    "mobile": ("手机号", "phone", "c3"),
    "card": ("银行卡号", "card_no", "字段五"),
    "email": ("邮箱", "email", "col_2"),
    "name": ("姓名", "客户名称", "col_1"),
    "address": ("住址", "收货地址", "col_9"),
    "uscc": ("统一社会信用代码", "col_4"),
    "plate": ("车牌号", "col_6"),
    "passport": ("护照号", "passport_no"),
    "dob": ("出生日期", "birthday"),
    "ip": ("登录IP", "client_ip"),
}
"""Column names by slot: telling ones and, last, mute ones."""

NEGATIVE_COLUMNS: Final = {
    "order_numbers": ("order", ("订单号", "order_id", "col_8")),
    "timestamps": ("stamp", ("创建时间", "ts")),
    "snowflakes": ("flake", ("主键", "message_id")),
    "hashes": ("hash", ("摘要", "sha")),
    "versions": ("version", ("版本", "fw")),
    "amounts": ("amount", ("金额", "col_5")),
}
"""Column names by class of negative."""


def filled(template: str, r: random.Random) -> tuple[str, list[Label]]:
    """`template` with its slots drawn, and the labels of those that are to be found."""
    out, labels, length, last = [], [], 0, 0
    template = template.replace("{{", "\x01").replace("}}", "\x02")
    for slot in _SLOT.finditer(template):
        before = template[last : slot.start()]
        out.append(before)
        length += len(before)
        last = slot.end()
        if slot[1] in DRAW:
            infotype, draw = DRAW[slot[1]]
            value = draw(r)
            labels.append(Label(infotype, 0, length, length + len(value)))
        else:
            value = PLAIN[slot[1]](r)
        out.append(value)
        length += len(value)
    out.append(template[last:])
    return "".join(out).replace("\x01", "{").replace("\x02", "}"), labels


def corpus(seed: int, texts: int, columns: int, cells: int, hard: bool = False) -> Iterator[Sample]:
    """`texts` samples a kind of text and class of negative, `columns` a column slot of `cells` cells each.

    `hard` adds the difficult kinds.
    """
    r = random.Random(seed)
    for kind, templates in {**POSITIVE, **(HARD if hard else {})}.items():
        for _ in range(texts):
            text, labels = filled(r.choice(templates), r)
            yield Sample(kind, (text,), tuple(labels))
    for kind, templates in NEGATIVE.items():
        for _ in range(texts):
            yield Sample(f"neg:{kind}", (filled(r.choice(templates), r)[0],), ())
    for slot, heads in COLUMNS.items():
        infotype, draw = DRAW[slot]
        for number in range(columns):
            values = tuple(draw(r) for _ in range(cells))
            found = tuple(Label(infotype, cell, 0, len(value)) for cell, value in enumerate(values))
            yield Sample("column", values, found, heads[number % len(heads)])
    for kind, (slot, heads) in NEGATIVE_COLUMNS.items():
        for number in range(columns):
            values = tuple(PLAIN[slot](r) for _ in range(cells))
            yield Sample(f"neg:{kind}", values, (), heads[number % len(heads)])
