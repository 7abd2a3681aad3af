"""Finds persons, addresses and organisations in Chinese text and columns, for the engine to merge with its own."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detectors.engine.found import Found
from detectors.model import Chunk, Kind
from detectors.ner.columns import column_sights
from detectors.ner.reading import Reader
from detectors.ner.segments import chinese_cells, with_zeros
from detectors.ner.sight import ADDRESS, ORG, PERSON, Sight

DETECTOR: Final = "names"


class NameDetector:
    """Names by the LAC model with rules around it in running text, by label and vote in columns.

    The model is loaded at the first text that needs it.
    """

    detectors: tuple[Kind, ...] = tuple(Kind(infotype, DETECTOR) for infotype in (PERSON, ADDRESS, ORG))

    def __init__(self) -> None:
        self._reader = Reader()

    def detect(self, chunk: Chunk) -> list[Found]:
        """Every name, address and organisation in `chunk`, ordered by cell and start."""
        chosen = chinese_cells(chunk.text)
        if not len(chosen):
            return []
        distinct = with_zeros(chunk.text.take(pa.array(chosen))).dictionary_encode()
        values: list[str] = distinct.dictionary.to_pylist()
        if chunk.shape == "column" or chunk.label:
            seen = column_sights(values, chunk.label, self._reader)
        else:
            seen = self._reader.read(values)
        spans = [_in_bytes(value, sighted) for value, sighted in zip(values, seen, strict=True)]
        return list(_placed(chosen, distinct.indices, spans))


def _in_bytes(value: str, sighted: Sequence[Sight]) -> list[Sight]:
    """The sights with byte offsets in place of character offsets; `sighted` is ordered."""
    placed, at, offset = [], 0, 0
    for sight in sighted:
        offset += len(value[at : sight.start].encode())
        length = len(value[sight.start : sight.end].encode())
        placed.append(sight._replace(start=offset, end=offset + length))
        at, offset = sight.end, offset + length
    return placed


def _placed(chosen: "np.typing.NDArray[np.int64]", codes: pa.Array, spans: list[list[Sight]]) -> Iterator[Found]:
    """Each distinct value's spans at every cell that has that value."""
    filled = np.array([bool(sighted) for sighted in spans], dtype=bool)
    numbers = pc.cast(codes, pa.int64()).to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(filled[numbers]):
        cell = int(chosen[place])
        for start, end, infotype, points, code in spans[numbers[place]]:
            yield Found(cell, start, end, infotype, DETECTOR, points, code)
