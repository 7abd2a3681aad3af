"""JSON documents and lines."""

import io
import json

from app.extraction import json_
from app.extraction.budget import Budget
from app.extraction.intake import Intake
from app.extraction.interface import Context, Unit
from app.extraction.reading import read_unit


def test_values_by_path_with_records(read):
    """The fields of one object share a record number, whatever column they are in."""
    content = json.dumps(
        {"客户": [{"name": "张三", "phone": 13800000000, "at": {"mail": "a@b.cn"}}, {"name": "李四"}]},
        ensure_ascii=False,
    )
    outcome = read("a.json", content.encode("gbk"))
    name, phone, mail = (outcome.column(label) for label in ("name", "phone", "mail"))
    assert name.where == {"kind": "path", "column": "$.客户[*].name"}
    assert phone.text.to_pylist() == ["13800000000"]
    assert name.locator(1)["path"] == "$.客户[1].name"
    records = [chunk.batch.column("record").to_pylist() for chunk in (name, phone, mail)]
    assert records[1] == records[2] == records[0][:1]
    assert records[0][0] != records[0][1]


def test_numbers_keep_their_digits(read):
    """A long number is no float."""
    outcome = read("a.json", b'{"card": 6222020000000000000123, "float": 1.38e10, "p": 0.5}')
    assert outcome.column("card").text.to_pylist() == ["6222020000000000000123"]
    assert outcome.column("float").text.to_pylist() == ["13800000000"]
    assert outcome.column("p").text.to_pylist() == ["0.5"]


def test_keys_are_read_and_those_that_are_values_make_no_columns(read):
    """An object keyed by telephone numbers is a map: its keys are scanned, not turned into names."""
    outcome = read("a.json", json.dumps({f"138{i:08d}": {"n": "x"} for i in range(100)}).encode())
    (keys,) = (chunk for chunk in outcome.chunks() if chunk.where["column"] == "keys")
    assert "13800000099" in keys.text.to_pylist()
    assert outcome.column("n").rows == 100
    assert outcome.column("n").where["column"] == "$.*.n"


def test_a_key_that_occurs_twice(read):
    """No value is lost to a later one of the same key."""
    assert read("a.json", b'{"a": "one", "a": "two"}').column("a").text.to_pylist() == ["one", "two"]


def test_json_lines_with_a_broken_line(read):
    """Each line is a document; a line that is none is given as text under its number."""
    outcome = read("a.jsonl", b'{"p":"138"}\n\nbroken 139\n{"p":"137"}')
    assert outcome.column("p").locator(1) == {"kind": "path", "column": "$.p", "line": 4}
    (broken,) = (chunk for chunk in outcome.chunks() if chunk.where["kind"] == "line")
    assert broken.locator(0) == {"kind": "line", "line": 3}
    assert outcome.end() == ("read", None)


def test_json_lines_in_a_log(read):
    """Structured logs are told by their content."""
    content = b"".join(b'{"level":"info","phone":"138%08d"}\n' % i for i in range(40_000))
    outcome = read("app.log", content)
    assert outcome.formats == {"": "jsonl"}
    assert sum(chunk.rows for chunk in outcome.chunks() if chunk.label == "phone") == 40_000


def test_what_is_no_json_is_read_as_lines(read):
    """A broken document is scanned as text, with a note."""
    outcome = read("a.json", b'{"a": 13800000000, \nbroken')
    assert "13800000000" in outcome.texts()[0]
    assert [note.value for note in outcome.ends[""].notes] == ["type_mismatch"]


def test_a_deep_document_does_not_end_the_process(read):
    """Nesting beyond any sense is read as text."""
    outcome = read("a.json", b"[" * 200_000 + b'"13800000000"' + b"]" * 200_000)
    assert outcome.end()[0] in ("read", "partial")
    assert "13800000000" in "".join(outcome.texts())


def test_a_deep_line_does_not_end_the_others(read):
    """A line nested beyond any sense is given as text, the lines around it as documents."""
    deep = b'{"a":' * 600 + b'"13800000000"' + b"}" * 600
    outcome = read("a.jsonl", b'{"p":"1"}\n' + deep + b'\n{"p":"2"}\n')
    assert outcome.column("p").text.to_pylist() == ["1", "2"]
    assert any("13800000000" in text for text in outcome.texts())


def test_lines_that_would_join_to_one_array(read):
    """Each line stands for itself, even where all together would parse as well."""
    outcome = read("a.jsonl", b'{"p":"1"},{"p":"2"}\n{"p":"3"}\n')
    assert outcome.column("p").locator(0)["line"] == 2
    assert any('"2"' in text for text in outcome.texts())


def test_half_surrogate_pairs(read):
    """A text that UTF-8 cannot hold does not break the stream."""
    assert read("a.json", b'{"a": "x\\ud800y 138"}').column("a").text.to_pylist() == ["x?y 138"]


def test_too_large_for_memory_is_read_as_lines(tight, tmp_path):
    """A document over the budget is scanned as text, and that is said."""
    from tests.unit.app.extraction.conftest import extract

    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"p": f"138{i:08d}"} for i in range(1000)], indent=1))
    outcome = extract(tight(document_bytes=5000), path)
    assert outcome.end() == ("read", None)
    assert "larger than" in outcome.ends[""].detail
    assert sum("138" in text for text in outcome.texts()) == 1000


def test_a_line_that_is_read_in_parts_is_one_line(monkeypatch):
    """A line beyond what is held at once counts once: what follows keeps its number."""
    monkeypatch.setattr(json_, "LINE_MOST", 1 << 20)
    raw = b'{"k":"' + b"word " * 1_500_000 + b'"}\n{"m":"x"}\n'
    unit = Unit("", "a.jsonl", Intake(io.BytesIO(raw), len(raw)), format="jsonl")
    pieces = list(json_.extract(unit, Context(Budget(), len(raw), read_unit)))
    (found,) = (piece.chunk for piece in pieces if piece.chunk.label == "m")
    assert found.locator(0)["line"] == 2
