"""Commands that list and explain: the same records for people and for machines."""

import io
import json
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.cli.inspect import decoded
from app.domain.access import ApiKey, Role
from app.errors import UsageError
from policies.loader import PACKS
from tests.unit.app.exporters import reports

TEXT = "手机13812345678，张三𠮷"


def test_inspect_machine_form(mishao, services, tmp_path):
    """The fields of a match are exactly those that were promised."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert json.loads(mishao("inspect", path, "--format", "json").out) == {
        "matches": [
            {
                "infotype": "contact.mobile", "start": 2, "end": 13, "score": 0.7, "confidence": "high",
                "mask": "138****5678", "detector": "contact.mobile",
            }
        ]
    }  # fmt: skip
    assert services.opened == ["none"]


def test_inspect_reads_standard_input(mishao, services, monkeypatch):
    """Without a file, or with `-`, the text comes from standard input, unchanged."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO((TEXT + "\r\n").encode())))
    assert "138****5678" in mishao("inspect").out
    assert services.inspection.text == TEXT + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_encodings(encoding):
    """UTF-8, GB 18030 and what bears a byte order mark are understood; the mark is not counted."""
    assert decoded("en", TEXT.encode(encoding)) == TEXT


def test_not_text():
    """What is no text is refused, not guessed at."""
    with pytest.raises(UsageError, match="not text"):
        decoded("en", b"PK\x03\x04\x00\x00\xff\xff")


def test_inspect_missing_file(mishao, tmp_path):
    """A file that is not there: one line, exit 2."""
    got = mishao("inspect", tmp_path / "none.txt")
    assert (got.code, got.err.count("\n")) == (2, 1)


def test_inspect_too_large(mishao, monkeypatch, tmp_path):
    """A text beyond the limit is refused with a word on what to do instead."""
    monkeypatch.setenv("MISHAO_MAX_UPLOAD_BYTES", "10")
    path = tmp_path / "a.txt"
    path.write_text("x" * 11, encoding="utf-8")
    got = mishao("inspect", path)
    assert (got.code, "mishao scan" in got.err) == (2, True)


def test_scans(mishao):
    """Scans are listed with their status, in words for people, as codes for machines."""
    assert "partial" in mishao("scans").out
    assert json.loads(mishao("scans", "--format", "json").out)["scans"][0]["status"] == "partial"


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["--severity", "high"], ["fnd_1", "fnd_2"]),
        (["--severity", "medium"], ["fnd_1", "fnd_2", "fnd_3"]),
        (["--rule", "CN-EXP-08"], ["fnd_3"]),
        (["--unit", "*.docx"], ["fnd_3"]),
        (["--unit", "share/*", "--rule", "CN-EXP-01", "--limit", "1"], ["fnd_1"]),
        (["--unit", "share/*", "--rule", "CN-EXP-08"], []),
    ],
)
def test_findings_sifted(mishao, filters, ids):
    """Patterns, severity and rule, which the store cannot ask for, are met together, within the limit."""
    got = json.loads(mishao("findings", *filters, "--format", "json").out)["findings"]
    assert [each["id"] for each in got] == ids


def test_findings_look_further(mishao, services, monkeypatch):
    """Where the first look into the store brings too few that fit, it is widened until there are enough or no more."""
    asked = []

    def findings(limit, **wanted):
        asked.append(limit)
        return [("scn_7", each) for each in reports.FINDINGS[:limit]]

    monkeypatch.setattr(services.scans, "findings", findings)
    got = json.loads(mishao("findings", "--unit", "*.docx", "--limit", "1", "--format", "json").out)["findings"]
    assert [each["id"] for each in got] == ["fnd_3"]
    assert asked == [1, 4]


def test_findings(mishao, services):
    """The filters reach the service; the records are those of the report, with their scan."""
    got = mishao(
        "findings", "--scan", "scn_7", "--infotype", "cn.id_card", "--min-confidence", "high", "--format", "json"
    )
    assert services.scans.wanted == {
        "scan_id": "scn_7", "infotype": "cn.id_card", "min_confidence": "high", "unit": None, "limit": 200,
    }  # fmt: skip
    first = json.loads(got.out)["findings"][0]
    assert (first["scan"], first["id"], first["count"]) == ("scn_7", "fnd_1", 120)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain(mishao, lang):
    """An explanation adds up: the reasons, their sum, the sensitivity with its ground, and the rules."""
    text = mishao("explain", "fnd_1", "--lang", lang).out
    for piece in ("+3", "+4", "+2", "9", "35273", "CN-EXP-01", "PIPL 28(2)", "110101********123*"):
        assert piece in text


def test_explain_machine_form(mishao):
    """The points are the sum of the reasons, and the verdict is that of the unit."""
    document = json.loads(mishao("explain", "fnd_1", "--format", "json").out)
    assert document["points"] == sum(each["points"] for each in document["finding"]["reasons"])
    assert document["verdict"]["unit"] == document["finding"]["unit"]
    assert document["basis"]


def test_explain_unknown(mishao):
    """An id that no finding has: one line, exit 2."""
    assert mishao("explain", "fnd_404").code == 2


def test_list_policies(mishao):
    """The rules of the default pack are listed, articles not checked in the original marked as such."""
    text = mishao("list", "policies").out
    assert "CN-EXP-01" in text
    assert "[M]" not in text
    assert "(to be" in text


def test_policy_check(mishao, tmp_path):
    """A sound pack is said to be sound; a broken one has every fault named, exit 2."""
    assert mishao("policy", "check", PACKS / "cn-pipl").code == 0
    (tmp_path / "pack.yaml").write_text("id: x\nid: y\n", encoding="utf-8")
    got = mishao("policy", "check", tmp_path)
    assert got.code == 2
    assert "pack.yaml" in got.err
    assert mishao("policy", "check", tmp_path / "none").code == 2


def test_keys(mishao, services):
    """Making a key shows its token once; listing never does; revoking names the key."""
    key = ApiKey("k1", "gateway", Role.HOOK, datetime(2026, 1, 1, tzinfo=UTC))
    gone = []
    services.access = SimpleNamespace(
        create_key=lambda name, role, actor: (key, "mk_k1_token"),
        list_keys=lambda: [key],
        revoke=lambda ident, actor: gone.append(ident),
    )
    assert mishao("keys", "create", "--role", "hook", "--name", "gateway").out.endswith("mk_k1_token\n")
    listed = mishao("keys", "list").out
    assert "gateway" in listed
    assert "token" not in listed
    assert mishao("keys", "revoke", "k1").code == 0
    assert gone == ["k1"]


def test_init_twice(mishao, services):
    """The first run shows the credential, the second says that all is set up."""
    tokens = iter(["mk_first", None])
    services.access = SimpleNamespace(ensure_admin=lambda actor: next(tokens))
    assert "mk_first" in mishao("init").out
    second = mishao("init")
    assert (second.code, "already" in second.out) == (0, True)
