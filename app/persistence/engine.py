"""Connecting to the database: URL forms, SQLite's file and its settings, and errors in one line."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from app.errors import ConfigurationError, StoreError
from app.wording.catalogue import reason_of as meaning_of
from app.wording.catalogue import told

BUSY_SECONDS = 30
CONNECT_SECONDS = 10
_OFTEN = (
    ("database is locked", "store.database_locked"),
    ("readonly database", "store.database_readonly"),
    ("is full", "store.database_full"),
    ("unable to open database file", "store.database_not_opened"),
    ("malformed", "store.database_damaged"),
    ("not a database", "store.not_a_database"),
    ("disk I/O error", "store.disk_error"),
    ("refused", "store.server_refuses"),
    ("authentication failed", "store.server_credentials"),
    ("resolve host", "store.server_unknown"),
    ("translate host name", "store.server_unknown"),
    ("timeout", "store.server_silent"),
    ("does not exist", "store.server_lacks"),
)
"""Words of the databases' own messages, and what they mean."""


def parsed(url: str) -> URL:
    """`url` for a driver that is there; ConfigurationError for a form or database that we do not serve."""
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, ValueError):
        raise ConfigurationError(told("store.url_unreadable", forms=told("store.forms"))) from None
    if backend in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ConfigurationError(told("store.other_backend", backend=backend, forms=told("store.forms")))
    return address.set(drivername="sqlite")


def shown(address: URL) -> str:
    """`address` without password and parameters, for people."""
    plain = address.set(query={}, drivername=address.get_backend_name())
    return plain.render_as_string(hide_password=True)


def is_memory(address: URL) -> bool:
    """Whether the store is an SQLite database in memory."""
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def connect(address: URL) -> Engine:
    """An engine for `address`; for SQLite, the file is made (0600, in a folder of 0700) where there is none."""
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    return create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )


def _sqlite(address: URL) -> Engine:
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    if is_memory(address):
        engine = create_engine(address, hide_parameters=True, poolclass=StaticPool, connect_args=arguments)
    else:
        _make_file(Path(str(address.database)))
        engine = create_engine(address, hide_parameters=True, connect_args=arguments)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(told("store.not_opened", path=path, reason=meaning_of(error))) from None


def _prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001 - the event's signature
    connection.isolation_level = None  # transactions are begun by the "begin" event, not by the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # the anchor outside the database must never be ahead of it after a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what retention erases is overwritten
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("mishao_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def reason_of(error: DBAPIError) -> str:
    """What the database said, in one line; what it says often, in both languages."""
    lines = str(error.orig).strip().splitlines()
    first = lines[0] if lines else type(error.orig).__name__
    return next((told(key) for part, key in _OFTEN if part in first), first)
