"""Text, tables of separated values and JSON with values replaced; all other characters, and the bytes, stay."""

import json
import re
from dataclasses import dataclass

from app.domain.units import UnreadReason
from app.extraction.blocks import HEAD
from app.extraction.cells import digits
from app.extraction.csv_ import sample_of
from app.extraction.encoding import bom_of, detect
from app.extraction.rewriting.rules import Rules
from app.extraction.tables import SAMPLE_CHARACTERS, dialect_of
from app.extraction.unread import Unread

TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?', re.DOTALL)
BETWEEN = " \t\r\n\x1e,"
DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what is needed to write it back as it was: its mark, and the codec of each line (or of all)."""

    text: str
    mark: bytes
    codecs: tuple[str, ...]

    def encoded(self, text: str) -> bytes:
        """The bytes of `text`, which has as many lines."""
        if len(self.codecs) == 1:
            return self.mark + _bytes(text, self.codecs[0])
        lines = text.split("\n")
        if len(lines) != len(self.codecs):
            raise Unread(UnreadReason.CORRUPT, "lines were lost")
        pairs = zip(lines, self.codecs, strict=True)
        return self.mark + b"\n".join(_bytes(line, codec) for line, codec in pairs)


def _bytes(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec, "surrogateescape")
    except UnicodeEncodeError:
        pass
    parts: list[bytes] = []
    for char in text:
        try:
            parts.append(char.encode(codec, "surrogateescape"))
        except UnicodeEncodeError:
            parts.append("?".encode(codec))
    return b"".join(parts)


def decoded(data: bytes) -> Decoded:
    """The text in `data`, so that `encoded` gives the same bytes again; Unread where it is none."""
    codec = detect(data[:HEAD])
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text")
    mark = data[: bom_of(data)[1]]
    body = data[len(mark) :]
    text = _exactly(body, codec)
    if text is not None:
        return Decoded(text, mark, (codec,))
    if codec.startswith(("utf-16", "utf-32")):
        raise Unread(UnreadReason.UNDECODABLE_BYTES, codec)
    lines = [_line(line, codec) for line in body.split(b"\n")]
    return Decoded("\n".join(line for line, _ in lines), mark, tuple(own for _, own in lines))


def _exactly(data: bytes, codec: str, errors: str = "strict") -> str | None:
    """`data` decoded, if encoding gives it back."""
    try:
        text = data.decode(codec, errors)
        return text if text.encode(codec, errors) == data else None
    except UnicodeError:
        return None


def _line(line: bytes, codec: str) -> tuple[str, str]:
    for candidate in dict.fromkeys((codec, "utf-8", "gb18030")):
        text = _exactly(line, candidate)
        if text is not None:
            return text, candidate
    text = _exactly(line, codec, "surrogateescape")
    # Latin-1 takes every byte as it is
    return (line.decode("latin-1"), "latin-1") if text is None else (text, codec)


def lines(data: bytes, rules: Rules) -> bytes:
    """A text, line by line."""
    content = decoded(data)
    return content.encoded(rules.lines(content.text))


def table(data: bytes, rules: Rules) -> bytes:
    """A table of separated values: a field that does not change keeps its quoting, one that does keeps its quotes."""
    content = decoded(data)
    sample = sample_of(data[:HEAD])
    dialect = dialect_of(sample, named=True, whole=len(data[:HEAD]) < SAMPLE_CHARACTERS)
    if dialect is None:
        return content.encoded(rules.lines(content.text))
    separator = dialect.separator
    stop = re.escape(separator)
    field = re.compile(rf'"([^"]*(?:""[^"]*)*)("?)([^{stop}\r\n]*)|([^{stop}\r\n]+)')

    def change(match: re.Match[str]) -> str:
        quoted, close, rest, plain = match.groups()
        if plain is not None:
            new = rules.replace(plain)
            if new != plain and ('"' in new or separator in new):
                return '"' + new.replace('"', '""') + '"'
            return new
        value = quoted.replace('""', '"') + rest
        new = rules.replace(value)
        return match[0] if new == value else '"' + new.replace('"', '""') + (close or "")

    return content.encoded(field.sub(change, content.text))


def document(data: bytes, rules: Rules) -> bytes:
    """JSON documents: strings and numbers are replaced, everything between them stays; lines where it is none."""
    content = decoded(data)
    text = _Json(rules).change(content.text) if _is_json(content.text) else rules.lines(content.text)
    return content.encoded(text)


def documents(data: bytes, rules: Rules) -> bytes:
    """JSON lines; a line that is no JSON is taken as text."""
    content = decoded(data)
    changing = _Json(rules)
    out = [changing.change(line) if _is_json(line) else rules.lines(line) for line in content.text.split("\n")]
    return content.encoded("\n".join(out))


def _is_json(text: str) -> bool:
    """Whether `text` is made of JSON documents."""
    at = 0
    try:
        while True:
            while at < len(text) and text[at] in BETWEEN:
                at += 1
            if at >= len(text):
                return True
            _, at = DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return False


class _Json:
    """Replaces in JSON; two keys never become one."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._keys: dict[str, str] = {}
        self._taken: set[str] = set()

    def change(self, text: str) -> str:
        return TOKEN.sub(self._token, text)

    def _token(self, match: re.Match[str]) -> str:
        raw, colon = match[1], match[2] or ""
        if raw is None:
            shown = digits(match[0])
            new = self._rules.replace(shown)
            return match[0] if new == shown else json.dumps(new, ensure_ascii=False)
        value = json.loads(raw, strict=False)
        new = self._rules.replace(value)
        if new == value:
            return match[0]
        if colon:
            new = self._key(value, new)
        ascii_only = raw.isascii() and "\\u" in raw
        try:
            new.encode()
        except UnicodeEncodeError:
            ascii_only = True
        return json.dumps(new, ensure_ascii=ascii_only) + colon

    def _key(self, value: str, new: str) -> str:
        known = self._keys.get(value)
        if known is None:
            known, number = new, 2
            while known in self._taken:
                known, number = f"{new}#{number}", number + 1
            self._taken.add(known)
            self._keys[value] = known
        return known
