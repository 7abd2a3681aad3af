"""What is not as it was planned: files that change or vanish while they are read, and names that are no files."""

import os
import stat

import pytest

from app.connectors.files import CONNECTOR
from app.connectors.interface import ConnectorOptions, UnitUnreadable
from app.extraction.events import Closed, Opened
from tests.unit.app.extraction.conftest import Outcome, extract

LINE = b"line 13800000000\n"
SIZE = 1_500_000 * len(LINE)


@pytest.fixture
def large(tmp_path):
    """A log that takes many pieces, so that something can happen between them."""
    path = tmp_path / "large.log"
    path.write_bytes(LINE * (SIZE // len(LINE)))
    return path


def read_while(sandbox, path, act) -> Outcome:
    """Reads `path` through connector and sandbox, and does `act` as soon as it is open."""
    source = CONNECTOR.open(str(path), ConnectorOptions())
    (unit,) = source.plan()
    with source.open(unit) as file:
        events = []
        for event in sandbox.extract(file):
            events.append(event)
            if isinstance(event, Opened):
                act()
    return Outcome(events).check()


def test_a_file_that_grows(shared_sandbox, large):
    """What was written to while it was read is not called read."""

    def grow() -> None:
        with large.open("ab") as file:
            file.write(LINE)

    outcome = read_while(shared_sandbox, large, grow)
    assert outcome.end() == ("partial", "changed")
    assert outcome.texts()[0] == LINE.decode()


def test_a_file_that_is_cut(shared_sandbox, large):
    """A file that loses its end meanwhile gives what was there, and says that it changed."""
    outcome = read_while(shared_sandbox, large, lambda: os.truncate(large, 1_000))
    assert outcome.end() == ("partial", "changed")
    assert outcome.texts()


def test_a_file_that_is_written_over(shared_sandbox, large):
    """A change that leaves the size as it was is seen by its time."""

    def write() -> None:
        with large.open("r+b") as file:
            file.seek(SIZE // 2)
            file.write(b"X")
        os.utime(large, (0, 0))

    assert read_while(shared_sandbox, large, write).end() == ("partial", "changed")


def test_an_archive_that_is_cut(shared_sandbox, tmp_path):
    """The end of an archive that was cut under its reader says so, whatever it did to the parser."""
    from tests.unit.app.extraction.test_archive import zipped

    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{number}.bin": os.urandom(1 << 20) for number in range(40)}))
    outcome = read_while(shared_sandbox, path, lambda: os.truncate(path, 100))
    assert outcome.end() == ("partial", "changed")


def test_a_file_that_vanishes_while_it_is_read(shared_sandbox, large):
    """A file that was opened is read to its end, though its name is gone; the next try says that it vanished."""
    outcome = read_while(shared_sandbox, large, large.unlink)
    assert outcome.end() == ("read", None)
    assert sum(chunk.rows for chunk in outcome.chunks()) == SIZE // len(LINE)


def test_a_file_that_vanishes_before_it_is_opened(large):
    """A file that is gone when its turn comes is called vanished."""
    source = CONNECTOR.open(str(large), ConnectorOptions())
    (unit,) = source.plan()
    large.unlink()
    with pytest.raises(UnitUnreadable) as caught, source.open(unit):
        pass
    assert caught.value.reason.value == "vanished"


def test_a_file_left_alone_is_read(shared_sandbox, large):
    """Reading itself is no change."""
    assert extract(shared_sandbox, large).end() == ("read", None)


def test_a_lost_process_is_said_though_the_file_changed(tight, large):
    """A limit that ended the process is not hidden behind a change."""
    sandbox = tight(cpu_s=1, bytes_per_s=1 << 50, wall_s=1.0)

    def grow() -> None:
        os.utime(large, (0, 0))
        os.kill(sandbox._child._process.pid, 19)

    outcome = read_while(sandbox, large, grow)
    assert outcome.end() == ("partial", "timeout")


def test_a_folder_of_traps(shared_sandbox, tmp_path):
    """Pipes, devices and circles of links each have their status, and what is sound among them is read."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to("..")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "z.txt").write_bytes(b"138\n")
    try:
        os.mknod(tmp_path / "device", stat.S_IFCHR | 0o600, os.makedev(1, 5))
        devices = 1
    except PermissionError:
        devices = 0
    source = CONNECTOR.open(str(tmp_path), ConnectorOptions())
    ends: dict[str, str | None] = {}
    for unit in source.plan():
        name = unit.path.rpartition("/")[2]
        if unit.status is not None:
            ends[name] = unit.reason.value if unit.reason else None
            continue
        with source.open(unit) as file:
            last = list(shared_sandbox.extract(file))[-1]
            assert isinstance(last, Closed)
            ends[name] = last.status.value
    if devices:
        assert ends.pop("device") == "not_regular_file"
    assert ends == {
        "pipe.txt": "not_regular_file",
        "round": "symlink",
        "a": "symlink",
        "b": "symlink",
        "zero": "symlink",
        "z.txt": "read",
    }


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/null"])
def test_a_device_as_target(target):
    """A device that is named itself is told as what it is and never opened."""
    (unit,) = CONNECTOR.open(target, ConnectorOptions()).plan()
    assert unit.reason is not None
    assert unit.reason.value == "not_regular_file"
