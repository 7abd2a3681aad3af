"""The decorator of our kernels: compiled once, cached on disk wherever a cache can be written."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import numba

Kernel = Callable[..., Any]


def kernel(function: Kernel) -> Kernel:
    """`function` compiled by numba, without the interpreter lock, cached.

    Where neither the package folder nor the user's cache folder can be written, a private folder of this process
    and its children holds the cache.
    """
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        folder = tempfile.mkdtemp(prefix="mishao-kernels-")
        owner = os.getpid()
        atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
        os.environ["NUMBA_CACHE_DIR"] = folder
        numba.config.CACHE_DIR = folder
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
