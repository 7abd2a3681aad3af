"""The one table of exit codes: what each means, and which error leads to which."""

from app.errors import AppError, ScanFailed, VerificationFailed
from detectors.errors import DetectorError
from policies.errors import PolicyError

COMPLETE = 0
"""Everything was read, and nothing is at or above --fail-on."""
FOUND = 1
"""Something is at or above --fail-on."""
USAGE = 2
"""The request or the configuration is wrong; nothing was scanned."""
FAILED = 3
"""A scan could not be carried to its end, or a trail does not verify."""
PARTIAL = 4
"""Some units could not be read (not with --allow-partial)."""
INTERRUPTED = 130
"""Ctrl-C or SIGTERM, as shells have it: 128 + SIGINT."""

STRONGEST_FIRST = (FAILED, PARTIAL, FOUND)
"""Which code wins where several hold."""

BY_ERROR: tuple[tuple[type[Exception], int], ...] = (
    (ScanFailed, FAILED),
    (VerificationFailed, FAILED),
    (AppError, USAGE),
    (DetectorError, USAGE),
    (PolicyError, USAGE),
)
"""The first row that fits says how an error ends the program."""


def of_error(error: Exception) -> int:
    """The exit code of an error; one that is in no row is a fault of ours: FAILED."""
    return next((code for kind, code in BY_ERROR if isinstance(error, kind)), FAILED)
