"""Counting distinct fingerprints: exactly up to a cap, by a sketch beyond it."""

import numpy as np

from detectors.model import UInt64s

EXACT_CAP = 2_000_000
SKETCH_SIZE = 65_536


class Distinct:
    """Counts distinct 128-bit fingerprints.

    Exact up to EXACT_CAP; beyond it the K smallest values stand for all (Bar-Yossef et al., "Counting distinct elements
    in a data stream", 2002; the k-minimum-values estimate), which is right to about 0.4 % at K = 65,536.
    """

    def __init__(self, cap: int = EXACT_CAP) -> None:
        self._cap = cap
        self._blocks: list[UInt64s] = []
        self._pending = 0
        self._known: UInt64s = np.empty((0, 2), np.uint64)
        self.exact = True

    def add(self, fingerprints: UInt64s) -> None:
        """Take in fingerprints, [n, 2] uint64."""
        if not len(fingerprints):
            return
        self._blocks.append(np.array(fingerprints, np.uint64))
        self._pending += len(fingerprints)
        if self._pending > max(100_000, len(self._known) // 2):
            self._compact()

    def merge(self, other: "Distinct") -> None:
        """Take in everything that `other` has seen."""
        self.add(other.settled())
        self.exact = self.exact and other.exact

    def count(self) -> int:
        """How many distinct fingerprints were seen; an estimate where `exact` is false."""
        known = self.settled()
        if self.exact:
            return len(known)
        kth = float(known[-1, 0]) / 2.0**64
        return round((len(known) - 1) / kth) if kth else len(known)

    def settled(self) -> UInt64s:
        """The distinct fingerprints kept, sorted; once inexact, the smallest SKETCH_SIZE of them."""
        self._compact()
        return self._known

    def _compact(self) -> None:
        self._known = unique_pairs(np.concatenate([self._known, *self._blocks]))
        self._blocks, self._pending = [], 0
        if len(self._known) > self._cap:
            self.exact = False
        if not self.exact:
            self._known = self._known[:SKETCH_SIZE]


def unique_pairs(pairs: UInt64s) -> UInt64s:
    """The distinct rows of `pairs` [n, 2], sorted by the first column (random 64 bits: that tells them apart)."""
    if len(pairs) < 2:
        return pairs
    ranked = pairs[np.argsort(pairs[:, 0], kind="stable")]
    keep = np.ones(len(ranked), bool)
    keep[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    return ranked[keep]
