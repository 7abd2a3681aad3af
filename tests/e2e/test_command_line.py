"""The way of a new user over the command line: set up, scan, look closer, export, verify."""

import contextlib
import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import jsonschema

from tests.e2e import estate
from tests.e2e.program import COMMAND, ROOT

SCHEMA = json.loads((ROOT / "docs" / "scan-report.schema.json").read_text(encoding="utf-8"))


def test_starts_fast(mishao):
    """--version and --help import none of the heavy libraries."""
    for arguments in (["--version"], ["--help"]):
        script = (
            "import sys; from app.cli.main import main; code = main(sys.argv[1:]);"
            "heavy = {'pyarrow', 'numba', 'sqlalchemy', 'presidio_analyzer', 'spacy', 'fastapi'} & set(sys.modules);"
            "sys.exit(f'imported {heavy}' if heavy else code)"
        )
        got = subprocess.run(
            [COMMAND[0], "-c", script, *arguments], env=mishao.environment(), capture_output=True, check=False
        )
        assert got.returncode == 0, got.stderr.decode()


def test_first_way(mishao, share, tmp_path):
    """From nothing to a finding, its explanation, and an export that verifies; nothing shows a value."""
    values = estate.make(share)
    said = []

    def call(*arguments, code=0, stdin=b""):
        got = mishao(*arguments, stdin=stdin)
        assert got.returncode == code, got.stderr
        said.append(got.stdout + got.stderr)
        return got.stdout

    assert "mk_" in call("init")
    assert "mk_" not in call("init")
    report = json.loads(call("scan", share, "--format", "json", "--fail-on", "low", code=1))
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert report["scan"]["status"] == "complete"
    assert report["subjects"]["distinct"] == 40
    found = {each["infotype"]: each for each in report["findings"]}
    assert found["cn.id_card"]["count"] == found["contact.mobile"]["count"] == 40
    assert found["cn.id_card"]["column"] == "身份证号"
    scan = report["scan"]["id"]
    assert scan in call("scans")
    assert found["cn.id_card"]["id"] in call("findings", "--scan", scan)
    assert "MS-INV-01" in call("explain", found["cn.id_card"]["id"])
    again = ("scan", "--resume", scan, "--fail-on", "low")
    table = call(*again, "--lang", "zh", code=1)
    assert "公民身份号码" in table
    rows = list(csv.DictReader(io.StringIO(call(*again, "--format", "csv", code=1).removeprefix("\ufeff"))))
    assert {row["infotype"] for row in rows} == set(found)
    export = tmp_path / "trail.zip"
    call("audit", "export", "-o", export)
    assert "Verified" in call("audit", "verify", export)
    assert "Verified" in call("audit", "check")
    assert "hook" in call("keys", "create", "--role", "hook", "--name", "gateway")
    assert "gateway" in call("keys", "list")
    assert not [value for value in values for text in said if value in text]


def test_store_none_keeps_nothing(mishao, share):
    """With --store none the report is there and nothing else is: no database, no key."""
    got = mishao("scan", share, "--store", "none", "--format", "json", "--no-names")
    assert got.returncode in {0, 1}, got.stderr
    assert json.loads(got.stdout)["findings"]
    kept = [path for path in mishao.folder.rglob("*") if path.is_file() and path.suffix in {".db", ".key"}]
    assert kept == []


def test_inspect(mishao):
    """Offsets count code points, in UTF-8 and in GB 18030 alike, and no value is shown."""
    for encoding in ("utf-8", "gb18030"):
        got = mishao("inspect", "-", "--format", "json", "--no-names", stdin="𠮷手机13913572468。".encode(encoding))
        assert got.returncode == 0, got.stderr
        match = json.loads(got.stdout)["matches"][0]
        assert (match["infotype"], match["start"], match["end"]) == ("contact.mobile", 3, 14)
        assert "13913572468" not in got.stdout


def test_closed_pipe(mishao, share):
    """`mishao … | head -1` ends quietly."""
    shell = " ".join(COMMAND) + " list policies | head -1; exit ${PIPESTATUS[0]}"
    got = subprocess.run(["bash", "-c", shell], env=mishao.environment(), capture_output=True, check=False)
    assert got.returncode == 0
    assert b"Traceback" not in got.stderr
    assert b"BrokenPipe" not in got.stderr


def test_interrupt_and_resume(mishao, tmp_path):
    """Ctrl-C ends a scan in one line with the way to go on; the resumed scan finds what an uninterrupted one finds."""
    folder = tmp_path / "many"
    for number in range(40):
        estate.make(folder / f"d{number}", people=50)
    # comes last and takes long enough for the signal to come before the end
    (folder / "z.log").write_bytes(b"nothing personal in this line\n" * 500_000)
    process = mishao.start("scan", folder, "--no-names", "--jobs", 1, start_new_session=True)
    _wait_for_parts(mishao)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=300)
    text = err.decode()
    assert process.returncode == 130, text
    assert "Traceback" not in text
    line = text.strip().splitlines()[-1]
    assert "mishao scan --resume " in line
    resumed = mishao("scan", "--resume", line.rsplit(" ", 1)[1], "--format", "json")
    assert resumed.returncode in {0, 1}, resumed.stderr
    report = json.loads(resumed.stdout)
    assert report["scan"]["status"] == "complete"
    assert report["coverage"]["units"] == report["coverage"]["read"] == 81
    assert sum(each["count"] for each in report["findings"] if each["infotype"] == "cn.id_card") == 40 * 50


def _wait_for_parts(mishao):
    """Wait until the scan is in its store and at work."""
    database = Path(mishao.environment()["MISHAO_HOME"]) / "mishao.db"
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        time.sleep(0.05)
        if database.exists():
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as store,
            ):
                if store.execute("SELECT count(*) FROM units").fetchone()[0]:
                    return
    raise AssertionError("the scan never began")


def test_following_up(mishao, share, tmp_path):
    """After a scan: the report in other formats, advice, and what a second scan finds changed."""
    first = json.loads(mishao("scan", share, "--format", "json", "--fail-on", "low").stdout)["scan"]["id"]
    page = tmp_path / "report.html"
    assert mishao("report", first, "--format", "html", "--lang", "zh", "-o", page).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    lines = [json.loads(line) for line in mishao("report", "--format", "jsonl").stdout.splitlines()]
    assert (lines[0]["type"], lines[-1]["type"], lines[0]["id"]) == ("scan", "summary", first)
    assert json.loads(mishao("report", first, "--format", "sarif").stdout)["version"] == "2.1.0"
    assert json.loads(mishao("fix", first, "--format", "json").stdout)["scan"] == first
    name = next(share.rglob("*.csv"))
    (name.parent / "copy.csv").write_bytes(name.read_bytes())
    second = json.loads(mishao("scan", share, "--format", "json", "--fail-on", "low").stdout)["scan"]["id"]
    changed = mishao("diff", first, second, "--fail-on", "low", "--format", "json")
    document = json.loads(changed.stdout)
    assert changed.returncode == 1
    assert {each["unit"] for each in document["findings"] if each["change"] == "new"} == {str(name.parent / "copy.csv")}
    assert document["counts"]["gone"] == 0
    assert mishao("diff", second, first, "--fail-on", "low").returncode == 0
