"""The report as JSON lines: records that can be read one by one, the same facts as in the JSON report."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports

DOCS = Path(__file__).parents[4] / "docs"
SCHEMA = json.loads((DOCS / "scan-records.schema.json").read_text(encoding="utf-8"))
WHOLE = json.loads((DOCS / "scan-report.schema.json").read_text(encoding="utf-8"))["properties"]


def written(report, lang="en", name="jsonl"):
    out = io.BytesIO()
    exporters()[name].write(report, out, Style(lang))
    return out.getvalue()


def records(report, lang="en"):
    return [json.loads(line) for line in written(report, lang).decode("utf-8").splitlines()]


def test_schema_is_sound():
    """The published schema is itself valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [reports.full(), reports.empty()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_fits_the_schema(report, lang):
    """Each line is an object of one of the types that the schema names."""
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for record in records(report, lang):
        validator.validate(record)


def test_order_and_number():
    """The scan comes first, the summary last, and the summary counts what stands between them."""
    lines = records(reports.full())
    types = [each["type"] for each in lines]
    assert types == ["scan"] + ["finding"] * 3 + ["verdict"] * 2 + ["unread"] * 3 + ["noted"] * 2 + ["summary"]
    assert lines[-1]["records"] == {name: types.count(name) for name in ("finding", "verdict", "unread", "noted")}
    assert lines[-1]["severities"] == {"critical": 1, "high": 0, "medium": 1, "low": 0, "none": 0}
    assert {each["scan"] for each in lines[1:]} == {"scn_7"}


@pytest.mark.parametrize(("kind", "whole"), [("finding", "findings"), ("verdict", "verdicts")])
def test_same_facts_as_json(kind, whole):
    """A record holds exactly the fields of the JSON report, and its type and scan."""
    document = json.loads(written(reports.full(), "zh", "json"))
    mine = [each for each in records(reports.full(), "zh") if each["type"] == kind]
    assert mine == [{"type": kind, "scan": "scn_7", **each} for each in document[whole]]


def test_schemas_agree():
    """What the record schema says of a finding is what the report schema says of it."""
    for kind, whole in {
        "finding": WHOLE["findings"]["items"],
        "verdict": WHOLE["verdicts"]["items"],
        "unread": WHOLE["coverage"]["properties"]["unread"]["items"],
        "scan": WHOLE["scan"],
    }.items():
        assert whole["properties"].items() <= SCHEMA["$defs"][kind]["properties"].items()


def test_streams():
    """The lines are handed over one by one: none waits for the next."""
    sizes = []

    class Sink(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            sizes.append(bytes(data).count(b"\n"))
            return len(data)

    exporters()["jsonl"].write(reports.full(), Sink(), Style("en"))
    assert sizes == [1] * 12


def test_line_separators_in_names_do_not_split_a_record():
    """A name with line breaks of any kind stays inside its line."""
    finding = replace(reports.FINDINGS[0], unit="a\nb\u2028c\r.csv")
    report = replace(reports.full(), findings=(finding,))
    assert written(report).count(b"\n") == 10
    assert json.loads(written(report).split(b"\n")[1])["unit"] == finding.unit
