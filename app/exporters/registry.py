"""Which exporters there are: every module of this package that names an `EXPORTER`, one a format."""

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names alone must be known fast, for --help
    from app.exporters.interface import Exporter

NOT_FORMATS = frozenset({"interface", "registry", "layout", "page"})


def _modules() -> list[str]:
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return [module.name for module in found if module.name not in NOT_FORMATS]


def names() -> tuple[str, ...]:
    """The name of every format, the one for people first; imports none of them."""
    found = {module.rstrip("_") for module in _modules()}
    return tuple(sorted(found, key=lambda name: (name != "table", name)))


@lru_cache(maxsize=1)
def exporters() -> "dict[str, Exporter]":
    """Every exporter by its name."""
    found = [importlib.import_module(f"app.exporters.{module}").EXPORTER for module in _modules()]
    return {exporter.name: exporter for exporter in found}
