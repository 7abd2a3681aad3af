"""Every test of this folder runs on both engines."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.keys.ring import KeyRing
from app.persistence.store import Store
from tests.integration.store import server

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    if server.programs() is None:
        pytest.skip(server.MISSING)
    with server.postgresql() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'store.db'}"
    address = request.getfixturevalue("postgresql_address")
    name = f"store{next(_numbers)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.ephemeral()


@pytest.fixture
def store(url: str, ring: KeyRing) -> Iterator[Store]:
    opened = Store.open(url, ring)
    yield opened
    opened.close()
