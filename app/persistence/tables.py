"""The tables of the store; the migrations make them, a test holds both together."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from app.domain.entries import timestamp

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BigId = BigInteger().with_variant(Integer, "sqlite")
"""64-bit row ids that SQLite numbers by itself."""


class Moment(TypeDecorator[datetime]):
    """A time in UTC, kept as fixed-width ISO 8601 text: the same on every engine, ordered and readable."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else timestamp(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class CleanText(TypeDecorator[str]):
    """Text that every engine can hold: NUL and unpaired surrogates become U+2400 and U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return clean(value)


def clean(text: str) -> str:
    """`text` without what a database cannot hold."""
    if text.isascii() and "\x00" not in text:
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\u2400")


metadata = MetaData(naming_convention=NAMING)

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

scans = Table(
    "scans",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("started_at", Moment, nullable=False, index=True),
    Column("finished_at", Moment),
    Column("status", String(16), nullable=False),
    Column("targets", CleanText, nullable=False),
    Column("sealed_targets", LargeBinary, nullable=False),
    Column("pack_id", String(200), nullable=False),
    Column("pack_version", String(64), nullable=False),
    Column("pack_sha256", String(64), nullable=False),
    Column("options", CleanText, nullable=False),
    Column("error", CleanText, nullable=False),
    Column("planned", Boolean, nullable=False),
    Column("subjects", Text),
)

parts = Table(
    "parts",
    metadata,
    Column("scan_id", String(64), ForeignKey("scans.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("payload", LargeBinary, nullable=False),
    Column("status", String(8), nullable=False),
    Column("worker", CleanText),
    Column("lease_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("done_at", Moment),
    Index("ix_parts_scan_id_status_number", "scan_id", "status", "number"),
)

units = Table(
    "units",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("scan_id", String(64), nullable=False),
    Column("part", Integer, nullable=False),
    Column("key", String(64), nullable=False),
    Column("display", CleanText, nullable=False),
    Column("locator", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", String(32)),
    Column("detail", CleanText, nullable=False),
    Column("format", CleanText, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("notes", Text, nullable=False),
    Column("sampled", Boolean, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("exposure", CleanText, nullable=False),
    ForeignKeyConstraint(["scan_id", "part"], ["parts.scan_id", "parts.number"]),
    UniqueConstraint("scan_id", "key"),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    Column("seq", BigId, primary_key=True, autoincrement=True),
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("id", String(64), nullable=False, index=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False, index=True),
    Column("unit", CleanText, nullable=False),
    Column("infotype", String(64), nullable=False, index=True),
    Column("column_name", CleanText, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("distinct_count", BigInteger, nullable=False),
    Column("distinct_exact", Boolean, nullable=False),
    Column("points", Integer, nullable=False),
    Column("detector", CleanText, nullable=False),
    Column("reasons", CleanText, nullable=False),
    Column("locators", CleanText, nullable=False),
    UniqueConstraint("scan_id", "id"),
    sqlite_autoincrement=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("action", SmallInteger, nullable=False),
    Column("rules", CleanText, nullable=False),
    Column("obligations", CleanText, nullable=False),
    Column("facts", CleanText, nullable=False),
    Index("ix_verdicts_scan_id_severity_action_unit_id", "scan_id", "severity", "action", "unit_id"),
)

edges = Table(
    "subject_edges",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("scan_id", String(64), ForeignKey("scans.id"), nullable=False, index=True),
    Column("packed", LargeBinary, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("role", String(16), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("last_used_at", Moment),
)

inspections = Table(
    "inspections",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor_kind", String(16), nullable=False),
    Column("actor_id", CleanText, nullable=False),
    Column("actor_role", String(16), nullable=False),
    Column("request", CleanText, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("action", SmallInteger, nullable=False),
    Column("rules", CleanText, nullable=False),
    Column("obligations", CleanText, nullable=False),
    Column("facts", CleanText, nullable=False),
    Column("findings", CleanText, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("leaf_index", BigInteger, unique=True),
    Column("scan_id", String(64), nullable=False, index=True),
    Column("commitment", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("content", Text),
    sqlite_autoincrement=True,
)

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("edge", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
)
