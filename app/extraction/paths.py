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
class Column:
    """The values of one path that wait to be given out."""

    path: str
    label: str
    texts: list[str] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    given: int = 0
    characters: int = 0

    def add(self, text: str, record: int, place: int) -> None:
        """A value, the number of its record, and the line it stands in (0 where lines mean nothing)."""
        self.texts.append(text)
        self.records.append(record)
        self.places.append(place)
        self.characters += len(text)


@dataclass(slots=True)
class PathColumns:
    """Collects values by path and gives them out as pieces when they are many.

    `ordinal` is `line` for documents of lines, whose place is a line number, and `item` elsewhere.
    """

    name: str
    ordinal: str = "item"
    _columns: dict[str, Column] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)

    def column(self, path: str, label: str) -> Column:
        """The column of `path` (with wildcards); one for all further paths where there are too many."""
        column = self._columns.get(path)
        if column is None:
            if len(self._columns) >= PATHS_MOST:
                path, label = ELSEWHERE, ""
            column = self._columns.setdefault(path, Column(path, label))
        return column

    def key(self, key: str, place: int) -> None:
        """A key that occurs: keys are scanned too, each once."""
        if key not in self._keys and len(self._keys) < COLUMN_CELLS:
            self._keys[key] = place

    def ready(self) -> Iterator[Piece]:
        """The pieces that are full."""
        for column in self._columns.values():
            if len(column.texts) >= COLUMN_CELLS or column.characters >= COLUMN_CHARACTERS:
                yield self._piece(column)

    def finish(self) -> Iterator[Piece]:
        """All pieces that are left, and the keys."""
        for column in self._columns.values():
            if column.texts:
                yield self._piece(column)
        if self._keys:
            places = {"line": pa.array(list(self._keys.values()), pa.int64())} if self.ordinal == "line" else None
            where = {"kind": "path", "column": "keys"}
            yield text_piece(self.name, list(self._keys), where, 1, self.ordinal, places)

    def _piece(self, column: Column) -> Piece:
        extra = {"record": pa.array(column.records, pa.int64())}
        if self.ordinal == "line":
            extra["line"] = pa.array(column.places, pa.int64())
        if column.paths:
            extra["path"] = strings(column.paths)
        base = column.given + 1
        column.given += len(column.texts)
        where = {"kind": "path", "column": column.path}
        piece = column_piece(self.name, strings(column.texts), where, base, column.label, self.ordinal, extra)
        column.texts, column.records, column.places, column.paths = [], [], [], []
        column.characters = 0
        return piece


def plain(key: str) -> bool:
    """Whether a key is a name that a person gave a field, rather than a value such as a number."""
    return PLAIN_KEY.match(key) is not None
