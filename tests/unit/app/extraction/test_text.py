"""Text in any encoding."""

import pytest

LINES = "姓名：张三\r\n电话：13800000000\r\n备注：完"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_gives_the_same_lines(read, encoding):
    """A text means the same in each encoding, with a byte order mark or without."""
    outcome = read("a.txt", LINES.encode(encoding))
    assert outcome.texts() == [line + "\n" for line in LINES.split("\n")]
    assert outcome.end() == ("read", None)


def test_lines_are_counted_from_one_and_terminated(read):
    """The cells of a text end in a line feed and are counted as a person counts."""
    (chunk,) = read("a.log", b"one\ntwo\n\nfour").chunks()
    assert chunk.terminated
    assert chunk.text.to_pylist() == ["one\n", "two\n", "\n", "four\n"]
    assert chunk.locator(3) == {"kind": "line", "line": 4}


def test_lines_of_two_encodings_in_one_file(read):
    """A log to which two programs wrote is read line by line in the encoding of each."""
    content = ("甲方张三\n" * 3).encode() + "乙方李四，电话\n".encode("gb18030") + b"plain\n"
    assert read("a.log", content).texts() == ["甲方张三\n"] * 3 + ["乙方李四，电话\n", "plain\n"]


def test_a_gb18030_line_far_behind_an_ascii_head(read):
    """What encoding a text has may show only after megabytes."""
    content = b"0123456789abcdef\n" * 100_000 + "客户张三\n".encode("gbk")
    outcome = read("a.log", content)
    assert outcome.texts()[-1] == "客户张三\n"
    assert sum(chunk.rows for chunk in outcome.chunks()) == 100_001
    assert outcome.chunks()[-1].locator(outcome.chunks()[-1].rows - 1)["line"] == 100_001


def test_western_text_is_not_taken_for_chinese(read):
    """Single high bytes among Latin letters are letters with accents."""
    assert read("a.txt", "Müller et José, rue Étroite".encode("cp1252")).texts() == ["Müller et José, rue Étroite\n"]


def test_undecodable_bytes_make_the_text_partial(read):
    """Bytes that no encoding explains are counted and told, and the rest is read."""
    content = "甲方张三的电话是一三八\n".encode() * 90 + b"\xff\xff\xfe\xff 13800000000\n" * 5
    outcome = read("a.txt", content)
    assert outcome.end() == ("partial", "undecodable_bytes")
    assert sum("13800000000" in text for text in outcome.texts()) == 5


def test_a_long_line_is_cut_between_words_and_loses_nothing(read):
    """A line of megabytes travels in parts that divide no number; all parts carry its line number."""
    line = b"13800000000 " * 300_000
    outcome = read("a.txt", b"first\n" + line + b"\nlast\n")
    texts = outcome.texts()
    assert sum(text.count("13800000000") for text in texts) == 300_000
    numbers = [chunk.locator(cell)["line"] for chunk in outcome.chunks() for cell in range(chunk.rows)]
    assert numbers[0] == 1
    assert set(numbers[1:-1]) == {2}
    assert numbers[-1] == 3


def test_parts_of_a_long_line_say_how_much_came_before(read):
    """Places in a line that is read in parts can be counted from its beginning, in characters."""
    line = "张三 " * 900_000 + "END"
    chunks = read("a.log", f"{line}\nnext\n".encode()).chunks()
    assert len(chunks) > 2
    seen = 0
    for chunk in chunks[:-1]:
        where = chunk.locator(0)
        assert (where["line"], where.get("from", 0), chunk.rows) == (1, seen, 1)
        seen += len(chunk.text[0].as_py().rstrip("\n"))
    assert seen == len(line)
    assert chunks[-1].locator(0) == {"kind": "line", "line": 2}


def test_old_line_ends(read):
    """A carriage return alone ends a line where there are no line feeds."""
    assert read("a.txt", b"one\rtwo\r").texts() == ["one\n", "two\n"]


def test_nul_bytes_do_not_hide_text(read):
    """A log with a hole of zeros is still a log."""
    outcome = read("a.log", b"\x00" * 4096 + b"phone 13800000000\n")
    assert outcome.end() == ("read", None)
    assert "13800000000" in outcome.texts()[0]


def test_binary_is_never_read_as_text(read):
    """Bytes without meaning are reported, whatever their name says."""
    content = bytes((i * 197 + i // 7) % 256 for i in range(20_000))
    outcome = read("a.txt", content)
    assert outcome.end() == ("unreadable", "unsupported_type")
    assert outcome.chunks() == []


def test_an_empty_file_is_read_with_a_note(read):
    """Nothing in a file is no failure."""
    outcome = read("a.txt", b"")
    assert outcome.end() == ("read", None)
    assert [note.value for note in outcome.ends[""].notes] == ["empty_file"]


def test_the_content_counts_where_the_name_lies(read):
    """A text that is called a picture is read as the text it is, and that is said."""
    outcome = read("photo.png", "电话 13800000000".encode())
    assert outcome.texts() == ["电话 13800000000\n"]
    assert [note.value for note in outcome.ends[""].notes] == ["type_mismatch"]


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"\x7fELF" + b"\x00" * 50, b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50]
)
def test_known_types_without_reader_are_told(read, content):
    """Pictures, programs and archives that nothing reads are reported as such."""
    assert read("x", content).end() == ("unreadable", "unsupported_type")
