"""The decorator of our kernels: compiled once, cached on disk wherever a cache can be written."""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba

Kernel = Callable[..., Any]
_INNER: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,
}


@lru_cache(maxsize=1)
def cache_folder() -> str:
    """Where compiled kernels are kept: NUMBA_CACHE_DIR, beside the sources, in the user's cache, or, where none of
    these can be written, a private folder of this process and its children.

    The name holds a digest of the sources: a kernel inlines others, and numba looks only at the file of the outer one.
    """
    here = Path(__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(here.glob("*.py")))
    name = f"kernels-{hashlib.sha256(sources).hexdigest()[:16]}"
    given = os.environ.get("NUMBA_CACHE_DIR")
    user = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "mishao"
    for base in [Path(given)] if given else [here / "__pycache__", user]:
        folder = base if base.name == name else base / name
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    private = Path(tempfile.mkdtemp(prefix="mishao-")) / name
    private.mkdir()
    atexit.register(_remove, str(private.parent), os.getpid())
    os.environ["NUMBA_CACHE_DIR"] = str(private.parent)
    return str(private)


def _remove(folder: str, owner: int) -> None:
    """Take the private cache away when the process that made it ends, not when a child does."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def kernel(function: Kernel) -> Kernel:
    """`function` compiled by numba, without the interpreter lock, cached."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = cache_folder()
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = before


def inner(function: Kernel) -> Kernel:
    """`function` compiled for other kernels only: no entry from Python and no array made inside, so that there is less to compile."""
    return numba.njit(**_INNER)(function)
