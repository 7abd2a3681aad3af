"""The estate to scan: the same bytes from the same seed, and what its parts promise."""

import io
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from examples.make_estate import SEED, build
from examples.making.people import Source, id_check, luhn_check

ESTATE = Path(__file__).parents[2] / "examples" / "estate"
TRUTH = ESTATE.with_name("estate-truth.json")


def unpacked(content: bytes) -> object:
    """A zip as its names and contents, read to the bottom, whatever library packed it; other bytes as they are."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            return content
        return [(entry.filename, entry.date_time, unpacked(archive.read(entry))) for entry in entries]


def test_estate_is_what_the_script_makes() -> None:
    """Making the estate again gives the committed files, no more and no fewer."""
    made = build().files
    committed = {str(path.relative_to(ESTATE)): path.read_bytes() for path in ESTATE.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(committed)
    # the packed size of the same content may differ between builds of zlib, so packages are compared unpacked
    assert [name for name in made if unpacked(made[name]) != unpacked(committed[name])] == []


def test_same_seed_same_bytes() -> None:
    """Two runs in one place agree to the last byte, another seed does not."""
    assert build().files == build().files
    assert build(SEED + 1).files != build().files


def test_truth_is_up_to_date() -> None:
    """The truth beside the estate is that of the script."""
    assert json.loads(TRUTH.read_text(encoding="utf-8")) == {"seed": SEED, "units": build().truth()}


def test_estate_is_small() -> None:
    """The estate stays under two megabytes."""
    assert sum(path.stat().st_size for path in ESTATE.rglob("*") if path.is_file()) < 2_000_000


def test_last_rows_lie_in_the_log_only(tmp_path: Path) -> None:
    """With its log the database has 65 members, without it 50."""
    for name, count in (("shop.db", 50), ("shop.db-wal", 65)):
        shutil.copy(ESTATE / "数据库" / name, tmp_path)
        work = tmp_path / name.removesuffix("-wal").replace("shop", f"shop{count}")
        shutil.copy(tmp_path / "shop.db", work)
        if name.endswith("-wal"):
            shutil.copy(tmp_path / name, work.with_name(work.name + "-wal"))
        link = sqlite3.connect(work)
        assert link.execute("SELECT count(*) FROM 会员").fetchone() == (count,)
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        link.close()


def test_workbook_hides_a_sheet() -> None:
    """The cards lie on a hidden sheet, and a cell has a comment."""
    book = openpyxl.load_workbook(ESTATE / "客户资料" / "客户.xlsx")
    assert book["工资卡"].sheet_state == "hidden"
    assert book["客户"]["A2"].comment is not None


def test_pdf_has_readable_text() -> None:
    """The text of the PDF can be read without a font of its own."""
    page = pypdfium2.PdfDocument(ESTATE / "合同" / "车辆转让协议.pdf")[0]
    assert "受让方：" in page.get_textpage().get_text_range()


def test_nested_names_are_gbk() -> None:
    """The inner archive writes its names in GBK without the UTF-8 flag."""
    with zipfile.ZipFile(ESTATE / "备份" / "backup.zip") as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("2024/历史备份.zip")))
    entry = inner.infolist()[0]
    assert not entry.flag_bits & 0x800
    assert entry.filename.encode("cp437").decode("gbk") == "会员库/mysqldump_会员.sql"


def test_sealed_file_needs_its_password() -> None:
    """The encrypted file is truly encrypted, in the classic way that every archiver reads."""
    with zipfile.ZipFile(ESTATE / "加密" / "员工档案.zip") as archive, pytest.raises(RuntimeError, match="password"):
        archive.read("staff.csv")


def test_classic_encryption_opens_with_the_password() -> None:
    """What the script seals, the standard library opens."""
    import random

    from examples.making.archives import encrypted

    sealed = encrypted("a.txt", b"content" * 9, b"secret", random.Random(1))
    assert zipfile.ZipFile(io.BytesIO(sealed)).read("a.txt", pwd=b"secret") == b"content" * 9


def test_check_digits() -> None:
    """The generators' check digits agree with published specimens."""
    assert id_check("11010519491231002") == "X"
    assert luhn_check("411111111111111") == "1"
    assert len(Source(1).company_code()) == 18
