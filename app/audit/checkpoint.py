"""Signed tree heads: C2SP tlog-checkpoint text in a C2SP signed note with an Ed25519 signature."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.audit.merkle import HASH_BYTES
from app.errors import VerificationFailed
from app.wording.catalogue import told

ED25519 = b"\x01"
"""The signature type of signed notes for Ed25519."""
KEY_ID_BYTES = 4
_BODY = re.compile(r"([^\s+]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/=]+)\n")
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/=]+)\n")


def origin_of(log_id: str) -> str:
    """The name of a log, which is also the name of its key."""
    return f"mishao/{log_id}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log is at a moment: its origin, number of leaves and root hash."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_id(origin: str, public: bytes) -> bytes:
    """The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)."""
    return hashlib.sha256(origin.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


def verifier_key(origin: str, public: bytes) -> str:
    """The verifier key of signed notes: name, key id and key."""
    return f"{origin}+{key_id(origin, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note of `checkpoint`."""
    body = checkpoint.body
    public = key.public_key().public_bytes_raw()
    signature = key_id(checkpoint.origin, public) + key.sign(body.encode())
    return f"{body}\n— {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, origin: str, public: bytes) -> Checkpoint:
    """The checkpoint that `note` holds, once its signature by `public` verifies; VerificationFailed."""
    body, _, signatures = note.partition("\n\n")
    body += "\n"
    parts = _BODY.fullmatch(body)
    if parts is None or parts[1] != origin:
        raise VerificationFailed(told("audit.checkpoint_form", origin=origin))
    checkpoint = Checkpoint(origin, int(parts[2]), _root(parts[3]))
    for line in signatures.splitlines(keepends=True):
        match = _SIGNATURE.fullmatch(line)
        if match and match[1] == origin and _signed(body, match[2], origin, public):
            return checkpoint
    raise VerificationFailed(told("audit.checkpoint_unsigned", origin=origin, size=checkpoint.size))


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except binascii.Error:
        root = b""
    if len(root) != HASH_BYTES:
        raise VerificationFailed(told("audit.checkpoint_root"))
    return root


def _signed(body: str, text: str, origin: str, public: bytes) -> bool:
    try:
        blob = base64.b64decode(text, validate=True)
        if blob[:KEY_ID_BYTES] != key_id(origin, public):
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(blob[KEY_ID_BYTES:], body.encode())
    except (binascii.Error, InvalidSignature):
        return False
    return True
