"""The ledger of parts: each is done in one transaction with everything it found, or not at all."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from app.domain.parts import Part, PartResult
from app.errors import Conflict, NotFound
from app.keys.ring import KeyRing
from app.persistence.results import insert_units
from app.persistence.scans import missing_scan
from app.persistence.tables import parts, scans
from app.wording.catalogue import told

PENDING, CLAIMED, DONE = "pending", "claimed", "done"


class PartRepository:
    """Plans, claims and completes parts over one connection."""

    def __init__(self, connection: Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    def add(self, new: Iterable[Part]) -> None:
        """Adds parts to be done; their payloads are sealed."""
        rows = [
            {
                "scan_id": part.scan_id,
                "number": part.number,
                "payload": self._ring.seal(part.payload, _purpose(part.scan_id, part.number)),
                "status": PENDING,
                "attempts": 0,
            }
            for part in new
        ]
        if rows:
            self._connection.execute(insert(parts), rows)

    def planned(self, scan_id: str) -> bool:
        """Whether every part of the scan has been added; NotFound."""
        value = self._connection.execute(select(scans.c.planned).where(scans.c.id == scan_id)).scalar_one_or_none()
        if value is None:
            raise missing_scan()
        return bool(value)

    def mark_planned(self, scan_id: str) -> None:
        """Says that no more parts will be added; NotFound."""
        changed = self._connection.execute(update(scans).where(scans.c.id == scan_id).values(planned=True))
        if changed.rowcount == 0:
            raise missing_scan()

    def claim(self, scan_id: str, worker: str, lease_s: float, now: datetime) -> Part | None:
        """The next part that nobody does (or whose lease ran out), now leased to `worker`; None where there is none."""
        free = or_(parts.c.status == PENDING, and_(parts.c.status == CLAIMED, parts.c.lease_until < now))
        query = select(parts.c.number, parts.c.payload).where(parts.c.scan_id == scan_id, free)
        query = query.order_by(parts.c.number).limit(1).with_for_update(skip_locked=True)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        change = update(parts).where(_is(scan_id, row.number))
        until = now + timedelta(seconds=lease_s)
        lease = change.values(status=CLAIMED, worker=worker, lease_until=until, attempts=parts.c.attempts + 1)
        self._connection.execute(lease)
        payload = self._ring.unseal(row.payload, _purpose(scan_id, row.number))
        return Part(scan_id, row.number, payload)

    def renew(self, scan_id: str, number: int, worker: str, lease_s: float, now: datetime) -> bool:
        """Prolongs the lease; False where `worker` no longer has the part."""
        mine = and_(_is(scan_id, number), parts.c.status == CLAIMED, parts.c.worker == worker)
        change = update(parts).where(mine).values(lease_until=now + timedelta(seconds=lease_s))
        return self._connection.execute(change).rowcount == 1

    def attempts(self, scan_id: str, number: int) -> int:
        """How often the part was claimed; NotFound."""
        query = select(parts.c.attempts).where(_is(scan_id, number))
        value = self._connection.execute(query).scalar_one_or_none()
        if value is None:
            raise _missing(number)
        return int(value)

    def is_done(self, scan_id: str, number: int) -> bool:
        """Whether the part is done; NotFound."""
        query = select(parts.c.status).where(_is(scan_id, number))
        value = self._connection.execute(query).scalar_one_or_none()
        if value is None:
            raise _missing(number)
        return str(value) == DONE

    def release(self, scan_id: str, worker: str = "") -> int:
        """Gives back what is leased to `worker` (empty: to anybody, when no worker can be alive); how many."""
        held = and_(parts.c.scan_id == scan_id, parts.c.status == CLAIMED)
        return self._free(and_(held, parts.c.worker == worker) if worker else held)

    def holders(self, scan_id: str, now: datetime) -> list[str]:
        """Who holds parts of the scan under a lease that still runs."""
        held = and_(parts.c.scan_id == scan_id, parts.c.status == CLAIMED, parts.c.lease_until >= now)
        query = select(parts.c.worker).where(held).distinct().order_by(parts.c.worker)
        return [row.worker for row in self._connection.execute(query)]

    def release_expired(self, scan_id: str, now: datetime) -> int:
        """Gives back parts whose lease ran out before `now`; how many."""
        return self._free(and_(parts.c.scan_id == scan_id, parts.c.status == CLAIMED, parts.c.lease_until < now))

    def complete(self, scan_id: str, result: PartResult, now: datetime) -> None:
        """Writes everything the part yielded and marks it done; Conflict if it is done already, NotFound.

        The caller appends the audit events in the same transaction.
        """
        values: dict[str, Any] = {"status": DONE, "done_at": now, "worker": None, "lease_until": None}
        # names and targets that are no longer needed do not stay, not even sealed
        values["payload"] = b""
        change = update(parts).where(_is(scan_id, result.number), parts.c.status != DONE).values(values)
        if self._connection.execute(change).rowcount != 1:
            self.attempts(scan_id, result.number)
            raise Conflict(told("store.part_done", number=result.number, scan=scan_id))
        insert_units(self._connection, self._ring, scan_id, result)

    def _free(self, which: Any) -> int:
        values = {"status": PENDING, "worker": None, "lease_until": None}
        return self._connection.execute(update(parts).where(which).values(values)).rowcount


def _is(scan_id: str, number: int) -> Any:
    return and_(parts.c.scan_id == scan_id, parts.c.number == number)


def _missing(number: int) -> NotFound:
    return NotFound(told("store.no_part", number=number))


def _purpose(scan_id: str, number: int) -> str:
    return f"part/{scan_id}/{number}"
