"""JSON documents and JSON lines: values as columns by path, keys scanned too."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.domain.units import UnitNote, UnreadReason
from app.extraction.blocks import HEAD, Utf8Blocks
from app.extraction.cells import TABLE_SHIFT, LineFeed, digits
from app.extraction.encoding import detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.paths import PathColumns, plain
from app.extraction.unread import Unread

FORMATS = (
    Format("json", (".json", ".geojson", ".har", ".ipynb"), "path"),
    Format("jsonl", (".jsonl", ".ndjson"), "path"),
)
DEPTH_MOST = 500
KEYS_OF_A_MAP = 64


class Pairs(list[tuple[str, Any]]):
    """A JSON object as it stands: a key that occurs twice keeps both values."""


DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_int=str, parse_float=digits, parse_constant=str, strict=False)
"""Numbers stay the digits that they are: a phone number is no float."""


@dataclass(slots=True)
class Walk:
    """Takes the leaves of documents into columns; `exact` asks for the path of each value."""

    columns: PathColumns
    exact: bool
    record: int = 1 << TABLE_SHIFT

    def document(self, value: Any, place: int) -> None:
        """One whole document; with it a record begins."""
        self.record += 1
        stack: list[tuple[Any, str, str, str, int]] = [(value, "$", "$", "", self.record)]
        while stack:
            value, path, exact, label, record = stack.pop()
            if isinstance(value, str):
                self.columns.add(path, label, value, record, place, exact if self.exact else "")
            elif isinstance(value, Pairs):
                stack.extend(self._object(value, path, exact, record, place))
            elif isinstance(value, list):
                stack.extend(self._array(value, path, exact, label, record))

    def _object(
        self, value: Pairs, path: str, exact: str, record: int, place: int
    ) -> Iterator[tuple[Any, str, str, str, int]]:
        is_map = len(value) > KEYS_OF_A_MAP
        for key, child in reversed(value):
            self.columns.key(key, place)
            if is_map or not plain(key):
                self.record += 1
                yield child, f"{path}.*", f"{exact}[{json.dumps(key[:200], ensure_ascii=False)}]", "", self.record
            else:
                yield child, f"{path}.{key}", f"{exact}.{key}", key, record

    def _array(
        self, value: list[Any], path: str, exact: str, label: str, record: int
    ) -> Iterator[tuple[Any, str, str, str, int]]:
        for number in range(len(value) - 1, -1, -1):
            child = value[number]
            if isinstance(child, Pairs):
                self.record += 1
            own = self.record if isinstance(child, Pairs) else record
            yield child, f"{path}[*]", f"{exact}[{number}]", label, own


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The values and keys; lines where the text is no JSON, or a document is too large to be held."""
    codec = detect(unit.data.head(HEAD))
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text")
    if unit.format == "jsonl":
        yield from _json_lines(unit, codec)
    else:
        yield from _whole(unit, codec, context.budget.document_bytes)


def _json_lines(unit: Unit, codec: str) -> Iterator[Event]:
    columns = PathColumns(unit.name, "line")
    walk = Walk(columns, exact=False)
    line = 0
    blocks = Utf8Blocks(unit, codec)
    carry = b""
    for block in blocks:
        joined = carry + block if carry else block
        if not joined.endswith(b"\n") and len(joined) < 32 * len(block) and len(block) >= blocks.size // 2:
            carry = joined
            continue
        carry = b""
        for raw in joined.split(b"\n"):
            line += 1
            if raw.strip():
                yield from _line(unit, walk, raw, line)
        line -= joined.endswith(b"\n")
        yield from columns.ready()
    if carry:
        yield from _line(unit, walk, carry, line + 1)
    yield from columns.finish()
    blocks.finish()


def _line(unit: Unit, walk: Walk, raw: bytes, line: int) -> Iterator[Event]:
    """One line of JSON lines; a line that is none is given as it is."""
    try:
        value = DECODER.decode(raw.decode("utf-8", "replace").strip())
    except (ValueError, RecursionError):
        yield from LineFeed(unit.name, line=line).pieces(raw)
        return
    walk.document(value, line)


def _whole(unit: Unit, codec: str, most: int) -> Iterator[Event]:
    """One document, or several one after another."""
    blocks = Utf8Blocks(unit, codec)
    source = iter(blocks)
    parts: list[bytes] = []
    held = 0
    for part in source:
        parts.append(part)
        held += len(part)
        if held > most:
            break
    if held > most:
        unit.detail = f"read as lines: larger than {most} bytes"
        yield from _as_lines(unit, chain(parts, source))
    else:
        try:
            pieces = list(_values(unit, b"".join(parts).decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            unit.note(UnitNote.TYPE_MISMATCH)
            yield from _as_lines(unit, iter(parts))
        else:
            yield from pieces
    blocks.finish()


def _as_lines(unit: Unit, parts: Iterator[bytes]) -> Iterator[Event]:
    feed = LineFeed(unit.name)
    for part in parts:
        yield from feed.pieces(part)


def _values(unit: Unit, content: str) -> Iterator[Event]:
    columns = PathColumns(unit.name)
    walk = Walk(columns, exact=True)
    for value in _documents(content):
        walk.document(value, 0)
        yield from columns.ready()
    yield from columns.finish()


def _documents(content: str) -> Iterator[Any]:
    """The documents in `content`, one after another; ValueError where something else stands between them."""
    at = 0
    end = len(content)
    while True:
        while at < end and content[at] in " \t\r\n\x1e,":
            at += 1
        if at >= end:
            return
        value, at = DECODER.raw_decode(content, at)
        yield value
