"""The decorator of our kernels: compiled once, cached on disk wherever a cache can be written."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import numba

Kernel = Callable[..., Any]


def _remove(folder: str, owner: int) -> None:
    """Take the private cache away when the process that made it ends, not when a child does."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def kernel(function: Kernel) -> Kernel:
    """`function` compiled by numba, without the interpreter lock, cached.

    Where neither the package folder nor the user's cache folder can be written, a private folder of this process
    and its children holds the cache.
    """
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        folder = tempfile.mkdtemp(prefix="mishao-kernels-")
        atexit.register(_remove, folder, os.getpid())
        os.environ["NUMBA_CACHE_DIR"] = folder
        numba.config.CACHE_DIR = folder  # type: ignore[attr-defined] # set by name at run time
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
