"""Reads texts with the model once each: pieces are cut, repeated ones remembered, the rest tagged in batches."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from detectors.ner.model import Entity, NameModel
from detectors.ner.segments import Piece, pieces
from detectors.ner.sight import Sight
from detectors.ner.sights import sights

REMEMBERED: Final = 50_000
"""Most pieces whose entities are kept; beyond it the ones unused for longest are forgotten."""
_MIXED: Final = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]{0,40}[A-Za-z])[A-Za-z]{0,40}[0-9][A-Za-z0-9]{6,}", re.ASCII)
"""A hash, a trace or another identifier of letters and digits."""


def _crossed(match: re.Match[str]) -> str:
    return "x" * len(match[0])


class Reader:
    """The model, its rules and a bounded memory of the pieces that it has read; several threads may share one."""

    def __init__(self) -> None:
        self._model = NameModel()
        self._lock = threading.Lock()
        self._memory: OrderedDict[str, tuple[Entity, ...]] = OrderedDict()

    def read(self, texts: Sequence[str], labelled: str = "") -> list[list[Sight]]:
        """The sights of each text; `labelled` is the infotype that the field of all of them is labelled with.

        Texts that differ by hashes and identifiers alone are read once: sights are offsets, and no rule reads those.
        """
        shapes = [_MIXED.sub(_crossed, text) for text in texts]
        distinct = {shape: list(pieces(shape)) for shape in dict.fromkeys(shapes)}
        with self._lock:
            known = self._learn(list(distinct.values()))
        seen: dict[str, list[Sight]] = {}
        for shape, parts in distinct.items():
            entities = [
                entity._replace(start=entity.start + part.start, end=entity.end + part.start)
                for part in parts
                for entity in known[part.text]
            ]
            seen[shape] = sights(shape, entities, labelled)
        return [seen[shape] for shape in shapes]

    def _learn(self, cut: list[list[Piece]]) -> dict[str, tuple[Entity, ...]]:
        """The entities of every piece: remembered ones, and the rest as the model tags them now."""
        known: dict[str, tuple[Entity, ...]] = {}
        new: dict[str, None] = {}
        for parts in cut:
            for part in parts:
                if part.text in self._memory:
                    self._memory.move_to_end(part.text)
                    known[part.text] = self._memory[part.text]
                else:
                    new[part.text] = None
        sentences = list(new)
        tagged = dict(zip(sentences, self._model.entities(sentences), strict=True))
        self._memory.update(tagged)
        while len(self._memory) > REMEMBERED:
            self._memory.popitem(last=False)
        return known | tagged
