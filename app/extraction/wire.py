"""How events travel between the parser process and the one that trusts nothing it says."""

import json
import socket
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from app.domain.units import UnitNote, UnitStatus, UnreadReason
from app.extraction.budget import MIB
from app.extraction.events import Closed, Event, Opened, Piece
from detectors.model import Chunk

PREFIX = struct.Struct("<II")
HEADER_MOST = 2 * MIB
BODY_MOST = 64 * MIB
NAME_MOST = 4096
KINDS = frozenset({"line", "cell", "row", "paragraph", "page", "path", "part"})


class WireError(ValueError):
    """What arrived is not what an honest parser process sends."""


def _columns(batch: pa.RecordBatch) -> tuple[list[list[Any]], list[memoryview]]:
    """The columns of a batch as (name, type, bytes of offsets, bytes of data) and the buffers in that order."""
    described: list[list[Any]] = []
    buffers: list[memoryview] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        count, first = len(column), column.offset
        _, *parts = column.buffers()
        if pa.types.is_int64(column.type):
            values = np.frombuffer(parts[0], np.int64)[first : first + count] if count else np.empty(0, np.int64)
            described.append([name, "i", 0, values.nbytes])
            buffers.append(memoryview(np.ascontiguousarray(values).data).cast("B") if count else memoryview(b""))
            continue
        offsets = np.frombuffer(parts[0], np.int64)[first : first + count + 1] if count else np.zeros(1, np.int64)
        start, end = int(offsets[0]), int(offsets[-1])
        if start:
            offsets = offsets - start
        described.append([name, "s", offsets.nbytes, end - start])
        buffers.append(memoryview(np.ascontiguousarray(offsets).data).cast("B"))
        buffers.append(memoryview(parts[1])[start:end] if end > start else memoryview(b""))
    return described, buffers


def pack(event: Event) -> list[bytes | memoryview]:
    """An event as the buffers of one frame: two lengths, a JSON header, the columns' bytes."""
    buffers: list[memoryview] = []
    head: dict[str, Any]
    match event:
        case Opened():
            head = {"e": "opened", "name": event.name, "format": event.format, "size": event.size}
        case Closed():
            head = {"e": "closed", "name": event.name, "status": event.status, "reason": event.reason}
            head |= {"detail": event.detail, "bytes": event.bytes, "notes": list(event.notes)}
        case Piece():
            chunk = event.chunk
            described, buffers = _columns(chunk.batch)
            head = {"e": "piece", "name": event.name, "where": dict(chunk.where), "ordinal": chunk.ordinal}
            head |= {"base": chunk.base, "label": chunk.label, "shape": chunk.shape, "terminated": chunk.terminated}
            head |= {"rows": chunk.rows, "columns": described}
    return frame(head, buffers)


def frame(head: dict[str, Any], buffers: list[memoryview] | None = None) -> list[bytes | memoryview]:
    """A frame of the JSON header `head` and a body."""
    header = json.dumps(head, separators=(",", ":")).encode("ascii")
    body = buffers or []
    return [PREFIX.pack(len(header), sum(part.nbytes for part in body)) + header, *body]


def send(channel: socket.socket, parts: list[bytes | memoryview]) -> None:
    """Send a frame whole, waiting for the reader."""
    left = [memoryview(part).cast("B") for part in parts if len(part)]
    while left:
        sent = channel.sendmsg(left)
        while left and sent >= left[0].nbytes:
            sent -= left.pop(0).nbytes
        if sent:
            left[0] = left[0][sent:]


def lengths(prefix: bytes) -> tuple[int, int]:
    """The lengths of header and body; raises WireError where they are beyond what is allowed."""
    header, body = PREFIX.unpack(prefix)
    if header > HEADER_MOST or body > BODY_MOST:
        raise WireError("a frame is too long")
    return header, body


def header_of(data: bytes) -> dict[str, Any]:
    """The header of a frame; raises WireError where it is not an object."""
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WireError("a header is not JSON") from error
    if not isinstance(head, dict):
        raise WireError("a header is not an object")
    return head


def _text(head: dict[str, Any], key: str, most: int = NAME_MOST) -> str:
    value = head.get(key)
    if not isinstance(value, str) or len(value) > most:
        raise WireError(f"field {key} is not a short text")
    # a lone surrogate has no UTF-8 form and would fail wherever the text is written
    return value.encode("utf-8", "replace").decode("utf-8")


def _number(head: dict[str, Any], key: str) -> int:
    value = head.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not -1 <= value < 1 << 62:
        raise WireError(f"field {key} is not a number")
    return value


