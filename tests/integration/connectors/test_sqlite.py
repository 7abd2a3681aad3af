"""SQLite databases, read by the library itself."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.units import UnitStatus, UnreadReason
from app.errors import TargetError, TargetUnreachable
from tests.integration.connectors.contract import check_contract, check_refused, check_sample, opened, read, units

BIG = 200_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database in write-ahead mode with its writer still connected: the newest rows are in the log alone."""
    path = tmp_path_factory.mktemp("db") / "客户 %41.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.executescript("""
        PRAGMA journal_mode=wal; PRAGMA wal_autocheckpoint=0;
        CREATE TABLE 客户 (id INTEGER PRIMARY KEY, 姓名 TEXT, sjh, r REAL, b BLOB, both GENERATED ALWAYS AS (姓名 || sjh));
        CREATE TABLE big (id INTEGER PRIMARY KEY, phone);
        CREATE TABLE empty (x);
        CREATE TABLE nokey (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        CREATE TABLE sparse (id INTEGER PRIMARY KEY, v);
        CREATE VIEW names AS SELECT 姓名 FROM 客户;
        CREATE VIEW broken AS SELECT x FROM gone;
        CREATE VIEW slow AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) AS n FROM c;
        CREATE TABLE "o""dd %s" ("co""l" TEXT);
        INSERT INTO "o""dd %s" VALUES ('v');
        CREATE VIRTUAL TABLE words USING fts5(body);
        INSERT INTO words VALUES ('text');
    """)
    rows = [(1, "张伟", 13_800_000_001, 4.4e17, b"\xff\xfe"), (2, None, "13800000002", 0.5, "文字".encode()),
            (12_345_678_901, "x", None, None, None)]  # fmt: skip
    writer.executemany("INSERT INTO 客户 (id, 姓名, sjh, r, b) VALUES (?, ?, ?, ?, ?)", rows)
    writer.execute("INSERT INTO 客户 (id, 姓名) VALUES (3, CAST(x'bacfcdac' AS TEXT))")
    writer.execute("BEGIN")
    writer.executemany("INSERT INTO big (phone) VALUES (?)", ((13_000_000_000 + i,) for i in range(BIG)))
    writer.executemany("INSERT INTO nokey VALUES (?, ?)", ((f"k{i}", i) for i in range(50)))
    writer.executemany("INSERT INTO sparse VALUES (?, ?)", ((i**5 * 10**6, i) for i in range(50)))
    writer.execute("COMMIT")
    yield path
    writer.close()


@pytest.fixture(scope="module")
def target(path: Path) -> str:
    return "sqlite:///" + str(path).replace("%", "%25")


def test_contract(target: str) -> None:
    """The contract that all connectors share."""
    source = opened(target)
    names = set(units(source))
    source.close()
    assert {"客户", "big", "empty", "names", "slow", "words"} <= names
    assert not any(name.startswith("sqlite_") for name in names)


def test_contract_on_a_small_database(tmp_path: Path) -> None:
    """Plans are stable, every unit ends, opening it a second time reads the same."""
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    check_contract(f"sqlite:///{tmp_path}/a.db", ())


def test_every_type_as_text(target: str) -> None:
    """Values of any type arrive as text: no exponents, text in blobs and in GBK, absent values empty."""
    source = opened(target)
    done = read(source, units(source)["客户"])
    assert done.columns == {
        "id": ["1", "2", "3", "12345678901"],
        "姓名": ["张伟", "", "合同", "x"],
        "sjh": ["13800000001", "13800000002", "", ""],
        "r": ["440000000000000000", "0.5", "", ""],
        "b": ["", "文字", "", ""],
        "both": ["张伟13800000001", "", "", ""],
    }
    assert (done.closed.status, done.closed.reason) == (UnitStatus.PARTIAL, UnreadReason.UNSUPPORTED_TYPE)
    pieces = [event.chunk for event in source.rows(units(source)["客户"]) if hasattr(event, "chunk")]
    assert pieces[1].batch.column("key").to_pylist() == ["1", "2", "3", None]
    source.close()


def test_the_log_is_read_too(target: str) -> None:
    """Rows that only the write-ahead log holds are read, once each, in batches."""
    source = opened(target, batch_rows=30_000)
    done = read(source, units(source)["big"])
    assert done.columns["phone"] == [str(13_000_000_000 + i) for i in range(BIG)]
    assert len(done.locators["phone"]) == 7
    source.close()


@pytest.mark.parametrize(
    ("table", "status", "reason"),
    [
        ("empty", UnitStatus.READ, None),
        ("nokey", UnitStatus.READ, None),
        ("words", UnitStatus.READ, None),
        ('o"dd %s', UnitStatus.READ, None),
        ("broken", UnitStatus.UNREADABLE, UnreadReason.VANISHED),
        ("slow", UnitStatus.UNREADABLE, UnreadReason.TIMEOUT),
    ],
)
def test_every_table_ends_in_one_state(
    target: str, table: str, status: UnitStatus, reason: UnreadReason | None
) -> None:
    """Empty and odd tables, broken and endless views: each ends as it should, and the next one is read."""
    source = opened(target, timeout_s=1.0)
    found = units(source)
    closed = read(source, found[table]).closed
    assert (closed.status, closed.reason) == (status, reason)
    assert read(source, found["names"]).columns["姓名"] == ["张伟", "", "合同", "x"]
    source.close()


@pytest.mark.parametrize(("table", "rows", "wanted"), [
    ("big", BIG, 1_000), ("big", BIG, BIG - 1), ("nokey", 50, 7), ("nokey", 50, 50), ("sparse", 50, 10),
    ("names", 4, 2),
])  # fmt: skip
def test_samples(target: str, table: str, rows: int, wanted: int) -> None:
    """Samples are as large as asked for, repeatable, and marked."""
    check_sample(target, table, rows, wanted)


def test_nothing_is_written(target: str, path: Path) -> None:
    """The session cannot write, and the database file stays as it was."""
    before = path.read_bytes()
    source = opened(target)
    with pytest.raises(sqlite3.OperationalError):
        source._connection.execute("INSERT INTO empty VALUES (1)")
    source.close()
    assert path.read_bytes() == before


def test_refusals(tmp_path: Path) -> None:
    """A missing file, a folder, something else than a database and malformed URLs: one line each."""
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 20)
    check_refused(f"sqlite:///{tmp_path}/gone.db", TargetError, ())
    check_refused(f"sqlite:///{tmp_path}", TargetError, ())
    check_refused(f"sqlite:///{tmp_path}/text.db", TargetUnreachable, ())
    check_refused("sqlite://", TargetError, ())
    check_refused("sqlite://host/x.db", TargetError, ())
