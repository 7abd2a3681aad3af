"""What stands in the place of a value: its mask, or a pseudonym that only the holder of the root key could make again."""

import hashlib
from collections.abc import Callable, Iterable

from app.extraction.rewriting.rules import OPAQUE, Reach, Rule
from app.scanning.detecting import Detecting
from app.scanning.sightings import Sighting

Keyed = Callable[[str, str], str]
"""Makes 20 hex digits of two strings that nobody makes without the key (`KeyRing.keyed_id`)."""
PURPOSE = "pseudonym"
WORDS = frozenset(
    {"state.secret", "biz.trade_secret", "biz.customer_list", "auth.password", "person.dob", "fin.card_secret"}
)
"""Values that are ordinary words or figures elsewhere: replaced only where they were found."""
SECRET = frozenset({"state.secret", "biz.trade_secret", "biz.customer_list", "auth.password", "auth.key"})
"""Nothing of them is shown, and no pseudonym stands for them."""
NAMED = {"person.name": "用户", "contact.address": "地址", "org.name": "单位"}
LATER = (OPAQUE, "[…]", "")
"""What is put where a first replacement still looks like data, one after another."""
LEAST = 6
LONG_NAME, LONG_ADDRESS = 3, 8


class Replacements:
    """Makes the rules of one run; the same value has the same replacement in all of them."""

    def __init__(self, engine: Detecting, keyed: Keyed | None) -> None:
        """`keyed` makes pseudonyms; without it values are masked."""
        self._engine, self._keyed = engine, keyed
        self._made: dict[str, str] = {}

    def rules(self, sightings: Iterable[Sighting], turn: int) -> list[Rule]:
        """The rules for what was found in turn number `turn` (0: the file itself, then the copies made of it)."""
        if turn:
            later = LATER[min(turn, len(LATER)) - 1]
            values = dict.fromkeys(seen.value for seen in sightings)
            if turn == 1:
                # a value that did not stand as it was read keeps its replacement, and is sought everywhere
                return [Rule(value, self._made.get(value, later), "word") for value in values]
            return [Rule(value, later, "bare") for value in values]
        return list(dict.fromkeys(self._rule(seen) for seen in sightings))

    def _rule(self, seen: Sighting) -> Rule:
        new = self._made.setdefault(seen.value, self._new(seen))
        if reach_of(seen.infotype, seen.value) == "word":
            return Rule(seen.value, new, "word", whole=True)
        whole = seen.infotype not in WORDS
        return Rule(seen.value, new, "near", whole, seen.left, seen.right, seen.left_edge, seen.right_edge)

    def _new(self, seen: Sighting) -> str:
        if seen.infotype in SECRET:
            return OPAQUE
        if self._keyed is not None:
            return pseudonym(seen.infotype, seen.value, self._keyed(PURPOSE, seen.fingerprint))
        mask = self._engine.mask(seen.kind, seen.value)
        return OPAQUE if not mask or seen.value in mask else mask


def reach_of(infotype: str, value: str) -> Reach:
    """How far a replacement goes: `word` for what identifies wherever it stands, `near` for what may be a word."""
    if infotype in WORDS:
        return "near"
    if infotype == "person.name":
        least = LEAST if value.isascii() else LONG_NAME
    else:
        least = LONG_ADDRESS if infotype in NAMED else LEAST
    return "word" if len(value) >= least or "@" in value else "near"


def pseudonym(infotype: str, value: str, keyed: str) -> str:
    """What stands for `value`, made of the hex digits `keyed`; of a form that is never a valid value.

    A mobile begins with 10, 11 or 12, numbers with 00, so that no region, issuer or check digit fits; an address of
    a mailbox has no domain; an IP address lies in 0.0.0.0/8 (RFC 791: "this network").
    """
    stream = _stream(keyed)
    if infotype in NAMED:
        return NAMED[infotype] + keyed[:8]
    if infotype == "contact.email":
        return f"user{keyed[:8]}@masked"
    if infotype == "person.dob":
        return "".join("*" if char.isdigit() else char for char in value)
    if infotype == "contact.mobile":
        digits = sum(char.isdigit() for char in value)
        first = f"1{stream[0] % 3}"
        return _filled(value, first + "".join(str(byte % 10) for byte in stream), skip=max(0, digits - 11))
    if infotype == "dev.ip":
        return "0." + ".".join(str(byte) for byte in stream[:3])
    figures = "00" + "".join(str(byte % 10) for byte in stream)
    letters = "X" + "".join(chr(65 + byte % 26) for byte in reversed(stream))
    return _shaped(value, figures, letters)


def _stream(keyed: str) -> bytes:
    """Bytes enough for any value: what is keyed stays keyed under a hash."""
    return hashlib.sha512(bytes.fromhex(keyed)).digest()


def _filled(value: str, figures: str, skip: int) -> str:
    """`value` with its digits after the first `skip` taken from `figures`."""
    out: list[str] = []
    seen = 0
    for char in value:
        if char.isdigit():
            out.append(char if seen < skip else figures[seen - skip])
            seen += 1
        else:
            out.append(char)
    return "".join(out)


def _shaped(value: str, figures: str, letters: str) -> str:
    """`value` with digits for digits and letters for letters, all else kept."""
    out: list[str] = []
    digits = signs = 0
    for char in value:
        if char.isdigit():
            out.append(figures[digits % len(figures)])
            digits += 1
        elif char.isalpha():
            letter = letters[signs % len(letters)]
            out.append(letter.lower() if char.islower() else letter)
            signs += 1
        else:
            out.append(char)
    return "".join(out)
