"""Every detector of ours as a recognizer for a plain Presidio analyzer; importing this module imports Presidio."""

from collections.abc import Sequence
from typing import Any, Final

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, LocalRecognizer, RecognizerResult

from detectors.engine.engine import Engine
from detectors.model import Match

_NO_KEY: Final = b"\0" * 16
"""Fingerprints are not handed to Presidio, so their key does not matter."""


class _Sight:
    """The engine and what it found in the text it was last asked about, shared by all recognizers of one call."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._last: tuple[str, list[Match]] = ("", [])

    def matches(self, text: str) -> list[Match]:
        """The engine's matches in `text`, offsets in code points."""
        last = self._last
        if last[0] != text:
            last = self._last = (text, self.engine.inspect(text))
        return last[1]


class MishaoRecognizer(LocalRecognizer):
    """Gives one infotype's matches as results of one Presidio entity (`cn.id_card` is `CN_ID_CARD`)."""

    def __init__(self, infotype: str, language: str, sight: _Sight) -> None:
        self._infotype = infotype
        self._sight = sight
        self._called = f"Mishao {infotype}"
        super().__init__(supported_entities=[entity_name(infotype)], supported_language=language, name=self._called)

    def load(self) -> None:
        """Nothing to load: the engine is shared and was made before."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 the interface is Presidio's
        """The matches of this infotype in `text`; context and checks are in their scores already."""
        entity = entity_name(self._infotype)
        if entities and entity not in entities:
            return []
        return [
            RecognizerResult(
                entity_type=entity,
                start=match.start,
                end=match.end,
                score=match.score,
                analysis_explanation=AnalysisExplanation(
                    recognizer=self._called,
                    original_score=match.score,
                    textual_explanation=", ".join(f"{reason.code} {reason.points:+d}" for reason in match.reasons),
                ),
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self._called,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for match in self._sight.matches(text)
            if match.infotype == self._infotype
        ]


def entity_name(infotype: str) -> str:
    """The Presidio entity of an infotype: `cn.id_card` is `CN_ID_CARD`."""
    return infotype.replace(".", "_").upper()


def mishao_recognizers(languages: Sequence[str] = ("zh", "en"), *, names: bool = True) -> list[EntityRecognizer]:
    """One recognizer for each infotype and language, over one engine, for `registry.add_recognizer`.

    `names` includes persons, addresses and organisations, which load the name model.
    """
    sight = _Sight(Engine(key=_NO_KEY, names=names, presidio=False))
    infotypes = dict.fromkeys(kind.infotype for kind in sight.engine.kinds)
    return [MishaoRecognizer(infotype, language, sight) for language in languages for infotype in infotypes]
