"""MariaDB, read from a real server."""

import pymysql
import pytest

from app.domain.units import UnitStatus, UnreadReason
from app.errors import TargetError, TargetUnreachable
from tests.integration.connectors.contract import check_contract, check_refused, check_sample, opened, read, units
from tests.integration.servers import DatabaseServer, free_port

pytestmark = pytest.mark.integration

READER, PASSWORD = "reader", "r3ader-p%40ss"
SECRETS = ("r3ader-p", "Tr3-secret-my")
TABLES = (
    "CREATE DATABASE crm_dev CHARACTER SET utf8mb4",
    "CREATE DATABASE other",
    "CREATE TABLE other.t (x text)",
    (
        "CREATE TABLE crm_dev.客户 (id int PRIMARY KEY, 姓名 varchar(50), sjh bigint COMMENT '手机号', birth date, "
        "at datetime, doc json, price decimal(30,2), ratio double, big double, bits bit(8), kind enum('a','乙'), "
        "raw blob, place point, gbk varchar(20) CHARACTER SET gbk)"
    ),
    (
        "INSERT INTO crm_dev.客户 VALUES (1, '张伟😀', 13800000001, '1990-02-03', '2024-01-02 03:04:05', '{\"a\": \"值\"}', "
        "12345678901234567890.10, 0.5, 440000000000000000, b'101', '乙', x'ff00', ST_GeomFromText('POINT(1 2)'), '合同')"
    ),
    "INSERT INTO crm_dev.客户 (id) VALUES (2)",
    "CREATE TABLE crm_dev.big (id int AUTO_INCREMENT PRIMARY KEY, phone text)",
    "INSERT INTO crm_dev.big (phone) SELECT 13000000000 + seq FROM crm_dev.seq_1_to_200000",
    "CREATE TABLE crm_dev.keyless (v text)",
    "INSERT INTO crm_dev.keyless SELECT seq FROM crm_dev.seq_1_to_10000",
    "CREATE TABLE crm_dev.empty (x text)",
    "CREATE TABLE crm_dev.closed (x text)",
    "CREATE TABLE crm_dev.wide (body longtext)",
    "INSERT INTO crm_dev.wide SELECT repeat('宽', 1000000) FROM crm_dev.seq_1_to_12",
    "CREATE TABLE crm_dev.by_phone (phone bigint PRIMARY KEY, v text)",
    "INSERT INTO crm_dev.by_phone VALUES (13800000001, 'x'), (7, 'y'), (-3, 'z')",
    "CREATE VIEW crm_dev.names AS SELECT 姓名 FROM crm_dev.客户",
    "CREATE VIEW crm_dev.slow AS SELECT sleep(30) AS x",
    "CREATE TABLE crm_dev.gone (x text)",
    "CREATE VIEW crm_dev.broken AS SELECT x FROM crm_dev.gone",
    "DROP TABLE crm_dev.gone",
    "CREATE TABLE crm_dev.`ta``b%le %s` (`co``l %` text, `i%d` int PRIMARY KEY)",
    "INSERT INTO crm_dev.`ta``b%le %s` VALUES ('v', 1)",
    "CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'r3ader-p@ss'",
    "GRANT SELECT ON crm_dev.empty TO PUBLIC",
    "CREATE USER ''@'localhost'",
)
READABLE = ("客户", "big", "keyless", "empty", "wide", "by_phone", "names", "slow", "broken", "`ta``b%le %s`")


@pytest.fixture(scope="module")
def server(mariadb_server: DatabaseServer) -> DatabaseServer:
    admin = pymysql.connect(
        host="127.0.0.1", port=mariadb_server.port, user=mariadb_server.user, password=mariadb_server.password,
        charset="utf8mb4", autocommit=True,
    )  # fmt: skip
    with admin.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement)
        for table in READABLE:
            cursor.execute(f"GRANT SELECT, SHOW VIEW ON crm_dev.{table} TO reader@'127.0.0.1'")
    admin.close()
    return mariadb_server


@pytest.fixture(scope="module")
def target(server: DatabaseServer) -> str:
    return server.url("crm_dev", READER, PASSWORD)


