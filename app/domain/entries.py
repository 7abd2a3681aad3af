"""Audit entries: how an event becomes content, salt and commitment, and the heads of the log that stand over them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.audit import AuditEvent

COMMITMENT_DOMAIN = b"mishao/audit-entry/v1\x00"
SALT_BYTES = 32
LARGEST_INTEGER = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log.

    `index` is its leaf number (None until it is sequenced), `commitment` the leaf's 32 bytes; `salt` and `content`
    are None once erased. `scan_id` is empty where the event is about no scan.
    """

    id: int
    index: int | None
    scan_id: str
    commitment: bytes
    salt: bytes | None
    content: str | None

    @property
    def erased(self) -> bool:
        """Whether content and salt were erased."""
        return self.content is None


@dataclass(frozen=True, slots=True)
class LogHead:
    """A signed tree head: number of leaves, root hash, hashes of the right edge (largest subtree first), the note."""

    size: int
    root: bytes
    edge: tuple[bytes, ...]
    note: str


def timestamp(at: datetime) -> str:
    """`at` in UTC, ISO 8601 with microseconds and `Z`; ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError("a time in the store needs a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(value: object) -> str:
    """`value` as canonical JSON in the manner of RFC 8785: keys sorted by UTF-16 code units, no space, no floats.

    Strings, integers up to 2^53 - 1, booleans, null, sequences and mappings with string keys are taken; a TypeError
    or ValueError otherwise. Unpaired surrogates (from undecodable names) become U+FFFD.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("an integer beyond 2^53 - 1 has no canonical JSON form")
        return int(value)
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON form here; give strings, integers or booleans")


def _plain_mapping(value: Mapping[object, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("the keys of canonical JSON are strings")
        plain[str(_plain(key))] = _plain(item)
    return dict(sorted(plain.items(), key=lambda pair: pair[0].encode("utf-16-be")))


def content_of(event: AuditEvent) -> str:
    """The content of the entry that records `event`: canonical JSON."""
    actor = event.actor
    return canonical_json(
        {
            "actor": {"id": actor.id, "kind": actor.kind, "role": actor.role},
            "at": timestamp(event.at),
            "body": event.body,
            "kind": event.kind,
            "subject": event.subject,
        }
    )


def scan_of(event: AuditEvent) -> str:
    """The scan that `event` is about: `scan` in its body, or the subject of a `scan.…` event; else empty."""
    named = event.body.get("scan")
    if isinstance(named, str) and named:
        return named
    return event.subject if event.kind.startswith("scan.") else ""


def commitment_of(salt: bytes, content: str) -> bytes:
    """What the tree commits to: SHA-256 over domain, 32 bytes of salt and the UTF-8 content."""
    return hashlib.sha256(COMMITMENT_DOMAIN + salt + content.encode()).digest()
