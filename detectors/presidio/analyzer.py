"""Presidio's analyzer over its own recognizers, offline; importing this module imports Presidio and spaCy (seconds)."""

import inspect
import logging
from collections.abc import Iterable
from typing import Any

import phonenumbers
import spacy
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
    predefined_recognizers,
)
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, SlimSpacyNlpEngine
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from detectors.presidio.entities import enabled
from detectors.presidio.proof import LENIENCY

LANGUAGE = "en"
logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)


class WordEngine(SlimSpacyNlpEngine):
    """spaCy's English tokenizer without a model: a word's lemma is the word in small letters.

    Presidio looks for context words among the lemmas of the words before a match, so context works without a download.
    """

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": LANGUAGE, "model_name": "blank"}], auto_download=False)

    def load(self) -> None:
        """Set up the tokenizer; nothing is downloaded."""
        blank: Any = {LANGUAGE: spacy.blank(LANGUAGE)}  # Presidio declares the attribute as None
        self.nlp = blank

    def _doc_to_nlp_artifact(self, doc: "spacy.tokens.Doc", language: str) -> NlpArtifacts:
        return NlpArtifacts(
            entities=[],
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lower_ for token in doc],
            nlp_engine=self,
            language=language,
            scores=[],
        )


class _Given(list[RecognizerResult]):
    """Results that nobody else holds, so that a deep copy of them may be themselves."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Given":
        return self


class OwningEnhancer(LemmaContextAwareEnhancer):
    """Presidio's context enhancer without its deep copy of all results, which costs more than the rest of it."""

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Results as of LemmaContextAwareEnhancer.enhance_using_context."""
        return list(super().enhance_using_context(text, _Given(raw_results), nlp_artifacts, recognizers, context))


class QuickPhoneRecognizer(PhoneRecognizer):
    """Presidio's phone recognizer, spared the other regions once one has matched the whole text.

    A match of the whole text contains any other, and all have the same score, so the others would be dropped anyway.
    """

    def __init__(self) -> None:
        super().__init__(supported_language=LANGUAGE, name="PhoneRecognizer", leniency=LENIENCY)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Results as of PhoneRecognizer.analyze."""
        bare = text.strip()
        if 7 <= len(bare) <= 24:
            start = text.index(bare)
            for region in self.supported_regions:
                for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=LENIENCY):
                    if match.start == start and match.end == start + len(bare):
                        one: Any = self._get_recognizer_result
                        return [one(match, text, region, nlp_artifacts)]
        return list(super().analyze(text, entities, nlp_artifacts))


def analyzer(countries: tuple[str, ...]) -> AnalyzerEngine:
    """An analyzer with exactly Presidio's recognizers of the enabled entities."""
    wanted = enabled(countries)
    recognizers = [recognizer for recognizer in _predefined() if wanted.keys() & set(recognizer.supported_entities)]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=WordEngine(),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=OwningEnhancer(),
    )


def wordless(text: str) -> NlpArtifacts:
    """What the tokenizer would give for a text without letters, as far as context goes: one token, no words."""
    one: Any = [text]
    return NlpArtifacts(
        entities=[], tokens=one, tokens_indices=[0], lemmas=[""], nlp_engine=None, language=LANGUAGE, scores=[]
    )


def expressions(engine: AnalyzerEngine) -> dict[str, list[str]]:
    """The patterns of each entity, which `proof.PATTERNS` holds; the telephone recognizer has none."""
    found: dict[str, list[str]] = {}
    for recognizer in engine.registry.recognizers:
        if isinstance(recognizer, PatternRecognizer):
            typed: Any = recognizer  # its attributes have no declared types
            for entity in recognizer.supported_entities:
                known = found.setdefault(entity, [])
                known.extend(pattern.regex for pattern in typed.patterns if pattern.regex not in known)
    return found


def _predefined() -> Iterable[EntityRecognizer]:
    """Presidio's own recognizers that need no language model: the generic ones we take over and those of a country."""
    yield predefined_recognizers.CryptoRecognizer(supported_language=LANGUAGE)
    yield QuickPhoneRecognizer()
    for _, kind in sorted(vars(predefined_recognizers).items()):
        if inspect.isclass(kind) and issubclass(kind, EntityRecognizer) and kind.COUNTRY_CODE:
            made: Any = kind  # each has its own signature, all take a language
            yield made(supported_language=LANGUAGE)
