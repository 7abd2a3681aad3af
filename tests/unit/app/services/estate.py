"""Invented people, and files about them in every format that can be masked."""

import csv
import datetime as dt
import io
import json
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from docx.shared import RGBColor
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("建国", "秀英", "志强", "桂兰", "晓明", "雪梅", "海燕", "国栋")


@dataclass(frozen=True)
class Person:
    name: str
    mobile: str
    ident: str
    mail: str
    card: str
    born: dt.date

    @property
    def values(self) -> tuple[str, ...]:
        return (self.name, self.mobile, self.ident, self.mail, self.card)


def _luhn(body: str) -> str:
    doubled = (int(c) * 2 if place % 2 == 0 else int(c) for place, c in enumerate(reversed(body)))
    return body + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def person(number: int) -> Person:
    """Person number `number`; all numbers have the check digits that real ones have."""
    chance = random.Random(number)
    born = dt.date(1960, 1, 1) + dt.timedelta(days=chance.randrange(15_000))
    body = f"110105{born:%Y%m%d}{chance.randrange(1000):03d}"
    check = "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]
    return Person(
        chance.choice(SURNAMES) + chance.choice(GIVEN),
        f"13{chance.randrange(5, 10)}{chance.randrange(10**8):08d}",
        body + check,
        f"mail{chance.randrange(10**6)}@qq.com",
        _luhn("622202" + f"{chance.randrange(10**12):012d}"),
        born,
    )


PEOPLE = [person(number) for number in range(12)]
HEADER = ["姓名", "手机号", "身份证号", "邮箱", "银行卡号"]


def text(path: Path, encoding: str = "utf-8") -> Path:
    lines = ["日志开始 v1.2.3"]
    lines += [f"客户{one.name}，手机：{one.mobile}，身份证号 {one.ident}\t邮箱 {one.mail};" for one in PEOPLE]
    path.write_bytes("\r\n".join([*lines, "完"]).encode(encoding))
    return path


def table(path: Path, separator: str = ",", encoding: str = "utf-8", mark: bytes = b"") -> Path:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([*HEADER, "备注", "金额"])
    for one in PEOPLE:
        writer.writerow([*one.values, 'a "quoted", b', "12.50"])
    path.write_bytes(mark + out.getvalue().encode(encoding))
    return path


def records() -> list[dict[str, object]]:
    return [
        {"name": one.name, "phone": int(one.mobile), "id_card": one.ident, "more": {"email": one.mail, "ok": True},
         "n": [1, 2.5, None], "note": f"联系 {one.mobile}"}
        for one in PEOPLE
    ]  # fmt: skip


def document(path: Path) -> Path:
    path.write_text(json.dumps({"rows": records(), PEOPLE[0].mobile: "x"}, ensure_ascii=False, indent=3), "utf-8")
    return path


def lines(path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in records()), "utf-8")
    return path


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet.append([*HEADER, "生日", "合计"])
    for row, one in enumerate(PEOPLE, 2):
        sheet.append([one.name, int(one.mobile), one.ident, one.mail, one.card, one.born, f"=LEN(A{row})+{row}"])
        sheet.cell(row, 1).font = Font(bold=True, color="FFFF0000")
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A2"].comment = Comment(f"手机 {PEOPLE[1].mobile}", PEOPLE[2].name)
    sheet["H2"] = f'="电话:"&"{PEOPLE[3].mobile}"'
    sheet["D2"].hyperlink = f"mailto:{PEOPLE[0].mail}"
    sheet.oddHeader.center.text = f"联系 {PEOPLE[4].mobile}"
    sheet.oddFooter.left.text = f"身份证号 {PEOPLE[5].ident}"
    sheet.column_dimensions["A"].width = 33
    sheet.merge_cells("A20:B21")
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["A1"] = f"备用手机 {PEOPLE[6].mobile}"
    book.properties.creator = PEOPLE[7].mail
    book.properties.description = f"手机 {PEOPLE[8].mobile}"
    book.save(path)
    return path


def letter(path: Path) -> Path:
    made = docx.Document()
    made.add_heading("客户名册", 1)
    for one in PEOPLE:
        made.add_paragraph(f"客户{one.name}，手机：{one.mobile}，身份证号 {one.ident}。", style="List Bullet")
    divided = made.add_paragraph("手机号 ")
    head = divided.add_run(PEOPLE[0].mobile[:4])
    head.bold = True
    divided.add_run(PEOPLE[0].mobile[4:7]).italic = True
    tail = divided.add_run(PEOPLE[0].mobile[7:] + " 止")
    tail.font.color.rgb = RGBColor(255, 0, 0)
    grid = made.add_table(rows=1, cols=5)
    grid.style = "Table Grid"
    for cell, title in zip(grid.rows[0].cells, HEADER, strict=True):
        cell.text = title
    for one in PEOPLE:
        for cell, value in zip(grid.add_row().cells, one.values, strict=True):
            cell.text = value
    section = made.sections[0]
    section.header.paragraphs[0].text = f"手机 {PEOPLE[1].mobile}"
    section.footer.paragraphs[0].text = f"邮箱 {PEOPLE[2].mail}"
    made.core_properties.author = PEOPLE[3].mail
    made.core_properties.comments = f"手机 {PEOPLE[4].mobile}"
    made.save(path)
    return path


def everything(path: Path) -> str:
    """All text of a file: that of every part of an Office file, names too."""
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "ignore") + data.decode("gb18030", "ignore") + data.decode("utf-16-le", "ignore")
    with zipfile.ZipFile(path) as package:
        return "\n".join(name + "\n" + package.read(name).decode("utf-8", "ignore") for name in package.namelist())
