"""What PostgreSQL's catalogue says of tables, their columns and their rights."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from app.connectors.tables import Column, Table
from app.domain.exposure import ExposureReport, ExposureState
from app.exposure.database import open_access, public_grant, unanswered

_TABLES = """
SELECT n.nspname, c.relname, c.relkind::text, pg_total_relation_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
"""
_TABLE = """
SELECT c.oid, c.relkind::text, c.reltuples, pg_relation_size(c.oid) / current_setting('block_size')::int,
       pg_table_size(c.oid), has_schema_privilege(n.oid, 'USAGE'), row_security_active(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relname = %s
"""
_COLUMNS = """
SELECT a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL),
       coalesce(col_description(a.attrelid, a.attnum), ''),
       has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
               AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_PUBLIC = """
SELECT DISTINCT e.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL,
LATERAL (SELECT * FROM aclexplode(c.relacl) UNION ALL SELECT * FROM aclexplode(a.attacl)) e
WHERE n.nspname = %s AND c.relname = %s AND e.grantee = 0
  AND EXISTS (SELECT FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) s
              WHERE s.grantee = 0 AND s.privilege_type = 'USAGE')
  AND EXISTS (SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) s
              WHERE d.datname = current_database() AND s.grantee = 0 AND s.privilege_type = 'CONNECT')
ORDER BY 1
"""
_TRUST = """
SELECT type, address, netmask, array_to_string(user_name, ',') FROM pg_hba_file_rules
WHERE auth_method = 'trust' AND error IS NULL AND database && ARRAY['all', 'sameuser', current_database()::text]
ORDER BY line_number
"""
_KEY_TYPES = frozenset(("smallint", "integer", "bigint", "uuid"))
_BINARY = frozenset(("bytea", "bytea[]"))
_FLOATS = frozenset(("real", "double precision"))
_ANY_MASK = "0.0.0.0"  # noqa: S104 - read from the server's rules, bound to nothing
_ANYWHERE = frozenset(("all", _ANY_MASK, "::"))

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table with what reading it in pieces needs: pages of storage, an estimate of its rows, bytes in all."""

    table: Table
    kind: str
    rows: float
    pages: int
    bytes: int

    @property
    def stored(self) -> bool:
        """Whether it has storage of its own, so that it can be read by ranges of pages."""
        return self.kind in ("r", "m")


def tables(connection: Connection) -> list[tuple[str, str, int]]:
    """Schema, name and bytes of every table and view that is not the system's, in byte order."""
    found = connection.execute(_TABLES).fetchall()
    return [(str(row[0]), str(row[1]), int(row[3] or 0)) for row in found]


def relation(connection: Connection, schema: str, name: str) -> Relation | None:
    """The relation as it is now; None where it is gone."""
    head = connection.execute(_TABLE, (schema, name)).fetchone()
    if head is None:
        return None
    oid, kind, estimate, pages, size, usable, row_security = head
    columns, binary, denied, key = [], [], [], ""
    for column, type_name, comment, readable, primary in connection.execute(_COLUMNS, (oid,)):
        if not (readable and usable):
            denied.append(column)
        elif type_name in _BINARY:
            binary.append(column)
        else:
            columns.append(Column(column, type_name, " ".join(comment.split())))
            key = column if primary and type_name in _KEY_TYPES else key
    withheld = f"columns without SELECT right: {', '.join(denied)}" if denied else ""
    if row_security:
        withheld = "row-level security may hide rows from this account" + ("; " if withheld else "") + withheld
    table = Table(schema, name, tuple(columns), tuple(binary), key, withheld)
    return Relation(table, kind, float(estimate), int(pages or 0), int(size or 0))


def selection(table: Table) -> sql.Composed:
    """The columns as text, the key last: whole numbers of floating point without exponent."""
    words = [_as_text(column) for column in table.columns]
    if table.key:
        words.append(sql.SQL("{}::text").format(sql.Identifier(table.key)))
    return sql.SQL(", ").join(words)


def _as_text(column: Column) -> sql.Composed:
    name = sql.Identifier(column.name)
    if column.kind in _FLOATS:
        return sql.SQL("CASE WHEN abs({0}) >= 1e15 AND abs({0}) < 9e18 THEN {0}::int8::text ELSE {0}::text END").format(
            name
        )
    return sql.SQL("{}::text").format(name)


def grants(connection: Connection, schema: str, name: str) -> ExposureReport:
    """What every account of the server may do with a table, where it may also reach its schema and database."""
    found = connection.execute(_PUBLIC, (schema, name)).fetchall()
    return public_grant(tuple(str(row[0]) for row in found))


def access_rules(connection: Connection) -> ExposureReport:
    """Lines of the server's access file that ask for no password."""
    try:
        with connection.transaction():
            found = connection.execute(_TRUST).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return unanswered(ExposureState.BROAD_INTERNAL, "pg_hba_not_readable", "this account may not read access rules")
    lines = [
        (f"{kind} {address or ''} {users} trust".replace("  ", " "), address in _ANYWHERE, netmask)
        for kind, address, netmask, users in found
    ]
    world = tuple(line for line, anywhere, netmask in lines if anywhere and netmask in (None, _ANY_MASK, "::"))
    inner = tuple(line for line, _, _ in lines if line not in world)
    return open_access(world, world=True, evidence="pg_hba_trust").joined(
        open_access(inner, world=False, evidence="pg_hba_trust")
    )


def listening(connection: Connection) -> tuple[bool, str]:
    """Whether the server offers TLS, and the addresses it listens on."""
    row = connection.execute("SELECT current_setting('ssl'), current_setting('listen_addresses', true)").fetchone()
    return (row is not None and row[0] == "on"), str(row[1] or "") if row else ""
