"""Mail."""

from email.message import EmailMessage


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "张三 <zhang@example.com>"
    made["Subject"] = "客户名单"
    made.set_content("正文 13800000000\n第二行", charset="gb2312")
    made.add_alternative("<p>正文 139<b>1111</b>0000</p>", subtype="html")
    made.add_attachment("姓名,手机\n王五,13711110000\n".encode("gbk"), "text", "csv", filename="附件.csv")
    return made


def test_headers_bodies_and_attachments(read):
    """Headers are decoded, each body is a part, an attachment is a member under its name."""
    outcome = read("a.eml", bytes(message()))
    headers = outcome.chunks()[0]
    assert headers.where == {"kind": "part", "part": "headers"}
    assert {"From: 张三 <zhang@example.com>", "Subject: 客户名单"} <= set(headers.text.to_pylist())
    parts = {chunk.where["part"]: chunk.text.to_pylist() for chunk in outcome.chunks()}
    assert parts["1.1"] == ["正文 13800000000\n", "第二行\n"]
    assert parts["1.2"] == ["正文 13911110000\n"]
    assert outcome.column("手机", "附件.csv").text.to_pylist() == ["13711110000"]


def test_a_mail_within_a_mail(read):
    """A forwarded message is a unit in its turn."""
    outer = EmailMessage()
    outer["Subject"] = "FW"
    outer.set_content("see below")
    outer.add_attachment(message())
    outcome = read("a.eml", bytes(outer))
    assert any(unit.endswith(".eml!/附件.csv") for unit in outcome.ends)
    assert {outcome.end(unit) for unit in outcome.ends} == {("read", None)}


def test_raw_bytes_in_headers(read):
    """A header that was never encoded is read in the encoding it is in."""
    content = b"From: a@example.com\nTo: b@example.com\nSubject: " + "客户名单".encode("gbk") + b"\n\nbody\n"
    assert "Subject: 客户名单" in read("a.eml", content).texts()


def test_mail_without_its_ending(read):
    """A message is told by its headers."""
    content = b"From: a@example.com\nTo: b@example.com\nSubject: x\nDate: today\n\n13800000000\n"
    outcome = read("message", content)
    assert outcome.formats == {"": "eml"}
    assert "13800000000\n" in outcome.texts()
