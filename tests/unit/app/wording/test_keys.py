"""The terms: every text exists in both languages with the same fields, and every key that code uses exists."""

import ast
import re
import string
from functools import lru_cache
from pathlib import Path

import pytest

from app.domain.exposure import ExposureState
from app.domain.scans import ScanStatus
from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.wording import catalogue
from detectors.infotypes import catalogue as infotypes
from detectors.model import Confidence
from policies.verdicts import Action, Severity

ROOT = Path(__file__).parents[4]
SPEAKERS = {"say", "told", "texts", "heading", "option"}
OWN = ("cli", "html", "report", "sarif")
"""Rooms whose keys are all written out in app/cli and app/exporters, so that one nobody uses is left over."""


@lru_cache(maxsize=1)
def trees():
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "app").rglob("*.py")}


def pattern_of(node):
    """A regular expression for the keys that an expression can stand for; None where it is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_]+" for part in node.values
        )
    return None


def spoken():
    """Each expression handed to a function that speaks, as a pattern, with its place."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SPEAKERS:
                for argument in [*node.args, *(each.value for each in node.keywords)]:
                    pattern = pattern_of(argument)
                    if pattern and re.match(r"[a-z]+\\\.", pattern):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", pattern


@pytest.mark.parametrize("key", sorted(catalogue.keys()))
def test_both_languages(key):
    """A text has exactly zh and en, neither empty, with the same fields to fill in."""
    texts = catalogue.texts(key)
    assert set(texts) == {"zh", "en"}
    assert all(text.strip() for text in texts.values())
    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in texts.values()]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("key", sorted(catalogue.keys()))
def test_chinese_is_chinese(key):
    """The Chinese text of a sentence is not left in English."""
    texts = catalogue.texts(key)
    if " " in texts["en"].strip():
        assert re.search("[\u4e00-\u9fff（），。：；]", texts["zh"])


def test_every_key_used_exists():
    """No speaking call names a key that is in no wording file."""
    known = catalogue.keys()
    used = list(spoken())
    assert len(used) > 100
    missing = [f"{place} {pattern}" for place, pattern in used if not any(re.fullmatch(pattern, key) for key in known)]
    assert missing == []


def test_no_key_is_left_over():
    """Every key of the command line and the report is used by some line of code."""
    written = set()
    for tree in trees().values():
        written |= {pattern for node in ast.walk(tree) if (pattern := pattern_of(node)) and "." in pattern}
    families = {call.args[1].value for call in _named_calls()}
    written |= {rf"report\.{family}_[a-z0-9_]+" for family in families}
    # a key made of nothing but fields would excuse every other
    named = re.compile(rf"({'|'.join(OWN)})\\\.[a-z]")
    whole = re.compile("|".join(each for each in written if named.match(each)))
    left = [
        key
        for key in sorted(catalogue.keys())
        if key.startswith(tuple(f"{room}." for room in OWN)) and not whole.fullmatch(key)
    ]
    assert left == []


def _named_calls():
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "named":
                yield node


@pytest.mark.parametrize(
    ("family", "values"),
    [
        ("report.state", [each.value for each in ExposureState]),
        ("report.reason", [each.value for each in UnreadReason]),
        ("report.unit", [each.value for each in UnitStatus]),
        ("report.note", [each.value for each in UnitNote]),
        ("report.status", [each.value for each in ScanStatus]),
        ("report.severity", [each.label for each in Severity]),
        ("report.action", [each.label for each in Action]),
        ("report.confidence", [each.label for each in Confidence]),
        ("cli.stage", ["plan", "read", "finish"]),
        ("cli.sensitivity", sorted({each.under(profile) for each in infotypes().values() for profile in ("current", "strict")})),
    ],
)  # fmt: skip
def test_vocabularies_are_covered(family, values):
    """Every word of a fixed vocabulary has a name in both languages."""
    assert {f"{family}_{value}" for value in values} <= catalogue.keys()


def evidence_codes():
    """Every evidence code that connectors and probes write out: the second argument, or the one of that name."""
    for path, tree in trees().items():
        if not {"exposure", "connectors"} & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                second = node.args[1:2] if name in {"Exposure", "_anonymous"} else []
                named = [each.value for each in node.keywords if each.arg == "evidence"]
                yield from (
                    each.value
                    for each in [*second, *named]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )


def test_evidence_is_said_in_words():
    """Every kind of evidence of exposure has its words in both languages."""
    codes = set(evidence_codes())
    assert len(codes) > 15
    assert {f"report.evidence_{code}" for code in codes} <= catalogue.keys()
