"""Masked copies: nothing is found in them, and all else is as it was."""

import json
import os
import re
import stat
import zipfile

import docx
import openpyxl
import pytest

from app.errors import AppError, UsageError
from tests.unit.app.services import estate
from tests.unit.app.services.estate import PEOPLE

MAKERS = {
    "a.txt": estate.text,
    "a.log": estate.text,
    "a.md": estate.text,
    "a.csv": estate.table,
    "a.json": estate.document,
    "a.jsonl": estate.lines,
    "a.xlsx": estate.workbook,
    "a.docx": estate.letter,
}


@pytest.mark.parametrize("pseudonyms", [False, True], ids=["masks", "pseudonyms"])
@pytest.mark.parametrize("name", MAKERS)
def test_copy_is_clean(name, pseudonyms, tmp_path, masked, found):
    """A scan finds much in the file and nothing in its copy, and no number, address or name of it is left there."""
    path = MAKERS[name](tmp_path / name)
    assert {"contact.mobile", "person.name", "cn.id_card"} <= {infotype for infotype, _ in found(path)}
    copy, summary = masked(path, pseudonyms=pseudonyms)
    assert summary.complete
    assert summary.masked["contact.mobile"] >= len(PEOPLE)
    assert found(copy) == []
    content = estate.everything(copy)
    for one in PEOPLE:
        assert [value for value in one.values if value in content] == []


def test_lines_stay(tmp_path, masked):
    """A text keeps its line ends and everything that is no match."""
    copy, _ = masked(estate.text(tmp_path / "a.txt"))
    text = copy.read_bytes().decode()
    assert text.startswith("日志开始 v1.2.3\r\n客户")
    assert text.endswith(";\r\n完")
    assert text.count("\r\n") == len(PEOPLE) + 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-8"])
def test_encoding_and_mark_stay(encoding, tmp_path, masked, found):
    """A table keeps its encoding and its byte order mark."""
    mark = {"gb18030": b"", "utf-16-le": b"\xff\xfe", "utf-8": b"\xef\xbb\xbf"}[encoding]
    path = estate.table(tmp_path / "a.csv", encoding=encoding, mark=mark)
    copy, _ = masked(path, pseudonyms=True)
    data = copy.read_bytes()
    assert data.startswith(mark)
    assert "用户" in data[len(mark) :].decode(encoding)
    assert found(copy) == []


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separators_and_quotes_stay(separator, tmp_path, masked):
    """The fields that hold no match stay byte for byte, quoted as they were."""
    path = estate.table(tmp_path / "a.csv", separator)
    copy, _ = masked(path)
    before, after = (place.read_bytes().decode().split("\r\n") for place in (path, copy))
    assert before[0] == after[0]
    assert len(before) == len(after)
    ends = [line.split(separator, 5)[5] for line in before[1:-1]]
    assert ends == [line.split(separator, 5)[5] for line in after[1:-1]]


def test_json_keeps_its_structure(tmp_path, masked):
    """A masked document has the same shape and spacing; a number that is a match is a text."""
    path = estate.document(tmp_path / "a.json")
    copy, _ = masked(path)
    before, after = json.loads(path.read_text("utf-8")), json.loads(copy.read_text("utf-8"))
    assert [set(row) for row in after["rows"]] == [set(row) for row in before["rows"]]
    assert [(row["n"], row["more"]["ok"]) for row in after["rows"]] == [([1, 2.5, None], True)] * len(PEOPLE)
    assert all(isinstance(row["phone"], str) for row in after["rows"])
    blank = re.compile(r'"(?:[^"\\]|\\.)*"|[-\d.]+')
    assert blank.sub("", path.read_text("utf-8")) == blank.sub("", copy.read_text("utf-8"))