def test_contract(server: DatabaseServer) -> None:
    """The contract that all connectors share."""
    check_contract(server.url("other"), SECRETS)


def test_every_type_as_text(target: str) -> None:
    """Mixed types arrive as text a person would search: no exponents, ISO dates, absent values empty."""
    source = opened(target)
    done = read(source, units(source)["crm_dev.客户"])
    first = {column: cells[0] for column, cells in done.columns.items()}
    assert first == {
        "id": "1", "姓名": "张伟😀", "sjh": "13800000001", "birth": "1990-02-03", "at": "2024-01-02 03:04:05",
        "doc": '{"a": "值"}', "price": "12345678901234567890.10", "ratio": "0.5", "big": "440000000000000000",
        "bits": "5", "kind": "乙", "place": "POINT(1 2)", "gbk": "合同",
    }  # fmt: skip
    assert {cells[1] for column, cells in done.columns.items() if column != "id"} == {""}
    assert done.labels["sjh"] == "sjh 手机号"
    assert done.locators["sjh"][0] == {
        "kind": "row", "table": "crm_dev.客户", "column": "sjh", "row": 1, "key": "1",
    }  # fmt: skip
    assert (done.closed.status, done.closed.reason) == (UnitStatus.PARTIAL, UnreadReason.UNSUPPORTED_TYPE)
    assert "raw" in done.closed.detail
    source.close()


@pytest.mark.parametrize("batch", [30_000, 200_000])
def test_large_table_is_read_whole(target: str, batch: int) -> None:
    """200,000 rows arrive once each, also where the batches end exactly with the table."""
    source = opened(target, batch_rows=batch)
    done = read(source, units(source)["crm_dev.big"])
    assert sorted(done.columns["phone"]) == [str(13_000_000_000 + i) for i in range(1, 200_001)]
    source.close()


@pytest.mark.parametrize(
    ("table", "status", "reason"),
    [
        ("crm_dev.broken", UnitStatus.UNREADABLE, UnreadReason.CHANGED),
        ("crm_dev.empty", UnitStatus.READ, None),
        ("crm_dev.keyless", UnitStatus.READ, None),
        ("crm_dev.names", UnitStatus.READ, None),
        ("crm_dev.wide", UnitStatus.READ, None),
        ("crm_dev.ta`b%le %s", UnitStatus.READ, None),
    ],
)
def test_every_table_ends_in_one_state(
    target: str, table: str, status: UnitStatus, reason: UnreadReason | None
) -> None:
    """Broken views, empty and wide tables and odd names: each ends as it should."""
    source = opened(target)
    closed = read(source, units(source)[table]).closed
    assert (closed.status, closed.reason) == (status, reason)
    source.close()


def test_a_table_closed_after_planning(server: DatabaseServer, target: str) -> None:
    """A table whose right is gone, or that was never visible, is unreadable and the rest goes on."""
    admin = opened(server.url("crm_dev"))
    unit = units(admin)["crm_dev.closed"]
    admin.close()
    source = opened(target)
    found = units(source)
    assert "crm_dev.closed" not in found
    closed = read(source, unit).closed
    assert (closed.status, closed.reason) == (UnitStatus.UNREADABLE, UnreadReason.ACCESS_DENIED)
    assert read(source, found["crm_dev.names"]).columns["姓名"] == ["张伟😀", ""]
    source.close()


def test_a_slow_view_stops_at_the_limit_and_the_scan_goes_on(target: str) -> None:
    """The time limit ends one statement; the connection goes on to the next table."""
    source = opened(target, timeout_s=1.0)
    found = units(source)
    closed = read(source, found["crm_dev.slow"]).closed
    assert (closed.status, closed.reason) == (UnitStatus.UNREADABLE, UnreadReason.TIMEOUT)
    assert read(source, found["crm_dev.names"]).closed.status is UnitStatus.READ
    source.close()


