"""What is kept to count data subjects: links between fingerprints, and the exact names of units."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.domain.findings import Subjects
from app.errors import NotFound
from app.keys.ring import KeyRing
from app.persistence.records import load_subjects
from app.persistence.results import locator_purpose
from app.persistence.tables import edges, units
from app.wording.catalogue import told

ROWS_AT_ONCE = 500


class SubjectRepository:
    """Reads links and counts over one connection."""

    def __init__(self, connection: Connection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    def edges(self, scan_id: str) -> Iterator[bytes]:
        """The packed links of each unit of the scan, in a steady order, without holding all in memory."""
        query = select(edges.c.packed).where(edges.c.scan_id == scan_id).order_by(edges.c.unit_id)
        for (packed,) in self._connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
            yield bytes(packed)

    def of_unit(self, scan_id: str, key: str) -> Subjects:
        """The counts of one unit; NotFound."""
        return load_subjects(self._unit(scan_id, key)[0])

    def locator(self, scan_id: str, key: str) -> str:
        """The exact name of a unit, unsealed; NotFound."""
        sealed = self._unit(scan_id, key)[1]
        return self._ring.unseal(sealed, locator_purpose(scan_id, key)).decode("utf-8", "surrogatepass")

    def _unit(self, scan_id: str, key: str) -> tuple[str, bytes]:
        query = select(units.c.subjects, units.c.locator).where(units.c.scan_id == scan_id, units.c.key == key)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(told("store.no_unit"))
        return row.subjects, bytes(row.locator)
