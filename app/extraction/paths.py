"""Values of nested documents as columns: one a path, records linked by number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from app.extraction.cells import column_piece, strings, text_piece
from app.extraction.events import Piece

COLUMN_CELLS = 50_000
COLUMN_CHARACTERS = 4 << 20
PATHS_MOST = 2_000
ELSEWHERE = "$..*"
PLAIN_KEY = re.compile(r"(?!.*\d{5})[^\W]{1,40}(?:[-. ][\w]{1,40}){0,4}\Z")


@dataclass(slots=True)
class _Column:
    label: str
    texts: list[str] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    given: int = 0
    characters: int = 0


@dataclass(slots=True)
class PathColumns:
    """Collects values by path and gives them out as pieces when they are many.

    `ordinal` is `line` for documents of lines, whose place is a line number, and `item` elsewhere.
    """

    name: str
    ordinal: str = "item"
    _columns: dict[str, _Column] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _ready: list[Piece] = field(default_factory=list)

    def add(self, path: str, label: str, text: str, record: int, place: int, exact: str = "") -> None:
        """A value at `path` (with wildcards); `exact` is the path of this very value."""
        column = self._columns.get(path)
        if column is None:
            if len(self._columns) >= PATHS_MOST:
                path, label = ELSEWHERE, ""
            column = self._columns.setdefault(path, _Column(label))
        column.texts.append(text)
        column.records.append(record)
        column.places.append(place)
        column.paths.append(exact)
        column.characters += len(text)
        if len(column.texts) >= COLUMN_CELLS or column.characters >= COLUMN_CHARACTERS:
            self._ready.append(self._piece(path, column))

    def key(self, key: str, place: int) -> None:
        """A key that occurs: keys are scanned too, each once."""
        if key not in self._keys and len(self._keys) < COLUMN_CELLS:
            self._keys[key] = place

    def ready(self) -> Iterator[Piece]:
        """The pieces that are full."""
        ready, self._ready = self._ready, []
        yield from ready

    def finish(self) -> Iterator[Piece]:
        """All pieces that are left, and the keys."""
        yield from self.ready()
        for path, column in self._columns.items():
            if column.texts:
                yield self._piece(path, column)
        if self._keys:
            places = {"line": pa.array(list(self._keys.values()), pa.int64())} if self.ordinal == "line" else None
            where = {"kind": "path", "column": "keys"}
            yield text_piece(self.name, list(self._keys), where, 1, self.ordinal, places)

    def _piece(self, path: str, column: _Column) -> Piece:
        extra = {"record": pa.array(column.records, pa.int64())}
        if self.ordinal == "line":
            extra["line"] = pa.array(column.places, pa.int64())
        if any(column.paths):
            extra["path"] = strings(column.paths)
        base = column.given + 1
        column.given += len(column.texts)
        where = {"kind": "path", "column": path}
        piece = column_piece(self.name, strings(column.texts), where, base, column.label, self.ordinal, extra)
        column.texts, column.records, column.places, column.paths = [], [], [], []
        column.characters = 0
        return piece


def plain(key: str) -> bool:
    """Whether a key is a name that a person gave a field, rather than a value such as a number."""
    return PLAIN_KEY.match(key) is not None
