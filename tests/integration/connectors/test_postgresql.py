"""PostgreSQL, read from a real server."""

import psycopg
import pytest

from app.connectors.interface import ConnectorOptions
from app.connectors.registry import connector_for
from app.domain.units import UnitStatus, UnreadReason
from app.errors import TargetError, TargetUnreachable
from tests.integration.connectors.contract import check_contract, check_refused, check_sample, opened, read, units
from tests.integration.servers import DatabaseServer, free_port

pytestmark = pytest.mark.integration

READER, PASSWORD = "reader", "r3ader-p%40ss"
SECRETS = ("r3ader-p", "Tr3-secret-pg")
TABLES = """
CREATE TABLE 客户 (id bigint PRIMARY KEY, 姓名 text, sjh numeric, birth date, at timestamptz, doc jsonb, tags text[],
  price numeric(30,2), ratio double precision, big double precision, ok boolean, raw bytea, place point);
COMMENT ON COLUMN 客户.sjh IS '手机号';
INSERT INTO 客户 VALUES (1, '张伟', 13800000001, '1990-02-03', '2024-01-02 03:04:05+00', '{"a": "值"}', '{甲,乙}',
  12345678901234567890.10, 0.5, 440000000000000000, true, '\\xff00', '(1,2)'), (2, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE big (id serial PRIMARY KEY, phone text);
INSERT INTO big (phone) SELECT (13000000000 + i)::text FROM generate_series(1, 200000) i;
CREATE TABLE empty (x text);
CREATE TABLE nothing ();
CREATE TABLE closed (secret text);
CREATE TABLE partly (open text, shut text);
INSERT INTO partly VALUES ('a', 'b');
CREATE TABLE wide (body text);
INSERT INTO wide SELECT repeat('宽', 1000000) FROM generate_series(1, 12);
CREATE TABLE guarded (x text);
INSERT INTO guarded VALUES ('seen'), ('hidden');
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON guarded USING (x = 'seen');
CREATE VIEW names AS SELECT 姓名 FROM 客户;
CREATE SCHEMA slow; GRANT USAGE ON SCHEMA slow TO reader;
CREATE VIEW slow.slow AS SELECT pg_sleep(30)::text AS x; GRANT SELECT ON slow.slow TO reader;
CREATE VIEW broken AS SELECT (phone || 'x')::int AS n FROM big;
CREATE TABLE parts (day date, v text) PARTITION BY RANGE (day);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO parts VALUES ('2024-05-05', 'x');
CREATE TABLE by_phone (phone bigint PRIMARY KEY, v text);
INSERT INTO by_phone VALUES (13800000001, 'x'), (7, 'y');
CREATE TABLE by_mail (mail text PRIMARY KEY, v text);
INSERT INTO by_mail VALUES ('a@example.com', 'x');
CREATE SCHEMA hidden;
CREATE TABLE hidden.t (x text);
CREATE SCHEMA "o""dd 模式";
CREATE TABLE "o""dd 模式"."ta'ble %s {x}" ("co""l %" text);
INSERT INTO "o""dd 模式"."ta'ble %s {x}" VALUES ('v');
GRANT USAGE ON SCHEMA "o""dd 模式" TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA public, "o""dd 模式" TO reader;
REVOKE SELECT ON closed, partly FROM reader;
GRANT SELECT (open) ON partly TO reader;
GRANT SELECT ON big TO PUBLIC;
"""


@pytest.fixture(scope="module")
def server(postgresql_server: DatabaseServer) -> DatabaseServer:
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE crm_uat")
        admin.execute("CREATE ROLE reader LOGIN PASSWORD 'r3ader-p@ss'")
    with psycopg.connect(postgresql_server.url("crm_uat"), autocommit=True) as admin:
        admin.execute(TABLES.encode())
        admin.execute("ANALYZE")
    return postgresql_server


@pytest.fixture(scope="module")
def target(server: DatabaseServer) -> str:
    return server.url("crm_uat", READER, PASSWORD)


def test_contract(target: str) -> None:
    """The contract that all connectors share."""
    check_contract(f'{target}?schema=public,o"dd 模式', SECRETS)


