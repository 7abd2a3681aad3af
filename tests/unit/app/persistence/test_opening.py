"""Opening a store: files and their modes, addresses, and what goes wrong, in one line each."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.errors import AppError, ConfigurationError, RootKeyError, StoreError
from app.keys.ring import KeyRing
from app.persistence.engine import connect, parsed, shown
from app.persistence.schema import HEAD, MIGRATIONS
from app.persistence.store import Store
from app.persistence.tables import metadata


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.ephemeral()


def test_new_file_is_private(tmp_path: Path, ring: KeyRing) -> None:
    """A new SQLite store and its side files have mode 0600 in a folder of 0700."""
    path = tmp_path / "data" / "mishao.db"
    store = Store.open(f"sqlite:///{path}", ring)
    with store.begin() as work:
        assert work.scans.list() == []
        modes = {stat.S_IMODE(item.stat().st_mode) for item in path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()


def test_schema_of_migrations_is_that_of_the_tables() -> None:
    """What the migrations make is what the code expects, and the newest revision is the one it names."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    ring = KeyRing.ephemeral()
    store = Store.open("sqlite://", ring)
    with store._connection(write=False) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_newer_schema_is_refused(tmp_path: Path, ring: KeyRing) -> None:
    """A store that a newer version made is left alone."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    Store.open(url, ring).close()
    with sqlite3.connect(tmp_path / "x.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        Store.open(url, ring)


def test_wrong_key_leaves_the_store_alone(tmp_path: Path, ring: KeyRing) -> None:
    """A wrong root key is refused before anything is written."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    Store.open(url, ring).close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(RootKeyError):
        Store.open(url, KeyRing.ephemeral())
    assert (tmp_path / "x.db").read_bytes() == before


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("nonsense", ConfigurationError),
        ("mysql://u:p@h/d", ConfigurationError),
        ("", ConfigurationError),
        ("postgresql://u:p@h:port/d", ConfigurationError),
        ("postgresql://scanner:geheim@127.0.0.1:1/db?sslpassword=geheim", StoreError),
        ("sqlite:////proc/none/x.db", StoreError),
        ("sqlite:////dev", StoreError),
    ],
)
def test_bad_address_is_one_line_without_password(url: str, kind: type[AppError], ring: KeyRing) -> None:
    """Whatever is wrong with an address is said in one line that names no password."""
    with pytest.raises(kind) as caught:
        Store.open(url, ring)
    assert "\n" not in caught.value.message
    assert "geheim" not in caught.value.message
    assert caught.value.__cause__ is None


def test_file_that_is_no_database(tmp_path: Path, ring: KeyRing) -> None:
    """A file of something else is refused and left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("shopping list " * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(f"sqlite:///{path}", ring)
    assert path.read_text() == "shopping list " * 100


def test_shown_address_has_no_password() -> None:
    """The address for people has neither password nor parameters."""
    assert shown(parsed("postgresql://u:pw@h/d?password=pw")) == "postgresql://u:***@h/d"


def test_memory_store_is_shared_by_threads(ring: KeyRing) -> None:
    """Threads take turns on an in-memory store and see one another's work."""
    store = Store.open("sqlite://", ring)
    ids: list[str] = []

    def make(number: int) -> None:
        from datetime import UTC, datetime

        from app.domain.access import Role

        with store.begin() as work:
            ids.append(work.keys.create(f"k{number}", Role.HOOK, datetime.now(UTC))[0].id)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin(write=False) as work:
        assert sorted(key.id for key in work.keys.list()) == sorted(ids)


def test_readers_do_not_wait_for_a_writer(tmp_path: Path, ring: KeyRing) -> None:
    """While one transaction writes to an SQLite file, another reads what was there before."""
    store = Store.open(f"sqlite:///{tmp_path / 'x.db'}", ring)
    with store.begin() as writer:
        writer.audit.lock()
        with store.begin(write=False) as reader:
            assert reader.scans.list() == []
    store.close()


def test_statement_errors_show_no_parameters(tmp_path: Path, ring: KeyRing) -> None:
    """An error of the database carries none of the values that were being written."""
    store = Store.open(f"sqlite:///{tmp_path / 'x.db'}", ring)
    engine = connect(parsed(f"sqlite:///{tmp_path / 'x.db'}"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE api_keys")
    with pytest.raises(StoreError) as caught:
        _list_keys(store)
    assert "api_keys" in caught.value.message
    assert caught.value.__suppress_context__
    store.close()


def _list_keys(store: Store) -> None:
    with store.begin(write=False) as work:
        work.keys.get("secret-id")
