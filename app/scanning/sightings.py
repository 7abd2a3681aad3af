"""The matches of one unit with their values, for masking: they stay in this process and are never recorded."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from app.extraction.rewriting.rules import is_border
from app.scanning.detecting import Detecting
from app.scanning.fold import column_name
from detectors.model import Chunk

BESIDE = 8
"""How many characters on either side of a value are kept, to find it again where it stands."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A value as it was found: in which column, between which characters, with how many points.

    `left_edge` (`right_edge`) says that white space, a separator or the end of the cell lies beyond `left` (`right`).
    """

    infotype: str
    kind: int
    column: str
    value: str = field(repr=False)
    left: str = field(repr=False)
    right: str = field(repr=False)
    left_edge: bool
    right_edge: bool
    points: int
    fingerprint: str


@dataclass(slots=True)
class _Column:
    kind: int
    cells_hit: int = 0


class Sightings:
    """Takes the chunks of one unit and gives the matches that a scan of it would keep."""

    def __init__(self, engine: Detecting) -> None:
        self._engine = engine
        self._seen: Counter[Sighting] = Counter()
        self._hit: dict[tuple[str, str], _Column] = {}
        self._filled: Counter[str] = Counter()

    def add(self, chunk: Chunk) -> None:
        """Detect in `chunk` and take in what is found."""
        column = column_name(chunk)
        if chunk.shape == "column":
            self._filled[column] += int(pc.sum(pc.greater(pc.binary_length(chunk.text), 0)).as_py() or 0)
        hits = self._engine.detect(chunk)
        for kind in np.unique(hits.kind):
            mine = hits.cell[hits.kind == kind]
            key = (self._engine.kinds[kind].infotype, column)
            held = self._hit.setdefault(key, _Column(int(kind)))
            held.cells_hit += len(np.unique(mine))
        for row in range(len(hits)):
            raw = chunk.text[int(hits.cell[row])].as_py().encode("utf-8")
            start, end = int(hits.start[row]), int(hits.end[row])
            left, left_edge = _before(raw[max(0, start - 4 * BESIDE) : start].decode("utf-8", "ignore"), start)
            right, right_edge = _behind(raw[end : end + 4 * BESIDE].decode("utf-8", "ignore"), len(raw) - end)
            kind = int(hits.kind[row])
            high, low = (int(part) for part in hits.fingerprint[row])
            sighting = Sighting(
                self._engine.kinds[kind].infotype,
                kind,
                column,
                self._engine.value(chunk, hits, row),
                left,
                right,
                left_edge,
                right_edge,
                int(hits.points[row]),
                f"{high:016x}{low:016x}",
            )
            self._seen[sighting] += 1

    def kept(self, least: int, only: frozenset[str]) -> dict[Sighting, int]:
        """How often each was seen, of those that reach `least` points with what their column adds.

        `only` names the infotypes that count; empty: all. Most points first.
        """
        extra = {key: self._extra(key[1], held) for key, held in self._hit.items()}
        found = {
            seen: count
            for seen, count in self._seen.items()
            if seen.points + extra[seen.infotype, seen.column] >= least and (not only or seen.infotype in only)
        }
        return dict(sorted(found.items(), key=lambda item: -item[0].points))

    def _extra(self, column: str, held: _Column) -> int:
        """What the share of a column's cells that match adds or takes away."""
        filled = self._filled[column]
        if not filled:
            return 0
        reason = self._engine.column_reason(held.kind, min(1.0, held.cells_hit / filled), filled)
        return reason.points if reason else 0


def _before(text: str, whole: int) -> tuple[str, bool]:
    """The last characters of `text` up to a border, and whether there is one; `whole` bytes stand there in all."""
    for back in range(1, BESIDE + 1):
        if back > len(text):
            return text, len(text.encode()) >= whole
        if is_border(text, len(text) - back):
            return text[len(text) - back + 1 :], True
    return text[-BESIDE:], False


def _behind(text: str, whole: int) -> tuple[str, bool]:
    """The first characters of `text` up to a border, and whether there is one; `whole` bytes stand there in all."""
    for ahead in range(BESIDE):
        if ahead >= len(text):
            return text, len(text.encode()) >= whole
        if is_border(text, ahead):
            return text[:ahead], True
    return text[:BESIDE], False
