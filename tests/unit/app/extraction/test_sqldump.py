"""SQL dumps."""

from tests.unit.app.extraction.conftest import extract

PG = r"""--
-- PostgreSQL database dump
--
CREATE TABLE public.customers (
    id integer NOT NULL,
    name text,
    phone text
);

COPY public.customers (id, name, phone) FROM stdin;
1	张三	13800000000
2	李\t四	\N
\.

-- owner 13711110000
INSERT INTO public.orders (id, note) VALUES (1, 'it''s; 13911110000'), (2, 'C:\');
"""
MY = r"""-- MySQL dump 10.13  Distrib 8.0
CREATE TABLE `user` (
  `id` int NOT NULL,
  `name` varchar(10) DEFAULT NULL,
  `phone` varchar(20),
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `user` VALUES (1,'张\'三','13800000000'),(2,NULL,'139''1');
INSERT INTO `user` VALUES (3,_binary 'x
y',CONCAT('1','2'));
/* 13711110000 */;
"""


def columns(outcome):
    return {(c.where["table"], c.label): c.text.to_pylist() for c in outcome.chunks() if c.where["kind"] == "row"}


def test_copy_blocks_and_inserts_of_postgresql(read):
    """Rows become columns under the names that the statement gives; a backslash in a plain string is itself."""
    outcome = read("backup.sql", PG.encode())
    assert columns(outcome) == {
        ("public.customers", "id"): ["1", "2"],
        ("public.customers", "name"): ["张三", "李\t四"],
        ("public.customers", "phone"): ["13800000000", ""],
        ("public.orders", "id"): ["1", "2"],
        ("public.orders", "note"): ["it's; 13911110000", "C:\\"],
    }
    phone = outcome.column("phone")
    assert phone.locator(1) == {"kind": "row", "table": "public.customers", "column": "phone", "row": 2}
    assert phone.batch.column("record") == outcome.column("name").batch.column("record")


def test_inserts_of_mysql_take_names_from_the_table(read):
    """Without a list of columns they are those of CREATE TABLE; escapes are undone."""
    assert columns(read("dump.sql", MY.encode())) == {
        ("user", "id"): ["1", "2", "3"],
        ("user", "name"): ["张'三", "", "x\ny"],
        ("user", "phone"): ["13800000000", "139'1", "CONCAT 1 , 2"],
    }


def test_all_else_is_read_as_lines_under_its_number(read):
    """Comments and statements keep their place in the file."""
    outcome = read("backup.sql", PG.encode())
    found = [
        chunk.locator(cell)["line"]
        for chunk in outcome.chunks()
        if chunk.where["kind"] == "line"
        for cell, text in enumerate(chunk.text.to_pylist())
        if "13711110000" in text
    ]
    assert found == [PG.split("\n").index("-- owner 13711110000") + 1]


def test_rows_across_blocks(read):
    """A dump of megabytes gives each row once."""
    rows = "".join(f"{i}\tn{i}\t138{i:08d}\n" for i in range(80_000))
    content = f"COPY t (id, name, phone) FROM stdin;\n{rows}\\.\nSELECT 1;\n"
    values = [v for c in read("a.sql", content.encode()).chunks() if c.label == "phone" for v in c.text.to_pylist()]
    assert values == [f"138{i:08d}" for i in range(80_000)]


def test_a_long_statement_across_blocks(read):
    """A statement of megabytes is one statement."""
    rows = ",".join(f"({i},'n{i}','138{i:08d}')" for i in range(100_000))
    outcome = read("a.sql", f"-- MySQL dump\nINSERT INTO `t` VALUES {rows};\n".encode())
    values = [v for c in outcome.chunks() if c.where.get("column") == "C" for v in c.text.to_pylist()]
    assert values == [f"138{i:08d}" for i in range(100_000)]


def test_a_statement_without_end_is_read_as_lines(read):
    """What cannot be understood is still scanned."""
    outcome = read("a.sql", b"INSERT INTO t VALUES (1, '13800000000'")
    assert any("13800000000" in text for text in outcome.texts())


def test_a_dump_without_its_ending(read):
    """A dump is told by its first lines."""
    assert read("backup", PG.encode("gbk")).formats == {"": "sql"}


def test_ragged_copy_lines(read):
    """A line with more values than columns has further columns."""
    outcome = read("a.sql", b"COPY t (a, b) FROM stdin;\n1\t2\n3\t4\t13800000000\n\\.\n")
    assert any("13800000000" in text for text in outcome.texts())
    assert outcome.column("a").text.to_pylist() == ["1", "3"]


def test_rows_with_a_clause_on_conflict(read):
    """What follows the rows does not hide them."""
    outcome = read("a.sql", b"INSERT INTO t (a) VALUES ('13800000000') ON CONFLICT DO NOTHING;\nSELECT 1;\n")
    assert outcome.column("a").text.to_pylist() == ["13800000000"]


def test_statements_that_never_close_cost_little(tight, tmp_path):
    """Many beginnings without an end are passed over once."""
    path = tmp_path / "a.sql"
    path.write_bytes(b"CREATE TABLE t (\n" * 50_000 + b"-- 13800000000\n")
    outcome = extract(tight(cpu_s=5), path)
    assert outcome.end() == ("read", None)
    assert "-- 13800000000\n" in outcome.texts()
