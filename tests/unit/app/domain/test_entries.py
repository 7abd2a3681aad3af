"""How events become canonical content and commitments."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.audit import Actor, AuditEvent
from app.domain.entries import canonical_json, commitment_of, content_of, scan_of, timestamp


def test_canonical_form() -> None:
    """Keys are sorted by UTF-16 code units, there is no space, and text beyond ASCII stays as it is."""
    value = {"b": [1, True, None], "a": {"é": "密哨\n"}, "\U0001f600": "", "\ufb33": 0}
    assert canonical_json(value) == '{"a":{"é":"密哨\\n"},"b":[1,true,null],"\U0001f600":"","\ufb33":0}'
    assert canonical_json(("x", {})) == '["x",{}]'


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1: 2}, object(), 2**53, {"a": {"b": 0.1}}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    """Floats, bytes, keys that are no strings and integers beyond 2^53 - 1 are refused."""
    with pytest.raises((TypeError, ValueError)):
        canonical_json(value)


def test_unpaired_surrogates_are_replaced() -> None:
    """A name that is not valid Unicode can be recorded, and the content can be written as UTF-8."""
    assert canonical_json("a\udc80b").encode() == '"a\ufffdb"'.encode()


def test_content_and_commitment() -> None:
    """Content holds who, when, what and about what; the commitment is SHA-256 over domain, salt and content."""
    at = datetime(2026, 1, 2, 11, 4, 5, 6, tzinfo=timezone(timedelta(hours=8)))
    event = AuditEvent("scan.started", at, Actor("key", "k1", "analyst"), "s1", {"units": 3})
    content = content_of(event)
    assert json.loads(content) == {
        "actor": {"id": "k1", "kind": "key", "role": "analyst"},
        "at": "2026-01-02T03:04:05.000006Z",
        "body": {"units": 3},
        "kind": "scan.started",
        "subject": "s1",
    }
    salt = bytes(range(32))
    assert commitment_of(salt, content) == hashlib.sha256(b"mishao/audit-entry/v1\0" + salt + content.encode()).digest()


def test_scan_of_an_event() -> None:
    """An event is about the scan its body names, or that is the subject of a scan event, or none."""
    now, actor = datetime.now(UTC), Actor("cli", "x")
    assert scan_of(AuditEvent("scan.started", now, actor, "s1")) == "s1"
    assert scan_of(AuditEvent("finding.recorded", now, actor, "f1", {"scan": "s2"})) == "s2"
    assert scan_of(AuditEvent("key.created", now, actor, "k1")) == ""


def test_time_without_zone_is_refused() -> None:
    """A time that could mean any zone is not recorded."""
    with pytest.raises(ValueError, match="time zone"):
        timestamp(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test
