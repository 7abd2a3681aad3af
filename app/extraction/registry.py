"""The formats that can be read: every module of this package that has FORMATS."""

import importlib
import pkgutil
from dataclasses import replace
from functools import lru_cache
from typing import cast

import app.extraction
from app.extraction.interface import Extractor, Format

__all__ = ["Format", "extractor", "formats"]
NOT_FORMATS = frozenset({"worker", "registry", "reading"})


@lru_cache(maxsize=1)
def _found() -> tuple[tuple[Format, Extractor], ...]:
    found: list[tuple[Format, Extractor]] = []
    for info in pkgutil.iter_modules(app.extraction.__path__):
        if info.name in NOT_FORMATS:
            continue
        module = importlib.import_module(f"app.extraction.{info.name}")
        for entry in getattr(module, "FORMATS", ()):
            found.append((replace(entry, module=module.__name__), cast("Extractor", module)))  # noqa: PERF401 - a comprehension would hide the pairs
    return tuple(sorted(found, key=lambda pair: pair[0].id))


def formats() -> tuple[Format, ...]:
    """Every format that can be read, by id."""
    return tuple(entry for entry, _ in _found())


@lru_cache(maxsize=64)
def extractor(format_id: str) -> Extractor | None:
    """The module that reads `format_id`; None where there is none."""
    return next((module for entry, module in _found() if entry.id == format_id), None)


@lru_cache(maxsize=1)
def by_extension() -> dict[str, str]:
    """Which format an ending of a name stands for."""
    return {ending: entry.id for entry, _ in _found() for ending in entry.extensions}
