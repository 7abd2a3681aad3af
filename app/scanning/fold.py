"""Folding: from the matches of one unit's chunks to its findings and its data subjects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow.compute as pc

from app.domain.findings import Finding, Locator
from app.extraction.cells import FROM
from app.scanning.detecting import Detecting
from app.scanning.masking import NameMask
from app.scanning.subjects import (
    FROM14TO17,
    SENSITIVE_CURRENT,
    SENSITIVE_STRICT,
    UNDER14,
    Flags,
    Links,
    RecordHits,
    age_flags,
)
from app.scanning.tally import Tally, total
from detectors.infotypes import catalogue
from detectors.model import Chunk, Confidence, Hits, Int64s, Reason

OVERLAYS = ((UNDER14, "minor.under14"), (FROM14TO17, "minor.14_17"))
NAME_RANK = 9


@dataclass(frozen=True, slots=True)
class FoldOptions:
    """Which hits are kept, and the day on which ages are counted."""

    min_confidence: Confidence = Confidence.MEDIUM
    today: date = date.min

    @property
    def today_number(self) -> int:
        """The day as yyyymmdd."""
        return self.today.year * 10_000 + self.today.month * 100 + self.today.day


@dataclass(slots=True)
class _Column:
    """What is known of one column so far: its cells that are not empty."""

    cells: int = 0


class UnitFold:
    """Takes the chunks of one unit, in order, and sums them up. Holds no value: only masks and fingerprints."""

    def __init__(self, engine: Detecting, names: NameMask, options: FoldOptions) -> None:
        self._engine, self._names, self._options = engine, names, options
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._columns: dict[str, _Column] = {}
        self._links = Links()
        self._block: tuple[object, ...] = ()
        self._pending: list[RecordHits] = []
        entries = [catalogue()[kind.infotype] for kind in engine.kinds]
        self._infotypes = [entry.id for entry in entries]
        self._rank = np.array([entry.rank if entry.personal else 0 for entry in entries], np.int64)
        self._flags = np.array(
            [
                SENSITIVE_CURRENT * (entry.under("current") == "sensitive")
                | SENSITIVE_STRICT * (entry.under("strict") == "sensitive")
                for entry in entries
            ],
            np.uint8,
        )

    def add(self, chunk: Chunk) -> int:
        """Detect in `chunk` and take in what is found; gives back the number of hits."""
        block = _block_of(chunk)
        if block != self._block:
            self._link()
            self._block = block
        column = column_name(chunk)
        cells = _filled(chunk) if chunk.shape == "column" else 0
        if chunk.shape == "column":
            self._columns.setdefault(column, _Column()).cells += cells
        hits = self._engine.detect(chunk)
        if len(hits):
            self._count(chunk, hits, column)
            self._hold(chunk, hits, cells)
        return len(hits)

    def findings(self, unit: str, name_id: Callable[[str, str], str]) -> tuple[Finding, ...]:
        """The findings of the unit, named `unit` for show; `name_id(infotype, column)` gives each its id."""
        found = []
        for tally in self._tallies.values():
            summed = total(tally, self._column_reason(tally), self._options.min_confidence.points)
            if summed:
                found.append(
                    Finding(
                        id=name_id(tally.infotype, tally.column),
                        infotype=tally.infotype,
                        unit=unit,
                        column=self._names.mask(tally.column),
                        count=summed.count,
                        distinct=summed.distinct,
                        points=summed.points,
                        reasons=summed.reasons,
                        detector=summed.detector,
                        locators=summed.locators,
                        distinct_exact=summed.exact,
                    )
                )
        return tuple(found)

    def edges(self) -> bytes:
        """The packed links between the keys of the unit's data subjects."""
        self._link()
        return self._links.pack()

    def _column_reason(self, tally: Tally) -> Reason | None:
        column = self._columns.get(tally.column)
        if column is None or not column.cells:
            return None
        return self._engine.column_reason(tally.kind, min(1.0, tally.cells_hit / column.cells), column.cells)

    def _count(self, chunk: Chunk, hits: Hits, column: str) -> None:
        flags = age_flags(hits.birth, self._options.today_number)
        for kind in np.flatnonzero(np.bincount(hits.kind)):
            mine = np.flatnonzero(hits.kind == kind)
            self._tally(chunk, hits, mine, self._infotypes[kind], column)
            for flag, overlay in OVERLAYS:
                young = mine[(flags[mine] & flag) > 0]
                if len(young):
                    self._tally(chunk, hits, young, overlay, column)

    def _tally(self, chunk: Chunk, hits: Hits, rows: Int64s, infotype: str, column: str) -> None:
        kind = int(hits.kind[rows[0]])
        tally = self._tallies.get((infotype, column))
        if tally is None:
            tally = self._tallies[infotype, column] = Tally(infotype, column, kind)
        tally.cells_hit += _runs(hits.cell[rows])
        earned = hits.points[rows]
        for points in np.flatnonzero(np.bincount(np.maximum(earned, 0))):
            same = rows[earned == points]
            bucket = tally.bucket(int(points))
            if not bucket.count:
                bucket.reasons = self._engine.reasons(hits, int(same[0]))
                bucket.detector = self._engine.kinds[kind].detector
            bucket.count += len(same)
            bucket.prints.add(hits.fingerprint[same])
            bucket.locators.extend(self._locator(chunk, hits, int(row)) for row in same[: bucket.room()])

    def _locator(self, chunk: Chunk, hits: Hits, row: int) -> Locator:
        cell = int(hits.cell[row])
        fields = self._names.fields(chunk, cell)
        kind = str(fields.pop("kind", chunk.ordinal))
        raw = chunk.text[cell].as_py().encode("utf-8")
        # a cell that was cut says how much of it came before
        start = int(fields.pop(FROM, 0)) + len(raw[: int(hits.start[row])].decode("utf-8", "replace"))
        value = self._engine.value(chunk, hits, row)
        high, low = (int(part) for part in hits.fingerprint[row])
        fields["start"], fields["end"] = start, start + len(value)
        return Locator(kind, fields, self._engine.mask(int(hits.kind[row]), value), f"{high:016x}{low:016x}")

    def _hold(self, chunk: Chunk, hits: Hits, cells: int) -> None:
        """Keep the hits that count for linking until the block of records is whole."""
        points = hits.points.astype(np.int64)
        if chunk.shape == "column" and cells:
            for kind in np.flatnonzero(np.bincount(hits.kind)):
                mine = hits.kind == kind
                share = min(1.0, _runs(hits.cell[mine]) / cells)
                reason = self._engine.column_reason(int(kind), share, cells)
                points[mine] += reason.points if reason else 0
        kept = points >= self._options.min_confidence.points
        rank = self._rank[hits.kind]
        named = rank == NAME_RANK
        if chunk.shape == "text":
            rank = np.where(named, 0, rank)
        if not kept.any():
            return
        flags: Flags = self._flags[hits.kind] | age_flags(hits.birth, self._options.today_number)
        self._pending.append(
            RecordHits(
                _records(chunk)[hits.cell[kept]],
                rank[kept],
                hits.fingerprint[kept],
                flags[kept],
                hits.birth[kept].astype(np.int64),
                named[kept],
            )
        )

    def _link(self) -> None:
        if not self._pending:
            return
        self._links.add(
            RecordHits(
                np.concatenate([held.record for held in self._pending]),
                np.concatenate([held.rank for held in self._pending]),
                np.concatenate([held.fingerprint for held in self._pending]),
                np.concatenate([held.flags for held in self._pending]),
                np.concatenate([held.birth for held in self._pending]),
                np.concatenate([held.name for held in self._pending]),
            )
        )
        self._pending = []


