"""What a detector declares about itself: patterns, check, points, words, mask; the engine does the rest."""

from dataclasses import dataclass
from typing import Literal

NOT_DIGIT = "[^0-9]"
NOT_WORD = "[^0-9A-Za-z]"

Value = Literal["", "digits", "date", "token", "name", "secret", "assigned"]
"""Which part of a match is the value: all of it, the last run of digits, date bytes and so on, or what is assigned."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A Hyperscan expression in byte mode.

    `left` and `right` are the neighbour classes that stand before and behind the core: one byte is consumed on a
    side that has one and taken off the span afterwards. `value` says which tail of the core is the value.
    """

    core: str
    left: str = ""
    right: str = ""
    value: Value = ""

    @property
    def expression(self) -> bytes:
        """The expression that Hyperscan compiles: characters beyond ASCII stand as escaped UTF-8 bytes."""
        return escaped(f"{self.left}(?:{self.core}){self.right}")


def escaped(expression: str) -> bytes:
    """`expression` in ASCII, each other character as the group of its escaped UTF-8 bytes."""
    out = []
    for char in expression:
        if ord(char) < 128:
            out.append(char)
        else:
            out.append("(?:" + "".join(f"\\x{byte:02x}" for byte in char.encode()) + ")")
    return "".join(out).encode("ascii")


def number(core: str, value: Value = "") -> Pattern:
    """A pattern with no digit on either side."""
    return Pattern(core, NOT_DIGIT, NOT_DIGIT, value)


def word(core: str, value: Value = "") -> Pattern:
    """A pattern with no ASCII letter or digit on either side."""
    return Pattern(core, NOT_WORD, NOT_WORD, value)


def whole(core: str) -> Pattern:
    """A pattern that fills its cell or line."""
    return Pattern(core, "\\n", "\\n")


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """One detector.

    `patterns` run everywhere, `labelled` only in chunks whose label names the infotype, `kernel` is the routine that
    finds candidates without a pattern. `check` names the vectorised check; `base` is what the form is worth,
    `check_points` what a passed check adds. `canonical` says how the value is spelled before it is fingerprinted,
    `mask` how it is shown. `context` and `counter` are words near a match, `labels` names of columns that hold the
    values, `counter_labels` names of columns that hold something else of the same form. `share` says whether the
    part of a column that matches counts.
    """

    id: str
    infotype: str
    zh: str
    en: str
    base: int
    patterns: tuple[Pattern, ...] = ()
    labelled: tuple[Pattern, ...] = ()
    kernel: str = ""
    check: str = "none"
    check_points: int = 0
    canonical: str = "text"
    mask: str = "edge"
    context: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    counter_labels: tuple[str, ...] = ()
    share: bool = True

    def title(self, lang: str) -> str:
        """The name in `lang` (zh or en)."""
        return self.zh if lang == "zh" else self.en
