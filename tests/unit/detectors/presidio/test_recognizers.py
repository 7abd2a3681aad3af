"""Our detectors as recognizers of a plain Presidio analyzer."""

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from detectors.engine.engine import Engine
from detectors.presidio.recognizers import entity_name, mishao_recognizers


def analyzer() -> AnalyzerEngine:
    nlp = NoOpNlpEngine(models=[{"lang_code": "zh", "model_name": ""}])
    nlp.load()
    registry = RecognizerRegistry(recognizers=mishao_recognizers(("zh",)), supported_languages=["zh"])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["zh"])


def test_results_are_the_matches_of_the_engine() -> None:
    """A Presidio analyzer with our recognizers gives the spans and scores that the engine gives."""
    text = "姓名：张伟，手机13972640518\n邮箱zhang@qq.com 住北京市朝阳区建国路88号"
    given = {(r.entity_type, r.start, r.end, r.score) for r in analyzer().analyze(text, "zh")}
    own = Engine(key=b"\0" * 16, presidio=False).inspect(text)
    assert given == {(entity_name(m.infotype), m.start, m.end, m.score) for m in own}
    assert {"CONTACT_MOBILE", "PERSON_NAME", "CONTACT_ADDRESS"} <= {entity for entity, *_ in given}


def test_a_recognizer_for_each_infotype_and_language() -> None:
    """Each infotype of the engine has one recognizer for each language asked for."""
    made = mishao_recognizers(("zh", "en"), names=False)
    pairs = [(r.supported_entities[0], r.supported_language) for r in made]
    assert len(pairs) == len(set(pairs))
    assert ("CN_ID_CARD", "zh") in pairs
    assert ("CN_ID_CARD", "en") in pairs
