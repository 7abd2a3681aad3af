"""What every connector keeps to, checked against a live source."""

import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from app.connectors.interface import ConnectorOptions, PlannedUnit, Source, UnitUnreadable
from app.connectors.registry import connector_for, display_target
from app.domain.units import UnitNote, UnitStatus
from app.errors import TargetError
from app.extraction.events import Closed, Opened, Piece


@dataclass
class Read:
    """What was read of one unit: its end, and the cells and locators of each column (or the bytes of a file)."""

    closed: Closed
    columns: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    locators: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    content: bytes = b""


def opened(target: str, **options: object) -> Source:
    return connector_for(target).open(target, ConnectorOptions(**options))  # type: ignore[arg-type]


def units(source: Source) -> dict[str, PlannedUnit]:
    return {unit.name.rsplit("/", 1)[-1]: unit for unit in source.plan()}


def read(source: Source, unit: PlannedUnit) -> Read:
    """Everything of a unit, with the order of events checked on the way."""
    if unit.kind == "file":
        return _file(source, unit)
    events = list(source.rows(unit))
    assert isinstance(events[0], Opened)
    closed = events[-1]
    assert isinstance(closed, Closed)
    assert (closed.status is UnitStatus.READ) == (closed.reason is None)
    done = Read(closed)
    for event in events[1:-1]:
        assert isinstance(event, Piece)
        chunk = event.chunk
        chunk.batch.validate(full=True)
        assert chunk.shape == "column"
        assert chunk.ordinal == "row"
        assert chunk.where["kind"] == "row"
        assert chunk.text.null_count == 0
        column = str(chunk.where["column"])
        cells = done.columns.setdefault(column, [])
        assert chunk.base == len(cells) + 1
        cells += chunk.text.to_pylist()
        done.labels[column] = chunk.label
        done.locators.setdefault(column, []).append(chunk.locator(0))
    return done


def _file(source: Source, unit: PlannedUnit) -> Read:
    blocks = []
    with source.open(unit) as file:
        assert os.lseek(file.descriptor, 0, os.SEEK_CUR) == 0
        while block := os.read(file.descriptor, 1 << 16):
            blocks.append(block)
        content = b"".join(blocks)
        assert file.size == len(content)
        assert not os.get_inheritable(file.descriptor)
    return Read(Closed("", UnitStatus.READ, bytes=len(content)), content=content)


def check_contract(target: str, secrets: Iterable[str]) -> None:
    """Plans are stable and picklable, every unit is read or says why not, nothing secret is shown."""
    source = opened(target)
    try:
        planned = list(source.plan())
        assert planned
        assert planned == list(source.plan())
        assert len({unit.path for unit in planned}) == len(planned)
        other = opened(target)
        shown = [source.display, display_target(target), repr(source)]
        for unit in pickle.loads(pickle.dumps(planned)):
            shown += [repr(unit), repr(other.exposure(unit)), _outcome(other, unit)]
        other.close()
        for secret in secrets:
            assert secret not in "\n".join(shown)
    finally:
        source.close()


def _outcome(source: Source, unit: PlannedUnit) -> str:
    if unit.status is not None:
        assert unit.reason is not None
        return unit.detail
    if unit.kind == "share":
        return ""
    try:
        return repr(read(source, unit).closed)
    except UnitUnreadable as error:
        return f"{error.reason} {error.detail}"


def check_refused(target: str, error: type[TargetError], secrets: Iterable[str]) -> None:
    """A target that is wrong or mute is told in one line without a secret, and not as something else."""
    with pytest.raises(TargetError) as caught:
        _planned(target)
    assert type(caught.value) is error
    text = caught.value.message
    assert "\n" not in text
    assert len(text) < 300
    for secret in secrets:
        assert secret not in text
        assert secret not in repr(caught.value)
    assert caught.value.__cause__ is None or caught.value.__suppress_context__


def check_sample(target: str, table: str, rows: int, wanted: int) -> None:
    """A sample has the rows asked for and says that it is one; a table with no more rows than that is whole."""
    source = opened(target, sample=wanted)
    try:
        done = read(source, units(source)[table])
        taken = {len(cells) for cells in done.columns.values()}
        assert taken == {min(rows, wanted)}
        assert (UnitNote.SAMPLED in done.closed.notes) == (wanted < rows)
        again = read(source, units(source)[table])
        assert done.columns == again.columns
    finally:
        source.close()


def _planned(target: str) -> list[PlannedUnit]:
    return list(opened(target, timeout_s=3.0).plan())
