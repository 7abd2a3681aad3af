"""The words of detection: confidence, reasons, chunks that go in and hits that come out."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

LOW_POINTS, MEDIUM_POINTS, HIGH_POINTS = 2, 4, 6
"""Points from which a match counts as low, medium and high; below LOW_POINTS it is dropped."""


class Confidence(enum.IntEnum):
    """How sure we are that a match is what its infotype says."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """`low`, `medium` or `high`: the form used in options, JSON and the API."""
        return self.name.lower()

    @property
    def points(self) -> int:
        """The fewest points that give this confidence."""
        return (LOW_POINTS, MEDIUM_POINTS, HIGH_POINTS)[self - 1]

    @classmethod
    def of_label(cls, label: str) -> "Confidence":
        """The confidence named `label`; ValueError where there is none."""
        for member in cls:
            if member.label == label:
                return member
        raise ValueError(f"no confidence is called {label!r}")

    @classmethod
    def of_points(cls, points: int) -> "Confidence | None":
        """The confidence that `points` amount to; None below LOW_POINTS."""
        if points >= HIGH_POINTS:
            return cls.HIGH
        if points >= MEDIUM_POINTS:
            return cls.MEDIUM
        return cls.LOW if points >= LOW_POINTS else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One summand of a match's points.

    `code` is a stable id (`pattern`, `check`, `context_word`, `counter_word`, `label`, `column_share`, `model`,
    `neighbour`, `specimen`, `presidio` ...), `points` what it added or took away, and `detail` a word of our own
    lists or a figure (`身份证 @4`, `96 %`); never anything copied from the scanned text.
    """

    code: str
    points: int
    detail: str = ""


LocatorValue = str | int
Shape = Literal["text", "column"]
EMPTY: Mapping[str, LocatorValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text cells with a locator each: what extractors and connectors make and the engine reads.

    `batch` has the column `text` (large_utf8, no nulls: an absent value is an empty string) and may have further
    typed locator columns (int64 or large_utf8), one value a cell. Where the batch has an int64 column `record`,
    cells with the same number belong to one record; without it, a cell's ordinal is its record.

    `where` holds the locator fields that all cells share; `where["kind"]` is one of `line`, `cell`, `row`,
    `paragraph`, `page`, `path`, `part`. `ordinal` names the field that counts the cells and `base` is the number of
    the first one (1-based, as a person counts). `label` is the name of the column or field that all cells belong to
    (empty in running text). `shape` is `column` where the cells are the values of one field, so that the share
    of them that match means something. `terminated` says that every cell ends in a line feed, so that the text
    buffer can be scanned as it lies.
    """

    batch: pa.RecordBatch
    where: Mapping[str, LocatorValue]
    ordinal: str = "line"
    base: int = 1
    label: str = ""
    shape: Shape = "text"
    terminated: bool = False

    @property
    def text(self) -> pa.LargeStringArray:
        """The text cells, [n]."""
        return self.batch.column("text")

    @property
    def rows(self) -> int:
        """Number of cells."""
        return int(self.batch.num_rows)

    def locator(self, cell: int) -> dict[str, LocatorValue]:
        """The locator fields of cell number `cell` (0-based), `kind` first."""
        fields: dict[str, LocatorValue] = dict(self.where)
        fields[self.ordinal] = self.base + cell
        for name in self.batch.schema.names:
            if name not in ("text", "record"):
                value = self.batch.column(name)[cell].as_py()
                if value is not None:
                    fields[name] = value
        return fields


Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Int16s = npt.NDArray[np.int16]
UInt64s = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Hits:
    """The matches in one chunk, overlaps resolved, ordered by cell and start; arrays of one length n.

    `kind` is an index into `Engine.kinds` (infotype and detector), `cell` the number of the cell in the chunk,
    `start` and `end` UTF-8 byte offsets into that cell's own text (before any normalisation), `points` the sum of
    the reasons, `evidence` a bit set over `Engine.evidence`, `word` an index into `Engine.words` of the nearest
    context or counter-word (-1: none) and `distance` how many characters away it stands, `fingerprint` [n, 2] the
    keyed 128-bit fingerprint of the canonical value, `birth` a date of birth as yyyymmdd (0: none).
    """

    kind: Int16s
    cell: Int64s
    start: Int64s
    end: Int64s
    points: Int16s
    evidence: Int32s
    word: Int16s
    distance: Int16s
    fingerprint: UInt64s
    birth: Int32s

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a number in `Hits.kind` stands for: an infotype as found by one detector."""

    infotype: str
    detector: str


@dataclass(frozen=True, slots=True)
class Match:
    """One hit in a single text, for people and for the interface: offsets in Unicode code points."""

    infotype: str
    start: int
    end: int
    points: int
    detector: str
    mask: str
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def confidence(self) -> Confidence:
        """The confidence that the points amount to."""
        return Confidence.of_points(self.points) or Confidence.LOW

    @property
    def score(self) -> float:
        """The points on a scale from 0 to 1, as Presidio gives its scores."""
        return score_of(self.points)


def score_of(points: int) -> float:
    """Points as a score from 0 to 1: ten points or more are certainty."""
    return max(0.0, min(1.0, points / 10))
