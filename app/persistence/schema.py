"""Bringing a database to the schema that this version needs, under a lock."""

from pathlib import Path

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy import column as sql_column

from app.errors import StoreError
from app.wording.catalogue import told

HEAD = "0001"
"""The newest revision in `migrations/versions`."""
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
MIGRATION_LOCK = 0x4D69_7368_616F_0001
"""Key of the advisory lock under which PostgreSQL is migrated."""

_version = table("alembic_version", sql_column("version_num"))


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema in the database; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(_version.c.version_num)).scalar()


def is_current(connection: Connection) -> bool:
    """Whether the schema is the newest; StoreError where a newer version of the product made it."""
    revision = revision_of(connection)
    if revision is not None and not _known(revision):
        raise StoreError(told("store.newer"))
    return revision == HEAD


def migrate(connection: Connection) -> None:
    """The newest schema, made within the caller's transaction; nothing happens where it is there already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
    if is_current(connection):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known(revision: str) -> bool:
    return any(path.name.startswith(f"{revision}_") for path in (MIGRATIONS / "versions").glob("*.py"))