def test_json_keys_stay_apart(tmp_path, masked):
    """Two keys whose masks are alike do not become one."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"13812345678": 1, "13899995678": 2}), "utf-8")
    copy, _ = masked(path)
    assert sorted(json.loads(copy.read_text("utf-8")).values()) == [1, 2]


def test_workbook_keeps_its_layout(tmp_path, masked):
    """Styles, widths, merged and hidden cells, formulas and counts of rows and columns are those of the file."""
    path = estate.workbook(tmp_path / "a.xlsx")
    copy, _ = masked(path)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(copy)
    assert before.sheetnames == after.sheetnames
    old, new = before["客户"], after["客户"]
    assert (old.max_row, old.max_column) == (new.max_row, new.max_column)
    assert new.column_dimensions["A"].width == 33
    assert [str(each) for each in new.merged_cells.ranges] == ["A20:B21"]
    assert after["隐藏"].sheet_state == "hidden"
    for row in range(2, len(PEOPLE) + 2):
        assert new.cell(row, 7).value == f"=LEN(A{row})+{row}"
        for column in range(1, 8):
            one, other = old.cell(row, column), new.cell(row, column)
            assert (repr(one.font), repr(one.fill)) == (repr(other.font), repr(other.fill))
            assert one.number_format == other.number_format
    assert re.fullmatch(r'="电话:"&"[^"]+"', new["H2"].value)
    assert new["A1"].value == "姓名"
    assert new["A2"].comment.text.startswith("手机 ")


def test_number_becomes_text_and_others_stay(tmp_path, masked):
    """Only the parts that hold a match are changed."""
    path = estate.workbook(tmp_path / "a.xlsx")
    copy, _ = masked(path)
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(copy) as other:
        assert one.namelist() == other.namelist()
        for part in ("xl/styles.xml", "[Content_Types].xml", "xl/theme/theme1.xml"):
            assert one.read(part) == other.read(part)
    assert isinstance(openpyxl.load_workbook(copy)["客户"]["B2"].value, str)


def test_sheet_name_is_masked_and_formulas_follow(tmp_path, masked, found):
    """A sheet whose name is a value gets one that a workbook may have, and formulas go on naming it."""
    book = openpyxl.Workbook()
    book.active.title = f"手机{PEOPLE[0].mobile}"
    book.active["A1"] = 5
    book.create_sheet("总")["A1"] = f"='手机{PEOPLE[0].mobile}'!A1"
    path = tmp_path / "a.xlsx"
    book.save(path)
    copy, summary = masked(path)
    after = openpyxl.load_workbook(copy)
    assert summary.complete
    assert not set("[]:*?/\\") & set(after.sheetnames[0])
    assert after["总"]["A1"].value == f"='{after.sheetnames[0]}'!A1"
    assert PEOPLE[0].mobile not in estate.everything(copy)


def test_document_keeps_its_layout(tmp_path, masked):
    """Paragraphs, styles, runs and tables are those of the file; a value over several runs stands in the first."""
    path = estate.letter(tmp_path / "a.docx")
    copy, _ = masked(path)
    before, after = docx.Document(path), docx.Document(copy)
    assert [each.style.name for each in before.paragraphs] == [each.style.name for each in after.paragraphs]
    assert [len(each.runs) for each in before.paragraphs] == [len(each.runs) for each in after.paragraphs]
    runs = after.paragraphs[len(PEOPLE) + 1].runs
    assert [run.text for run in runs] == ["手机号 ", runs[1].text, "", " 止"]
    assert runs[1].text.endswith(PEOPLE[0].mobile[-4:])
    assert (runs[1].bold, runs[2].italic, str(runs[3].font.color.rgb)) == (True, True, "FF0000")
    assert (len(after.tables[0].rows), len(after.tables[0].columns)) == (len(PEOPLE) + 1, 5)
    assert [cell.text for cell in after.tables[0].rows[0].cells] == estate.HEADER


def test_pseudonyms_are_consistent(tmp_path, masked):
    """The same value has the same pseudonym in every place and file; two values have two."""
    first, _ = masked(estate.table(tmp_path / "a.csv"), pseudonyms=True)
    second, _ = masked(estate.workbook(tmp_path / "a.xlsx"), pseudonyms=True)
    rows = [line.split(",")[:5] for line in first.read_text("utf-8").splitlines()[1:]]
    sheet = openpyxl.load_workbook(second)["客户"]
    other = [[sheet.cell(row, column).value for column in range(1, 6)] for row in range(2, len(PEOPLE) + 2)]
    assert rows == other
    assert all(re.fullmatch(r"1[012]\d{9}", row[1]) for row in rows)
    assert len({row[1] for row in rows}) == len(PEOPLE)
    assert all(re.fullmatch("用户[0-9a-f]{8}", row[0]) for row in rows)


def test_picture_and_embedded_file_are_reported(tmp_path, masked):
    """What is no text is copied and said to be unmasked."""
    plain = estate.letter(tmp_path / "a.docx")
    inner = estate.table(tmp_path / "inner.csv").read_bytes()
    with zipfile.ZipFile(plain, "a") as package:
        package.writestr("word/media/image1.png", b"\x89PNG\r\n" + bytes(100))
        package.writestr("word/embeddings/inner.csv", inner)
        package.writestr("word/vbaProject.bin", b"macro")
    _, summary = masked(plain)
    assert not summary.complete
    assert summary.left["inside"] >= len(PEOPLE)
    assert {kind: count for kind, count in summary.left.items() if kind != "inside"} == {
        "picture": 1, "embedded": 1, "macro": 1,
    }  # fmt: skip


def test_only_some_infotypes(tmp_path, masked, found):
    """With `only`, other matches stay."""
    copy, summary = masked(estate.table(tmp_path / "a.csv"), only=("contact.mobile",))
    assert set(summary.masked) == {"contact.mobile"}
    kinds = {infotype for infotype, _ in found(copy)}
    assert "contact.mobile" not in kinds
    assert "cn.id_card" in kinds


def test_private_key_goes_with_its_lines(tmp_path, masked):
    """A private key is masked to its last line."""
    path = tmp_path / "a.txt"
    body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj"
    path.write_text(f"key:\n-----BEGIN PRIVATE KEY-----\n{body}\n{body}\n-----END PRIVATE KEY-----\nend\n", "utf-8")
    copy, summary = masked(path)
    assert summary.complete
    assert copy.read_text("utf-8") == "key:\n***\n***\n***\n***\nend\n"


def test_copy_is_private_and_recorded(tmp_path, masked, masking_store):
    """The copy is the owner's alone, nothing else is left beside it, and the audit trail has an entry without values."""
    path = estate.text(tmp_path / f"手机{PEOPLE[0].mobile}.txt")
    copy, summary = masked(path, tmp_path / "copy.txt")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir()} == {path.name, "copy.txt"}
    with masking_store.begin(write=False) as work:
        number, _ = work.audit.unsequenced(1000)[-1]
        entry = json.loads(work.audit.get(number).content)
    assert entry["kind"] == "operator.masked"
    assert entry["body"]["masked"] == dict(summary.masked)
    assert not any(value in str(entry) for one in PEOPLE for value in one.values)


