"""Mode bits: a file is world-readable only where every folder above it lets others pass."""

from pathlib import Path

import pytest

from app.exposure.posix import posix_exposure


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 1:
            try:
                folder.chmod(folder.stat().st_mode | 0o011)
            except PermissionError:
                pytest.skip(f"{folder} is closed to other users")
    return tmp_path


def states(path: Path) -> set[str]:
    return {each.state.value for each in posix_exposure(bytes(path)).exposures}


def test_world_readable(open_folder: Path) -> None:
    """Readable by others in open folders: world-readable, with the mode as evidence."""
    path = open_folder / "a"
    path.write_text("x")
    path.chmod(0o644)
    (exposure,) = posix_exposure(bytes(path)).exposures
    assert (exposure.state.value, exposure.evidence) == ("world_readable", "mode_bits")
    assert "0644" in exposure.detail


def test_closed_folder_protects(open_folder: Path) -> None:
    """The same file below a folder closed to others is not."""
    (open_folder / "d").mkdir()
    path = open_folder / "d/a"
    path.write_text("x")
    path.chmod(0o644)
    (open_folder / "d").chmod(0o750)
    assert states(path) == set()


def test_private_file(open_folder: Path) -> None:
    """A file of mode 0600 is exposed to nobody."""
    path = open_folder / "a"
    path.write_text("x")
    path.chmod(0o600)
    assert states(path) == set()


def test_gone_is_unknown(tmp_path: Path) -> None:
    """A file that cannot be asked about leaves the question open."""
    report = posix_exposure(bytes(tmp_path / "gone"))
    assert not report.exposures
    assert [each.evidence for each in report.unknown] == ["stat_failed"]
