"""SQLite databases and their write-ahead logs."""

import sqlite3

import pytest


@pytest.fixture
def database(tmp_path):
    """A database whose log holds committed rows and, at its end, others that were never committed."""
    path = tmp_path / "live.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE 客户 (name TEXT, phone INTEGER, rate REAL)")
    connection.executemany("INSERT INTO 客户 VALUES (?, ?, ?)", [("张三", 13800000000 + i, 0.5) for i in range(3)])
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.executemany("INSERT INTO 客户 VALUES (?, ?, ?)", [("李四", 13900000000 + i, 1.0) for i in range(400)])
    connection.execute("CREATE TABLE plain (k PRIMARY KEY, v) WITHOUT ROWID")
    connection.execute("INSERT INTO plain VALUES ('a', '13711110000')")
    connection.commit()
    connection.execute("PRAGMA cache_size = 1")
    connection.executemany("INSERT INTO 客户 VALUES (?, 1, 1)", [("谁" * 500,) for _ in range(500)])
    yield path.read_bytes(), (tmp_path / "live.db-wal").read_bytes()
    connection.close()


def test_rows_with_their_numbers(read, database):
    """Columns carry table and name, each value its row; whole numbers keep their digits."""
    outcome = read("a.db", database[0])
    phone = outcome.column("phone")
    assert phone.text.to_pylist() == ["13800000000", "13800000001", "13800000002"]
    assert phone.locator(2) == {"kind": "row", "table": "客户", "column": "phone", "row": 3, "rowid": 3}
    assert outcome.end() == ("read", None)


def test_committed_rows_of_the_log_are_read_and_others_are_not(read, database):
    """The log counts as far as it is committed."""
    outcome = read("a.db", database[0], {"wal": database[1]})
    phone = outcome.column("phone")
    assert phone.rows == 403
    assert phone.text[402].as_py() == "13900000399"
    assert outcome.column("v").text.to_pylist() == ["13711110000"]
    assert outcome.column("rate").text[3].as_py() == "1"
    assert not any("谁" in text for text in outcome.texts())


def test_a_damaged_log_counts_up_to_the_damage(read, database):
    """A frame whose check sum is wrong ends the log: with its first frame damaged nothing of it is read."""
    log = bytearray(database[1])
    log[100] ^= 1
    assert read("a.db", database[0], {"wal": bytes(log)}).column("phone").rows == 3


def test_a_log_of_nonsense(read, database):
    """What is no log is no harm."""
    assert read("a.db", database[0], {"wal": b"nonsense" * 100}).column("phone").rows == 3


def test_binary_values_are_told(read, tmp_path):
    """A value that is neither text nor number makes the database partial; text in one is read."""
    connection = sqlite3.connect(tmp_path / "b.db")
    connection.execute("CREATE TABLE t (a)")
    connection.executemany("INSERT INTO t VALUES (?)", [(bytes(range(256)),), ("电话 138".encode(),), (None,)])
    connection.commit()
    connection.close()
    outcome = read("b.db", (tmp_path / "b.db").read_bytes())
    assert outcome.column("a").text.to_pylist() == ["", "电话 138", ""]
    assert outcome.end() == ("partial", "unsupported_type")


@pytest.mark.parametrize("share", [0.02, 0.6])
def test_truncated(read, database, share):
    """Part of a database is reported as such, with what could be read."""
    content = database[0][: int(len(database[0]) * share)]
    assert read("a.db", content).end()[1] in ("corrupt", "truncated")


def test_noise_behind_a_good_header(read, database):
    """Pages of noise do not end the process."""
    content = database[0][:100] + bytes((i * 31) % 256 for i in range(len(database[0]) - 100))
    assert read("a.db", content).end()[1] == "corrupt"
