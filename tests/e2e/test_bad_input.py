"""Bad input: one clear line, the right exit code, never a traceback, and a broken file never stops a scan."""

import json
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.e2e import estate

SECRET = "Geheim9"


def broken(folder):
    """Files that cannot be read, or only in part, beside one that can."""
    estate.make(folder)
    dice = random.Random(5)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04" + dice.randbytes(300))
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04" + dice.randbytes(300))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + dice.randbytes(300))
    (folder / "noise.bin").write_bytes(dice.randbytes(3000))
    (folder / "empty.txt").touch()
    with zipfile.ZipFile(folder / "cut.zip", "w") as archive:
        archive.writestr("a.txt", "x" * 100_000)
    data = (folder / "cut.zip").read_bytes()
    (folder / "cut.zip").write_bytes(data[: len(data) // 2])
    (folder / "outside").symlink_to("/etc")
    os.mkfifo(folder / "pipe")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["scan", "/no/such/place"], "/no/such/place"),
        (["scan", "gopher://host/x"], "gopher"),
        (["scan", f"postgresql://u:{SECRET}@127.0.0.1:1/db"], "127.0.0.1"),
        (["scan", f"mysql://u:{SECRET}@127.0.0.1:1/db"], "127.0.0.1"),
        (["scan", f"postgresql://u:{SECRET}@[::1/db"], "URL"),
        (["scan", "sqlite:////no/such/file.db"], "file.db"),
        (["scan", "."], ""),
        (["scan", ".", "--store", f"postgresql://u:{SECRET}@127.0.0.1:1/db"], "store"),
        (["scan", ".", "--store", "oracle://x"], "oracle"),
        (["scan", ".", "--format", "docx"], "--format"),
        (["scan", "--resume", "s_nothing"], "mishao scans"),
        (["explain", "f_nothing"], "mishao findings"),
        (["findings", "--scan", "s_nothing"], ""),
        (["audit", "verify", "/no/such/export"], "/no/such/export"),
        (["audit", "verify", "/etc/hostname"], "hostname"),
        (["audit", "export", "-o", "/proc/none/export"], "/proc"),
        (["audit", "export", "--scan", "s_nothing", "-o", "x"], "mishao scans"),
        (["policy", "check", "/no/such/folder"], "/no/such/folder"),
        (["policy", "check", "."], "pack.yaml"),
        (["keys", "revoke", "k_nothing"], "mishao keys list"),
        (["inspect", "/no/such/file"], "/no/such/file"),
        (["serve", "--host", "no.such.host.invalid"], "no.such.host.invalid"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_one_line(mishao, arguments, names):
    """What, where and what to do in one line on standard error; the exit code is that of the table; no password."""
    fine = {("scan", "."), ("findings", "--scan", "s_nothing")}
    got = mishao(*arguments)
    assert "Traceback" not in got.stderr + got.stdout
    assert SECRET not in got.stderr + got.stdout
    if tuple(arguments) in fine:
        assert got.returncode in {0, 4}
        return
    assert got.returncode == (3 if arguments[:2] == ["audit", "verify"] and "/etc" in arguments[2] else 2), got.stderr
    assert got.stdout == ""
    assert got.stderr.startswith("mishao: error: ")
    assert got.stderr.count("\n") <= 2
    assert names in got.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scan", "/no/such/place"], "/no/such/place 不存在；请检查路径"),
        (
            ["scan", f"mysql://u:{SECRET}@127.0.0.1:1/db"],
            "mysql://127.0.0.1:1/db 无法连接：连接被拒绝；服务器是否在运行？",
        ),
        (["scan", ".", "--store", "sqlite:////proc/none/x.db"], "存储 /proc/none/x.db 无法打开：文件或文件夹不存在。"),
        (["explain", "f_nothing"], "存储中没有这条发现；可用 mishao findings 列出"),
        (["audit", "verify", "/etc"], "导出 /etc 未通过验证：缺少 key.pem。"),
        (["policy", "check", "/etc/apt"], "pack.yaml：apt 中没有 pack.yaml；规则包是含有它的文件夹"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_one_line_in_chinese(mishao, arguments, said):
    """Who asked for Chinese is told in Chinese, down to what the system and the server answered."""
    got = mishao(*arguments, "--lang", "zh")
    assert got.returncode in {2, 3}
    assert got.stderr.strip().endswith(said)
    assert SECRET not in got.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MISHAO_PORT", "eighty"),
        ("MISHAO_ROOT_KEY", "c2hvcnQ="),
        ("MISHAO_ROOT_KEY", "%%%"),
        ("MISHAO_STORE", "nonsense"),
        ("MISHAO_HOME", "/proc/none"),
    ],
)
def test_bad_settings(mishao, share, variable, value):
    """A setting that cannot be used: one line, exit 2."""
    got = mishao("scan", share, **{variable: value})
    assert got.returncode == 2
    assert got.stderr.count("\n") == 1
    assert got.stderr.startswith("mishao: error: ")


def test_root_key_that_others_can_read(mishao, share):
    """A root key with loose permissions is refused with the remedy."""
    assert mishao("scans").returncode == 0
    (mishao.folder / "config" / "root.key").chmod(0o644)
    got = mishao("scan", share)
    assert got.returncode == 2
    assert "chmod 600" in got.stderr


def test_bad_rule_file(mishao, tmp_path):
    """A broken rule file is named with its fault."""
    (tmp_path / "pack.yaml").write_text("id: [", encoding="utf-8")
    got = mishao("policy", "check", tmp_path)
    assert got.returncode == 2
    assert "pack.yaml" in got.stderr
    assert "Traceback" not in got.stderr


def test_broken_files_stop_nothing(mishao, tmp_path):
    """Every unit ends in one state with a reason, what can be read is read, and the scan is partial: exit 4."""
    folder = tmp_path / "mess"
    broken(folder)
    got = mishao("scan", folder, "--format", "json", "--no-names")
    assert got.returncode == 4, got.stderr
    report = json.loads(got.stdout)
    coverage = report["coverage"]
    assert coverage["units"] == sum(coverage[state] for state in ("read", "partial", "unreadable", "skipped"))
    unread = {Path(each["unit"].partition("!/")[0]).name: each for each in coverage["unread"]}
    assert {"broken.zip", "broken.xlsx", "noise.bin", "cut.zip", "pipe", "outside"} <= set(unread)
    assert all(each["reason"] for each in coverage["unread"])
    assert "empty.txt" not in unread
    assert {each["infotype"] for each in report["findings"]} >= {"cn.id_card", "contact.mobile"}
    assert "Traceback" not in got.stderr
    allowed = mishao("scan", folder, "--no-names", "--allow-partial", "--fail-on", "critical")
    assert allowed.returncode == 0, allowed.stderr
    assert "not read in full" in allowed.stderr


BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Root without the right to pass over permissions."""


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="no setpriv (apt-get install util-linux)")
def test_unreadable_file(mishao, share):
    """A file without read permission is a unit that was not read."""
    (share / "客户.csv").chmod(0)
    got = mishao("scan", share, "--format", "json", before=BOUND if os.geteuid() == 0 else ())
    assert got.returncode == 4
    assert json.loads(got.stdout)["coverage"]["unread"][0]["reason"] == "access_denied"
