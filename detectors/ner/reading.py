"""Reads texts with the model once each: pieces are cut, repeated ones remembered, the rest tagged in batches."""

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


class Reader:
    """The model, its rules and a bounded memory of the pieces that it has read; several threads may share one."""

    def __init__(self) -> None:
        self._model = NameModel()
        self._lock = threading.Lock()
        self._memory: OrderedDict[str, tuple[Entity, ...]] = OrderedDict()

    def read(self, texts: Sequence[str], labelled: str = "") -> list[list[Sight]]:
        """The sights of each text; `labelled` is the infotype that the field of all of them is labelled with."""
        cut = [list(pieces(text)) for text in texts]
        with self._lock:
            known = self._learn(cut)
        found = []
        for text, parts in zip(texts, cut, strict=True):
            entities = [
                entity._replace(start=entity.start + part.start, end=entity.end + part.start)
                for part in parts
                for entity in known[part.text]
            ]
            found.append(sights(text, entities, labelled))
        return found

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
