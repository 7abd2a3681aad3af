"""Files that are made to do harm: each ends with its status, and the next file is read."""

import gzip
import io
import os
import struct
import tarfile
import zipfile

import openpyxl
import pytest

from tests.unit.app.extraction.conftest import extract
from tests.unit.app.extraction.test_archive import bomb, zipped
from tests.unit.app.extraction.test_office import changed, saved
from tests.unit.app.extraction.traps import directory_of, gzip_quine, pdf_of, pdf_stream

MIB = 1 << 20
DEEP = 200


@pytest.fixture
def survived(shared_sandbox, tmp_path):
    """Shows that the next file is read as if nothing had been."""
    yield
    path = tmp_path / "next.txt"
    path.write_text("13800000000\n")
    assert extract(shared_sandbox, path).texts() == ["13800000000\n"]


def reasons(outcome) -> set[str | None]:
    return {outcome.end(unit)[1] for unit in outcome.ends}


def test_a_file_that_holds_itself(read, survived):
    """A quine goes on for ever and is given up at the eighth level."""
    content = gzip_quine()
    assert gzip.decompress(content) == content
    outcome = read("r.gz", content)
    assert len(outcome.ends) == 10
    assert list(reasons(outcome) - {None}) == ["limit_depth"]


def test_a_bomb_within_bombs(tight, tmp_path, survived):
    """What all levels expand to counts together."""
    inner = bomb(1, 8 * MIB)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.zip": inner for number in range(16)}))
    outcome = extract(tight(expanded_least=20 * MIB, expanded_ratio=2), path)
    assert outcome.end() == ("partial", "limit_ratio")
    assert 2 <= len([unit for unit in outcome.ends if unit.endswith("zeros.txt")]) <= 3


def test_a_thousand_members_of_the_same_bytes(read, survived):
    """One kernel of bytes is read once, however many members point to it."""
    outcome = read("a.zip", directory_of(1_000))
    assert outcome.end() == ("partial", "corrupt")
    assert len([unit for unit in outcome.events if hasattr(unit, "chunk")]) <= 1


def test_quoted_headers(read, survived):
    """Members that begin within the one before, as bombs quote their headers, are not read."""
    content = zipped({"a.txt": b"x" * 200, "b.txt": b"y" * 200}, zipfile.ZIP_STORED)
    directory = content.index(b"PK\x01\x02")
    # the first member claims the second's header and bytes as its own
    size = struct.pack("<II", 430, 430)
    outcome = read("a.zip", content[: directory + 20] + size + content[directory + 28 :])
    assert outcome.end("b.txt") == ("unreadable", "corrupt")
    assert outcome.end() == ("partial", "corrupt")


@pytest.mark.slow
def test_a_million_members(tight, tmp_path, survived):
    """A directory of a million members is cut off at the limit."""
    path = tmp_path / "a.zip"
    path.write_bytes(directory_of(1_000_000, step=64))
    outcome = extract(tight(entries=1_000), path)
    assert outcome.end() == ("partial", "limit_entries")


@pytest.mark.parametrize(
    ("name", "write", "status"),
    [
        ("a.zip", lambda: bomb(DEEP, 10), "limit_depth"),
        ("a.tar", lambda: nested_tar(DEEP), "limit_depth"),
        ("a.gz", lambda: nested_gzip(DEEP), "limit_depth"),
        ("a.eml", lambda: nested_mail(DEEP), "limit_depth"),
        ("a.json", lambda: b'{"a":' * DEEP + b'"13800000000"' + b"}" * DEEP, None),
        ("a.xml", lambda: b"<a>" * DEEP + b"13800000000" + b"</a>" * DEEP, None),
        ("a.html", lambda: b"<div>" * DEEP + b"13800000000" + b"</div>" * DEEP, None),
    ],
)
def test_two_hundred_levels(read, survived, name, write, status):
    """Archives end at the eighth level; text within text is read to the bottom."""
    outcome = read(name, write())
    assert status in reasons(outcome)
    if status is None:
        assert "13800000000" in "".join(outcome.texts())


def nested_tar(levels: int) -> bytes:
    content = b"13800000000"
    for level in range(levels):
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w") as archive:
            info = tarfile.TarInfo(f"{level}.tar" if level else "a.txt")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        content = held.getvalue()
    return content


def nested_gzip(levels: int) -> bytes:
    content = b"13800000000"
    for _ in range(levels):
        content = gzip.compress(content)
    return content


def nested_mail(levels: int) -> bytes:
    head = b"From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: "
    return (head + b"message/rfc822\n\n") * levels + head + b"text/plain\n\n13800000000\n"


def broken_names() -> dict[str, bytes]:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        for name in ("\xff\xfe\x80.txt", "\xd0\xd5\xc3\xfb.txt", "../../x\x01.txt"):
            info = tarfile.TarInfo(name)
            info.size = 4
            archive.addfile(info, io.BytesIO(b"138\n"))
    plain = zipped({"AAAA.txt": b"138\n", "BBBB.txt": b"138\n"})
    broken = plain.replace(b"AAAA", b"\xff\xfe\x80\x81").replace(b"BBBB", b"\xd0\xd5\xc3\xfb")
    return {"a.tar": held.getvalue(), "a.zip": broken}


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_names_in_gbk_and_in_broken_bytes(read, survived, name):
    """A name that is no text hides no content, and one in GBK is shown as it was written."""
    outcome = read(name, broken_names()[name])
    members = [unit for unit in outcome.ends if unit]
    assert "姓名.txt" in members
    assert len(members) == (3 if name == "a.tar" else 2)
    assert all(outcome.texts(unit) == ["138\n"] for unit in members)
    assert all(unit.encode("utf-8") for unit in members)


