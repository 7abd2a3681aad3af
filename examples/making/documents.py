"""Office files, a PDF and a mail as a small company has them."""

import io
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

import docx
import openpyxl
from openpyxl.comments import Comment
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from examples.making.archives import settled
from examples.making.people import Person


def workbook(shown: Sequence[Person], hidden: Sequence[Person], noted: Person) -> bytes:
    """A workbook with a visible sheet, a hidden one, and a phone number in a comment."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet.append(["姓名", "手机号", "公民身份号码", "家庭住址", "客户编号"])
    for number, person in enumerate(shown, 1):
        # a number stored as text and one stored as a number, as both occur
        mobile = int(person.mobile) if number % 3 == 0 else person.mobile
        sheet.append([person.name, mobile, person.citizen_id, person.address, f"KH{number:05d}"])
    sheet["A2"].comment = Comment(f"改约下周，备用电话{noted.mobile}", "前台")
    secret = book.create_sheet("工资卡")
    secret.sheet_state = "hidden"
    secret.append(["姓名", "银行卡号", "开户行"])
    for person in hidden:
        secret.append([person.name, person.card, "上海张江支行"])
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def contract(tenant: Person, contact: Person, company: str, code: str) -> bytes:
    """A lease with parties in the text, a table of contacts and a phone number in the footer."""
    page = docx.Document()
    page.core_properties.author = "行政部"
    page.add_heading("房屋租赁合同", 1)
    page.add_paragraph(f"出租方（甲方）：{company}，统一社会信用代码：{code}。")
    page.add_paragraph(f"承租方（乙方）：{tenant.name}，身份证号码{tenant.citizen_id}，住址：{tenant.address}。")
    page.add_paragraph("租期自2024年7月1日起至2025年6月30日止，月租金人民币6,800.00元，按季支付。")
    table = page.add_table(rows=1, cols=3)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text, table.rows[0].cells[2].text = "联系人", "电话", "邮箱"
    for person in (tenant, contact):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = person.name, person.mobile, person.email
    page.sections[0].footer.paragraphs[0].text = f"合同编号 LT-2024-0618　物业值班电话 {contact.mobile}"
    out = io.BytesIO()
    page.save(out)
    return settled(out.getvalue())


def agreement(buyer: Person, company: str, code: str, plate: str) -> bytes:
    """A text PDF in a font that the reader supplies, as Chinese office programs write them."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    canvas.setTitle("车辆转让协议")
    canvas.setFont("STSong-Light", 12)
    lines = (
        "车辆转让协议",
        f"转让方：{company}（统一社会信用代码 {code}）",
        f"受让方：{buyer.name}",
        f"身份证号：{buyer.citizen_id}",
        f"联系电话：{buyer.mobile}",
        f"收款账号（银行卡）：{buyer.card}",
        f"车牌号码：{plate}",
        "转让价款人民币 86,500.00 元，自签字之日起三日内付清。",
    )
    for number, line in enumerate(lines):
        canvas.drawString(72, 780 - 24 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def mail(sender: Person, receiver: Person, people: Sequence[Person]) -> bytes:
    """A mail with a Chinese subject and a GBK table attached."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{sender.name} <{sender.email}>"
    message["To"] = f"{receiver.name} <{receiver.email}>"
    message["Subject"] = "六月新客户名单"
    message["Date"] = "Tue, 18 Jun 2024 09:30:00 +0800"
    message["Message-ID"] = "<20240618093000.1@lantongyc.cn>"
    message.set_content(f"名单见附件，有问题打我手机{sender.mobile}。\n", cte="base64")
    message.add_attachment(
        table(("姓名", "手机号", "身份证号"), [(p.name, p.mobile, p.citizen_id) for p in people]).encode("gbk"),
        maintype="text",
        subtype="csv",
        filename="新客户.csv",
    )
    message.set_boundary("=_estate_20240618")
    return message.as_bytes()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A comma-separated table with a head and lines ending as on Windows."""
    return "".join(",".join(map(str, row)) + "\r\n" for row in (head, *rows))
