"""Reading one unit: which results its events give."""

import pyarrow as pa

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.domain.units import UnitStatus
from app.extraction.events import Closed, Opened, Piece
from app.scanning.fold import FoldOptions
from app.scanning.judging import Circumstances
from app.scanning.masking import NameMask
from app.scanning.reading import Identity, Subject, UnitReader
from detectors.model import Chunk
from tests.unit.app.scanning.test_fold import FakeEngine


def reader():
    engine = FakeEngine()
    return UnitReader(
        engine, NameMask(engine), Identity(b"k" * 16, "s_1"), FoldOptions(), Circumstances(), lambda _: None
    )


def member(name, value):
    chunk = Chunk(pa.record_batch({"text": pa.array([value], pa.large_utf8())}), where={"kind": "line"})
    return [Opened(name, "text", 1), Piece(name, chunk), Closed(name, UnitStatus.READ)]


def test_members_of_one_name_are_units_of_their_own():
    """An archive that holds a name twice gives two units, with two keys, two names and two findings."""
    inside = [*member("a.txt", "i:1:9:0"), *member("a.txt", "i:2:9:0"), *member("a.txt (2)", "i:3:9:0")]
    events = [Opened("", "zip", 3), *inside, Closed("", UnitStatus.READ)]
    results = reader().read(Subject("t", "x.zip", "x.zip"), events)
    assert [result.outcome.unit for result in results] == [
        "x.zip!/a.txt",
        "x.zip!/a.txt (2)",
        "x.zip!/a.txt (2) (2)",
        "x.zip",
    ]
    assert len({result.key for result in results}) == 4
    assert len({finding.id for result in results for finding in result.findings}) == 3


def test_a_unit_that_never_closes_is_partial():
    """Events that break off leave the open unit as partial, not as read."""
    results = reader().read(Subject("t", "x", "x"), [Opened("", "text", 1)])
    assert [(result.outcome.unit, result.outcome.status) for result in results] == [("x", UnitStatus.PARTIAL)]


def test_what_is_said_of_exposure_is_masked():
    """An account named like a person's number is masked in the particulars of exposure, also where nothing is certain."""
    seen = Exposure(ExposureState.BROAD_INTERNAL, "public_grant", "granted to 13800138000")
    subject = Subject("t", "x", "x", ExposureReport((seen,), (seen,)))
    (result,) = reader().read(subject, [Opened("", "text", 1), Closed("", UnitStatus.READ)])
    details = [one.detail for one in (*result.exposure.exposures, *result.exposure.unknown)]
    assert details == ["granted to 138****8000"] * 2
