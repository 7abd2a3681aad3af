"""Text from outside made safe to show: names of files can carry terminal escapes, broken bytes and bidi tricks."""

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: format characters that Persian and Indian scripts and emoji need, and that move nothing."""


def visible(text: str) -> str:
    r"""`text` with every control, override and undecodable byte written out (`\x1b`, `\u202e`), so that it acts on
    no terminal and can be encoded; everything else stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _safe(char) else _written_out(char) for char in text)


def encodable(text: str) -> str:
    r"""`text` with undecodable bytes written out (`\xff`), all else untouched: for formats that escape by themselves."""
    if text.isascii():
        return text
    return "".join(_written_out(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def _safe(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char) not in UNSAFE


def _written_out(char: str) -> str:
    number = ord(char)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that surrogateescape kept
        number -= 0xDC00
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
