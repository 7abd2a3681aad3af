"""Office documents: everything that is written in them, wherever."""

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.unit.app.extraction.conftest import extract
from tests.unit.app.extraction.test_archive import zipped

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(content))
    members = {name: source.read(name) for name in source.namelist()}
    assert old in members[part]
    members[part] = members[part].replace(old, new)
    return zipped(members)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet.append(["客户信息表"])
    sheet.append(["姓名", "手机", "金额"])
    for number in range(25):
        sheet.append([f"张{number}", 13800000000 + number, 0.5])
    sheet["B4"].comment = Comment("另一号码 13911110000", "王五")
    sheet.oddFooter.center.text = "页脚 13711110000"
    hidden = book.create_sheet("旧数据")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "隐藏 13611110000"
    hidden["XFD1048576"] = "远 13511110000"
    return saved(book)


def test_columns_under_their_header(read, workbook):
    """A column has the header of its sheet, numbers keep their digits, rows are those of the sheet."""
    outcome = read("a.xlsx", workbook)
    phones = outcome.column("手机")
    assert phones.text.to_pylist()[:2] == ["13800000000", "13800000001"]
    assert phones.locator(0) == {"kind": "cell", "sheet": "客户", "column": "B", "row": 3}
    assert outcome.column("金额").text.to_pylist()[0] == "0.5"
    assert outcome.column("姓名").batch.column("record") == phones.batch.column("record")
    assert outcome.end() == ("read", None)


def test_hidden_places_are_read(read, workbook):
    """Hidden sheets, far cells, comments and footers are part of a workbook."""
    outcome = read("a.xlsx", workbook)
    everything = "\n".join(outcome.texts())
    for number in ("13911110000", "13711110000", "13611110000", "13511110000"):
        assert number in everything
    (far,) = (chunk for chunk in outcome.chunks() if chunk.where.get("column") == "XFD")
    assert far.locator(0) == {"kind": "cell", "sheet": "旧数据", "hidden": "yes", "column": "XFD", "row": 1048576}


def test_cells_are_limited(tight, tmp_path, workbook):
    """A workbook of too many cells is read up to the limit."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook)
    assert extract(tight(cells=10), path).end()[1] == "limit_cells"


def test_a_large_number_in_exponent_form(read):
    """A spreadsheet's way of writing whole numbers is undone."""
    book = openpyxl.Workbook()
    book.active["A1"] = 5
    content = changed(saved(book), "xl/worksheets/sheet1.xml", b"<v>5</v>", b"<v>1.3800000000E10</v>")
    assert "13800000000" in read("a.xlsx", content).texts()


def test_values_inside_formulas_are_read(read):
    """A formula without a kept result is the text of its cell where it holds a text or a long number; others add nothing."""
    book = openpyxl.Workbook()
    book.active.append(["电话", "和"])
    book.active.append(['="138"&"00000000"', "=A1+1"])
    outcome = read("a.xlsx", saved(book))
    assert '"138"&"00000000"' in outcome.texts()
    assert not any("A1+1" in text for text in outcome.texts())


def test_a_formula_is_read_beside_its_result(read):
    """Where the result is another, the formula's own values are read too."""
    book = openpyxl.Workbook()
    book.active.append(['=IF(A2="13800000000",1,0)'])
    content = changed(saved(book), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>77</v>")
    texts = read("a.xlsx", content).texts()
    assert "77" in texts
    assert 'IF(A2="13800000000",1,0)' in texts


def test_dates_are_dates(read):
    """A day number that is shown as a date is given as one."""
    book = openpyxl.Workbook()
    book.active["A1"] = dt.date(1990, 5, 17)
    assert "1990-05-17" in read("a.xlsx", saved(book)).texts()


@pytest.fixture(scope="module")
def document() -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph("电话：138")
    paragraph.add_run("0000").bold = True
    paragraph.add_run("0000")
    table = made.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["姓名", "电话", "李四", "13911110000"], strict=True
    ):
        cell.text = text
    made.sections[0].header.paragraphs[0].text = "页眉 13711110000"
    made.sections[0].footer.paragraphs[0].text = "页脚 13611110000"
    made.core_properties.author = "赵六"
    return saved(made)


