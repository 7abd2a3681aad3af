"""What detectors declare: unique ids, known words, checks and masks, and their row in the documentation."""

from pathlib import Path

import pytest

from detectors.engine.checks import CHECKS
from detectors.engine.listing import table
from detectors.engine.masks import MASKS
from detectors.engine.registry import detectors
from detectors.engine.runs import RULES
from detectors.engine.siphash import CANONICAL
from detectors.engine.spec import DetectorSpec

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("spec", detectors(), ids=lambda spec: spec.id)
def test_declares_what_exists(spec: DetectorSpec) -> None:
    """A detector names a check, a mask, a spelling and a kernel that exist, and finds by pattern or by kernel."""
    assert spec.check in CHECKS
    assert spec.mask in MASKS
    assert spec.canonical in CANONICAL
    assert not spec.kernel or spec.kernel in RULES
    assert spec.patterns or spec.kernel
    assert not spec.check_points or spec.check != "none"


def test_ids_and_kernels_are_unique() -> None:
    """No two detectors share an id or a kernel."""
    ids = [spec.id for spec in detectors()]
    kernels = [spec.kernel for spec in detectors() if spec.kernel]
    assert len(set(ids)) == len(ids)
    assert len(set(kernels)) == len(kernels)


def test_documentation_is_current() -> None:
    """docs/detectors.md is what the detectors declare today."""
    assert (ROOT / "docs" / "detectors.md").read_text(encoding="utf-8") == table()
