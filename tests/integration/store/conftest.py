"""Every test of this folder runs on both engines."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.config import Settings
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.trail import TrailService

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'store.db'}"
    server = request.getfixturevalue("postgresql_server")
    name = f"store{next(_numbers)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    # a schema a test: a database a test would cost seconds of writing
    return f"{server.url('postgres')}?options=-csearch_path%3D{name}"


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.ephemeral()


@pytest.fixture
def store(url: str, ring: KeyRing) -> Iterator[Store]:
    opened = Store.open(url, ring)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, anchor_file=tmp_path / "conf" / "checkpoints")


@pytest.fixture
def trail(store: Store, ring: KeyRing, settings: Settings) -> TrailService:
    return TrailService(store, ring, settings)
