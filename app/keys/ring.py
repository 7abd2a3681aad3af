"""The key ring: every key the product uses, derived per purpose from one root key of 32 bytes."""

import base64
import hashlib
import hmac
import os
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Both, RootKeyError, VerificationFailed
from app.keys.rootkey import ROOT_KEY_BYTES, RootKeySource, read_root_key

SEALED_VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


def _derive(root: bytes, purpose: str, length: int) -> bytes:
    """A key of `length` bytes for `purpose`: HKDF-SHA256 (RFC 5869) with the purpose as info."""
    return HKDF(hashes.SHA256(), length, salt=b"mishao/key-ring/v1", info=purpose.encode()).derive(root)


class KeyRing:
    """All keys derived from one root key; its repr shows none of them."""

    def __init__(self, root: bytes) -> None:
        if len(root) != ROOT_KEY_BYTES:
            raise RootKeyError(
                Both(
                    f"The root key must have {ROOT_KEY_BYTES} bytes, not {len(root)}.",
                    f"根密钥应为 {ROOT_KEY_BYTES} 字节，实为 {len(root)} 字节。",
                )
            )
        self.fingerprint_key = _derive(root, "fingerprint", 16)
        """The 16-byte key of the fingerprints of values."""
        self.signing_key = Ed25519PrivateKey.from_private_bytes(_derive(root, "audit-signature", 32))
        """The Ed25519 key that signs checkpoints and exports."""
        self.check_value = _derive(root, "check-value", 16).hex()
        """Kept in the database, so that a wrong root key is refused; says nothing about the key."""
        self._seal = AESGCM(_derive(root, "seal", 32))
        self._id_key = _derive(root, "keyed-id", 32)

    @classmethod
    def load(cls, settings: RootKeySource, *, create: bool) -> Self:
        """The ring of the configured root key; with `create`, one is made where there is none. RootKeyError."""
        return cls(read_root_key(settings, create=create))

    @classmethod
    def ephemeral(cls) -> Self:
        """A ring under a random root key that is gone with the process."""
        return cls(os.urandom(ROOT_KEY_BYTES))

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public signing key."""
        return self.signing_key.public_key().public_bytes_raw()

    @property
    def public_key_pem(self) -> str:
        """The public signing key as PEM (SubjectPublicKeyInfo), as `openssl` takes it."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.signing_key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()

    @property
    def public_key_base64(self) -> str:
        """The public signing key in base64."""
        return base64.b64encode(self.public_key).decode()

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of `message`, 64 bytes."""
        return self.signing_key.sign(message)

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """`plain` encrypted with AES-256-GCM: version, random nonce, ciphertext and tag; bound to `purpose`."""
        nonce = os.urandom(NONCE_BYTES)
        return SEALED_VERSION + nonce + self._seal.encrypt(nonce, plain, SEALED_VERSION + purpose.encode())

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """What was sealed for `purpose`; VerificationFailed if it was changed or sealed for another purpose or key."""
        version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if version != SEALED_VERSION or len(body) < TAG_BYTES:
            raise VerificationFailed(
                Both(
                    "Sealed content has an unknown form; the store was changed or is damaged.",
                    "密封内容格式不明；存储被改动或已损坏。",
                )
            )
        try:
            return self._seal.decrypt(nonce, body, SEALED_VERSION + purpose.encode())
        except InvalidTag:
            message = Both(
                "Sealed content does not open; the store was changed, or another root key sealed it.",
                "密封内容无法打开；存储被改动，或由另一根密钥密封。",
            )
            raise VerificationFailed(message) from None

    def keyed_id(self, *parts: str) -> str:
        """A short id (20 hex digits) that only this ring can compute from `parts`; their borders count."""
        digest = hmac.new(self._id_key, digestmod=hashlib.sha256)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()[:20]

    def require(self, check_value: str) -> None:
        """RootKeyError unless `check_value`, as a store keeps it, is this ring's."""
        if not hmac.compare_digest(check_value.encode(), self.check_value.encode()):
            raise RootKeyError(
                Both(
                    "This store was made with another root key; set MISHAO_ROOT_KEY or MISHAO_ROOT_KEY_FILE to that key.",
                    "该存储由另一根密钥创建；请将 MISHAO_ROOT_KEY 或 MISHAO_ROOT_KEY_FILE 设为那个密钥。",
                )
            )
