"""Files and folders: everything is listed, nothing is followed out of the tree, nothing blocks."""

import os
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.connectors.files import CONNECTOR
from app.connectors.interface import ConnectorOptions, PlannedUnit, UnitUnreadable
from app.domain.units import UnitStatus, UnreadReason
from app.errors import TargetError, UsageError

OPTIONS = ConnectorOptions()


def units(target: Path | str) -> dict[str, PlannedUnit]:
    source = CONNECTOR.open(str(target), OPTIONS)
    return {os.path.relpath(unit.path, os.path.realpath(str(target))): unit for unit in source.plan()}


def content(target: Path | str, unit: PlannedUnit) -> bytes:
    source = CONNECTOR.open(str(target), OPTIONS)
    with source.open(unit) as file:
        return os.read(file.descriptor, 1 << 20)


def test_walk_is_stable_and_complete(tmp_path: Path) -> None:
    """Dot files, deep folders and empty files are all units, twice in the same order."""
    for name in ("b.txt", ".hidden", ".git/config", "a/z/deep.csv", "empty", "客户/名单.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if name == "empty" else name)
    first = list(CONNECTOR.open(str(tmp_path), OPTIONS).plan())
    assert first == list(CONNECTOR.open(str(tmp_path), OPTIONS).plan())
    assert [os.path.relpath(unit.path, tmp_path) for unit in first] == [
        ".git/config", ".hidden", "a/z/deep.csv", "b.txt", "empty", "客户/名单.csv",
    ]  # fmt: skip
    assert all(unit.status is None for unit in first)
    assert content(tmp_path, first[2]) == b"a/z/deep.csv"


def test_names_in_any_encoding(tmp_path: Path) -> None:
    """A GBK file name is read as such, one in no encoding is escaped, and both open."""
    for raw in ("合同.txt".encode("gbk"), b"\xff\xfe\x01.txt"):
        (tmp_path / os.fsdecode(raw)).write_bytes(b"x")
    found = list(CONNECTOR.open(str(tmp_path), OPTIONS).plan())
    assert [unit.name.rsplit("/", 1)[1] for unit in found] == ["合同.txt", "\\xff\\xfe\\x01.txt"]
    for unit in found:
        unit.name.encode("utf-8")
        assert content(tmp_path, unit) == b"x"


def test_links(tmp_path: Path) -> None:
    """A link within the tree is no unit of its own; one that leads out or nowhere is listed as skipped."""
    tree = tmp_path / "tree"
    tree.mkdir()
    (tmp_path / "outside.txt").write_text("secret")
    (tree / "inside.txt").write_text("x")
    (tree / "same").symlink_to("inside.txt")
    (tree / "loop").symlink_to(".")
    (tree / "out").symlink_to("../outside.txt")
    (tree / "broken").symlink_to("gone")
    found = units(tree)
    assert set(found) == {"inside.txt", "out", "broken"}
    for name in ("out", "broken"):
        assert (found[name].status, found[name].reason) == (UnitStatus.SKIPPED, UnreadReason.SYMLINK)


def test_link_swapped_in_after_planning_is_not_followed(tmp_path: Path) -> None:
    """A file or folder replaced by a link between planning and opening is refused, whichever step it is."""
    tree = tmp_path / "tree"
    (tree / "sub").mkdir(parents=True)
    (tree / "sub/a.txt").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/a.txt").write_text("not mine")
    unit = units(tree)["sub/a.txt"]
    (tree / "sub/a.txt").unlink()
    (tree / "sub/a.txt").symlink_to(tmp_path / "other/a.txt")
    with pytest.raises(UnitUnreadable) as caught:
        content(tree, unit)
    assert caught.value.reason is UnreadReason.SYMLINK
    (tree / "sub/a.txt").unlink()
    (tree / "sub").rmdir()
    (tree / "sub").symlink_to(tmp_path / "other")
    with pytest.raises(UnitUnreadable):
        content(tree, unit)


def test_pipes_and_sockets_do_not_block(tmp_path: Path) -> None:
    """What is no regular file is listed with its reason, and a pipe put in place of a file does not hang."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("x")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "sock"))
        found = units(tmp_path)
    for name in ("pipe", "sock"):
        assert (found[name].status, found[name].reason) == (UnitStatus.UNREADABLE, UnreadReason.NOT_REGULAR_FILE)
    (tmp_path / "file").unlink()
    os.mkfifo(tmp_path / "file")
    with pytest.raises(UnitUnreadable) as caught:
        content(tmp_path, found["file"])
    assert caught.value.reason is UnreadReason.NOT_REGULAR_FILE


def test_vanished(tmp_path: Path) -> None:
    """A file that is gone by the time it is opened is said to have vanished."""
    (tmp_path / "a").write_text("x")
    unit = units(tmp_path)["a"]
    (tmp_path / "a").unlink()
    with pytest.raises(UnitUnreadable) as caught:
        content(tmp_path, unit)
    assert caught.value.reason is UnreadReason.VANISHED


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that other users can reach, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to give up root for a moment")
def test_denied(reachable: Path) -> None:
    """A folder and a file without rights are unreadable, and the rest is still listed."""
    tmp_path = reachable
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed/x").write_text("x")
    (tmp_path / "closed").chmod(0o700)
    (tmp_path / "own").write_text("x")
    (tmp_path / "own").chmod(0o600)
    (tmp_path / "open").write_text("x")
    os.seteuid(65534)
    try:
        found = units(tmp_path)
        with pytest.raises(UnitUnreadable) as caught:
            content(tmp_path, found["own"])
    finally:
        os.seteuid(0)
    assert caught.value.reason is UnreadReason.ACCESS_DENIED
    assert (found["closed"].status, found["closed"].reason) == (UnitStatus.UNREADABLE, UnreadReason.ACCESS_DENIED)
    assert found["open"].status is None


def test_write_ahead_log_belongs_to_its_database(tmp_path: Path) -> None:
    """The log of a database comes with it as a side descriptor; one without a database is a unit."""
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("CREATE TABLE t (x)")
    (tmp_path / "lone.db-wal").write_bytes(b"x")
    (tmp_path / "text.txt").write_text("no database")
    (tmp_path / "text.txt-wal").write_text("a file like any other")
    found = units(tmp_path)
    assert set(found) == {"a.db", "lone.db-wal", "text.txt", "text.txt-wal"}
    with CONNECTOR.open(str(tmp_path), OPTIONS).open(found["a.db"]) as file:
        assert {"wal", "shm"} <= set(file.side)
        assert os.fstat(file.side["wal"]).st_size == (tmp_path / "a.db-wal").stat().st_size > 0
    connection.close()


def test_descriptors_are_given_back(tmp_path: Path) -> None:
    """Opening many files one after another, also broken ones, leaves no descriptor open."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d/a").write_text("x")
    unit = units(tmp_path)["d/a"]
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        content(tmp_path, unit)
    (tmp_path / "d/a").unlink()
    for _ in range(20):
        with pytest.raises(UnitUnreadable):
            content(tmp_path, unit)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_ways_to_write_a_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path, `~`, a file URL with escapes and a link to a file all lead to it."""
    (tmp_path / "名 单.txt").write_text("x")
    (tmp_path / "link").symlink_to("名 单.txt")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    names = {}
    for target in ("名 单.txt", "~/名 单.txt", (tmp_path / "名 单.txt").as_uri(), "link"):
        (unit,) = CONNECTOR.open(target, OPTIONS).plan()
        names[target] = unit.name
        assert unit.path == os.path.realpath("名 单.txt")
        assert content(target, unit) == b"x"
    assert names["名 单.txt"] == "名 单.txt"
    (first, *_) = CONNECTOR.open(".", OPTIONS).plan()
    assert "/" not in first.name


@pytest.mark.parametrize("target", ["gone", "file://elsewhere/etc/passwd", "file://", "a\0b"])
def test_missing_or_malformed(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that is not there is a usage mistake, told in one line."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TargetError) as caught:
        CONNECTOR.open(target, OPTIONS)
    assert "\n" not in caught.value.message


def test_declared_labels(tmp_path: Path) -> None:
    """States declared by the user hold for every unit, marked as declared; unknown ones are refused."""
    (tmp_path / "a").write_text("x")
    source = CONNECTOR.open(str(tmp_path), ConnectorOptions(labels=("removable",)))
    (unit,) = source.plan()
    assert ("removable", "declared") in {(each.state, each.evidence) for each in source.exposure(unit).exposures}
    with pytest.raises(UsageError):
        CONNECTOR.open(str(tmp_path), ConnectorOptions(labels=("nonsense",)))
