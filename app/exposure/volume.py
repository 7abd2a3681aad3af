"""What kind of volume a file lies on: encrypted, removable, a network share, or one that cannot be judged."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.exposure import Exposure, ExposureReport, ExposureState

PSEUDO = frozenset(
    [
        "proc",
        "sysfs",
        "devtmpfs",
        "devpts",
        "cgroup",
        "cgroup2",
        "debugfs",
        "tracefs",
        "securityfs",
        "pstore",
        "bpf",
        "configfs",
        "mqueue",
        "autofs",
        "binfmt_misc",
        "fusectl",
        "hugetlbfs",
        "efivarfs",
        "rpc_pipefs",
        "nsfs",
        "selinuxfs",
    ]
)
"""File systems made by the kernel: their files are views of its state, not stored data."""

_NETWORK = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.davfs",
        "davfs",
        "lustre",
        "gpfs",
        "beegfs",
    ]
)
_ENCRYPTING = frozenset(["ecryptfs", "fuse.encfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.securefs"])
_VIRTUAL_DISK = re.compile(r"(vd|xvd|nbd|loop|ram|zram|rbd)")
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the mount table."""

    point: str
    device: str
    fstype: str
    source: str


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the kernel tells about mounts and devices; other roots are for tests."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")

    def mounts(self) -> tuple[Mount, ...]:
        """The mount table, later mounts first (they hide earlier ones)."""
        try:
            text = (self.proc / "self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return ()
        return tuple(reversed([mount for line in text.splitlines() if (mount := _mount(line))]))

    def mount_of(self, path: str) -> Mount | None:
        """The mount that the absolute, resolved `path` lies on."""
        best: Mount | None = None
        for mount in self.mounts():
            below = path == mount.point or path.startswith(mount.point.rstrip("/") + "/")
            if below and (best is None or len(mount.point) > len(best.point)):
                best = mount
        return best

    def virtual(self) -> bool:
        """Whether a hypervisor runs this machine, so that what lies below its disks cannot be seen."""
        try:
            text = (self.proc / "cpuinfo").read_text("ascii", "replace")
        except OSError:
            return True
        return bool(re.search(r"^flags\s*:.*\bhypervisor\b", text, re.MULTILINE))

    def block(self, device: str) -> Path | None:
        """The folder that describes block device `device` (`8:1`)."""
        folder = self.sys / "dev/block" / device
        return folder.resolve() if device and folder.exists() else None


def volume_exposure(path: bytes, machine: Machine | None = None) -> ExposureReport:
    """What the volume below `path` means for a file whose content was read in clear.

    `cleartext_rest` is asserted only for a disk that we can see through to the metal and that has no encryption
    layer; everything that hides what lies below is `unknown`.
    """
    machine = machine or Machine()
    mount = machine.mount_of(os.fsdecode(os.path.realpath(path)))
    if mount is None:
        return _unknown("mount_unknown", "no mount table")
    if mount.fstype in _ENCRYPTING:
        return ExposureReport()
    if mount.fstype in _NETWORK:
        share = Exposure(ExposureState.SHARE, "network_mount", mount.fstype)
        return ExposureReport((share,)).joined(_unknown("network_mount", mount.fstype))
    folder = machine.block(mount.device) or machine.block(_number(mount.source))
    if folder is None:
        return _unknown("no_block_device", mount.fstype)
    return _disk(folder, mount, machine)


def _disk(folder: Path, mount: Mount, machine: Machine) -> ExposureReport:
    layers = _layers(folder)
    removable = next((layer.name for layer in layers if _removable(layer)), "")
    report = ExposureReport()
    if removable:
        report = ExposureReport((Exposure(ExposureState.REMOVABLE, "removable_device", removable),))
    if any(_text(layer / "dm/uuid").startswith("CRYPT-") for layer in layers):
        return report
    name = layers[-1].name
    if machine.virtual() or any(_VIRTUAL_DISK.match(layer.name) for layer in layers):
        return report.joined(_unknown("virtual_disk", f"{name} {mount.fstype}"))
    rest = Exposure(ExposureState.CLEARTEXT_REST, "volume_without_encryption", f"{name} {mount.fstype}")
    return report.joined(ExposureReport((rest,)))


def _layers(folder: Path) -> list[Path]:
    """The device, the whole disk of a partition, and everything below them (device mapper, RAID)."""
    layers, waiting = [], [folder]
    while waiting:
        layer = waiting.pop()
        if layer in layers:
            continue
        layers.append(layer)
        if (layer / "partition").exists():
            waiting.append(layer.parent)
        slaves = layer / "slaves"
        if slaves.is_dir():
            waiting.extend(sorted(slave.resolve() for slave in slaves.iterdir()))
    return layers


def _removable(layer: Path) -> bool:
    return _text(layer / "removable") == "1" or "/usb" in str(layer)


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _number(source: str) -> str:
    if not source.startswith("/dev/"):
        return ""
    try:
        number = Path(source).stat().st_rdev
    except OSError:
        return ""
    return f"{os.major(number)}:{os.minor(number)}"


def _mount(line: str) -> Mount | None:
    head, _, tail = line.partition(" - ")
    fields, rest = head.split(" "), tail.split(" ")
    if len(fields) < 6 or len(rest) < 2:
        return None
    return Mount(_unescaped(fields[4]), fields[2], rest[0], _unescaped(rest[1]))


def _unescaped(text: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), text)


def _unknown(evidence: str, detail: str) -> ExposureReport:
    return ExposureReport(unknown=(Exposure(ExposureState.CLEARTEXT_REST, evidence, detail),))