def test_every_type_as_text(target: str) -> None:
    """Mixed types arrive as text a person would search: no exponents, ISO dates, absent values empty."""
    source = opened(target)
    done = read(source, units(source)["public.客户"])
    first = {column: cells[0] for column, cells in done.columns.items()}
    assert first["姓名"] == "张伟"
    assert first["sjh"] == "13800000001"
    assert first["birth"] == "1990-02-03"
    assert first["at"].startswith("2024-01-02")
    assert first["doc"] == '{"a": "值"}'
    assert first["tags"] == "{甲,乙}"
    assert first["price"] == "12345678901234567890.10"
    assert first["big"] == "440000000000000000"
    assert first["ok"] == "true"
    assert {cells[1] for column, cells in done.columns.items() if column != "id"} == {""}
    assert done.labels["sjh"] == "sjh 手机号"
    assert done.locators["sjh"][0] == {
        "kind": "row", "table": "public.客户", "column": "sjh", "row": 1, "key": "1",
    }  # fmt: skip
    source.close()


def test_binary_columns_are_said_to_be_left_out(target: str) -> None:
    """A bytea column is not read, and the table is partial because of it."""
    source = opened(target)
    closed = read(source, units(source)["public.客户"]).closed
    assert (closed.status, closed.reason) == (UnitStatus.PARTIAL, UnreadReason.UNSUPPORTED_TYPE)
    assert "raw" in closed.detail
    source.close()


def test_large_table_is_read_whole(target: str) -> None:
    """200,000 rows arrive once each, in batches no larger than asked for."""
    source = opened(target, batch_rows=30_000)
    done = read(source, units(source)["public.big"])
    assert sorted(done.columns["phone"]) == [str(13_000_000_000 + i) for i in range(1, 200_001)]
    assert len(done.locators["phone"]) >= 7
    assert done.closed.status is UnitStatus.READ
    source.close()


@pytest.mark.parametrize(
    ("table", "status", "reason"),
    [
        ("public.closed", UnitStatus.UNREADABLE, UnreadReason.ACCESS_DENIED),
        ("hidden.t", UnitStatus.UNREADABLE, UnreadReason.ACCESS_DENIED),
        ("public.partly", UnitStatus.PARTIAL, UnreadReason.ACCESS_DENIED),
        ("public.guarded", UnitStatus.PARTIAL, UnreadReason.ACCESS_DENIED),
        ("public.broken", UnitStatus.UNREADABLE, UnreadReason.UNREADABLE),
        ("public.empty", UnitStatus.READ, None),
        ("public.nothing", UnitStatus.READ, None),
        ("public.parts", UnitStatus.READ, None),
        ("public.names", UnitStatus.READ, None),
        ("public.wide", UnitStatus.READ, None),
        ("o\"dd 模式.ta'ble %s {x}", UnitStatus.READ, None),
    ],
)
def test_every_table_ends_in_one_state(
    target: str, table: str, status: UnitStatus, reason: UnreadReason | None
) -> None:
    """Rights, row-level security, broken views and odd names: each ends as it should, without a value."""
    source = opened(target)
    closed = read(source, units(source)[table]).closed
    assert (closed.status, closed.reason) == (status, reason)
    assert "130000" not in closed.detail
    source.close()


def test_partitions_and_views_are_read_once(target: str) -> None:
    """A partitioned table is one unit with all its rows; its partitions are none of their own."""
    source = opened(target)
    found = units(source)
    assert "public.parts_1" not in found
    assert read(source, found["public.parts"]).columns["v"] == ["x"]
    assert read(source, found["public.names"]).columns["姓名"] == ["张伟", ""]
    source.close()


def test_a_slow_view_stops_at_the_limit_and_the_scan_goes_on(target: str) -> None:
    """The time limit ends one statement; the connection goes on to the next table."""
    source = opened(target, timeout_s=1.0)
    found = units(source)
    closed = read(source, found["slow.slow"]).closed
    assert (closed.status, closed.reason) == (UnitStatus.UNREADABLE, UnreadReason.TIMEOUT)
    assert read(source, found["public.names"]).closed.status is UnitStatus.READ
    source.close()


