"""Whole scans of live sources: PostgreSQL, MariaDB and an S3 bucket, with the store on PostgreSQL too."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import psycopg
import pymysql
import pytest
from botocore.config import Config

from app.config import Settings
from app.domain.audit import Actor
from app.domain.scans import ScanOptions, ScanReport, ScanStatus
from app.services.context import Services, open_services
from policies.verdicts import Severity
from tests.generators import Generator
from tests.integration.servers import LOOPBACK

pytest_plugins = ["tests.integration.servers"]
pytestmark = pytest.mark.integration

ACTOR = Actor("cli", "test")
ROWS = 300


@pytest.fixture(scope="module")
def people() -> list[tuple[str, str, str]]:
    """Three hundred invented persons: ID, mobile, card."""
    made = Generator(seed=99)
    return [(made.cn_id_card(), made.cn_mobile(), made.bank_card()) for _ in range(ROWS)]


@contextmanager
def services(folder, store="") -> Iterator[Services]:
    """Services over a store of their own."""
    settings = Settings(home=folder / "data", root_key_file=folder / "keys" / "root.key", store=store, jobs=1)
    with open_services(settings) as opened:
        yield opened


def scan(folder, target, store="", **options) -> ScanReport:
    """Scan one target to its end."""
    with services(folder, store) as opened:
        ident = opened.scans.start([target], ScanOptions(**options), ACTOR)
        return opened.scans.run(ident, ACTOR)


def found(report) -> dict[tuple[str, str], int]:
    """Counts by infotype and column."""
    return {(one.infotype, one.column): one.count for one in report.findings}


def test_a_postgresql_database_is_scanned_with_its_store_in_another(postgresql_server, people, tmp_path):
    """Text, bigint and jsonb columns are found by column, grants to PUBLIC are a verdict, the store is PostgreSQL."""
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as admin:
        for name in ("crm", "mishao_store"):
            admin.execute(f"DROP DATABASE IF EXISTS {name}")
            admin.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(postgresql_server.url("crm"), autocommit=True) as db:
        db.execute("CREATE TABLE 客户 (id serial primary key, 身份证 text, sjh bigint, 银行卡 text, 订单号 bigint)")
        with db.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO 客户 (身份证, sjh, 银行卡, 订单号) VALUES (%s, %s, %s, %s)",
                [(sfz, int(tel), card, 20240101000000000 + n) for n, (sfz, tel, card) in enumerate(people)],
            )
        db.execute("GRANT SELECT ON 客户 TO PUBLIC")
        db.execute("CREATE TABLE stock (sku text, amount numeric)")
        db.execute("INSERT INTO stock SELECT 'SKU-' || n, n * 1.5 FROM generate_series(1, 500) n")
    report = scan(tmp_path, postgresql_server.url("crm"), postgresql_server.url("mishao_store"))
    counts = {infotype: count for (infotype, _), count in found(report).items()}
    assert counts["cn.id_card"] == counts["contact.mobile"] == counts["fin.bank_card"] == ROWS
    assert report.subjects.distinct == ROWS
    assert {one.unit.rpartition("/")[2].rpartition(".")[2] for one in report.findings} == {"客户"}
    fired = {rule.id for one in report.verdicts for rule in one.verdict.rules}
    assert "CN-EXP-05" in fired
    assert report.scan.status is ScanStatus.COMPLETE
    assert postgresql_server.password not in repr(report)
    with psycopg.connect(postgresql_server.url("mishao_store")) as db:
        kinds = db.execute("SELECT count(*) FROM audit_entries").fetchone()
    assert kinds is not None
    assert kinds[0] > len(report.findings)


def test_a_sampled_table_says_so(postgresql_server, tmp_path):
    """A sample is marked in the coverage and does not make a scan partial."""
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS sampled")
        admin.execute("CREATE DATABASE sampled")
    with psycopg.connect(postgresql_server.url("sampled"), autocommit=True) as db:
        db.execute("CREATE TABLE calls (手机号 text)")
        db.execute("INSERT INTO calls SELECT (13900000000 + n)::text FROM generate_series(1, 50000) n")
    report = scan(tmp_path, postgresql_server.url("sampled"), sample=200)
    assert report.coverage.sampled >= 1
    assert report.scan.status is ScanStatus.COMPLETE
    (phones,) = [one for one in report.findings if one.infotype == "contact.mobile"]
    assert 0 < phones.count <= 2_000


def test_a_mariadb_database_is_scanned(mariadb_server, people, tmp_path):
    """Columns of a MariaDB table are found, integers among them."""
    connection = pymysql.connect(
        host=LOOPBACK,
        port=mariadb_server.port,
        user=mariadb_server.user,
        password=mariadb_server.password,
        database="test",
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS users")
        cursor.execute(
            "CREATE TABLE users (id int primary key auto_increment, zjhm char(18), mobile bigint) CHARSET utf8mb4"
        )
        cursor.executemany(
            "INSERT INTO users (zjhm, mobile) VALUES (%s, %s)", [(one[0], int(one[1])) for one in people]
        )
    report = scan(tmp_path, mariadb_server.url("test"))
    counts = {infotype: count for (infotype, _), count in found(report).items()}
    assert counts["cn.id_card"] == counts["contact.mobile"] == ROWS
    assert report.subjects.distinct == ROWS


def test_an_open_bucket_is_critical_and_a_closed_one_is_not(seaweedfs_server, people, tmp_path):
    """The same file in two buckets: where anybody may read it, rule CN-EXP-01 fires; where nobody may, it does not."""
    client = boto3.client(
        "s3",
        endpoint_url=seaweedfs_server.endpoint,
        aws_access_key_id=seaweedfs_server.access_key,
        aws_secret_access_key=seaweedfs_server.secret_key,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )
    body = "姓名,身份证,手机号\n" + "".join(f"客户{n},{sfz},{tel}\n" for n, (sfz, tel, _) in enumerate(people))
    for bucket in ("open-share", "closed-share"):
        client.create_bucket(Bucket=bucket)
        client.put_object(Bucket=bucket, Key="导出/客户.csv", Body=body.encode("gb18030"))
    client.put_bucket_policy(
        Bucket="open-share",
        Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject",'
        '"s3:ListBucket"],"Resource":["arn:aws:s3:::open-share","arn:aws:s3:::open-share/*"]}]}',
    )
    reports = {
        bucket: scan(tmp_path / bucket, seaweedfs_server.url(bucket)) for bucket in ("open-share", "closed-share")
    }
    rules = {
        bucket: {rule.id for one in report.verdicts for rule in one.verdict.rules} for bucket, report in reports.items()
    }
    assert "CN-EXP-01" in rules["open-share"]
    assert "CN-EXP-01" not in rules["closed-share"]
    assert reports["open-share"].verdicts[0].verdict.severity is Severity.CRITICAL
    assert reports["closed-share"].verdicts[0].verdict.severity >= Severity.LOW
    for report in reports.values():
        assert found(report)["cn.id_card", "身份证"] == ROWS
        assert seaweedfs_server.secret_key not in repr(report)
