"""The audit log's rows: entries that wait for a leaf number, leaves, and checkpoints."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.audit import AuditEvent
from app.domain.entries import SALT_BYTES, Entry, LogHead, commitment_of, content_of, scan_of
from app.errors import NotFound
from app.persistence.tables import audit_checkpoints, audit_entries, meta
from app.wording.catalogue import told

SEQUENCER_LOCK = 0x4D69_7368_616F_0002
"""Key of the advisory lock that one sequencer holds on PostgreSQL."""
HASH_BYTES = 32
ROWS_AT_ONCE = 2000
_INSERT = insert(audit_entries)
_INSERT_ONE = _INSERT.returning(audit_entries.c.id)


class AuditRepository:
    """Appends to and reads the audit log over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, event: AuditEvent) -> int:
        """Adds an entry to be sequenced later, within the caller's transaction; its id."""
        return int(self._connection.execute(_INSERT_ONE, _row_of(event)).scalar_one())

    def append_all(self, events: Iterable[AuditEvent]) -> int:
        """Adds many entries in order, much faster than one by one; how many."""
        rows = [_row_of(event) for event in events]
        if rows:
            self._connection.execute(_INSERT, rows)
        return len(rows)

    def entries(self, after: int = 0, limit: int = 100, scan_id: str = "") -> list[Entry]:
        """Entries with an id greater than `after`, in order, sequenced or not."""
        query = select(audit_entries).where(audit_entries.c.id > after)
        if scan_id:
            query = query.where(audit_entries.c.scan_id == scan_id)
        return [_entry_of(row) for row in self._connection.execute(query.order_by(audit_entries.c.id).limit(limit))]

    def get(self, entry_id: int) -> Entry:
        """The entry `entry_id`; NotFound."""
        row = self._connection.execute(select(audit_entries).where(audit_entries.c.id == entry_id)).one_or_none()
        if row is None:
            raise NotFound(told("store.no_entry", number=entry_id))
        return _entry_of(row)

    def erase(self, entry_ids: Iterable[int]) -> int:
        """Erases content and salt of sequenced entries, leaving their leaves; how many. The caller records it."""
        rows = [{"entry": entry_id} for entry_id in entry_ids]
        if not rows:
            return 0
        column = audit_entries.c
        which = (column.id == bindparam("entry")) & column.leaf_index.is_not(None) & column.content.is_not(None)
        return self._connection.execute(
            update(audit_entries).where(which).values(salt=None, content=None), rows
        ).rowcount

    def log_id(self) -> str:
        """The id of this store's log."""
        return str(self._connection.execute(select(meta.c.value).where(meta.c.name == "log_id")).scalar_one())

    def lock(self) -> None:
        """Makes this transaction the only sequencer (SQLite: it is, having begun as a writer)."""
        if self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SEQUENCER_LOCK})")

    def head(self) -> LogHead | None:
        """The newest checkpoint; None before the first."""
        row = self._connection.execute(
            select(audit_checkpoints).order_by(audit_checkpoints.c.size.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _head_of(row)

    def checkpoints(self) -> Iterator[LogHead]:
        """All checkpoints, smallest first."""
        query = select(audit_checkpoints).order_by(audit_checkpoints.c.size)
        for row in self._connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
            yield _head_of(row)

    def unsequenced(self, limit: int) -> Sequence[tuple[int, bytes]]:
        """Id and commitment of entries without a leaf number, in order of id."""
        query = select(audit_entries.c.id, audit_entries.c.commitment).where(audit_entries.c.leaf_index.is_(None))
        rows = self._connection.execute(query.order_by(audit_entries.c.id).limit(limit))
        return [(row.id, bytes(row.commitment)) for row in rows]

    def assign(self, numbers: Iterable[tuple[int, int]]) -> None:
        """Gives entries (by id) their leaf numbers."""
        rows = [{"entry": entry_id, "leaf": index} for entry_id, index in numbers]
        change = (
            update(audit_entries).where(audit_entries.c.id == bindparam("entry")).values(leaf_index=bindparam("leaf"))
        )
        if rows:
            self._connection.execute(change, rows)

    def add_head(self, head: LogHead) -> None:
        """Keeps a new checkpoint."""
        row = {"size": head.size, "root": head.root, "edge": b"".join(head.edge), "note": head.note}
        self._connection.execute(insert(audit_checkpoints).values(row))

    def leaf_count(self) -> int:
        """How many entries have a leaf number."""
        query = select(func.count()).where(audit_entries.c.leaf_index.is_not(None))
        return int(self._connection.execute(query).scalar_one())

    def leaves(self, start: int, end: int) -> Iterator[Entry]:
        """The entries with leaf numbers from `start` to `end` (exclusive), in order of leaf."""
        column = audit_entries.c
        query = select(audit_entries).where(column.leaf_index >= start, column.leaf_index < end)
        query = query.order_by(column.leaf_index).execution_options(yield_per=ROWS_AT_ONCE)
        for row in self._connection.execute(query):
            yield _entry_of(row)

    def commitments(self, start: int, end: int) -> Iterator[bytes]:
        """The commitments of those leaves, in order of leaf."""
        column = audit_entries.c
        query = select(column.commitment).where(column.leaf_index >= start, column.leaf_index < end)
        query = query.order_by(column.leaf_index).execution_options(yield_per=ROWS_AT_ONCE)
        for (commitment,) in self._connection.execute(query):
            yield bytes(commitment)


def _row_of(event: AuditEvent) -> dict[str, object]:
    content = content_of(event)
    salt = os.urandom(SALT_BYTES)
    commitment = commitment_of(salt, content)
    return {"scan_id": scan_of(event)[:64], "commitment": commitment, "salt": salt, "content": content}


def _entry_of(row: Any) -> Entry:
    salt = None if row.salt is None else bytes(row.salt)
    return Entry(row.id, row.leaf_index, row.scan_id, bytes(row.commitment), salt, row.content)


def _head_of(row: Any) -> LogHead:
    edge = bytes(row.edge)
    hashes = tuple(edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES))
    return LogHead(row.size, bytes(row.root), hashes, row.note)
