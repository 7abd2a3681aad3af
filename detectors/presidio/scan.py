"""Runs Presidio's recognizers over chunks: a gate picks the cells, the plain analyzer decides on them."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from detectors.engine.found import Found
from detectors.errors import DetectorError
from detectors.model import LOW_POINTS, Chunk, Kind
from detectors.presidio.entities import DEFAULT_COUNTRIES, enabled, shape_pattern, words_pattern
from detectors.presidio.gate import Gate
from detectors.presidio.proof import possible

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult

DETECTOR: Final = "presidio"
THRESHOLD: Final = 0.15
"""The least score that is worth LOW_POINTS."""
LONGEST: Final = 16_000
"""Cells of more characters are read in parts of this length at most, cut at white space."""

_LETTER: Final = re.compile(r"[^\W\d_]")


class PresidioDetector:
    """What Presidio's own recognizers find and our detectors do not, by `entities.ENTITIES`.

    Presidio is imported at the first cell that passes the gate, which takes some seconds; it never uses the network.
    """

    def __init__(self, countries: tuple[str, ...] = DEFAULT_COUNTRIES) -> None:
        self._countries = countries
        self._entities = enabled(countries)
        self._shapes = {name: shape_pattern(entity) for name, entity in self._entities.items()}
        self._words = {name: words_pattern(entity) for name, entity in self._entities.items()}
        infotypes = dict.fromkeys(entity.infotype for entity in self._entities.values())
        self.detectors: tuple[Kind, ...] = tuple(Kind(infotype, DETECTOR) for infotype in infotypes)

    def detect(self, chunk: Chunk) -> list[Found]:
        """Every result worth reporting in `chunk`, ordered by cell and start."""
        labelled = {name for name in self._entities if self._told(name, chunk.label)}
        if labelled:
            chosen = {cell: set(labelled) for cell in range(chunk.rows)}
            for cell, names in self._gate.candidates(chunk.text, terminated=chunk.terminated).items():
                chosen[cell] |= names
        else:
            chosen = self._gate.candidates(chunk.text, terminated=chunk.terminated)
        found: list[Found] = []
        for cell in sorted(chosen):
            text = chunk.text[cell].as_py()
            for base, part in parts(text):
                found.extend(self._read(cell, text, base, part, chosen[cell], chunk.label))
        return found

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._entities)

    @cached_property
    def _analyzer(self) -> "AnalyzerEngine":
        from detectors.presidio.analyzer import analyzer

        return analyzer(self._countries)

    def _told(self, name: str, text: str) -> bool:
        words = self._words[name]
        return words is not None and words.search(text) is not None

    def _read(self, cell: int, text: str, base: int, part: str, names: set[str], label: str) -> Iterator[Found]:
        """The results in one part of a cell that begins at character `base`."""
        for name, result in self.results(part, names, label):
            start = len(text[: base + result.start].encode())
            length = len(part[result.start : result.end].encode())
            points = round(result.score * 10)
            if points >= LOW_POINTS:
                yield Found(cell, start, start + length, self._entities[name].infotype, DETECTOR, points, DETECTOR)

    def results(self, text: str, names: set[str], label: str = "") -> "list[tuple[str, RecognizerResult]]":
        """The analyzer's results for the entities `names` in `text` that are worth reporting, ordered by start."""
        wanted = [name for name in sorted(names) if self._possible(name, text, label)]
        if not wanted:
            return []
        from detectors.presidio.analyzer import LANGUAGE, wordless

        context = re.findall(r"[A-Za-z]+", label) or None
        artifacts = None if _LETTER.search(text) else wordless(text)
        try:
            given = self._analyzer.analyze(
                text, LANGUAGE, entities=wanted, score_threshold=THRESHOLD, context=context, nlp_artifacts=artifacts
            )
        except ValueError:
            # Presidio's message quotes the match: it must not travel on
            raise DetectorError(
                "Presidio could not place a match among the words of a cell",
                "Presidio 无法将匹配定位到单元格的词中",
            ) from None
        kept = [(result.entity_type, result) for result in given if self._worth(result, text, label)]
        return sorted(kept, key=lambda pair: (pair[1].start, pair[1].end, pair[0]))

    def _possible(self, name: str, text: str, label: str) -> bool:
        """Whether the entity could be reported; what Presidio itself would reject is rejected here, before it is imported."""
        told = self._told(name, label) or self._told(name, text)
        return possible(name, text, self._shapes[name], told=told)

    def _worth(self, result: "RecognizerResult", text: str, label: str) -> bool:
        """Whether a result has a telling shape, or one of its words stands in the text or the label."""
        name = result.entity_type
        shape = self._shapes[name]
        if shape is not None and shape.match(text, result.start):
            return True
        return self._told(name, label) or self._told(name, text)


def parts(text: str) -> Iterator[tuple[int, str]]:
    """A text whole, or in parts of at most LONGEST characters with the place where each begins."""
    start = 0
    while len(text) - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in " \n\t,;")
        cut = cut + 1 if cut > start else start + LONGEST
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]
