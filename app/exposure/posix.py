"""Who can reach a file by its mode bits and those of every folder above it."""

import grp
import os
import stat
from pathlib import Path

from app.domain.exposure import Exposure, ExposureReport, ExposureState

_BROAD_GROUPS = frozenset(
    ("users", "staff", "everyone", "domain users", "domain^users", "all", "employees", "nogroup", "www-data")
)
_BROAD_MEMBERS = 20


def posix_exposure(path: bytes) -> ExposureReport:
    """World-readable where everybody may read the file and pass every folder above it; group reach alike."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path in bytes is no Path
        group = os.stat(path).st_gid  # noqa: PTH116 - as above
        parents = [os.stat(parent) for parent in _parents(path)]  # noqa: PTH116 - as above
    except OSError as error:
        return ExposureReport(unknown=(Exposure(ExposureState.WORLD_READABLE, "stat_failed", _errno(error)),))
    if mode & stat.S_IROTH and all(parent.st_mode & stat.S_IXOTH for parent in parents):
        detail = f"mode {stat.S_IMODE(mode):04o}, every folder above open to others"
        return ExposureReport((Exposure(ExposureState.WORLD_READABLE, "mode_bits", detail),))
    if not mode & stat.S_IRGRP or not all(_group_passes(parent, group) for parent in parents):
        return ExposureReport()
    breadth = _breadth(group)
    if not breadth:
        return ExposureReport()
    detail = f"mode {stat.S_IMODE(mode):04o}, {breadth}"
    return ExposureReport((Exposure(ExposureState.BROAD_INTERNAL, "group_readable", detail),))


def _parents(path: bytes) -> list[bytes]:
    return [os.fsencode(parent) for parent in Path(os.fsdecode(os.path.realpath(path))).parents]


def _group_passes(folder: os.stat_result, group: int) -> bool:
    bit = stat.S_IXGRP if folder.st_gid == group else stat.S_IXOTH
    return bool(folder.st_mode & bit)


def _breadth(group: int) -> str:
    """Why the group counts as broad; empty where there is no evidence that it does."""
    try:
        entry = grp.getgrgid(group)
    except KeyError:
        return ""
    if entry.gr_name.lower() in _BROAD_GROUPS:
        return f"group {entry.gr_name}"
    members = len(entry.gr_mem)
    return f"group {entry.gr_name} with {members} members" if members >= _BROAD_MEMBERS else ""


def _errno(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else "unknown error"
