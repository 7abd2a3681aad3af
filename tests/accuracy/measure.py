"""Runs the engine over a corpus and counts what it found, missed and made up."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from detectors.engine.engine import Engine
from detectors.model import Chunk, Confidence
from tests.accuracy.corpus import Label, Sample

LEVELS = (Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the engine says is there: infotype, cell, span in code points, points."""

    infotype: str
    cell: int
    start: int
    end: int
    points: int


@dataclass
class Score:
    """Counts for one infotype at one level of confidence; `exact` of `true` agree to the character."""

    true: int = 0
    exact: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found."""
        return self.true / (self.true + self.false) if self.true + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; None where nothing is there."""
        return self.true / (self.true + self.missed) if self.true + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        return (
            2 * self.true / (2 * self.true + self.false + self.missed) if self.true + self.false + self.missed else None
        )


@dataclass
class Report:
    """Scores by level and infotype (difficult kinds left out), by kind and infotype, false findings by class of negative, and misses and confusions by kind of text."""

    scores: dict[Confidence, defaultdict[str, Score]] = field(
        default_factory=lambda: {level: defaultdict(Score) for level in LEVELS}
    )
    negatives: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    negative_cells: Counter[str] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    invented: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: dict[Confidence, defaultdict[tuple[str, str], Score]] = field(
        default_factory=lambda: {level: defaultdict(Score) for level in LEVELS}
    )
    samples: Counter[str] = field(default_factory=Counter)
    values: int = 0
    characters: int = 0


def sights(engine: Engine, sample: Sample) -> list[Sight]:
    """What the engine finds in `sample`; in a column the share of cells counts, as when a scan folds its findings."""
    if not sample.column:
        return [Sight(m.infotype, 0, m.start, m.end, m.points) for m in engine.inspect(sample.cells[0])]
    batch = pa.RecordBatch.from_arrays([pa.array(sample.cells, pa.large_utf8())], ["text"])
    chunk = Chunk(batch, {"kind": "row"}, ordinal="row", label=sample.column, shape="column")
    hits = engine.detect(chunk)
    cells: defaultdict[int, set[int]] = defaultdict(set)
    for index in range(len(hits)):
        cells[int(hits.kind[index])].add(int(hits.cell[index]))
    extra = {}
    for kind, seen in cells.items():
        reason = engine.column_reason(kind, len(seen) / len(sample.cells), len(sample.cells))
        extra[kind] = reason.points if reason else 0
    out = []
    for index in range(len(hits)):
        kind, cell = int(hits.kind[index]), int(hits.cell[index])
        raw = sample.cells[cell].encode()
        start = len(raw[: int(hits.start[index])].decode())
        end = start + len(raw[int(hits.start[index]) : int(hits.end[index])].decode())
        out.append(Sight(engine.kinds[kind].infotype, cell, start, end, int(hits.points[index]) + extra[kind]))
    return out


def measured(engine: Engine, samples: Iterable[Sample]) -> Report:
    """The report on all of `samples`."""
    report = Report()
    for sample in samples:
        report.samples[sample.kind] += 1
        report.values += len(sample.labels)
        report.characters += sum(map(len, sample.cells))
        found = sights(engine, sample)
        for level in LEVELS:
            _count(report, sample, [sight for sight in found if sight.points >= level.points], level)
    return report


def _count(report: Report, sample: Sample, found: list[Sight], level: Confidence) -> None:
    if sample.negative:
        report.negative_cells[f"{sample.kind}@{level.label}"] += len(sample.cells)
    left = list(found)
    for label in sample.labels:
        scores = _scores(report, sample, label.infotype, level)
        best = _best(left, label)
        if best is None:
            if level is Confidence.MEDIUM:
                report.missed[(label.infotype, _where(sample))] += 1
            for score in scores:
                score.missed += 1
            continue
        left.remove(best)
        for score in scores:
            score.true += 1
            score.exact += (best.start, best.end) == (label.start, label.end)
    for sight in left:
        for score in _scores(report, sample, sight.infotype, level):
            score.false += 1
        if level is Confidence.MEDIUM:
            report.invented[(sight.infotype, _where(sample))] += 1
        if sample.negative:
            report.negatives[f"{sample.kind}@{level.label}"][sight.infotype] += 1


def _scores(report: Report, sample: Sample, infotype: str, level: Confidence) -> list[Score]:
    """The scores that a sight or label of `infotype` in `sample` counts for."""
    by_kind = [] if sample.negative else [report.kinds[level][(sample.kind, infotype)]]
    return by_kind if sample.hard else [*by_kind, report.scores[level][infotype]]


def _best(found: list[Sight], label: Label) -> Sight | None:
    """The sight that covers `label` best; None where none touches it."""
    same = [s for s in found if (s.infotype, s.cell) == (label.infotype, label.cell)]
    touching = [s for s in same if s.start < label.end and label.start < s.end]
    return min(touching, key=lambda s: (s.start != label.start) + (s.end != label.end), default=None)


def _where(sample: Sample) -> str:
    return f"{sample.kind}:{sample.column}" if sample.column else sample.kind
