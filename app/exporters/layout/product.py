"""Which version of the product this is."""

import tomllib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

CHECKOUT = Path(__file__).parents[3] / "pyproject.toml"


@lru_cache(maxsize=1)
def version() -> str:
    """The version, of the installed package or else of the checkout that this runs from."""
    try:
        return installed_version("mishao")
    except PackageNotFoundError:
        return str(tomllib.loads(CHECKOUT.read_text(encoding="utf-8"))["project"]["version"])