def unpack(head: dict[str, Any], body: memoryview) -> Event:
    """The event of a frame; raises WireError where any field or byte is not as it must be."""
    readers: dict[Any, Callable[[], Event]] = {
        "opened": lambda: Opened(_text(head, "name", HEADER_MOST), _text(head, "format"), _number(head, "size")),
        "closed": lambda: _closed(head),
        "piece": lambda: Piece(_text(head, "name", HEADER_MOST), _chunk(head, body)),
    }
    kind = head.get("e")
    if not isinstance(kind, str) or kind not in readers:
        raise WireError("an event of no known kind")
    return readers[kind]()


def _closed(head: dict[str, Any]) -> Closed:
    try:
        status = UnitStatus(head["status"])
        reason = None if head["reason"] is None else UnreadReason(head["reason"])
        notes = tuple(UnitNote(note) for note in head["notes"])
    except (KeyError, ValueError, TypeError) as error:
        raise WireError("an end of no known kind") from error
    if (reason is None) != (status is UnitStatus.READ):
        raise WireError("an end without its reason")
    return Closed(
        _text(head, "name", HEADER_MOST), status, reason, _text(head, "detail"), _number(head, "bytes"), notes
    )


def _where(head: dict[str, Any]) -> dict[str, str | int]:
    where = head.get("where")
    if not isinstance(where, dict) or where.get("kind") not in KINDS or len(where) > 16:
        raise WireError("a locator of no known kind")
    fields: dict[str, str | int] = {}
    for key, value in where.items():
        if isinstance(value, str):
            fields[key] = _text(where, key, HEADER_MOST)
        else:
            fields[key] = _number(where, key)
    return fields


def _chunk(head: dict[str, Any], body: memoryview) -> Chunk:
    shape, terminated, described = head.get("shape"), head.get("terminated"), head.get("columns")
    if shape not in ("text", "column") or not isinstance(terminated, bool) or not isinstance(described, list):
        raise WireError("a chunk of no known form")
    rows = _number(head, "rows")
    batch = _batch(described, rows, body)
    label = _text(head, "label", HEADER_MOST)
    chunk = Chunk(batch, _where(head), _text(head, "ordinal"), _number(head, "base"), label, shape, terminated)
    if terminated:
        _check_terminated(chunk)
    return chunk


def _batch(described: list[Any], rows: int, body: memoryview) -> pa.RecordBatch:
    names: list[str] = []
    arrays: list[tuple[pa.DataType, list[pa.Buffer | None]]] = []
    at = 0
    for entry in described:
        match entry:
            case [str(name), "i" | "s" as kind, int(first), int(second)] if first >= 0 and second >= 0:
                pass
            case _:
                raise WireError("a column of no known form")
        expected = rows * 8 if kind == "i" else (rows + 1) * 8
        if (second if kind == "i" else first) != expected or at + first + second > len(body):
            raise WireError("a column of another length than it says")
        buffers = [pa.py_buffer(body[at : at + first]), pa.py_buffer(body[at + first : at + first + second])]
        at += first + second
        names.append(name)
        kept = [None, buffers[1]] if kind == "i" else [None, *buffers]
        arrays.append((pa.int64() if kind == "i" else pa.large_string(), kept))
    if at != len(body) or names.count("text") != 1 or len(set(names)) != len(names) or len(names) > 16:
        raise WireError("columns other than they must be")
    try:
        columns = [pa.Array.from_buffers(kind, rows, kept) for kind, kept in arrays]
        batch = pa.RecordBatch.from_arrays(columns, names=names)
        batch.validate(full=True)
    except pa.ArrowInvalid as error:
        raise WireError("a column that is not valid") from error
    if not pa.types.is_large_string(batch.schema.field("text").type):
        raise WireError("a text column that is not text")
    return batch


def _check_terminated(chunk: Chunk) -> None:
    """Make sure that each cell ends in the line feed it says it ends in: the engine scans the buffer as it lies."""
    _, offsets, data = chunk.text.buffers()
    if chunk.rows and np.frombuffer(offsets, np.int64)[[0, chunk.rows]].tolist() != [0, data.size]:
        raise WireError("bytes between the cells")
    ends = np.frombuffer(offsets, np.int64)[1 : chunk.rows + 1]
    starts = np.frombuffer(offsets, np.int64)[: chunk.rows]
    if chunk.rows and (np.any(ends <= starts) or np.any(np.frombuffer(data, np.uint8)[ends - 1] != 10)):
        raise WireError("a cell does not end in a line feed")
