"""Makes the estate: the files of a small invented company, with what each of them holds.

`python -m examples.make_estate [FOLDER]` writes FOLDER (default `examples/estate`) and, beside it,
`estate-truth.json`. The same seed gives the same bytes.
"""

import json
import random
import sys
from pathlib import Path

from examples.making import database, documents, texts
from examples.making.archives import encrypted, zipped
from examples.making.ledger import Ledger
from examples.making.people import Source

SEED = 20240618
HERE = Path(__file__).parent
COMPANY = "澜桐云仓商贸有限公司"


def build(seed: int = SEED) -> Ledger:
    """Every file of the estate and the truth about it."""
    source, ledger = Source(seed), Ledger()
    customers(source, ledger)
    papers(source, ledger)
    backups(source, ledger)
    service(source, ledger)
    shared(source, ledger)
    decoys(source, ledger)
    ledger.put("加密/员工档案.zip", _sealed(source, seed))
    ledger.put("杂项/空文件.txt", b"")
    ledger.put("README.md", (HERE / "making" / "estate-readme.md").read_bytes())
    return ledger


def customers(source: Source, ledger: Ledger) -> None:
    """The export of the customer system, and a workbook with a hidden sheet."""
    people = [source.person() for _ in range(200)]
    rows = [
        (p.name, p.mobile, p.citizen_id, p.address, p.email, p.card, f"31011520240618{n:04d}")
        for n, p in enumerate(people, 1)
    ]
    name = "客户资料/crm_export.csv"
    head = ("姓名", "手机号", "身份证号", "住址", "邮箱", "银行卡", "订单号")
    ledger.put(name, documents.table(head, rows).encode("gbk"))
    ledger.holds(name, person__name=200, contact__mobile=200, cn__id_card=200, contact__address=200)
    ledger.holds(name, contact__email=200, fin__bank_card=200)
    name = "客户资料/客户.xlsx"
    ledger.put(name, documents.workbook(people[:30], people[30:42], source.person()))
    ledger.holds(name, person__name=42, contact__mobile=31, cn__id_card=30, contact__address=30, fin__bank_card=12)
    ledger.holds(name, org__name=12)


def papers(source: Source, ledger: Ledger) -> None:
    """Contracts, a mail, a chat and a marked price list."""
    a, b, c, d = (source.person() for _ in range(4))
    code = source.company_code()
    name = "合同/房屋租赁合同.docx"
    ledger.put(name, documents.contract(a, b, COMPANY, code))
    ledger.holds(name, person__name=3, cn__id_card=1, contact__address=1, contact__mobile=3, contact__email=2)
    ledger.holds(name, org__uscc=1, org__name=1)
    name = "合同/车辆转让协议.pdf"
    ledger.put(name, documents.agreement(c, COMPANY, code, source.plate()))
    ledger.holds(name, person__name=1, cn__id_card=1, contact__mobile=1, fin__bank_card=1, veh__plate=1)
    ledger.holds(name, org__uscc=1, org__name=1)
    name = "邮件/六月新客户名单.eml"
    ledger.put(name, documents.mail(a, b, [source.person() for _ in range(12)]))
    ledger.holds(name, person__name=2, contact__email=2, contact__mobile=1, biz__customer_list=1)
    ledger.holds(f"{name}!/新客户.csv", person__name=12, contact__mobile=12, cn__id_card=12)
    name = "聊天记录/物流群.txt"
    ledger.put(name, texts.chat(a, b, c, d))
    ledger.holds(name, person__name=9, contact__mobile=2, cn__id_card=1, fin__bank_card=1)
    name = "价格/2024报价单.txt"
    ledger.put(
        name,
        "【商业秘密】核心商密 ★ 三年\n澜桐云仓 2024 年度供货报价单（内部资料，严禁外传）\n"
        "品名,规格,进价,最低售价\n保温箱,40L,86.50,128.00\n冷媒袋,400ml,1.15,2.60\n气柱袋,12cm,0.22,0.48\n",
    )
    ledger.holds(name, biz__trade_secret=2)