def test_runs_tables_headers_and_properties(read, document):
    """Runs are joined, a row is one paragraph, and headers, footers and properties are read."""
    outcome = read("合同.docx", document)
    assert outcome.texts()[:3] == ["电话：13800000000", "姓名\t电话", "李四\t13911110000"]
    assert outcome.chunks()[0].locator(0) == {"kind": "paragraph", "part": "word/document.xml", "paragraph": 1}
    assert {"页眉 13711110000", "页脚 13611110000", "赵六"} <= set(outcome.texts())
    assert outcome.end() == ("read", None)


def test_deleted_text_and_text_boxes(read, document):
    """Deleted text is still there; a text box that is written twice is read once."""
    box = (
        "<w:p><w:del><w:r><w:delText>删去 13511110000</w:delText></w:r></w:del></w:p>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:p><w:r><w:t>文本框 13411110000</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>文本框 13411110000</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )
    content = changed(document, "word/document.xml", b"<w:body>", f"<w:body>{box}".encode())
    texts = read("a.docx", content).texts()
    assert texts.count("删去 13511110000") == 1
    assert texts.count("文本框 13411110000") == 1


def test_embedded_files_are_members(read, document, workbook):
    """A workbook within a document is a unit of its own."""
    source = zipfile.ZipFile(io.BytesIO(document))
    members = {name: source.read(name) for name in source.namelist()}
    outcome = read("a.docx", zipped(members | {"word/embeddings/sheet.xlsx": workbook}))
    assert outcome.column("手机", "word/embeddings/sheet.xlsx").rows == 25


def test_pictures_make_a_document_partial(read, document):
    """What is in a picture was not read, and that is said."""
    source = zipfile.ZipFile(io.BytesIO(document))
    members = {name: source.read(name) for name in source.namelist()}
    outcome = read("a.docx", zipped(members | {"word/media/scan.png": b"\x89PNG" + bytes(30_000)}))
    assert outcome.end() == ("partial", "no_text_ocr_off")


def test_entities_are_neither_fetched_nor_expanded(read, document):
    """A part that asks for a file or grows by entities gives neither."""
    secret = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = changed(document, "word/document.xml", b"<w:document", secret + b"<w:document")
    content = changed(content, "word/document.xml", b"<w:t>0000</w:t>", b"<w:t>&x;&b;0000</w:t>")
    outcome = read("a.docx", content)
    everything = "\n".join(outcome.texts())
    assert "root:" not in everything
    assert "hahaha" not in everything
    assert outcome.end() == ("partial", "corrupt")
    assert "页脚 13611110000" in everything


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_truncated_documents(read, document, workbook, name):
    """Half a document is reported as what it is."""
    content = document if name == "a.docx" else workbook
    assert read(name, content[: len(content) // 2]).end() == ("unreadable", "truncated")


def test_a_broken_part_makes_the_document_partial(read, document):
    """What stands before the break and in other parts is read."""
    content = changed(document, "word/document.xml", b"<w:tbl>", b"<w:tbl></broken>")
    outcome = read("a.docx", content)
    assert outcome.end() == ("partial", "corrupt")
    assert "页脚 13611110000" in outcome.texts()


def test_encrypted_and_old_office_files(read):
    """An encrypted package and the formats before 2007 are told apart."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
    assert read("a.xlsx", head + "EncryptedPackage".encode("utf-16-le")).end() == ("unreadable", "encrypted")
    assert read("a.doc", head + "WordDocument".encode("utf-16-le")).end() == ("unreadable", "unsupported_type")


def test_a_workbook_that_is_called_a_table(read, workbook):
    """The content decides, and the contradiction is noted."""
    outcome = read("客户.csv", workbook)
    assert outcome.formats[""] == "xlsx"
    assert [note.value for note in outcome.ends[""].notes] == ["type_mismatch"]
