"""The decoys of the estate look like identifiers and are none."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from detectors.engine.engine import Engine
from detectors.model import Chunk, Confidence

DECOYS = Path(__file__).parents[3] / "examples" / "estate" / "诱饵"
MEDIUM = Confidence.of_label("medium").points


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(key=bytes(16), names=False, presidio=False)


def strong(engine: Engine, cells: list[str], label: str) -> list[str]:
    """The detectors that see something in `cells` at medium or above."""
    batch = pa.RecordBatch.from_arrays([pa.array(cells, pa.large_utf8())], ["text"])
    chunk = Chunk(batch, {"kind": "line"}, label=label, shape="column" if label else "text")
    hits = engine.detect(chunk)
    return [
        engine.kinds[kind].detector for kind, points in zip(hits.kind, hits.points, strict=True) if points >= MEDIUM
    ]


@pytest.mark.parametrize("path", sorted(DECOYS.iterdir()), ids=lambda path: path.name)
def test_decoys_give_nothing(engine: Engine, path: Path) -> None:
    """No decoy is found at medium, neither as lines of text nor, in a table, as columns under their names."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert strong(engine, lines, "") == []
    if path.suffix == ".csv":
        head, *rows = csv.reader(lines)
        for place, label in enumerate(head):
            assert strong(engine, [row[place] for row in rows], label) == []