def backups(source: Source, ledger: Ledger) -> None:
    """A zip with a dump of PostgreSQL, and in it a zip with GBK names and a dump of MySQL; an SQLite database."""
    first, second, third = ([source.person() for _ in range(count)] for count in (60, 40, 25))
    inner = zipped([("会员库/mysqldump_会员.sql", texts.mysqldump(second).encode())], gbk=True)
    rows = [(p.name, p.mobile) for p in third]
    content = documents.table(("姓名", "手机号"), rows).encode("gb18030")
    name = "备份/backup.zip"
    members = [
        ("pg_dump_crm.sql", texts.pg_dump(first).encode()),
        ("2024/客户.csv", content),
        ("2024/历史备份.zip", inner),
    ]
    ledger.put(name, zipped(members))
    ledger.holds(f"{name}!/pg_dump_crm.sql", person__name=60, contact__mobile=60, cn__id_card=60, contact__email=60)
    ledger.holds(f"{name}!/2024/客户.csv", person__name=25, contact__mobile=25)
    ledger.holds(
        f"{name}!/2024/历史备份.zip!/会员库/mysqldump_会员.sql",
        person__name=40, contact__mobile=40, fin__bank_card=40, contact__address=40,
    )  # fmt: skip
    main, log = database.shop([source.person() for _ in range(50)], [source.person() for _ in range(15)])
    ledger.put("数据库/shop.db", main)
    ledger.put("数据库/shop.db-wal", log)
    ledger.holds("数据库/shop.db", person__name=65, contact__mobile=65, cn__id_card=65, contact__address=65)


def service(source: Source, ledger: Ledger) -> None:
    """The log of an application that writes down too much."""
    name = "日志/app-2024-06-18.log"
    ledger.put(name, texts.log(source, [source.person() for _ in range(25)]))
    ledger.holds(name, auth__key=4, auth__password=1, contact__mobile=25)


def shared(source: Source, ledger: Ledger) -> None:
    """What lies in the public share: a list of course members, three of them children."""
    people = [source.person() for _ in range(9)] + [source.child() for _ in range(3)]
    rows = [(p.name, p.birth.isoformat(), p.citizen_id, p.mobile) for p in people]
    name = "public/名单.csv"
    ledger.put(name, documents.table(("姓名", "出生日期", "身份证号", "监护人手机"), rows))
    # birth date and citizen number each show the age of the three children
    ledger.holds(name, person__name=12, person__dob=12, cn__id_card=12, contact__mobile=12, minor__under14=6)
    ledger.put("public/通知.txt", "夏季课程 7 月 1 日开始，地点另行通知，请自备水杯。\n")


def decoys(source: Source, ledger: Ledger) -> None:
    """Numbers that look like personal information and are none."""
    ledger.put("诱饵/订单号.csv", texts.orders(source))
    ledger.put("诱饵/雪花与时间戳.log", texts.numbers(source))
    ledger.put("诱饵/哈希与标识.txt", texts.hashes(source))
    ledger.put("诱饵/版本号.md", texts.VERSIONS)
    ledger.put("诱饵/样例数据.txt", texts.SPECIMENS)


def _sealed(source: Source, seed: int) -> bytes:
    rows = [(p.name, p.citizen_id) for p in (source.person() for _ in range(5))]
    content = documents.table(("姓名", "身份证号"), rows).encode()
    return encrypted("staff.csv", content, source.letters(16).encode(), random.Random(seed))


def main(arguments: list[str]) -> None:
    """Write the estate into the folder named, and the truth beside it."""
    folder = Path(arguments[0]) if arguments else HERE / "estate"
    ledger = build()
    ledger.write(folder)
    truth = json.dumps({"seed": SEED, "units": ledger.truth()}, ensure_ascii=False, indent=1)
    folder.with_name(f"{folder.name}-truth.json").write_text(truth + "\n", encoding="utf-8")
    print(f"{len(ledger.files)} files, {sum(map(len, ledger.files.values()))} bytes in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
