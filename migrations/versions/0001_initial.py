"""The first schema: scans and their ledger, findings, verdicts, access keys, inspections, the audit log and its guards."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import create_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_service_tables()
    _create_ledger()
    _create_results()
    create_guards(op.get_bind())


def _create_service_tables() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("expires_at", sa.String(27), nullable=True),
        sa.Column("revoked_at", sa.String(27), nullable=True),
        sa.Column("last_used_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_table(
        "audit_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_audit_checkpoints"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=True),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sa.UniqueConstraint("leaf_index", name="uq_audit_entries_leaf_index"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entries_scan_id", "audit_entries", ["scan_id"])
    op.create_table(
        "inspections",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.String(length=16), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("action", sa.SmallInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("obligations", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inspections"),
    )
    op.create_index("ix_inspections_at", "inspections", ["at"])
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )


def _create_ledger() -> None:
    op.create_table(
        "scans",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("finished_at", sa.String(27), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("sealed_targets", sa.LargeBinary(), nullable=False),
        sa.Column("pack_id", sa.String(length=200), nullable=False),
        sa.Column("pack_version", sa.String(length=64), nullable=False),
        sa.Column("pack_sha256", sa.String(length=64), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scans"),
    )
    op.create_index("ix_scans_started_at", "scans", ["started_at"])
    op.create_table(
        "parts",
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.String(27), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.String(27), nullable=True),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_parts_scan_id"),
        sa.PrimaryKeyConstraint("scan_id", "number", name="pk_parts"),
    )
    op.create_index("ix_parts_scan_id_status_number", "parts", ["scan_id", "status", "number"])
    op.create_table(
        "units",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("display", sa.Text(), nullable=False),
        sa.Column("locator", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("exposure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id", "part"], ["parts.scan_id", "parts.number"], name="fk_units_scan_id_part"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("scan_id", "key", name="uq_units_scan_id_key"),
        sqlite_autoincrement=True,
    )


def _create_results() -> None:
    op.create_table(
        "findings",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("infotype", sa.String(length=64), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("distinct_count", sa.BigInteger(), nullable=False),
        sa.Column("distinct_exact", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("locators", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_findings_scan_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_findings_unit_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_findings"),
        sa.UniqueConstraint("scan_id", "id", name="uq_findings_scan_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_id", "findings", ["id"])
    op.create_index("ix_findings_infotype", "findings", ["infotype"])
    op.create_index("ix_findings_unit_id", "findings", ["unit_id"])
    op.create_table(
        "subject_edges",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_subject_edges_scan_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_subject_edges_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_subject_edges"),
    )
    op.create_index("ix_subject_edges_scan_id", "subject_edges", ["scan_id"])
    op.create_table(
        "verdicts",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("action", sa.SmallInteger(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("obligations", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name="fk_verdicts_scan_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_verdicts_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_verdicts"),
    )
    op.create_index(
        "ix_verdicts_scan_id_severity_action_unit_id", "verdicts", ["scan_id", "severity", "action", "unit_id"]
    )
