"""How many persons and addresses of hand-labelled sentences are found, and how many found ones are right."""

import re
from pathlib import Path

import pytest

from detectors.ner.reading import Reader
from detectors.ner.sight import ADDRESS, PERSON

MARK = re.compile(r"\[([^\]]*)\]\{(P|A|)\}")
KINDS = {"P": PERSON, "A": ADDRESS}


def labelled() -> tuple[list[str], list[set[tuple[str, int, int]]]]:
    """The sentences without their marks, and the marked spans of each."""
    texts, spans = [], []
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, found, at = "", set(), 0
        for mark in MARK.finditer(line):
            text += line[at : mark.start()]
            if mark[2]:
                found.add((KINDS[mark[2]], len(text), len(text) + len(mark[1])))
            text += mark[1]
            at = mark.end()
        texts.append(text + line[at:])
        spans.append(found)
    return texts, spans


def measure(infotype: str, least: int) -> dict[str, float]:
    """Exact precision and recall, and recall by overlap, of one infotype from `least` points on."""
    texts, truth = labelled()
    right = found = wanted = touched = 0
    for sighted, spans in zip(Reader().read(texts), truth, strict=True):
        own = {(s.start, s.end) for s in sighted if s.infotype == infotype and s.points >= least}
        real = {(start, end) for kind, start, end in spans if kind == infotype}
        right += len(own & real)
        found += len(own)
        wanted += len(real)
        touched += sum(any(start < e and s < end for s, e in own) for start, end in real)
    return {"precision": right / found, "recall": right / wanted, "touched": touched / wanted, "count": wanted}


@pytest.mark.parametrize(
    ("infotype", "least", "precision", "recall"),
    [(PERSON, 2, 0.9, 0.9), (PERSON, 4, 0.93, 0.75), (ADDRESS, 4, 0.85, 0.85)],
)
def test_floors(infotype: str, least: int, precision: float, recall: float) -> None:
    """Persons and addresses of news, forms, chats and contracts are found with at least these figures."""
    figures = measure(infotype, least)
    assert figures["precision"] >= precision, figures
    assert figures["recall"] >= recall, figures
