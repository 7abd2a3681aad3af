"""Distinct fingerprints: exact, then estimated."""

import numpy as np

from app.scanning.distinct import Distinct


def prints(count, seed):
    """Random fingerprints, [count, 2]."""
    return np.random.default_rng(seed).integers(0, 2**64, (count, 2), np.uint64)


def test_doubles_count_once_across_blocks():
    """The same fingerprints in other blocks add nothing."""
    counter = Distinct()
    for _ in range(3):
        counter.add(prints(70_000, 1))
    counter.add(prints(10, 2))
    assert (counter.count(), counter.exact) == (70_010, True)


def test_beyond_the_cap_the_estimate_is_close_and_says_so():
    """Past the cap the count is an estimate, within two per cent, and `exact` is false."""
    counter = Distinct(cap=100_000)
    for seed in range(8):
        counter.add(prints(50_000, seed))
    assert not counter.exact
    assert abs(counter.count() - 400_000) < 8_000


def test_merging_keeps_inexactness():
    """A merged counter is exact only if both were."""
    big, small = Distinct(cap=1_000), Distinct()
    big.add(prints(200_000, 5))
    big.count()
    small.merge(big)
    assert not small.exact
