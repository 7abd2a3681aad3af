"""Volumes: nothing is asserted of a disk that cannot be seen through to the metal."""

from pathlib import Path

import pytest

from app.domain.exposure import ExposureState
from app.exposure.volume import Machine, volume_exposure

BARE = "flags\t: fpu vme\n"
GUEST = "flags\t: fpu vme hypervisor\n"


def machine(root: Path, mount: str, cpu: str = BARE) -> Machine:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text(mount)
    (root / "proc/cpuinfo").write_text(cpu)
    (root / "sys/dev/block").mkdir(parents=True)
    return Machine(root / "proc", root / "sys")


def disk(root: Path, number: str, place: str, **files: str) -> Path:
    folder = root / "sys/devices" / place
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n")
    (root / "sys/dev/block" / number).symlink_to(folder)
    return folder


def line(number: str, fstype: str, source: str = "/dev/none") -> str:
    return f"30 1 {number} / / rw,relatime shared:1 - {fstype} {source} rw\n"


def found(root: Path, made: Machine) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    (root / "file").write_text("x")
    report = volume_exposure(bytes(root / "file"), made)
    return (
        {(each.state.value, each.evidence) for each in report.exposures},
        {(each.state.value, each.evidence) for each in report.unknown},
    )


def test_plain_disk(tmp_path: Path) -> None:
    """A partition of a real disk without an encryption layer is clear text at rest, with the device named."""
    made = machine(tmp_path, line("8:1", "ext4"))
    disk(tmp_path, "8:0", "pci/sda", removable="0")
    disk(tmp_path, "8:1", "pci/sda/sda1", partition="1")
    assert found(tmp_path, made) == ({("cleartext_rest", "volume_without_encryption")}, set())
    report = volume_exposure(bytes(tmp_path / "file"), made)
    assert report.exposures[0].detail == "sda ext4"


def test_luks(tmp_path: Path) -> None:
    """A LUKS layer anywhere below (here under LVM) keeps clear text at rest from being asserted."""
    made = machine(tmp_path, line("253:1", "ext4"))
    crypt = disk(tmp_path, "253:0", "virtual/dm-0", dm__uuid="CRYPT-LUKS2-abc")
    lvm = disk(tmp_path, "253:1", "virtual/dm-1", dm__uuid="LVM-abc")
    (lvm / "slaves").mkdir()
    (lvm / "slaves/dm-0").symlink_to(crypt)
    assert found(tmp_path, made) == (set(), set())


def test_removable(tmp_path: Path) -> None:
    """A USB stick is removable, by the flag of the disk that its partition is on."""
    made = machine(tmp_path, line("8:17", "vfat"))
    disk(tmp_path, "8:16", "usb1/sdb", removable="1")
    disk(tmp_path, "8:17", "usb1/sdb/sdb1", partition="1")
    exposures, _ = found(tmp_path, made)
    assert ("removable", "removable_device") in exposures


@pytest.mark.parametrize("fstype", ["overlay", "tmpfs", "9p", "fuse.unknown", "zfs"])
def test_what_has_no_device_is_unknown(tmp_path: Path, fstype: str) -> None:
    """In a container or on a file system of its own kind the question stays open."""
    made = machine(tmp_path, line("0:30", fstype, fstype))
    assert found(tmp_path, made) == (set(), {("cleartext_rest", "no_block_device")})


def test_guest(tmp_path: Path) -> None:
    """Inside a virtual machine the host may encrypt below the disk: unknown."""
    made = machine(tmp_path, line("8:1", "ext4"), GUEST)
    disk(tmp_path, "8:1", "pci/sda", removable="0")
    assert found(tmp_path, made) == (set(), {("cleartext_rest", "virtual_disk")})


def test_network_share(tmp_path: Path) -> None:
    """A network mount is a share; how the server stores it is unknown."""
    made = machine(tmp_path, line("0:50", "nfs4", "server:/export"))
    exposures, unknown = found(tmp_path, made)
    assert exposures == {("share", "network_mount")}
    assert {state for state, _ in unknown} == {ExposureState.CLEARTEXT_REST.value}


def test_no_mount_table(tmp_path: Path) -> None:
    """Without a mount table nothing is asserted."""
    _, unknown = found(tmp_path, Machine(tmp_path / "none", tmp_path / "none"))
    assert unknown == {("cleartext_rest", "mount_unknown")}
