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


Folders = dict[bytes, tuple[os.stat_result, ...]]


def posix_exposure(path: bytes, known: Folders | None = None) -> ExposureReport:
    """World-readable where everybody may read the file and pass every folder above it; group reach alike.

    `known` keeps what was seen of folders, for many files of one tree.
    """
    known = {} if known is None else known
    try:
        status = os.stat(path)  # noqa: PTH116 - a path in bytes is no Path
        folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120 - as above
        if folder not in known:
            known[folder] = tuple(os.stat(parent) for parent in _upward(folder))  # noqa: PTH116 - as above
        mode, group, parents = status.st_mode, status.st_gid, known[folder]
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


def _upward(folder: bytes) -> list[bytes]:
    path = Path(os.fsdecode(folder))
    return [os.fsencode(each) for each in (path, *path.parents)]


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