def test_keys_that_could_be_personal_data_are_left_out(target: str) -> None:
    """Short numbers locate a row; numbers as long as a telephone number do not; order is that of the key."""
    source = opened(target)
    events = list(source.rows(units(source)["crm_dev.by_phone"]))
    keys = [event.chunk.batch.column("key").to_pylist() for event in events if hasattr(event, "chunk")
            and "key" in event.chunk.batch.schema.names]  # fmt: skip
    assert keys == [["-3", "7", None]]
    source.close()


@pytest.mark.parametrize(("table", "rows", "wanted"), [
    ("crm_dev.big", 200_000, 1_000), ("crm_dev.big", 200_000, 7), ("crm_dev.keyless", 10_000, 50),
    ("crm_dev.names", 2, 2), ("crm_dev.by_phone", 3, 2),
])  # fmt: skip
def test_samples(target: str, table: str, rows: int, wanted: int) -> None:
    """Samples are as large as asked for, repeatable, and marked."""
    check_sample(target, table, rows, wanted)


def test_exposure(server: DatabaseServer, target: str) -> None:
    """A grant to PUBLIC, a nameless account, a development database and values in clear are told."""
    source = opened(server.url("crm_dev"))
    found = units(source)
    evidence = {(each.state.value, each.evidence) for each in source.exposure(found["crm_dev.empty"]).exposures}
    assert evidence >= {
        ("broad_internal", "public_grant"), ("broad_internal", "anonymous_account"), ("test_env", "name_hint"),
        ("cleartext_rest", "readable_in_table"),
    }  # fmt: skip
    other = {each.evidence for each in source.exposure(found["crm_dev.big"]).exposures}
    assert "public_grant" not in other
    source.close()
    reader = opened(target)
    unknown = {each.evidence for each in reader.exposure(found["crm_dev.big"]).unknown}
    assert "accounts_not_readable" in unknown
    reader.close()


def test_sessions_cannot_write(server: DatabaseServer) -> None:
    """Even the administrator's session is read-only."""
    source = opened(server.url("crm_dev"))
    with source._connection.cursor() as cursor, pytest.raises(pymysql.Error) as caught:
        cursor.execute("INSERT INTO empty VALUES ('x')")
    assert caught.value.args[0] == 1792
    source.close()


def test_lost_connection_is_taken_up_again(target: str, server: DatabaseServer) -> None:
    """A session ended by the server costs one table at most."""
    source = opened(target)
    found = units(source)
    admin = pymysql.connect(host="127.0.0.1", port=server.port, user=server.user, password=server.password)
    with admin.cursor() as cursor:
        cursor.execute(f"KILL {source._connection.thread_id()}")
    admin.close()
    assert read(source, found["crm_dev.names"]).closed.status in (UnitStatus.UNREADABLE, UnitStatus.READ)
    assert read(source, found["crm_dev.names"]).closed.status is UnitStatus.READ
    source.close()


def test_without_a_database_all_are_read(server: DatabaseServer) -> None:
    """A URL without a database lists every database but the system's."""
    source = opened(server.url(""))
    found = units(source)
    assert {"other.t", "crm_dev.big"} <= set(found)
    assert not any(name.startswith(("mysql.", "sys.", "information_schema.")) for name in found)
    source.close()


def test_refusals(server: DatabaseServer) -> None:
    """Wrong password, wrong database, closed port, unknown host and malformed URLs: one line each."""
    check_refused(server.url("crm_dev", READER, "wr0ng-pass"), TargetUnreachable, ["wr0ng-pass"])
    check_refused(server.url("gone"), TargetUnreachable, SECRETS)
    check_refused(f"mysql://u:{PASSWORD}@127.0.0.1:{free_port()}/x", TargetUnreachable, SECRETS)
    check_refused(f"mysql://u:{PASSWORD}@no-such-host.invalid/x", TargetUnreachable, SECRETS)
    check_refused(f"mariadb://u:{PASSWORD}@127.0.0.1:port/x", TargetError, SECRETS)
    check_refused(f"mysql://u:{PASSWORD}@127.0.0.1/a/b", TargetError, SECRETS)
    check_refused(f"mysql://u:{PASSWORD}@127.0.0.1/a?nonsense=1", TargetError, SECRETS)
