"""Planning: parts are small, names survive."""

from app.connectors.interface import PlannedUnit
from app.domain.units import UnitStatus, UnreadReason
from app.scanning.plan import PART_BYTES, PART_UNITS, Assignment, assignments


def unit(path, size=10, kind="file"):
    """A planned unit."""
    return PlannedUnit(path=path, name=path, kind=kind, size=size)


def test_small_files_go_together_and_big_ones_alone():
    """Forty small files make two parts; a big file and a table are parts of their own, in the source's order."""
    units = [unit(f"a{n}") for n in range(40)] + [unit("big", PART_BYTES), unit("t", kind="table"), unit("z")]
    sizes = [[one.path for one in part.units] for part in assignments("x", units)]
    assert [len(part) for part in sizes] == [PART_UNITS, 8, 1, 1, 1]
    assert [path for part in sizes for path in part] == [one.path for one in units]


def test_an_assignment_survives_the_ledger():
    """Names that are not text, and reasons found while listing, come back as they were."""
    odd = PlannedUnit(
        "a\udcff/客户", "客户", "file", 3, {"k": "v"}, UnitStatus.UNREADABLE, UnreadReason.SYMLINK, "loop"
    )
    before = Assignment("/tmp/目录", (odd, unit("b")))
    assert Assignment.decode(before.encode()) == before
