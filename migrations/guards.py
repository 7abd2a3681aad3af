"""Triggers that keep the audit log append-only: a leaf number may be set once, content and salt erased once."""

import sqlalchemy as sa

SQLITE = (
    """
    CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
    WHEN NEW.leaf_index IS NOT NULL OR NEW.content IS NULL OR NEW.salt IS NULL
      OR length(NEW.salt) <> 32 OR length(NEW.commitment) <> 32
      OR EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit log takes new, unsequenced entries only'); END
    """,
    """
    CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
    WHEN NOT (
      (NEW.id IS OLD.id AND NEW.scan_id IS OLD.scan_id AND NEW.commitment IS OLD.commitment)
      AND (
        (OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL
         AND NEW.salt IS OLD.salt AND NEW.content IS OLD.content
         AND NOT EXISTS (SELECT 1 FROM audit_entries WHERE leaf_index = NEW.leaf_index))
        OR (NEW.leaf_index IS OLD.leaf_index AND OLD.content IS NOT NULL
            AND NEW.salt IS NULL AND NEW.content IS NULL)
      ))
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_checkpoints_insert BEFORE INSERT ON audit_checkpoints
    WHEN EXISTS (SELECT 1 FROM audit_checkpoints WHERE size >= NEW.size)
    BEGIN SELECT RAISE(ABORT, 'checkpoints of the audit log only grow'); END
    """,
    """
    CREATE TRIGGER audit_checkpoints_update BEFORE UPDATE ON audit_checkpoints
    BEGIN SELECT RAISE(ABORT, 'checkpoints of the audit log do not change'); END
    """,
    """
    CREATE TRIGGER audit_checkpoints_delete BEFORE DELETE ON audit_checkpoints
    BEGIN SELECT RAISE(ABORT, 'checkpoints of the audit log do not change'); END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION audit_entries_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.leaf_index IS NULL AND NEW.content IS NOT NULL AND length(NEW.salt) = 32
           AND length(NEW.commitment) = 32 THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the audit log takes new, unsequenced entries only';
      END IF;
      IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id AND NEW.scan_id = OLD.scan_id AND NEW.commitment = OLD.commitment AND (
          (OLD.leaf_index IS NULL AND NEW.leaf_index IS NOT NULL
           AND NEW.salt IS NOT DISTINCT FROM OLD.salt AND NEW.content IS NOT DISTINCT FROM OLD.content)
          OR (NEW.leaf_index IS NOT DISTINCT FROM OLD.leaf_index AND OLD.content IS NOT NULL
              AND NEW.salt IS NULL AND NEW.content IS NULL)) THEN
          RETURN NEW;
        END IF;
      END IF;
      RAISE EXCEPTION 'the audit log is append-only';
    END $guard$
    """,
    """
    CREATE FUNCTION audit_checkpoints_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM audit_checkpoints WHERE size >= NEW.size) THEN
          RAISE EXCEPTION 'checkpoints of the audit log only grow';
        END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'checkpoints of the audit log do not change';
    END $guard$
    """,
    """
    CREATE TRIGGER audit_entries_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_guard()
    """,
    """
    CREATE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_guard()
    """,
    """
    CREATE TRIGGER audit_checkpoints_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_checkpoints
    FOR EACH ROW EXECUTE FUNCTION audit_checkpoints_guard()
    """,
    """
    CREATE TRIGGER audit_checkpoints_truncate BEFORE TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoints_guard()
    """,
)


def create_guards(connection: sa.Connection) -> None:
    """The guards of the engine that `connection` leads to."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
