"""Details: what parsers, connectors and probes wrote in English is said in Chinese to who reads Chinese."""

import ast
import re
from pathlib import Path

import pytest

from app.wording.catalogue import told
from app.wording.details import detail_in

ROOT = Path(__file__).parents[4]
HAN = re.compile("[\u4e00-\u9fff]")
CARRIERS = {"Unread", "partial", "ChildDied"}


def sample(node):
    """What a literal or f-string would say, with a number in every field; None for other expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def written():
    """Every detail that a parser writes out, with its place."""
    for path in sorted((ROOT / "app" / "extraction").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) == 2:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                text = sample(node.args[1]) if name in CARRIERS else None
                if text and " " in text:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def test_every_detail_of_a_parser_has_its_chinese():
    """No parser writes a detail that a Chinese report would show in English."""
    found = list(written())
    assert len(found) > 20
    assert [place for place, text in found if not HAN.search(detail_in("zh", text))] == []


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ("Permission denied", "权限不足"),
        ("folder not listed: Permission denied", "文件夹无法列出：权限不足"),
        ("no answer in time after 500 rows", "未及时应答（已读 500 行）"),
        ("binary columns not read: photo, 签名", "二进制列未读取：photo, 签名"),
        ("mode 0640, group staff with 12 members", "权限 0640，组 staff，12 名成员"),
        ("internal error: KeyError", "内部错误：KeyError"),
    ],
)
def test_a_stored_detail_is_recognised(detail, said):
    """A detail is said in Chinese with its figures and names as they are, and the detail inside it too."""
    assert detail_in("zh", detail) == said
    assert detail_in("en", detail) == detail


def test_a_name_inside_a_detail_is_no_detail():
    """A column that is called like a detail keeps its name."""
    assert detail_in("zh", "binary columns not read: socket") == "二进制列未读取：socket"


def test_what_is_not_known_stays():
    """A detail that the catalogue lacks, and an empty one, are shown as they are."""
    assert detail_in("zh", "XMLSyntaxError") == "XMLSyntaxError"
    assert detail_in("zh", "") == ""


def test_a_text_that_knows_its_key_needs_no_search():
    """A detail that did not go through the store is said by its key."""
    assert detail_in("zh", told("connectors.bytes_came", size=1, expected=2)) == "只收到 2 字节中的 1 字节"
