"""`mishao mask` as a user runs it."""

import json
import zipfile

from tests.unit.app.services import estate


def test_mask_and_scan_again(mishao, tmp_path):
    """The copy of a workbook is clean to the program itself, and the audit trail knows of it."""
    path, copy = estate.workbook(tmp_path / "客户.xlsx"), tmp_path / "copy.xlsx"
    ended = mishao("mask", path, "-o", copy)
    assert ended.returncode == 0, ended.stderr
    assert "contact.mobile" in ended.stderr
    assert not any(value in ended.stderr for one in estate.PEOPLE for value in one.values)
    report = json.loads(mishao("scan", copy, "--format", "json").stdout)
    assert report["findings"] == []
    trail = tmp_path / "trail"
    assert mishao("audit", "export", "-o", trail).returncode == 0
    assert any(b"operator.masked" in each.read_bytes() for each in trail.rglob("*") if each.is_file())


def test_exit_codes(mishao, tmp_path):
    """Refusals end with 2 and leave no copy; what cannot be masked ends with 4 and is named."""
    copy = tmp_path / "copy"
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")
    ended = mishao("mask", pdf, "-o", copy, "--store", "none")
    assert (ended.returncode, copy.exists()) == (2, False)
    assert "xlsx docx" in ended.stderr
    text = estate.text(tmp_path / "a.txt")
    assert mishao("mask", text, "-o", text, "--store", "none").returncode == 2
    assert mishao("mask", text, "-o", copy, "--only", "no.such", "--store", "none").returncode == 2
    assert not copy.exists()
    letter = estate.letter(tmp_path / "a.docx")
    with zipfile.ZipFile(letter, "a") as package:
        package.writestr("word/media/image1.png", b"\x89PNG\r\n" + bytes(100))
    ended = mishao("mask", letter, "-o", copy, "--store", "none")
    assert (ended.returncode, copy.exists()) == (4, True)
    assert "pictures: 1" in ended.stderr
