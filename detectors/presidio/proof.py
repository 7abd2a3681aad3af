"""Decides without Presidio whether Presidio could report an entity in a text, so that it is imported for little else."""

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

PATTERNS: Final = Path(__file__).with_name("patterns.json")
"""The expressions of Presidio's recognizers by entity, as the pinned version has them; a test compares them."""
FLAGS: Final = re.DOTALL | re.MULTILINE | re.IGNORECASE
"""The flags that Presidio compiles them with."""
REGIONS: Final = ("US", "GB", "DE", "FR", "IL", "IN", "CA", "BR")
"""The regions whose telephone numbers Presidio looks for."""
LENIENCY: Final = 1
"""Presidio's default: numbers that are valid, not only possible."""

_BASE58: Final = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CONSTANTS: Final = (1, 0x2BC830A3)
"""What the remainder of a bech32 and of a bech32m address is (BIP 173, BIP 350)."""


def possible(name: str, text: str, shape: re.Pattern[str] | None, *, told: bool) -> bool:
    """Whether a result of the entity `name` that is worth reporting could stand in `text`.

    `told` says that one of the entity's words stands in the text or its label; without it only the places where `shape`
    matches count.
    """
    shaped = shape is not None and shape.search(text) is not None
    if not told and not shaped:
        return False
    if name == "PHONE_NUMBER":
        return shape is not None and _phone(text, shape)
    for pattern in _compiled(name):
        for match in pattern.finditer(text):
            if (told or (shape and shape.match(text, match.start()))) and (name != "CRYPTO" or is_wallet(match[0])):
                return True
    return False


@cache
def _compiled(name: str) -> tuple[Any, ...]:
    """The expressions of an entity, compiled by the engine that Presidio uses; imported only here for its size."""
    import regex

    return tuple(regex.compile(body, FLAGS) for body in _expressions()[name])


@cache
def _expressions() -> dict[str, list[str]]:
    known: dict[str, list[str]] = json.loads(PATTERNS.read_text(encoding="utf-8"))
    return known


def _phone(text: str, shape: re.Pattern[str]) -> bool:
    """Whether a valid number of one of the regions begins where the shape matches."""
    import phonenumbers

    return any(
        shape.match(text, match.start) is not None
        for region in REGIONS
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=LENIENCY)
    )


def is_wallet(text: str) -> bool:
    """Whether `text` is a Bitcoin address by its checksum: base58 (1…, 3…) or bech32 (bc1…)."""
    return _base58(text.encode()) if text[:1] in ("1", "3") else text.startswith("bc1") and _bech32(text)


def _base58(text: bytes) -> bool:
    bare = text.lstrip(b"1")
    number = 0
    for sign in bare:
        place = _BASE58.find(sign)
        if place < 0:
            return False
        number = number * 58 + place
    content = number.to_bytes(len(text) - len(bare) + (number.bit_length() + 7) // 8, "big")
    return sha256(sha256(content[:-4]).digest()).digest()[:4] == content[-4:]


def _bech32(text: str) -> bool:
    if text not in (text.lower(), text.upper()):
        return False
    prefix, _, data = text.lower().rpartition("1")
    if len(data) < 6 or len(text) > 90 or any(sign not in _BECH32 for sign in data):
        return False
    values = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    remainder = 1
    for value in (*values, *(_BECH32.index(sign) for sign in data)):
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            remainder ^= term if top >> bit & 1 else 0
    return remainder in _CONSTANTS