def column_name(chunk: Chunk) -> str:
    """The name of the column a chunk belongs to, as `sheet!C`, `table.column` or `column`; empty in running text."""
    if chunk.shape != "column":
        return ""
    where: Mapping[str, object] = chunk.where
    column = str(where.get("column") or chunk.label)
    if where.get("sheet"):
        return f"{where['sheet']}!{column}"
    return f"{where['table']}.{column}" if where.get("table") else column


def _block_of(chunk: Chunk) -> tuple[object, ...]:
    """What chunks of the same block of records share."""
    if chunk.shape == "text":
        return ("text", id(chunk))
    return ("column", chunk.where.get("table"), chunk.where.get("sheet"), chunk.base)


def _records(chunk: Chunk) -> Int64s:
    if "record" in chunk.batch.schema.names:
        return np.asarray(chunk.batch.column("record").to_numpy(zero_copy_only=False), np.int64)
    return np.arange(chunk.rows, dtype=np.int64)


def _runs(cells: Int64s) -> int:
    """How many different numbers there are in `cells`, which is sorted."""
    return int(np.count_nonzero(np.diff(cells))) + bool(len(cells))


def _filled(chunk: Chunk) -> int:
    """How many cells are not empty."""
    return int(pc.sum(pc.greater(pc.binary_length(chunk.text), 0)).as_py() or 0)
