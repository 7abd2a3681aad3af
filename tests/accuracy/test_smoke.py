"""A small corpus, to see that measuring works and that nothing has badly broken; `run` measures in earnest."""

import pytest

from detectors.engine.engine import Engine
from detectors.model import Confidence
from tests.accuracy.corpus import corpus
from tests.accuracy.measure import Report, measured
from tests.accuracy.run import prevalence, table


@pytest.fixture(scope="module")
def report() -> Report:
    engine = Engine(key=bytes(16), names=True, presidio=True)
    return measured(engine, corpus(seed=7, texts=25, columns=1, cells=30))


@pytest.mark.parametrize(
    ("infotype", "least"),
    [
        ("cn.id_card", 0.95),
        ("fin.bank_card", 0.95),
        ("org.uscc", 0.95),
        ("intl.iban", 0.95),
        ("contact.mobile", 0.95),
        ("contact.email", 0.95),
        ("person.name", 0.8),
        ("contact.address", 0.8),
    ],
)
def test_recall_floor(report: Report, infotype: str, least: float) -> None:
    """At medium confidence nearly every value with a check digit is found, and most names and addresses."""
    recall = report.scores[Confidence.MEDIUM][infotype].recall
    assert recall is not None
    assert recall >= least


@pytest.mark.parametrize("infotype", ["cn.id_card", "fin.bank_card", "contact.mobile", "person.name"])
def test_precision_floor(report: Report, infotype: str) -> None:
    """At high confidence nearly everything found is there."""
    precision = report.scores[Confidence.HIGH][infotype].precision
    assert precision is not None
    assert precision >= 0.95


@pytest.mark.parametrize("kind", ["hashes", "snowflakes", "timestamps", "versions", "clean_chinese", "clean_english"])
def test_quiet_where_nothing_is(report: Report, kind: str) -> None:
    """Machine numbers and plain prose give no finding at high confidence."""
    assert not report.negatives[f"neg:{kind}@high"]


def test_table_says_how_common_values_are(report: Report) -> None:
    """The table states the prevalence, without which precision means little, and holds no value of the corpus."""
    text = table(report, 7)
    assert f"{prevalence(report)['values']} values" in text
    values = {c[s.start : s.end] for x in corpus(7, 25, 1, 30) for c in x.cells[:1] for s in x.labels if s.cell == 0}
    assert not [value for value in values if value in text]


def test_same_seed_same_corpus() -> None:
    """The corpus is the same for the same seed, and labels are where they say."""
    first, second = (list(corpus(3, 4, 1, 5)) for _ in range(2))
    assert first == second
    assert all(0 <= label.start < label.end <= len(x.cells[label.cell]) for x in first for label in x.labels)
