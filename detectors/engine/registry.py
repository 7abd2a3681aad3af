"""Every detector that ships: found in the family folders beside the engine, one file each."""

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path

from detectors.engine.spec import DetectorSpec
from detectors.errors import DetectorError
from detectors.infotypes import catalogue

FAMILIES = (
    "identity",
    "contact",
    "finance",
    "vehicle",
    "organisation",
    "device",
    "network",
    "person",
    "credential",
    "business",
)


@lru_cache(maxsize=1)
def detectors() -> tuple[DetectorSpec, ...]:
    """Every detector, ordered by family and id; DetectorError where a file breaks the rules of the house."""
    found: list[DetectorSpec] = []
    root = Path(__file__).parent.parent
    for family in FAMILIES:
        for module in sorted(pkgutil.iter_modules([str(root / family)]), key=lambda item: item.name):
            spec = getattr(importlib.import_module(f"detectors.{family}.{module.name}"), "DETECTOR", None)
            if not isinstance(spec, DetectorSpec) or spec.id != module.name or spec.infotype not in catalogue():
                place = f"detectors/{family}/{module.name}.py"
                raise DetectorError(
                    f"{place} must hold a DETECTOR of that id and a known infotype",
                    f"{place} 应有同名且数据类型已知的 DETECTOR",
                )
            found.append(spec)
    return tuple(found)
