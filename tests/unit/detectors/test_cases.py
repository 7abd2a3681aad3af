"""Every detector against its cases: what it must see, and what it must leave alone."""

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from detectors.engine.engine import Engine
from detectors.engine.registry import detectors
from detectors.model import Chunk, Confidence
from tests.generators import expand

CASES = Path(__file__).parent / "cases"
OPEN, CLOSE = "⟦", "⟧"


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(key=bytes(16), names=False, presidio=False)


def cases(part: str) -> list[Any]:
    out = []
    for path in sorted(CASES.glob("*.yaml")):
        for place, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))[part]):
            entry = {"text": case} if isinstance(case, str) else case
            out.append(pytest.param(path.stem, entry, id=f"{path.stem}-{place}"))
    return out


def found(detector: str, case: dict[str, Any]) -> tuple[str, list[tuple[str, int]]]:
    """The text without marks, and what `detector` found in it with the points."""
    text = expand(case["text"], zlib.crc32(case["text"].encode()))
    plain = text.replace(OPEN, "").replace(CLOSE, "")
    cells = plain.split("\n")
    batch = pa.RecordBatch.from_arrays([pa.array(cells, pa.large_utf8())], ["text"])
    label = case.get("label", "")
    chunk = Chunk(batch, {"kind": "line"}, label=label, shape="column" if label else "text")
    hits = engine().detect(chunk)
    seen = [
        (engine().value(chunk, hits, index), int(hits.points[index]))
        for index in range(len(hits))
        if engine().kinds[hits.kind[index]].detector == detector
    ]
    for index in range(len(hits)):
        assert sum(reason.points for reason in engine().reasons(hits, index)) == hits.points[index]
    return text, seen


@pytest.mark.parametrize(("detector", "case"), cases("hits"))
def test_hit(detector: str, case: dict[str, Any]) -> None:
    """The marked value is found, whole and alone, at the confidence the case names (medium where it names none)."""
    text, seen = found(detector, case)
    wanted = [part.split(CLOSE)[0] for part in text.split(OPEN)[1:]]
    assert wanted, "a hit marks what is to be found"
    assert [value for value, _ in seen] == wanted
    least = Confidence.of_label(case.get("level", "medium")).points
    assert min(points for _, points in seen) >= least


@pytest.mark.parametrize(("detector", "case"), cases("misses"))
def test_miss(detector: str, case: dict[str, Any]) -> None:
    """Nothing is found at the confidence the case names (medium where it names none) or above."""
    _, seen = found(detector, case)
    limit = Confidence.of_label(case.get("below", "medium")).points
    assert [points for _, points in seen if points >= limit] == []


def test_complete() -> None:
    """Every detector has hits and misses, and no case file is without its detector."""
    ids = {spec.id for spec in detectors()}
    assert {path.stem for path in CASES.glob("*.yaml")} == ids
    for path in CASES.glob("*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content["hits"], path.stem
        assert content["misses"], path.stem
