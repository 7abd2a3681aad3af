"""The stages between bytes and candidates: kernels and patterns, checks, context and labels, points, fingerprints."""

import numpy as np

from detectors.engine import points as p
from detectors.engine.batch import Batch, empty
from detectors.engine.checks import CHECKS, checked
from detectors.engine.context import Automaton, context
from detectors.engine.gates import Gates
from detectors.engine.joints import candidates
from detectors.engine.runs import RULES
from detectors.engine.siphash import CANONICAL, fingerprints
from detectors.engine.spec import DetectorSpec
from detectors.engine.tokens import refused
from detectors.engine.view import View
from detectors.model import Int32s, Int64s

_JWT = CHECKS.index("jwt")


class Pipeline:
    """What runs over one view; free of state, so that threads may share it."""

    def __init__(
        self,
        specs: tuple[DetectorSpec, ...],
        tables: Automaton,
        gates: Gates,
        key: tuple[np.uint64, np.uint64],
        today: int,
    ) -> None:
        """`key` are the two words of the fingerprint key, `today` is yyyymmdd."""
        self._tables, self._gates, self._key, self._today = tables, gates, key, today
        self._check = np.array([CHECKS.index(spec.check) for spec in specs], np.int64)
        self._canonical = np.array([CANONICAL.index(spec.canonical) for spec in specs], np.int64)
        self._base = np.array([spec.base for spec in specs], np.int64)
        self._worth = np.array([spec.check_points for spec in specs], np.int64)
        self._rule = np.full(len(RULES), -1, np.int64)
        for row, spec in enumerate(specs):
            if spec.kernel:
                self._rule[RULES.index(spec.kernel)] = row

    def run(self, view: View, labels: Int64s, *, text: bool) -> Batch:
        """The candidates in `view` with points and fingerprints; `labels` [detectors] is what the column's name says."""
        row, start, end = self._seen(view, labels)
        if not len(row):
            return empty()
        cell = np.searchsorted(view.starts, start, side="right") - 1
        inside = (cell >= 0) & (end > start)
        inside[inside] = end[inside] <= view.ends[cell[inside]]
        outcome, birth = checked(view.buf, np.where(inside, self._check[row], 0), start, end, self._today)
        outcome[refused(view.buf, start, end, np.flatnonzero(inside & (self._check[row] == _JWT)))] = -1
        keep = np.flatnonzero(inside & (outcome >= 0))
        row, start, end, cell = row[keep], start[keep], end[keep], cell[keep]
        return self._weighed(view, labels, row, cell, start, end, outcome[keep], birth[keep], text=text)

    def _seen(self, view: View, labels: Int64s) -> tuple[Int64s, Int64s, Int64s]:
        """Detector row, start and end of everything that kernels and patterns report, bounds not yet judged."""
        rule, start, end = candidates(view)
        row = self._rule[rule]
        row_too, start_too, end_too = self._gates.scan(view, [int(place) for place in np.flatnonzero(labels > 0)])
        if len(row_too):
            row = np.concatenate([row, row_too.astype(np.int64)])
            start, end = np.concatenate([start, start_too]), np.concatenate([end, end_too])
        return row, start, end

    def _weighed(
        self, view: View, labels: Int64s, row: Int64s, cell: Int64s, start: Int64s, end: Int64s, outcome: Int32s,
        birth: Int32s, *, text: bool,
    ) -> Batch:  # fmt: skip
        """Context, labels and points of checked candidates."""
        word, distance, role = context(self._tables, view, cell, start, end, row, text=text)
        label = labels[row]
        evidence = p.PATTERN | outcome.astype(np.int32)
        evidence |= np.where(role > 0, p.CONTEXT_BIT, 0) | np.where(role < 0, p.COUNTER_BIT, 0)
        evidence |= np.where(label > 0, p.LABEL_BIT, 0) | np.where(label < 0, p.COUNTER_LABEL_BIT, 0)
        worth = self._base[row] + np.where(outcome & p.CHECK, self._worth[row], 0)
        worth += np.where(role > 0, np.where(distance <= p.CONTEXT_NEAR_CHARS, p.CONTEXT_NEAR, p.CONTEXT_FAR), 0)
        worth += np.where(role < 0, np.where(distance <= p.COUNTER_NEAR_CHARS, p.COUNTER_NEAR, p.COUNTER_FAR), 0)
        worth += np.where(label > 0, p.LABEL, 0) + np.where(label < 0, p.COUNTER_LABEL, 0)
        worth += np.where(outcome & p.SPECIMEN_BIT, p.SPECIMEN, 0) + np.where(outcome & p.ROLE_BIT, p.ROLE, 0)
        keep = np.flatnonzero(worth > 0)
        row, cell, start, end, birth = row[keep], cell[keep], start[keep], end[keep], birth[keep]
        prints = fingerprints(self._key, view.buf, start, end, self._canonical[row], birth)
        base = view.starts[cell]
        return Batch(
            row.astype(np.int16), cell, start - base, end - base, worth[keep].astype(np.int16),
            evidence[keep].astype(np.int32), word[keep], distance[keep], prints, birth,
        )  # fmt: skip
