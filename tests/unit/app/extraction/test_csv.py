"""Tables of separated values."""

import pytest


def test_columns_with_names_rows_and_quoted_line_ends(read):
    """A GBK table becomes columns; a quoted line end stays within its cell and counts no row."""
    content = '姓名,手机,备注\n张三,13800000000,"两\n行"\n李四,13900000000,"a ""b"", c"\n'.encode("gbk")
    outcome = read("客户.csv", content)
    assert outcome.column("手机").text.to_pylist() == ["13800000000", "13900000000"]
    assert outcome.column("备注").text.to_pylist() == ["两\n行", 'a "b", c']
    assert outcome.column("姓名").shape == "column"
    assert outcome.column("姓名").locator(1) == {"kind": "row", "column": "姓名", "row": 3}
    assert outcome.texts()[0] == "姓名,手机,备注"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separators_are_found(read, separator):
    """The separator is told from the content."""
    rows = [["name", "phone", "city"]] + [[f"n{i}", f"138{i:08d}", "x"] for i in range(20)]
    outcome = read("a.csv", "\n".join(separator.join(row) for row in rows).encode())
    assert outcome.column("phone").rows == 20


def test_ragged_rows_lose_nothing(read):
    """A row with more cells than the header has further columns, one with fewer has empty cells."""
    outcome = read("a.csv", b"a,b\n1,2\n3\n4,5,6,7\n")
    columns = {chunk.where["column"]: chunk.text.to_pylist() for chunk in outcome.chunks()[1:]}
    assert columns == {"a": ["1", "3", "4"], "b": ["2", "", "5"], "C": ["", "", "6"], "D": ["", "", "7"]}


def test_blank_lines_count_as_rows(read):
    """Row numbers are those that a person sees in a spreadsheet."""
    chunk = read("a.csv", b"a,b\n1,2\n\n3,4\n").chunks()[1]
    assert chunk.text.to_pylist() == ["1", "", "3"]
    assert chunk.locator(2)["row"] == 4


def test_a_table_without_header_starts_at_row_one(read):
    """Values in the first row are values."""
    outcome = read("a.csv", b"n1,13800000000\nn2,13800000001\n")
    assert outcome.chunks()[1].text.to_pylist() == ["13800000000", "13800000001"]
    assert outcome.chunks()[1].locator(0) == {"kind": "row", "column": "B", "row": 1}


def test_prose_with_commas_is_text(read):
    """Sentences are no cells."""
    content = "今天，天气不错, 我们去公园。\n他说, 好的, 明天见。\n然后, 就走了。\n".encode()
    assert read("a.txt", content).formats == {"": "text"}


def test_log_lines_are_text(read):
    """Lines with the same number of commas but no header are lines."""
    content = b"".join(b"2026-01-01 10:00:%02d,123 INFO a, b, c=%d\n" % (i % 60, i) for i in range(50))
    assert read("a.log", content).formats == {"": "text"}


def test_a_table_under_another_name_is_found(read):
    """A regular table with a header is a table without being called one."""
    content = b"name,phone,city\n" + b"".join(b"n%d,138%08d,x\n" % (i, i) for i in range(30))
    assert read("export", content).column("phone").rows == 30


def test_blocks_go_on_counting(read):
    """A large table comes in blocks whose columns share base and length, every value once."""
    count = 120_000
    content = "编号,手机\n".encode() + b"".join(b"%d,138%08d\n" % (i, i) for i in range(count))
    chunks = read("a.csv", content).chunks()[1:]
    ids = [chunk for chunk in chunks if chunk.label == "编号"]
    phones = [chunk for chunk in chunks if chunk.label == "手机"]
    assert [(chunk.base, chunk.rows) for chunk in ids] == [(chunk.base, chunk.rows) for chunk in phones]
    assert max(chunk.rows for chunk in ids) <= 50_000
    values = [value for chunk in ids for value in chunk.text.to_pylist()]
    assert values == [str(i) for i in range(count)]
    assert phones[-1].locator(phones[-1].rows - 1)["row"] == count + 1


def test_a_quote_that_never_closes(read):
    """A stray quote does not swallow what follows without a trace."""
    content = b"a,b\n" + b'1,"open\n' + b"2,13800000000\n" * 2000
    assert sum(text.count("13800000000") for text in read("a.csv", content).texts()) == 2000


def test_one_column(read):
    """A list under a heading is a table of one column when it is called a table."""
    assert read("a.csv", "手机\n13800000000\n13900000000\n".encode()).column("手机").rows == 2


def test_a_row_of_a_million_cells(read):
    """A table wider than any that people make is read without a column for each cell."""
    content = b"a;b\n" + b"1;2;" * 300_000 + b"13800000000\n"
    outcome = read("a.csv", content)
    assert outcome.end() == ("read", None)
    assert any("13800000000" in text for text in outcome.texts())
