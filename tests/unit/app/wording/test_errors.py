"""Errors in both languages: every one is raised with a text that can be said in Chinese and in English."""

import ast
import pickle
import re
import string
from functools import lru_cache
from pathlib import Path

import pytest

from app.errors import AppError, Both, TargetError
from app.wording.catalogue import in_lang, reason_of, say, texts, told
from detectors.errors import DetectorError
from policies.errors import PolicyError

ROOT = Path(__file__).parents[4]
BILINGUAL = {"told", "say", "Both"}
"""What makes the text of an error: a key of the catalogue, a text said already, or both texts."""
PAIRED = {"PolicyError", "DetectorError"}
HAN = re.compile("[\u4e00-\u9fff]")


def family(kind):
    """The names of `kind` and of everything below it."""
    return {kind.__name__}.union(*(family(each) for each in kind.__subclasses__()))


@lru_cache(maxsize=1)
def calls():
    """Every call in the product: its place, the function it stands in, the name called, and the call."""
    found = []
    for root in ("app", "policies", "detectors"):
        for path in sorted((ROOT / root).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            owners = {}
            for scope in ast.walk(tree):
                if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
                    owners.update(dict.fromkeys(ast.walk(scope), scope))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    name = called(node)
                    found.append((f"{path.relative_to(ROOT)}:{node.lineno}", owners.get(node, tree), name, node))
    return found


def called(node):
    """The name of the function or class that a call calls."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def speaks(node, scope):
    """Whether an expression is a text in both languages; a name is what is assigned to it where it stands.

    The message of another error is one already.
    """
    if isinstance(node, ast.Call):
        return called(node) in BILINGUAL
    if isinstance(node, ast.Attribute):
        return node.attr == "message"
    if isinstance(node, ast.IfExp):
        return speaks(node.body, scope) and speaks(node.orelse, scope)
    if isinstance(node, ast.Name):
        given = [
            each.value
            for each in ast.walk(scope)
            if isinstance(each, ast.Assign) and any(getattr(name, "id", "") == node.id for name in each.targets)
        ]
        return bool(given) and all(speaks(value, scope) for value in given)
    return False


def test_every_error_is_raised_with_a_text_in_both_languages():
    """No error of the application is made from a text that stands in one language only."""
    kinds = family(AppError)
    made = [(place, scope, node) for place, scope, name, node in calls() if name in kinds]
    assert len(made) > 80
    wrong = [place for place, scope, node in made if len(node.args) != 1 or not speaks(node.args[0], scope)]
    assert wrong == []


def test_every_policy_or_detector_error_has_its_chinese():
    """Errors below the application carry two texts, and what is written out as the second one is Chinese."""
    made = [(place, node.args) for place, _, name, node in calls() if name in PAIRED]
    assert len(made) > 20
    for place, args in made:
        if len(args) == 1:
            assert isinstance(args[0], ast.Starred), place
            continue
        assert len(args) == 2, place
        written = [part.value for part in ast.walk(args[1]) if isinstance(part, ast.Constant)]
        assert isinstance(args[1], ast.Subscript | ast.Name) or HAN.search("".join(map(str, written))), place


def test_every_text_gets_the_fields_it_has():
    """What is handed to `told` are exactly the fields of the text."""
    written = [(place, node) for place, _, name, node in calls() if name == "told"]
    assert len(written) > 150
    wrong = []
    for place, node in written:
        if isinstance(node.args[0], ast.Constant) and all(each.arg for each in node.keywords):
            parts = string.Formatter().parse(texts(node.args[0].value)["en"])
            if {name for _, name, _, _ in parts if name is not None} != {each.arg for each in node.keywords}:
                wrong.append(place)
    assert wrong == []


def test_a_text_is_said_in_the_language_of_its_reader():
    """An error's text is English as a string and Chinese for who reads Chinese, the texts inside it too."""
    reason = told("connectors.no_answer")
    message = TargetError(told("connectors.unreached", target="mysql://db/crm", reason=reason)).message
    assert str(message) == "mysql://db/crm cannot be reached: no answer in time"
    assert in_lang("en", message) == str(message)
    assert in_lang("zh", message) == "mysql://db/crm 无法连接：未及时应答"
    assert say("zh", "connectors.unread", target="x", reason=reason) == "x 无法读取：未及时应答"


def test_both_texts_side_by_side():
    """A room that cannot look into the catalogue gives both texts."""
    text = Both("no key", "没有密钥")
    assert (str(text), in_lang("en", text), in_lang("zh", text)) == ("no key", "no key", "没有密钥")


def test_other_text_is_left_alone():
    """What is no text of ours is shown as it is in either language."""
    assert in_lang("zh", "/srv/share") == "/srv/share"


@pytest.mark.parametrize(
    "error",
    [
        TargetError(told("connectors.unread", target="x", reason=told("connectors.no_answer"))),
        TargetError(Both("no key", "没有密钥")),
    ],
)
def test_the_language_is_still_open_in_another_process(error):
    """An error that crossed a process border can still be said in both languages."""
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is TargetError
    assert str(back) == str(error)
    assert in_lang("zh", back.message) == in_lang("zh", error.message) != str(error)


@pytest.mark.parametrize("kind", [PolicyError, DetectorError])
def test_errors_below_the_application_keep_both_texts(kind):
    """A policy or detector error is English as a string, and holds both texts on the other side of a process border."""
    back = pickle.loads(pickle.dumps(kind("wrong field", "字段有误")))
    assert str(back) == "wrong field"
    assert back.texts == {"en": "wrong field", "zh": "字段有误"}


def test_reasons_of_the_system():
    """Common errors of the operating system are said in both languages, with its own words in English."""
    with pytest.raises(FileNotFoundError) as caught:
        Path("/nowhere/at/all").read_bytes()
    reason = reason_of(caught.value)
    assert reason == caught.value.strerror
    assert in_lang("zh", reason) == "文件或文件夹不存在"
    assert reason_of(OSError("odd")) == "OSError"
