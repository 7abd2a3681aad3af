"""What the catalogue of MySQL and MariaDB says of tables, columns and rights, and the statements that read them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pymysql
import pymysql.connections
import pymysql.cursors

from app.connectors.tables import Column, Table
from app.domain.exposure import ExposureReport, ExposureState
from app.exposure.database import open_access, public_grant, unanswered

if TYPE_CHECKING:
    # generic to the type checker only
    Connection = pymysql.connections.Connection[pymysql.cursors.SSCursor]
else:
    Connection = pymysql.connections.Connection

_TABLES = (
    "SELECT table_schema, table_name, coalesce(data_length, 0) + coalesce(index_length, 0) "
    "FROM information_schema.tables WHERE table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') "
    "AND table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') AND (%s = '' OR table_schema = %s) "
    "ORDER BY BINARY table_schema, BINARY table_name"
)
_COLUMNS = (
    "SELECT column_name, data_type, column_comment, column_key, extra FROM information_schema.columns "
    "WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position"
)
_ANONYMOUS = "SELECT host FROM mysql.user WHERE user = '' ORDER BY host"
_GRANT = re.compile(r"GRANT (?P<rights>.+) ON (?P<on>.+) TO PUBLIC")
_BINARY = frozenset(("blob", "tinyblob", "mediumblob", "longblob", "binary", "varbinary", "vector"))
_SHAPES = frozenset(
    [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
    ]
)
_INTEGERS = frozenset(("tinyint", "smallint", "mediumint", "int", "bigint"))
_ANY_HOST = frozenset(("%", ""))


def guard(connection: Connection, limit_s: float) -> None:
    """Time limits and a read-only session; what a server does not know of these is left out."""
    wait = max(1, min(int(limit_s), 5))
    for statement in (
        f"SET SESSION max_statement_time = {limit_s:.3f}",
        f"SET SESSION max_execution_time = {int(limit_s * 1000)}",
        f"SET SESSION lock_wait_timeout = {wait}",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "SET SESSION TRANSACTION READ ONLY",
        "SET SESSION net_write_timeout = 3600",
    ):
        # MariaDB counts in seconds, MySQL in milliseconds, each under a name of its own
        with suppress(pymysql.err.OperationalError, pymysql.err.InternalError), connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def reading(connection: Connection) -> Iterator[Any]:
    """A cursor in a read-only transaction of its own; what was not fetched is thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("START TRANSACTION READ ONLY")
        try:
            yield cursor
        finally:
            with suppress(pymysql.Error, OSError):
                cursor.close()
                connection.rollback()


def tables(connection: Connection, database: str) -> list[tuple[str, str, int]]:
    """Schema, name and bytes of every table and view, in byte order."""
    with reading(connection) as cursor:
        cursor.execute(_TABLES, (database, database))
        return [(str(row[0]), str(row[1]), int(row[2] or 0)) for row in cursor.fetchall()]


def table(connection: Connection, schema: str, name: str) -> Table:
    """The table as it is now; raises where it is gone or may not be read at all."""
    with reading(connection) as cursor:
        cursor.execute(_COLUMNS, (schema, name))
        found = list(cursor.fetchall())
    if not found:
        with reading(connection) as cursor:
            # the server says why: gone, refused, or a view of something that is
            cursor.execute(f"SELECT * FROM {quoted(schema)}.{quoted(name)} LIMIT 0")  # noqa: S608 - quoted names
    columns, binary, keys = [], [], []
    for column, kind, comment, key, _ in found:
        if str(kind).lower() in _BINARY:
            binary.append(str(column))
        else:
            columns.append(Column(str(column), str(kind).lower(), " ".join(str(comment or "").split())))
        if key == "PRI":
            keys.append((str(column), str(kind).lower()))
    whole = len(keys) == 1 and keys[0][1] in _INTEGERS
    return Table(schema, name, tuple(columns), tuple(binary), keys[0][0] if whole else "")


def selection(of: Table) -> str:
    """The statement that reads the columns, the key last."""
    words = [_expression(column) for column in of.columns]
    if of.key:
        words.append(quoted(of.key))
    return f"SELECT {', '.join(words)} FROM {quoted(of.schema)}.{quoted(of.name)}"  # noqa: S608 - quoted names


def following(of: Table, last: str | None, rows: int) -> tuple[str, tuple[int, ...]]:
    """The statement and parameters for the `rows` rows after key `last`."""
    key = quoted(of.key)
    # percent signs in names would be taken for parameters
    start = selection(of).replace("%", "%%")
    if last is None:
        return f"{start} ORDER BY {key.replace('%', '%%')} LIMIT %s", (rows,)
    where = f"{start} WHERE {key.replace('%', '%%')} > %s ORDER BY {key.replace('%', '%%')} LIMIT %s"
    return where, (int(last), rows)


def key_span(connection: Connection, of: Table) -> tuple[int, int]:
    """The lowest and highest key of a table that is not empty."""
    key = quoted(of.key)
    with reading(connection) as cursor:
        cursor.execute(
            f"SELECT min({key}), max({key}) FROM {quoted(of.schema)}.{quoted(of.name)}"  # noqa: S608 - quoted names
        )
        ((low, high),) = cursor.fetchall()
    return int(low or 0), int(high or 0)


def anonymous_accounts(connection: Connection) -> ExposureReport:
    """Accounts without a name, which let anybody in."""
    try:
        with reading(connection) as cursor:
            cursor.execute(_ANONYMOUS)
            hosts = [str(row[0]) for row in cursor.fetchall()]
    except pymysql.Error:
        detail = "this account may not read the list of accounts"
        return unanswered(ExposureState.BROAD_INTERNAL, "accounts_not_readable", detail)
    world = tuple(f"anonymous account at host {host or '%'}" for host in hosts if host in _ANY_HOST)
    inner = tuple(f"anonymous account at host {host}" for host in hosts if host not in _ANY_HOST)
    return open_access(world, world=True, evidence="anonymous_account").joined(
        open_access(inner, world=False, evidence="anonymous_account")
    )


def public_rights(connection: Connection, schema: str, name: str) -> ExposureReport:
    """What every account of a MariaDB server may do with a table; other servers know no such grants."""
    try:
        with reading(connection) as cursor:
            cursor.execute("SHOW GRANTS FOR PUBLIC")
            lines = [str(row[0]) for row in cursor.fetchall()]
    except pymysql.Error:
        return ExposureReport()
    places = ("*.*", f"{quoted(schema)}.*", f"{quoted(schema)}.{quoted(name)}")
    rights = [match["rights"] for line in lines if (match := _GRANT.match(line)) and match["on"] in places]
    return public_grant(tuple(dict.fromkeys(right for right in rights if right != "USAGE")))


def encrypted(connection: Connection) -> bool | None:
    """Whether this connection is under TLS; None where the server does not say."""
    try:
        with reading(connection) as cursor:
            cursor.execute("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
            row = cursor.fetchone()
            cursor.fetchall()
    except pymysql.Error:
        return None
    return bool(row[1]) if row else None


def quoted(name: str) -> str:
    """A name as an identifier."""
    return "`" + name.replace("`", "``") + "`"


def _expression(column: Column) -> str:
    name = quoted(column.name)
    if column.kind in _SHAPES:
        return f"ST_AsText({name})"
    if column.kind == "bit":
        return f"CAST({name} AS UNSIGNED)"
    if column.kind in ("float", "double"):
        # whole numbers without exponent
        return f"IF({name} = FLOOR({name}) AND ABS({name}) < 9e18, CAST(CAST({name} AS SIGNED) AS CHAR), CAST({name} AS CHAR))"
    return name
