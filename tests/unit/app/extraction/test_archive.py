"""Archives, nested and hostile."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

import pytest
import pyzipper

from tests.unit.app.extraction.conftest import extract


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def gbk_named(members: dict[str, bytes]) -> bytes:
    """A zip as old Chinese programs write it: names in GBK and no flag that says so."""
    content = zipped(
        {f"{number}" * len(name.encode("gbk")): data for number, (name, data) in enumerate(members.items())}
    )
    for number, name in enumerate(members):
        raw = name.encode("gbk")
        content = content.replace(str(number).encode() * len(raw), raw)
    return content


def test_members_are_units_also_in_nested_archives(read):
    """A member is named by its path through the archives; each ends by itself."""
    inner = gbk_named({"客户.csv": "姓名,手机\n张三,13800000000\n李四,13800000001\n".encode("gbk")})
    outcome = read("backup.zip", zipped({"2024/备份.zip": inner, "说明.txt": b"hello"}))
    assert outcome.formats == {
        "": "zip",
        "2024/备份.zip": "zip",
        "2024/备份.zip!/客户.csv": "csv",
        "说明.txt": "text",
    }
    assert outcome.column("手机", "2024/备份.zip!/客户.csv").rows == 2
    assert {outcome.end(unit) for unit in outcome.ends} == {("read", None)}


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_compressed_files(read, ending, pack):
    """A compressed file holds one member, named without the ending."""
    outcome = read(f"a.log.{ending}", pack(b"phone 13800000000\n"))
    assert outcome.texts("a.log") == ["phone 13800000000\n"]


def test_compressed_tar(read):
    """A tar in gzip is walked member by member."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        info = tarfile.TarInfo("目录/a.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"138"))
    assert read("a.tgz", held.getvalue()).texts("a.tar!/目录/a.txt") == ["138\n"]


@pytest.mark.parametrize("encryption", [None, pyzipper.WZ_AES])
def test_encrypted_members_are_told_one_by_one(read, encryption):
    """An encrypted member is reported; the archive itself was read."""
    held = io.BytesIO()
    with pyzipper.AESZipFile(held, "w") as archive:
        archive.writestr("open.txt", b"138")
        if encryption:
            archive.setpassword(b"secret")
            archive.setencryption(encryption)
        archive.writestr("shut.txt", b"139")
    content = held.getvalue()
    if not encryption:
        at = content.rindex(b"PK\x01\x02")
        content = content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]
    outcome = read("a.zip", content)
    assert outcome.end("open.txt") == ("read", None)
    assert outcome.end("shut.txt") == ("unreadable", "encrypted")
    assert outcome.end() == ("read", None)


def test_a_damaged_member_does_not_hide_the_others(read):
    """A wrong check sum ends a member as corrupt."""
    content = zipped({"a.txt": b"first 13800000000", "b.txt": b"second"}, zipfile.ZIP_STORED)
    outcome = read("a.zip", content.replace(b"first", b"fIrst", 1))
    assert outcome.end("a.txt")[1] == "corrupt"
    assert outcome.end("b.txt") == ("read", None)


def test_names_that_climb_are_only_names(read):
    """A path upwards is what a member is called and nothing else."""
    assert read("a.zip", zipped({"../../etc/x.txt": b"138"})).texts("../../etc/x.txt") == ["138\n"]


def test_a_truncated_archive(read):
    """An archive without its directory is reported."""
    content = zipped({"a.txt": b"x" * 5000, "b.txt": bytes(range(256)) * 30})
    assert read("a.zip", content[: len(content) // 2]).end() == ("unreadable", "truncated")


def test_a_truncated_gzip_gives_what_is_there(read):
    """The beginning of a cut-off file is read, and the end that is missing is told."""
    content = gzip.compress(b"".join(b"%d 13800000000\n" % (i * 7919) for i in range(400_000)))
    outcome = read("a.log.gz", content[: len(content) // 2])
    assert outcome.end("a.log") == ("partial", "truncated")
    assert outcome.texts("a.log")


def bomb(levels: int, size: int = 10 << 20) -> bytes:
    content = zipped({"zeros.txt": b"0" * size})
    for level in range(levels):
        content = zipped({f"{level}.zip": content})
    return content


def test_depth_is_limited(read):
    """A chain of archives ends at the eighth level."""
    outcome = read("a.zip", bomb(12, 10))
    reasons = [outcome.end(unit)[1] for unit in outcome.ends]
    assert reasons.count("limit_depth") == 1
    assert max(unit.count("!/") for unit in outcome.ends) == 8


def test_expansion_is_limited(tight, tmp_path):
    """A bomb is given up when it has grown beyond its share, and every unit around it says so."""
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({f"{i}.txt": b"0" * (4 << 20) for i in range(8)}))
    outcome = extract(tight(expanded_least=10 << 20, expanded_ratio=2), path)
    assert outcome.end() == ("partial", "limit_ratio")
    assert outcome.end("2.txt")[1] == "limit_ratio"
    assert "7.txt" not in outcome.ends


def test_members_are_limited(tight, tmp_path):
    """An archive of too many members is cut off, and says so."""
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{i}.txt": b"x" for i in range(60)}))
    outcome = extract(tight(entries=50), path)
    assert outcome.end() == ("partial", "limit_entries")
    assert len(outcome.ends) == 51


def test_overlapping_members(read):
    """Many members that share the same bytes are a trap: only the first is read."""
    content = zipped({"a.txt": b"138" * 100, "b.txt": b"138" * 100})
    directory = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", directory + 4)
    # the second entry points to the first member's bytes
    content = content[: second + 42] + struct.pack("<I", 0) + content[second + 46 :]
    outcome = read("a.zip", content)
    assert outcome.end("a.txt") == ("read", None)
    assert outcome.end("b.txt") == ("unreadable", "corrupt")
    assert outcome.end() == ("partial", "corrupt")


def test_held_bytes_are_limited(tight, tmp_path):
    """A nested archive that would have to be held whole is refused beyond the budget."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"in.zip": zipped({"x.txt": b"\x01" * (3 << 20)}, zipfile.ZIP_STORED)}))
    outcome = extract(tight(spool_bytes=1 << 20), path)
    assert outcome.end("in.zip") == ("unreadable", "limit_bytes")


def test_an_archive_with_a_program_before_it(read):
    """A zip that unpacks itself is read as the archive that it is, also inside another; other bytes of that name are not."""
    program = b"#!/bin/sh\nexec java -jar $0\n" + zipped({"a.txt": b"hello"})
    assert read("app.jar", program).texts("a.txt") == ["hello\n"]
    assert read("b.zip", zipped({"app.jar": program})).texts("app.jar!/a.txt") == ["hello\n"]
    assert read("no.zip", bytes(range(256)) * 8).end() == ("unreadable", "unsupported_type")
