"""The store: one database behind repositories, opened by URL."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Self

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.errors import Conflict, StoreError, UsageError
from app.keys.ring import KeyRing
from app.persistence.access import ApiKeyRepository
from app.persistence.audit_log import AuditRepository
from app.persistence.engine import connect, is_memory, parsed, reason_of, shown
from app.persistence.findings import FindingRepository, VerdictRepository
from app.persistence.inspections import InspectionRepository
from app.persistence.parts import PartRepository
from app.persistence.scans import ScanRepository
from app.persistence.schema import is_current, migrate
from app.persistence.subjects import SubjectRepository
from app.persistence.tables import meta
from app.wording.catalogue import told


class Work:
    """One transaction: the repositories over its connection."""

    def __init__(self, connection: Connection, ring: KeyRing) -> None:
        self.scans = ScanRepository(connection)
        self.parts = PartRepository(connection, ring)
        self.findings = FindingRepository(connection)
        self.verdicts = VerdictRepository(connection)
        self.subjects = SubjectRepository(connection, ring)
        self.keys = ApiKeyRepository(connection)
        self.audit = AuditRepository(connection)
        self.inspections = InspectionRepository(connection)


class Store:
    """An open store; threads may share it, processes open their own."""

    def __init__(self, engine: Engine, address: URL, ring: KeyRing) -> None:
        self._engine = engine
        self._ring = ring
        self.name = shown(address)
        """The address without password, for people."""
        # an in-memory database has one connection, which threads take in turn
        self._turn = threading.RLock() if is_memory(address) else nullcontext()

    @classmethod
    def open(cls, url: str, ring: KeyRing) -> Self:
        """Opens the store at `url`, making or migrating its schema.

        `sqlite:///FILE` (made with mode 0600), `sqlite://` (in memory) or `postgresql://…`. ConfigurationError for
        another form, StoreError where it cannot be reached or is newer, RootKeyError where `ring` is not its ring.
        """
        address = parsed(url)
        store = cls(connect(address), address, ring)
        try:
            store._bring_up_to_date()
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def begin(self, *, write: bool = True) -> Iterator[Work]:
        """One transaction: committed at the end, rolled back on any error. With `write` False, for reading only.

        StoreError for trouble with the database, Conflict for what is there already, UsageError for what no database holds.
        """
        with self._connection(write=write) as connection:
            yield Work(connection, self._ring)

    def close(self) -> None:
        """Gives up all connections."""
        self._engine.dispose()

    @contextmanager
    def _connection(self, *, write: bool) -> Iterator[Connection]:
        try:
            with self._turn, self._engine.connect() as connection:
                connection = connection.execution_options(mishao_writes=write)  # noqa: PLW2901 - the same connection
                with connection.begin():
                    yield connection
        except IntegrityError as error:
            raise Conflict(told("store.change_refused", name=self.name, reason=_table_rule(error))) from None
        except (UnicodeEncodeError, OverflowError, DataError):
            raise UsageError(told("store.unholdable")) from None
        except DBAPIError as error:
            raise StoreError(told("store.unusable", name=self.name, reason=reason_of(error))) from None
        except PoolTimeout:
            raise StoreError(told("store.no_connection", name=self.name)) from None

    def _bring_up_to_date(self) -> None:
        with self._connection(write=False) as connection:
            current = is_current(connection)
            if current:
                known = connection.execute(
                    select(meta.c.value).where(meta.c.name == "check_value")
                ).scalar_one_or_none()
        if not current:
            with self._connection(write=True) as connection:
                migrate(connection)
                known = self._introduce(connection)
        if known is None:
            raise StoreError(told("store.check_value_lost", name=self.name))
        self._ring.require(known)

    def _introduce(self, connection: Connection) -> str:
        """The check value of the store's root key; a new store gets this ring's, and an id for its log."""
        values: dict[str, str] = {row.name: row.value for row in connection.execute(select(meta))}
        if "check_value" not in values:
            values = {"check_value": self._ring.check_value, "log_id": secrets.token_hex(8)}
            connection.execute(insert(meta), [{"name": name, "value": value} for name, value in values.items()])
        return values["check_value"]


def _table_rule(error: IntegrityError) -> str:
    """Which rule a row broke, without any of the row's values."""
    diagnosis = getattr(error.orig, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    if constraint:
        return told("store.breaks", constraint=constraint)
    return reason_of(error)
