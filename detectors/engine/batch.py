"""Candidates as arrays of one length, from whatever view they came, and the resolution of overlaps between them."""

from dataclasses import dataclass, fields

import numpy as np

from detectors.engine.jit import kernel
from detectors.engine.view import Bytes
from detectors.model import Int16s, Int32s, Int64s, UInt64s

NEIGHBOUR_BYTES = 300


@dataclass(frozen=True, slots=True)
class Batch:
    """Candidates: the fields of `Hits`, not yet free of overlaps; `start` and `end` count bytes of the cell."""

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

    def take(self, index: np.ndarray) -> "Batch":
        """The candidates that `index` (numbers or a mask) picks."""
        if index.dtype == np.bool_ and index.all():
            return self
        return Batch(*(getattr(self, item.name)[index] for item in fields(self)))


def empty() -> Batch:
    """No candidates."""
    return Batch(
        np.empty(0, np.int16), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64),
        np.empty(0, np.int16), np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.int16),
        np.empty((0, 2), np.uint64), np.empty(0, np.int32),
    )  # fmt: skip


def joined(parts: list[Batch]) -> Batch:
    """The candidates of several batches."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty()
    if len(parts) == 1:
        return parts[0]
    return Batch(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Batch)))


@kernel
def _resolve(order: Int64s, knot: Int64s, start: Int64s, end: Int64s, taken: Bytes, keep: Bytes) -> None:
    """Mark what stays among the spans that `order` lists, knot by knot and the best first: whatever is still free.

    `start` and `end` count from the first byte of their knot; `taken` has room for the longest knot.
    """
    for place in range(len(order)):
        here = order[place]
        if place == 0 or knot[here] != knot[order[place - 1]]:
            taken[:] = 0
        free = True
        for byte in range(start[here], end[here]):
            if taken[byte]:
                free = False
                break
        if free:
            keep[here] = 1
            taken[start[here] : end[here]] = 1


def _free(cell: Int64s, start: Int64s, end: Int64s, rank: Int64s) -> Bytes:
    """Which of the spans, in order of cell and start, stay: the best of each knot of overlapping ones."""
    stride = int(end.max()) + 1
    first, last = cell * stride + start, cell * stride + end
    reach = np.maximum.accumulate(last)
    opens = np.concatenate([np.ones(1, np.bool_), first[1:] >= reach[:-1]])
    keep = np.ones(len(cell), np.uint8)
    if opens.all():
        return keep
    knot = np.cumsum(opens) - 1
    heads = np.flatnonzero(opens)
    tied = np.flatnonzero(np.diff(np.append(heads, len(cell)))[knot] > 1)
    keep[tied] = 0
    order = tied[np.lexsort((-rank[tied], knot[tied]))]
    base = first[heads][knot]
    start, end = first - base, last - base
    _resolve(order, knot, start, end, np.empty(int(end[tied].max()), np.uint8), keep)
    return keep


def _ordered(cell: Int64s, start: Int64s, end: Int64s) -> bool:
    """Whether the spans are in order of cell, start and end, as one kernel alone puts them down."""
    behind = start[1:] > start[:-1]
    same = (start[1:] == start[:-1]) & (end[1:] >= end[:-1])
    return bool(((cell[1:] > cell[:-1]) | ((cell[1:] == cell[:-1]) & (behind | same))).all())


def resolved(batch: Batch, priority: Int64s) -> Batch:
    """`batch` by cell and start without overlaps: by points (a passed check counts two more, context or label three), then length, then `priority` [kinds]."""
    if not len(batch):
        return batch
    if not _ordered(batch.cell, batch.start, batch.end):
        batch = batch.take(np.lexsort((batch.end, batch.start, batch.cell)))
    validated = ((batch.evidence & 2) != 0).astype(np.int64)
    length = np.minimum(batch.end - batch.start, 0xFFFF)
    contextual = ((batch.evidence & 0b10100) != 0).astype(np.int64)
    rank = (
        ((batch.points.astype(np.int64) + 2 * validated + 3 * contextual + 64) << 28)
        + (length << 10)
        + priority[batch.kind]
    )
    keep = _free(batch.cell, batch.start, batch.end, rank)
    return batch if keep.all() else batch.take(keep != 0)


@kernel
def _neighbours(cell: Int64s, start: Int64s, end: Int64s, group: Int64s, out: Bytes) -> None:
    """Mark spans that have another personal infotype beside them in their cell; group 0 is not personal."""
    for index in range(len(cell)):
        if group[index] == 0:
            continue
        for other in range(index + 1, min(len(cell), index + 9)):
            if cell[other] != cell[index] or start[other] - end[index] > 300:
                break
            if group[other] != 0 and group[other] != group[index]:
                out[index] = 1
                out[other] = 1


def neighbours(batch: Batch, group: Int64s) -> Bytes:
    """Which candidates of `batch` (in order) stand beside another personal infotype; `group` [kinds] tells them apart."""
    out = np.zeros(len(batch), np.uint8)
    _neighbours(batch.cell, batch.start, batch.end, group[batch.kind], out)
    return out
