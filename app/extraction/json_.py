"""JSON documents and JSON lines: values as columns by path, keys scanned too."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from app.domain.units import UnitNote, UnreadReason
from app.extraction.blocks import HEAD, Utf8Blocks, ahead
from app.extraction.budget import MIB
from app.extraction.cells import TABLE_SHIFT, LineFeed, digits
from app.extraction.encoding import detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.paths import Column, PathColumns, plain
from app.extraction.unread import Unread

FORMATS = (
    Format("json", (".json", ".geojson", ".har", ".ipynb"), "path"),
    Format("jsonl", (".jsonl", ".ndjson"), "path"),
)
KEYS_OF_A_MAP = 64
LINE_MOST = 32 * MIB


class Pairs(list[tuple[str, Any]]):
    """A JSON object as it stands: a key that occurs twice keeps both values."""


DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_int=str, parse_float=digits, parse_constant=str, strict=False)
"""Numbers stay the digits that they are: a phone number is no float."""


@dataclass(slots=True)
class Node:
    """A place in documents: its path with wildcards, the label of values there, and the places below it."""

    path: str
    label: str
    wild: bool = False
    below: dict[str, "Node"] = field(default_factory=dict)
    items: "Node | None" = None
    column: Column | None = None


@dataclass(slots=True)
class Walk:
    """Takes the leaves of documents into columns; `exact` asks for the path of each value."""

    columns: PathColumns
    exact: bool
    root: Node = field(default_factory=lambda: Node("$", ""))
    record: int = 1 << TABLE_SHIFT
    place: int = 0

    def document(self, value: Any, place: int) -> None:
        """One whole document; with it a record begins."""
        self.record += 1
        self.place = place
        self._take(value, self.root, self.record, "$")

    def _take(self, value: Any, node: Node, record: int, exact: str) -> None:
        if isinstance(value, str):
            column = node.column
            if column is None:
                column = node.column = self.columns.column(node.path, node.label)
            column.add(value, record, self.place)
            if self.exact:
                column.paths.append(exact)
        elif isinstance(value, Pairs):
            self._object(value, node, record, exact)
        elif isinstance(value, list):
            items = node.items
            if items is None:
                items = node.items = Node(f"{node.path}[*]", node.label)
            for number, child in enumerate(value):
                own = record
                if isinstance(child, Pairs):
                    self.record += 1
                    own = self.record
                self._take(child, items, own, f"{exact}[{number}]" if self.exact else "")

    def _object(self, value: Pairs, node: Node, record: int, exact: str) -> None:
        is_map = len(value) > KEYS_OF_A_MAP
        for key, child in value:
            below = None if is_map else node.below.get(key)
            own = record
            if below is None:
                below = self._below(node, key, is_map=is_map)
            if below.wild:
                # each entry of a map is a record of its own
                self.record += 1
                own = self.record
            here = ""
            if self.exact:
                here = f"{exact}[{json.dumps(key[:200], ensure_ascii=False)}]" if below.wild else f"{exact}.{key}"
            self._take(child, below, own, here)

    def _below(self, node: Node, key: str, *, is_map: bool) -> Node:
        self.columns.key(key, self.place)
        if is_map or not plain(key):
            return node.below.setdefault("*", Node(f"{node.path}.*", "", wild=True))
        return node.below.setdefault(key, Node(f"{node.path}.{key}", key))


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
    for block, last in ahead(blocks):
        joined = carry + block
        carry = b""
        if not joined.endswith(b"\n") and not last and len(joined) < LINE_MOST:
            carry = joined
            continue
        ended = last or joined.endswith(b"\n")
        lines = joined.removesuffix(b"\n").split(b"\n")
        filled = [(number, raw) for number, raw in enumerate(lines, line + 1) if raw.strip()]
        values = _at_once([raw for _, raw in filled])
        if values is None:
            for number, raw in filled:
                yield from _line(unit, walk, raw, number)
        else:
            for (number, raw), value in zip(filled, values, strict=True):
                try:
                    walk.document(value, number)
                except RecursionError:
                    yield from LineFeed(unit.name, line=number).pieces(raw)
        line += len(lines) - (not ended)
        yield from columns.ready()
    yield from columns.finish()
    blocks.finish()


def _at_once(lines: list[bytes]) -> list[Any] | None:
    """The documents of many lines, parsed as one array; None where that does not give one a line."""
    try:
        values = DECODER.decode("[" + b",".join(lines).decode("utf-8", "replace") + "]")
    except (ValueError, RecursionError):
        return None
    # beyond objects a line could close the array or hold two values
    same = len(values) == len(lines) and all(isinstance(value, Pairs) for value in values)
    return values if same else None


def _line(unit: Unit, walk: Walk, raw: bytes, line: int) -> Iterator[Event]:
    """One line of JSON lines; a line that is none is given as it is."""
    try:
        walk.document(DECODER.decode(raw.decode("utf-8", "replace").strip()), line)
    except (ValueError, RecursionError):
        yield from LineFeed(unit.name, line=line).pieces(raw)


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
