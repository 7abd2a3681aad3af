"""System calls that parsing never needs, forbidden by a small filter of our own."""

import ctypes
import errno
import platform
import struct

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
X32 = 0x40000000
ARCHITECTURES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
            "execve": 59, "execveat": 322, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
            "mount": 165, "unshare": 272, "setns": 308, "bpf": 321, "io_uring_setup": 425, "perf_event_open": 298,
            "userfaultfd": 323, "keyctl": 250, "add_key": 248, "open_by_handle_at": 304, "pidfd_open": 434,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "accept4": 242,
            "execve": 221, "execveat": 281, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
            "mount": 40, "unshare": 97, "setns": 268, "bpf": 280, "io_uring_setup": 425, "perf_event_open": 241,
            "userfaultfd": 282, "keyctl": 219, "add_key": 217, "open_by_handle_at": 265, "pidfd_open": 434,
        },
    ),
}  # fmt: skip
"""Numbers of the forbidden calls (kernel: arch/x86/entry/syscalls/syscall_64.tbl, asm-generic/unistd.h)."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _program(architecture: int, calls: list[int], *, x32: bool) -> bytes:
    """The filter: another architecture and the listed calls are refused, all else is allowed."""

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("<HBBI", code, yes, no, value)

    tests = [step(JUMP_AT_LEAST, 0, 0, X32)] if x32 else []
    tests += [step(JUMP_EQUAL, 0, 0, call) for call in calls]
    count = len(tests)
    steps = [step(LOAD, 0, 0, 4), step(JUMP_EQUAL, 0, count + 2, architecture), step(LOAD, 0, 0, 0)]
    for at, test in enumerate(tests):
        code, _, _, value = struct.unpack("<HBBI", test)
        steps.append(step(code, count - at, 0, value))
    steps += [step(RETURN, 0, 0, ALLOW), step(RETURN, 0, 0, REFUSE | errno.EPERM)]
    return b"".join(steps)


def forbid_calls() -> tuple[bool, str]:
    """Refuse the listed calls from now on (needs no_new_privs); whether it holds, and a detail."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        return False, f"no filter for {machine}"
    architecture, calls = ARCHITECTURES[machine]
    code = _program(architecture, sorted(calls.values()), x32=machine == "x86_64")
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    on = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
    return bool(on), f"{len(calls)} calls refused" if on else "the kernel refuses filters"
