"""Every test of this folder runs on both engines."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.keys.ring import KeyRing
from app.persistence.store import Store

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'store.db'}"
    server = request.getfixturevalue("postgresql_server")
    name = f"store{next(_numbers)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.url(name))


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.ephemeral()


@pytest.fixture
def store(url: str, ring: KeyRing) -> Iterator[Store]:
    opened = Store.open(url, ring)
    yield opened
    opened.close()
