"""Trigger bytes are derived from the patterns, and no match is without one."""

import random

import hyperscan
import pytest

from detectors.engine.gates import FLAGS
from detectors.engine.registry import detectors
from detectors.engine.triggers import EVERY, needed

PATTERNS = [
    pytest.param(pattern.expression, id=f"{spec.id}-{place}")
    for spec in detectors()
    for place, pattern in enumerate((*spec.patterns, *spec.labelled))
]


def matches(expression: bytes, text: bytes) -> bool:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=[expression], ids=[0], flags=FLAGS)
    seen: list[int] = []
    database.scan(text, match_event_handler=lambda *found: seen.append(found[0]))
    return bool(seen)


@pytest.mark.parametrize("expression", PATTERNS)
def test_no_match_without_a_trigger(expression: bytes) -> None:
    """A text made of every byte but the triggers never matches."""
    triggers = needed(expression)
    rest = sorted(EVERY - triggers)
    if not rest:
        return
    made = random.Random(1)
    assert not matches(expression, b"\n" + bytes(made.choices(rest, k=20000)) + b"\n")


def test_known_sets() -> None:
    """An alternation needs one of each branch, a class gives its bytes, an option gives nothing."""
    assert needed(rb"[^0-9](?:@|\$)x?") == frozenset(b"@$")
    assert needed(rb"[AB]?\d{2}") == frozenset(b"0123456789")
    assert needed(rb"(?i:q)q*") == frozenset(b"qQ")
    assert needed(rb"a*") == EVERY
    assert needed(rb"\n\n") == EVERY
