"""The report as SARIF 2.1.0: valid by its schema, with places that a code host can open."""

import io
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from app.domain.findings import Locator
from app.domain.scans import ScanStatus
from app.exporters.interface import Style
from app.exporters.layout.artifacts import Artifact, artifact_of, bases_of
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)  # fmt: skip


def run_of(report, lang="en"):
    out = io.BytesIO()
    exporters()["sarif"].write(report, out, Style(lang))
    document = json.loads(out.getvalue().decode("utf-8"))
    checker = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(document)] == []
    return document["runs"][0]


@pytest.mark.parametrize("report", [reports.full(), reports.empty()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_valid(report, lang):
    """What is written is valid SARIF 2.1.0, full or empty, in both languages."""
    assert run_of(report, lang)["tool"]["driver"]["language"] == ("zh-CN" if lang == "zh" else "en-US")


def test_one_result_a_finding():
    """Every finding is a result with its rule, the severity of its unit as level, its figures and its keyed id."""
    run = run_of(reports.full())
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning"]
    for result, finding in zip(run["results"], reports.FINDINGS, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.infotype
        assert result["partialFingerprints"] == {"mishaoFinding/v1": finding.id}
        assert result["properties"]["count"] == result["occurrenceCount"] == finding.count
        assert len(result["locations"]) == len(finding.locators)


def test_rules_are_infotypes_and_policy_rules():
    """Each rule is described once, policy rules with their ground, doubtful articles marked."""
    rules = {rule["id"]: rule for rule in run_of(reports.full())["tool"]["driver"]["rules"]}
    assert set(rules) == {"cn.id_card", "contact.mobile", "CN-EXP-01", "CN-EXP-08"}
    assert rules["CN-EXP-01"]["properties"]["security-severity"] == "9.5"
    assert "(to be confirmed)" in rules["CN-EXP-08"]["help"]["text"]


def test_columns_are_logical_places():
    """A finding in a table names its column; its rows are no lines of a file."""
    place = run_of(reports.full())["results"][0]["locations"][0]
    assert place["logicalLocations"][-1] == {"name": "证件号", "fullyQualifiedName": "证件号", "kind": "column"}
    assert "region" not in place["physicalLocation"]
    assert place["message"]["text"].endswith("110101********123*")


def test_lines_are_regions():
    """A match in a line has a region counted from 1; one inside an archive has none: the line is not the archive's."""
    line = Locator("line", {"line": 3, "start": 4, "end": 15}, "138****5678", "a" * 32)
    finding = replace(reports.FINDINGS[2], unit="app.log", locators=(line,))
    inside = replace(finding, id="fnd_9", unit="a.zip!/app.log")
    first, second = run_of(replace(reports.full(), findings=(finding, inside)))["results"]
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 16}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a.zip"
    assert second["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "app.log"


def test_unread_units_are_notifications():
    """A run that left something unread says so unit by unit; only one that broke off was not successful."""
    invocation = run_of(reports.full())["invocations"][0]
    assert invocation["executionSuccessful"] is True
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["warning", "warning", "note"]
    assert invocation["toolExecutionNotifications"][0]["descriptor"]["id"] == "unread/encrypted"
    failed = replace(reports.full(), scan=replace(reports.SCAN, status=ScanStatus.FAILED, error="store"))
    assert run_of(failed)["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize(
    ("unit", "artifact"),
    [
        ("share/客户 名单.csv", Artifact("share/%E5%AE%A2%E6%88%B7%20%E5%90%8D%E5%8D%95.csv", "%SRCROOT%", "")),
        ("./a#b?c%.txt", Artifact("a%23b%3Fc%25.txt", "%SRCROOT%", "")),
        ("a:b.txt", Artifact("./a:b.txt", "%SRCROOT%", "")),
        ("/data/estate/x y.csv", Artifact("x%20y.csv", "TARGET0", "")),
        ("/other/x.csv", Artifact("file:///other/x.csv", "", "")),
        ("/data/estate/a.zip!/b/c.txt", Artifact("a.zip", "TARGET0", "b/c.txt")),
        ("postgresql://db/shop/public.会员", Artifact("postgresql://db/shop/public.%E4%BC%9A%E5%91%98", "", "")),
        ("a\udcff.csv", Artifact("a%FF.csv", "%SRCROOT%", "")),
    ],
)
def test_uris(unit, artifact):
    """Names become URIs: percent-encoded byte for byte, relative to the scanned folder, the member kept apart."""
    assert artifact_of(unit, bases_of(["/data/estate"])) == artifact
    if artifact.base and unit.isprintable():
        assert unquote(artifact.uri).removeprefix("./") in unit


def test_bases_are_declared():
    """The folder that names are relative to is a URI with a slash at its end."""
    run = run_of(reports.full())
    assert run["originalUriBaseIds"] == {"TARGET0": {"uri": "file:///data/estate/"}}