def test_places_that_are_refused(tmp_path, masked):
    """The file itself, an existing file, a folder and a pipe are never written over or read."""
    path = estate.text(tmp_path / "a.txt")
    link = tmp_path / "b.txt"
    os.link(path, link)
    before = path.read_bytes()
    for copy in (path, link, tmp_path, tmp_path / "none" / "c.txt"):
        with pytest.raises(UsageError):
            masked(path, copy, force=copy != tmp_path)
    other = tmp_path / "d.txt"
    other.write_text("kept")
    with pytest.raises(UsageError):
        masked(path, other)
    assert (other.read_text(), path.read_bytes()) == ("kept", before)
    masked(path, other, force=True)
    assert "客户" in other.read_text("utf-8")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError):
        masked(tmp_path / "pipe", tmp_path / "e.txt")


def _bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * (130 << 20) + b"</a>")


def _entities(path):
    doctype = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"{doctype}<a><p><t>&y;</t></p></a>")


def _truncated(path):
    estate.letter(path)
    path.write_bytes(path.read_bytes()[:-400])


def _doubled(path):
    estate.letter(path)
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", "<a/>")


def _broken(path):
    estate.letter(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("customXml/item9.xml", "<a><b></a>")


@pytest.mark.parametrize("make", [_bomb, _entities, _truncated, _doubled, _broken])
def test_hostile_office_file_is_refused(make, tmp_path, masked):
    """A bomb, entities, a cut-off or doubled or broken part end with an error, and nothing is written."""
    path = tmp_path / "a.docx"
    make(path)
    with pytest.raises(AppError):
        masked(path, tmp_path / "copy.docx")
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.4\n"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("a.bin", bytes(range(256)) * 20),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        ("a.zip", b"PK\x05\x06" + bytes(18)),
    ],
)
def test_other_formats_are_refused(name, data, tmp_path, masked):
    """What cannot be written is refused, encrypted files too; nothing is written."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError):
        masked(path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_deep_json_and_mixed_bytes_end_well(tmp_path, masked):
    """JSON of a depth that no parser takes is masked as text; bytes that are no text stay as they are."""
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 50_000 + f'"手机 {PEOPLE[0].mobile}"' + "]" * 50_000, "utf-8")
    copy, _ = masked(deep)
    assert PEOPLE[0].mobile not in copy.read_text("utf-8")
    mixed = tmp_path / "mixed.txt"
    good = f"手机 {PEOPLE[0].mobile}\n".encode()
    mixed.write_bytes(good * 300 + b"a\xffb\n" + good)
    copy, _ = masked(mixed)
    assert b"a\xffb\n" in copy.read_bytes()
    assert PEOPLE[0].mobile.encode() not in copy.read_bytes()