def test_keys_that_could_be_personal_data_are_left_out(target: str) -> None:
    """Short numbers locate a row; numbers as long as a telephone number and text keys do not."""
    source = opened(target)
    found = units(source)
    events = list(source.rows(found["public.by_phone"]))
    keys = [event.chunk.batch.column("key").to_pylist() for event in events if hasattr(event, "chunk")
            and "key" in event.chunk.batch.schema.names]  # fmt: skip
    assert keys == [[None, "7"]]
    assert "key" not in read(source, found["public.by_mail"]).locators["v"][0]
    source.close()


@pytest.mark.parametrize(("table", "rows", "wanted"), [
    ("public.big", 200_000, 1_000), ("public.big", 200_000, 190_000), ("public.names", 2, 1), ("public.names", 2, 2),
    ("public.empty", 0, 5),
])  # fmt: skip
def test_samples(target: str, table: str, rows: int, wanted: int) -> None:
    """Samples are as large as asked for, repeatable, and marked."""
    if rows:
        check_sample(target, table, rows, wanted)
    else:
        source = opened(target, sample=wanted)
        assert not read(source, units(source)[table]).closed.notes
        source.close()


def test_exposure(target: str) -> None:
    """A grant to PUBLIC, a test database by name and values in clear are told; what may not be asked is unknown."""
    source = opened(target)
    found = units(source)
    big = source.exposure(found["public.big"])
    evidence = {(each.state.value, each.evidence) for each in big.exposures}
    assert {
        ("broad_internal", "public_grant"),
        ("test_env", "name_hint"),
        ("cleartext_rest", "readable_in_table"),
    } <= evidence
    assert "pg_hba_not_readable" in {each.evidence for each in big.unknown}
    other = {each.evidence for each in source.exposure(found["public.客户"]).exposures}
    assert "public_grant" not in other
    source.close()


def test_sessions_cannot_write(target: str, server: DatabaseServer) -> None:
    """Even the administrator's session is read-only, in both drivers."""
    source = opened(server.url("crm_uat"))
    read(source, units(source)["public.big"])
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        source._connection.execute("INSERT INTO empty VALUES ('x')")
    source._connection.rollback()
    with source._adbc.cursor() as cursor, pytest.raises(Exception, match="read-only"):
        cursor.execute("INSERT INTO empty VALUES ('x')")
    source.close()


def test_lost_connection_is_taken_up_again(target: str, server: DatabaseServer) -> None:
    """A session ended by the server costs one table at most."""
    source = opened(target)
    found = units(source)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'")
    closed = read(source, found["public.names"]).closed
    assert closed.status in (UnitStatus.UNREADABLE, UnitStatus.READ)
    assert read(source, found["public.names"]).closed.status is UnitStatus.READ
    source.close()


def test_refusals(server: DatabaseServer, target: str) -> None:
    """Wrong password, wrong database, closed port, unknown host and malformed URLs: one line each."""
    check_refused(server.url("crm_uat", READER, "wr0ng-pass"), TargetUnreachable, ["wr0ng-pass"])
    check_refused(server.url("gone", READER, PASSWORD), TargetUnreachable, SECRETS)
    check_refused(f"postgresql://u:{PASSWORD}@127.0.0.1:{free_port()}/x", TargetUnreachable, SECRETS)
    check_refused(f"postgresql://u:{PASSWORD}@no-such-host.invalid/x", TargetUnreachable, SECRETS)
    check_refused(f"postgresql://u:{PASSWORD}@127.0.0.1:port/x", TargetError, SECRETS)
    check_refused(f"postgresql://u:{PASSWORD}@127.0.0.1/", TargetError, SECRETS)
    check_refused(f"{target}?nonsense=1", TargetError, SECRETS)


def test_kind(target: str) -> None:
    """SQLAlchemy's form of the URL is taken as well."""
    other = target.replace("postgresql://", "postgresql+psycopg://")
    source = connector_for(other).open(other, ConnectorOptions())
    assert units(source)
    source.close()
