"""Frames between the processes."""

import json

import pyarrow as pa
import pytest

from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.extraction import wire
from app.extraction.events import Closed, Opened, Piece
from detectors.model import Chunk


def travelled(event):
    data = b"".join(bytes(part) for part in wire.pack(event))
    header, body = wire.lengths(data[:8])
    assert len(data) == 8 + header + body
    return wire.unpack(wire.header_of(data[8 : 8 + header]), memoryview(data[8 + header :]))


def piece(texts, **fields) -> Piece:
    extra = {name: pa.array(values) for name, values in fields.pop("extra", {}).items()}
    text = pa.array(texts, pa.large_string())
    batch = pa.RecordBatch.from_arrays([text, *extra.values()], names=["text", *extra])
    return Piece("a!/b", Chunk(batch, {"kind": "row", "column": "手机"}, "row", 7, "手机", **fields))


@pytest.mark.parametrize(
    "event",
    [
        Opened("a.zip!/客户.csv", "csv", -1),
        Closed("a", UnitStatus.READ, None, "", 5, (UnitNote.EMPTY_FILE,)),
        Closed("a", UnitStatus.PARTIAL, UnreadReason.LIMIT_CELLS, "5 cells", 5),
    ],
)
def test_events_arrive_as_they_were(event):
    """What is sent is what arrives."""
    assert travelled(event) == event


def test_pieces_arrive_as_they_were():
    """Texts, locators and further columns arrive, of slices too, and of nothing."""
    whole = piece(["甲", "", "13800000000"], shape="column", extra={"record": [1, 2, 3]})
    for sent in (whole, Piece("a!/b", Chunk(whole.chunk.batch.slice(1, 2), {"kind": "line"})), piece([])):
        got = travelled(sent)
        assert got.chunk.batch == sent.chunk.batch
        assert (got.name, dict(got.chunk.where), got.chunk.base, got.chunk.label, got.chunk.shape) == (
            *(sent.name, dict(sent.chunk.where), sent.chunk.base, sent.chunk.label, sent.chunk.shape),
        )


def broken(change, texts=("ab", "c"), terminated=False):
    parts = wire.pack(piece(list(texts), terminated=terminated))
    data = b"".join(bytes(part) for part in parts)
    header, _ = wire.lengths(data[:8])
    head = json.loads(data[8 : 8 + header])
    body = bytearray(data[8 + header :])
    change(head, body)
    return lambda: wire.unpack(head, memoryview(bytes(body)))


@pytest.mark.parametrize(
    "change",
    [
        lambda head, body: head.update(rows=3),
        lambda head, body: head.update(rows=-1),
        lambda head, body: head.update(rows="2"),
        lambda head, body: head.update(where={"kind": "nothing"}),
        lambda head, body: head.update(where={"kind": "row", "x": [1]}),
        lambda head, body: head.update(shape="cube"),
        lambda head, body: head.update(columns=[]),
        lambda head, body: head.update(columns=[["text", "s", 24, 999]]),
        lambda head, body: head.update(columns=[["text", "s", 24]]),
        lambda head, body: head.update(columns=[["other", "s", 24, 3]]),
        lambda head, body: head.update(label="x" * (3 << 20)),
        lambda head, body: body.__setitem__(slice(0, 8), (5).to_bytes(8, "little")),
        lambda head, body: body.__setitem__(slice(8, 16), (1 << 40).to_bytes(8, "little")),
        lambda head, body: body.__setitem__(slice(16, 24), (-1).to_bytes(8, "little", signed=True)),
        lambda head, body: body.__setitem__(24, 0xFF),
        lambda head, body: head.update(terminated=True),
        lambda head, body: head.update(e="dance"),
    ],
)
def test_nonsense_is_refused(change):
    """Lengths, offsets, bytes and fields that are not as they must be raise WireError and nothing else."""
    with pytest.raises(wire.WireError):
        broken(change)()


def test_lengths_are_limited():
    """No frame makes the reader take more memory than is allowed."""
    with pytest.raises(wire.WireError):
        wire.lengths(wire.PREFIX.pack(1, 1 << 31))


def test_a_half_surrogate_in_a_name_is_replaced():
    """A name that UTF-8 cannot hold arrives as one that it can."""
    assert travelled(Opened("a\udcff", "text", 1)).name == "a?"
