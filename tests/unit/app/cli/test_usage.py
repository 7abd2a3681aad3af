"""Wrong command lines: one clear line in the reader's language, exit 2, and what was typed is not repeated."""

import pytest

from app.cli.main import COMMANDS, main
from app.cli.speech import chosen_lang, folded

WRONG = [
    ["scann"], ["--nope"], ["scan", "--nope"], ["scan", "--format", "xml", "x"], ["scan", "--sample", "0", "x"],
    ["scan", "--sample"], ["scan", "--jobs", "1000", "x"], ["scan", "--label", "lost", "x"], ["scan", "--fail-on", "x", "y"],
    ["scan", "--lang", "fr", "x"], ["scan", "--allow-partial=1", "x"], ["list"], ["list", "things"], ["audit"],
    ["audit", "verify"], ["audit", "export"], ["audit", "nope"], ["keys", "create", "--role", "king", "--name", "x"],
    ["keys", "create"], ["keys", "revoke"], ["serve", "--port", "0"], ["serve", "extra"], ["inspect", "a", "b"],
    ["explain"], ["policy", "check"], ["findings", "--limit", "-1"], ["postgresql://u:Geheim9@h/d"], ["scans", "Geheim9"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage(mishao, monkeypatch, arguments, lang):
    """One line, exit 2, no traceback, nothing on standard output, and no word of click's own English in Chinese."""
    monkeypatch.setenv("MISHAO_LANG", lang)
    got = mishao(*arguments)
    assert got.code == 2
    assert got.out == ""
    assert got.err.count("\n") == 1
    assert got.err.startswith("mishao: error: " if lang == "en" else "mishao：错误：")
    assert "Geheim9" not in got.err
    if lang == "zh":
        assert not {"There", "must", "missing", "Option", "Invalid"} & set(got.err.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help(mishao, monkeypatch, command, lang):
    """Every command has its help in both languages, folded to the terminal."""
    from wcwidth import wcswidth

    monkeypatch.setenv("MISHAO_LANG", lang)
    monkeypatch.setenv("COLUMNS", "80")
    got = mishao(*command.split(), "--help")
    assert (got.code, got.err) == (0, "")
    assert got.out.startswith("Usage: mishao" if lang == "en" else "用法：mishao")
    assert max(wcswidth(line) for line in got.out.splitlines()) <= 80
    assert ("显示本帮助" if lang == "zh" else "Show this help") in got.out


def test_version(mishao):
    """--version says the version of the project."""
    assert mishao("--version").out.startswith("mishao 0.")


def test_bad_setting(mishao, monkeypatch):
    """A setting that cannot be used is named; what it holds is not shown."""
    monkeypatch.setenv("MISHAO_PORT", "geheim")
    got = mishao("scans")
    assert got.code == 2
    assert "MISHAO_PORT" in got.err
    assert "geheim" not in got.err


def test_lang_is_read_before_the_command_line_is():
    """--lang counts wherever it stands, but not behind `--`."""
    assert chosen_lang(["scan", "x", "--lang", "zh"], "en") == "zh"
    assert chosen_lang(["--lang=en", "scan"], "zh") == "en"
    assert chosen_lang(["scan", "--", "--lang", "zh"], "en") == "en"
    assert chosen_lang(["scan", "--lang"], "zh") == "zh"


def test_folding_counts_cells():
    """Chinese folds by cells and never begins a line with closing punctuation; a long word is cut where it must be."""
    lines = folded("在文件、数据库与共享中发现暴露的个人信息，依规则作出判定。", 20)
    assert "".join(lines) == "在文件、数据库与共享中发现暴露的个人信息，依规则作出判定。"
    assert not any(line[0] in "，。、" for line in lines)
    assert folded("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_main_needs_no_arguments(mishao):
    """Without arguments the help is shown."""
    assert main is not None
    assert "scan" in mishao().out