def test_a_file_whose_name_is_no_text(read, survived):
    """Bytes that are no text may stand in the name of a file."""
    assert read(os.fsdecode(b"\xff\xfe.txt"), b"138\n").texts() == ["138\n"]


@pytest.fixture(scope="module")
def far() -> bytes:
    """A workbook whose second sheet has one cell, in its last corner."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机"])
    book.active.append(["张3", 13800000000])
    book.create_sheet("远")["XFD1048576"] = "13511110000"
    return saved(book)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="1048576"', b'r="99999999999999999999"'),
        (b'r="1048576"', b'r="' + b"9" * 6_000 + b'"'),
        (b'r="XFD1048576"', b'r="ZZZ9999999"'),
        (b'r="XFD1048576"', b'r="AAAAAAAAAAAA1"'),
        (b'r="1048576"', 'r="²"'.encode()),
    ],
)
def test_cells_beyond_every_sheet(read, far, survived, old, new):
    """A cell at an impossible place costs nothing and hides no other sheet."""
    content = changed(far, "xl/worksheets/sheet2.xml", old, new)
    outcome = read("a.xlsx", content)
    assert outcome.end()[0] in ("read", "partial")
    assert "张3" in outcome.texts()


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
PDFS = {
    "a stream that expands": [CATALOG, PAGES, PAGE, pdf_stream(b" " * (200 * MIB))],
    "a stream packed thrice": [CATALOG, PAGES, PAGE, pdf_stream(b" " * (200 * MIB), layers=3)],
    "pages that are their own parents": [CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4 >>"],
    "a billion pages": [CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", PAGE, pdf_stream(b"")],
    "brackets without end": [CATALOG, PAGES, PAGE, b"[" * 500_000],
    "operators nested": [CATALOG, PAGES, PAGE, pdf_stream(b"q " * 2_000_000)],
    "a picture of a thousand gigapixels": [
        *(CATALOG, PAGES),
        PAGE[:-2] + b"/Resources << /XObject << /I 5 0 R >> >> >>",
        pdf_stream(b"q 600 0 0 600 0 0 cm /I Do Q"),
        pdf_stream(
            b"\0" * 1000,
            b"/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
        ),
    ],
    "a form that draws itself": [
        *(CATALOG, PAGES),
        PAGE[:-2] + b"/Resources << /XObject << /F 5 0 R >> >> >>",
        pdf_stream(b"/F Do"),
        pdf_stream(
            b"/F Do /F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
        ),
    ],
    "an attachment that expands": [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.txt) 5 0 R] >> >> >>",
        *(PAGES, PAGE, pdf_stream(b"")),
        b"<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 6 0 R >> >>",
        pdf_stream(b"0" * (200 * MIB), b"/Type /EmbeddedFile"),
    ],
}


@pytest.mark.parametrize("name", ["a.csv", "b.txt"])
def test_a_table_with_a_stray_carriage_return(read, survived, name):
    """A carriage return within the first row, where the fast reader looks, ends neither table nor process."""
    content = "姓名,手机\n张\r三,13800000000\n李四,13900000000\n王五,13700000000\n".encode()
    outcome = read(name, content)
    assert outcome.end() == ("read", None)
    assert "13900000000" in "".join(outcome.texts())


@pytest.mark.parametrize("row", [1, 3])
@pytest.mark.parametrize("ragged", [b"", b",y"])
def test_a_table_with_a_huge_cell(read, survived, row, ragged):
    """A cell larger than readers of tables allow by themselves is read, in whichever row it stands."""
    lines = [b"name,phone", b"a,13800000000", b"b,13900000000", b"c,13700000000"]
    lines[row] = b"x" * 300_000 + b",13600000000" + ragged
    outcome = read("a.csv", b"\n".join(lines) + b"\n")
    assert outcome.end() == ("read", None)
    assert "13600000000" in "".join(outcome.texts())
    assert sum(text.count("x") for text in outcome.texts()) >= 300_000


ENDS = {
    "pages that are their own parents": ("unreadable", "corrupt"),
    "a picture of a thousand gigapixels": ("unreadable", "no_text_ocr_off"),
    "an attachment that expands": ("unreadable", "limit_bytes"),
}
LOST = {("unreadable", "out_of_memory"), ("unreadable", "timeout"), ("unreadable", "parser_crash")}


@pytest.mark.parametrize("kind", PDFS)
def test_bombs_in_pdf(tight, tmp_path, survived, kind):
    """A document that is small and wants much ends within its budget, with its status."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(PDFS[kind], size=1 << 31 if kind == "a billion pages" else 0))
    sandbox = tight(memory_bytes=512 * MIB, cpu_s=5, expanded_least=64 * MIB)
    outcome = extract(sandbox, path)
    if kind == "a form that draws itself":
        assert outcome.end() in LOST
    else:
        assert outcome.end() == ENDS.get(kind, ("read", None))
    path.write_bytes(b"13800000000\n")
    assert extract(sandbox, path, name="next.txt").texts() == ["13800000000\n"]
