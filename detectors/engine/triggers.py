"""Bytes that a text must hold for an expression to match: derived from the expression, so that they cannot rot."""

import re
import re._constants as op  # type: ignore[import-not-found] # the parser of re has no stubs
import re._parser as parser  # type: ignore[import-not-found] # as above
from typing import Any

Bytes256 = frozenset[int]
EVERY: Bytes256 = frozenset(range(256))
LINE_FEED = 10
_COMMON = b"etaoinsrhldcumfpgwybv0123456789.,:/-_=\"'"


def cost(bytes_: Bytes256) -> int:
    """How likely a text is to hold one of the bytes: small is rare."""
    if LINE_FEED in bytes_:
        return cost(EVERY - {LINE_FEED}) + 1
    return sum(200 if byte == 32 else 40 if byte in _COMMON else 6 if byte < 128 else 3 for byte in bytes_)


def _cases(byte: int, flags: int) -> Bytes256:
    char = bytes([byte])
    return frozenset((char.lower()[0], char.upper()[0])) if flags & re.IGNORECASE else frozenset((byte,))


def _class_of(items: list[Any], flags: int) -> Bytes256:
    """The bytes of a character class."""
    found: set[int] = set()
    negated = False
    for code, value in items:
        if code is op.NEGATE:
            negated = True
        elif code is op.LITERAL:
            found |= _cases(value, flags)
        elif code is op.RANGE:
            for byte in range(value[0], value[1] + 1):
                found |= _cases(byte, flags)
        elif code is op.CATEGORY:
            found |= _category(value)
    return frozenset(EVERY - found) if negated else frozenset(found)


def _category(value: Any) -> Bytes256:
    tests = {
        op.CATEGORY_DIGIT: rb"\d",
        op.CATEGORY_SPACE: rb"\s",
        op.CATEGORY_WORD: rb"\w",
        op.CATEGORY_NOT_DIGIT: rb"\D",
        op.CATEGORY_NOT_SPACE: rb"\S",
        op.CATEGORY_NOT_WORD: rb"\W",
    }
    pattern = re.compile(tests[value])
    return frozenset(byte for byte in range(256) if pattern.match(bytes([byte])))


def _needed(items: Any, flags: int) -> Bytes256:
    """The rarest set of which a match of the whole sequence holds at least one byte; EVERY where there is none."""
    best = EVERY
    for code, value in items:
        here = EVERY
        if code is op.LITERAL:
            here = _cases(value, flags)
        elif code is op.IN:
            here = _class_of(value, flags)
        elif code is op.SUBPATTERN:
            here = _needed(value[3], (flags | value[1]) & ~value[2])
        elif code is op.BRANCH:
            here = frozenset().union(*(_needed(branch, flags) for branch in value[1]))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
            here = _needed(value[2], flags)
        if cost(here) < cost(best):
            best = here
    return best


def needed(expression: bytes) -> Bytes256:
    """The rarest set of bytes of which every match of `expression` holds one; every byte where none is needed.

    The line feed is never among them: it is our own padding and stands in every buffer.
    """
    parsed = parser.parse(expression)
    found = _needed(parsed, parsed.state.flags)
    return EVERY if LINE_FEED in found else found
