"""Inspections in the store: the questions asked before content left, and the signed answers."""

from typing import Any

from sqlalchemy import Connection, insert, select

from app.domain.audit import Actor
from app.domain.inspections import Inspection
from app.errors import NotFound
from app.persistence.records import dump, load_mapping, verdict_columns, verdict_of
from app.persistence.tables import inspections
from app.wording.catalogue import told


class InspectionRepository:
    """Reads and writes inspections over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, inspection: Inspection) -> None:
        """Keeps an inspection; its request was masked by the caller."""
        actor = inspection.actor
        self._connection.execute(
            insert(inspections).values(
                id=inspection.id,
                at=inspection.at,
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_role=actor.role,
                request=dump(inspection.request),
                findings=dump(inspection.findings),
                signature=inspection.signature,
                **verdict_columns(inspection.verdict),
            )
        )

    def get(self, inspection_id: str) -> Inspection:
        """The inspection `inspection_id`; NotFound."""
        row = self._connection.execute(select(inspections).where(inspections.c.id == inspection_id)).one_or_none()
        if row is None:
            raise NotFound(told("store.no_inspection"))
        return _inspection_of(row)

    def list(self, limit: int = 50) -> list[Inspection]:
        """The newest inspections, newest first."""
        query = select(inspections).order_by(inspections.c.at.desc(), inspections.c.id.desc()).limit(limit)
        return [_inspection_of(row) for row in self._connection.execute(query)]


def _inspection_of(row: Any) -> Inspection:
    return Inspection(
        id=row.id,
        at=row.at,
        actor=Actor(row.actor_kind, row.actor_id, row.actor_role),
        request=load_mapping(row.request),
        verdict=verdict_of(row),
        findings=load_mapping(row.findings),
        signature=bytes(row.signature),
    )
