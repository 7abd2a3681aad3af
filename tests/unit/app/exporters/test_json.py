"""The JSON report: its shape is the contract."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports

SCHEMA = json.loads((Path(__file__).parents[4] / "docs" / "scan-report.schema.json").read_text(encoding="utf-8"))


def written(report, lang="en"):
    out = io.BytesIO()
    exporters()["json"].write(report, out, Style(lang))
    return out.getvalue()


def validator():
    return jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_schema_is_sound():
    """The published schema is itself valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [reports.full(), reports.empty()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report_fits_the_schema(report, lang):
    """What is written is what the schema promises, full or empty, in both languages."""
    validator().validate(json.loads(written(report, lang)))


def test_schema_refuses_what_is_not_promised():
    """The schema is strict: an unknown field or a missing one is refused."""
    document = json.loads(written(reports.full()))
    for spoil in (lambda d: d.update(extra=1), lambda d: d["findings"][0].pop("mask", d["findings"][0].pop("count"))):
        spoiled = json.loads(json.dumps(document))
        spoil(spoiled)
        assert not validator().is_valid(spoiled)


def test_shape():
    """The fields that other programs rely on have the values of the report."""
    document = json.loads(written(reports.full(), "zh"))
    assert list(document) == ["mishao", "scan", "coverage", "subjects", "findings", "verdicts"]
    assert document["scan"]["started_at"] == "2026-03-01T08:00:00.000Z"
    assert document["scan"]["pack"] == {"id": "cn-pipl", "version": "1.0.0", "sha256": "ab" * 32}
    assert document["subjects"] == {"distinct": 120, "under14": 3, "exact": True}
    first = document["findings"][0]
    assert first["sensitivity"] == {"current": "general", "strict": "sensitive"}
    assert first["locators_left_out"] == first["count"] - len(first["locators"])
    assert first["locators"][0] == {
        "kind": "row", "row": 2, "column": "证件号", "mask": "110101********123*", "fingerprint": "0" * 32,
    }  # fmt: skip
    worst = next(each for each in document["verdicts"] if each["severity"] == "critical")
    assert worst["rules"][0]["title"] == "敏感个人信息对公众或匿名可访问"
    assert {"type": "revoke_link", "rule": "CN-EXP-01"} in worst["obligations"]
    assert document["coverage"]["unread"][0] == {
        "unit": "secret.zip", "status": "unreadable", "reason": "encrypted", "detail": "AES-256, no password",
    }  # fmt: skip


def test_text_of_the_law_not_checked_is_marked():
    """A provision known from a secondary source only is shown as to be confirmed."""
    rules = {rule["id"]: rule for each in json.loads(written(reports.full()))["verdicts"] for rule in each["rules"]}
    assert rules["CN-EXP-08"]["provision"].endswith("(to be confirmed)")
    assert "confirmed" not in rules["CN-EXP-01"]["provision"]


def test_undecodable_names_stay_valid_json():
    """A file name with bytes that are no text becomes valid UTF-8 JSON, the bytes written out."""
    finding = replace(reports.FINDINGS[0], unit="a\udcff.csv")
    report = replace(reports.full(), findings=(finding,))
    assert json.loads(written(report).decode("utf-8"))["findings"][0]["unit"] == "a\\xff.csv"


def test_failure_is_named():
    """A scan that failed says why; one that did not has no such field."""
    failed = replace(reports.full(), scan=replace(reports.SCAN, error="store"))
    assert json.loads(written(failed))["scan"]["error"] == "store"
    assert "error" not in json.loads(written(reports.full()))["scan"]
