"""What a parser process gives up before it sees a byte: memory, files, users, network, programs."""

import contextlib
import ctypes
import os
import resource
import site
import struct
import sys
from pathlib import Path

from app.extraction.budget import Budget
from app.extraction.seccomp import forbid_calls

NOBODY = 65534
FILES = 64
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, SIGKILL = 1, 38, 9
CLONE_NEWNET = 0x40000000
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
READ_FILE, READ_DIR = 1 << 2, 1 << 3
FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights on files each version of Landlock knows (kernel: include/uapi/linux/landlock.h)."""
State = dict[str, tuple[bool, str]]

_LIBC = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> bool:
    return bool(_LIBC.prctl(option, value, 0, 0, 0) == 0)


def landlock_version() -> int:
    """The version of Landlock that the kernel has; 0 where it has none."""
    return max(0, int(_LIBC.syscall(LANDLOCK_CREATE, None, 0, 1)))


def _library_paths() -> set[str]:
    paths = {sys.prefix, sys.base_prefix + "/lib", "/usr/lib", "/usr/local/lib", "/lib", "/usr/share/zoneinfo"}
    return paths | set(site.getsitepackages())


def _landlock() -> tuple[bool, str, bool]:
    """Allow reading libraries and nothing else; whether that holds, what was done, and whether TCP is closed too."""
    version = landlock_version()
    if not version:
        return False, "the kernel has no Landlock", False
    rights = (1 << FS_RIGHTS[min(version, max(FS_RIGHTS))]) - 1
    net = version >= 4
    fields = [rights, 3] if net else [rights]
    scoped = version >= 6
    if scoped:
        fields.append(3)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    rules = _LIBC.syscall(LANDLOCK_CREATE, attributes, len(attributes), 0)
    if rules < 0:
        return False, "the kernel refuses Landlock", False
    try:
        for path in _library_paths():
            # a path that is missing or closed to this user needs no rule: nothing is allowed there
            with contextlib.suppress(OSError):
                folder = os.open(path, os.O_PATH | os.O_CLOEXEC | os.O_DIRECTORY)
                _LIBC.syscall(LANDLOCK_ADD, rules, 1, struct.pack("<Qi", READ_FILE | READ_DIR, folder), 0)
                os.close(folder)
        held = _LIBC.syscall(LANDLOCK_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)
    return held, f"version {version}", held and net


def _limits(budget: Budget) -> State:
    with Path("/proc/self/statm").open(encoding="ascii") as statm:
        base = int(statm.read().split()[0]) * resource.getpagesize()
    memory = base + budget.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (budget.spool_bytes, budget.spool_bytes))
    rearm_cpu(budget.cpu_s)
    return {
        "memory": (True, f"{budget.memory_bytes >> 20} MiB"),
        "cpu": (True, f"{budget.cpu_s:g} s"),
        "file_size": (True, f"{budget.spool_bytes >> 20} MiB"),
    }


def rearm_cpu(seconds: float) -> None:
    """Allow `seconds` of processor time from now on; past them the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + max(1.0, seconds)) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _become_nobody() -> tuple[bool, str]:
    if os.geteuid() != 0:
        return True, f"uid {os.geteuid()}"
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as error:
        return False, os.strerror(error.errno or 0)
    return True, f"uid {NOBODY}"


def lock_down(budget: Budget) -> State:
    """Give up everything that parsing does not need; what is on afterwards, by name, with a detail."""
    state: State = {}
    apart = _LIBC.unshare(CLONE_NEWNET) == 0
    state |= _limits(budget)
    state["unprivileged_user"] = _become_nobody()
    # a change of user clears the signal, so it is asked for afterwards
    _prctl(PR_SET_PDEATHSIG, SIGKILL)
    state["no_new_privileges"] = (_prctl(PR_SET_NO_NEW_PRIVS, 1), "")
    held, detail, closed = _landlock()
    state["landlock"] = (held, detail)
    filtered, calls = forbid_calls()
    state["seccomp"] = (filtered, calls)
    ways = [name for name, on in (("namespace", apart), ("seccomp", filtered), ("Landlock TCP", closed)) if on]
    state["no_network"] = (apart or filtered, ", ".join(ways))
    return state
