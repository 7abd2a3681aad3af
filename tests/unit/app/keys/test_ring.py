"""The key ring and where its root key comes from."""

import base64
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from app.errors import RootKeyError, VerificationFailed
from app.keys.ring import KeyRing


@dataclass(frozen=True)
class Source:
    root_key_file: Path
    root_key: str = ""


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(tmp_path / "conf" / "root.key")


def test_created_key_is_private_and_stable(source: Source) -> None:
    """A new root key lies in a 0600 file under a 0700 folder, and the same keys come from it again."""
    first = KeyRing.load(source, create=True)
    assert stat.S_IMODE(source.root_key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(source.root_key_file.parent.stat().st_mode) == 0o700
    assert [path.name for path in source.root_key_file.parent.iterdir()] == ["root.key"]
    second = KeyRing.load(source, create=False)
    assert second.check_value == first.check_value
    assert second.fingerprint_key == first.fingerprint_key
    assert len(first.fingerprint_key) == 16
    assert second.public_key_pem == first.public_key_pem


def test_missing_key_is_not_made_unasked(source: Source) -> None:
    """Without `create` a missing key is an error that names the file, and nothing is made."""
    with pytest.raises(RootKeyError, match="no root key"):
        KeyRing.load(source, create=False)
    assert not source.root_key_file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_key_others_can_read_is_refused(source: Source, mode: int) -> None:
    """A root key file with any bit for group or others is refused, with the command that mends it."""
    KeyRing.load(source, create=True)
    source.root_key_file.chmod(mode)
    with pytest.raises(RootKeyError, match="chmod 600"):
        KeyRing.load(source, create=True)


def test_symlink_and_folder_are_refused(source: Source, tmp_path: Path) -> None:
    """Neither a symbolic link nor something that is not a file is taken for a key."""
    KeyRing.load(source, create=True)
    link = Source(tmp_path / "link.key")
    link.root_key_file.symlink_to(source.root_key_file)
    with pytest.raises(RootKeyError, match="symbolic link"):
        KeyRing.load(link, create=True)
    with pytest.raises(RootKeyError):
        KeyRing.load(Source(tmp_path), create=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away: run as root to check this")
def test_key_of_another_user_is_refused(source: Source) -> None:
    """A root key file that belongs to somebody else is refused."""
    KeyRing.load(source, create=True)
    os.chown(source.root_key_file, 65534, 65534)
    with pytest.raises(RootKeyError, match="another user"):
        KeyRing.load(source, create=False)


@pytest.mark.parametrize("text", ["", "zz", base64.b64encode(b"short").decode()])
def test_damaged_key_is_refused_without_showing_it(source: Source, text: str) -> None:
    """What is not base64 of 32 bytes is refused, and the message does not repeat it."""
    KeyRing.load(source, create=True)
    source.root_key_file.write_text(text)
    with pytest.raises(RootKeyError, match="32 bytes") as caught:
        KeyRing.load(source, create=False)
    assert not text or text not in caught.value.message.replace("openssl rand -base64 32", "")


def test_environment_wins(source: Source) -> None:
    """The key from the environment is used and no file is made."""
    key = bytes(range(32))
    ring = KeyRing.load(Source(source.root_key_file, base64.b64encode(key).decode()), create=True)
    assert ring.check_value == KeyRing(key).check_value
    assert not source.root_key_file.exists()


def test_sealing_round_trip_and_tampering() -> None:
    """Sealed bytes open again for their purpose only; any changed byte is noticed; no two seals are alike."""
    ring = KeyRing.ephemeral()
    sealed = ring.seal(b"exact name", "unit/1")
    assert b"exact name" not in sealed
    assert sealed != ring.seal(b"exact name", "unit/1")
    assert ring.unseal(sealed, "unit/1") == b"exact name"
    with pytest.raises(VerificationFailed):
        ring.unseal(sealed, "unit/2")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(VerificationFailed):
            ring.unseal(bytes(changed), "unit/1")
    with pytest.raises(VerificationFailed):
        KeyRing.ephemeral().unseal(sealed, "unit/1")
    with pytest.raises(VerificationFailed):
        ring.unseal(b"", "unit/1")


def test_keyed_ids_depend_on_key_and_borders() -> None:
    """Ids repeat under one key, differ under another, and do not confuse where one part ends."""
    ring = KeyRing(bytes(32))
    assert ring.keyed_id("a", "bc") == ring.keyed_id("a", "bc")
    assert ring.keyed_id("a", "bc") != ring.keyed_id("ab", "c")
    assert ring.keyed_id("a") != KeyRing.ephemeral().keyed_id("a")
    assert ring.keyed_id("\udc80")


def test_keys_are_separate_and_signature_verifies() -> None:
    """No derived key equals another or the root, the PEM verifies signatures, and repr shows nothing."""
    root = bytes(range(32))
    ring = KeyRing(root)
    assert len({root[:16].hex(), ring.fingerprint_key.hex(), ring.check_value}) == 3
    public = load_pem_public_key(ring.public_key_pem.encode())
    public.verify(ring.sign(b"message"), b"message")  # type: ignore[call-arg,union-attr]  # Ed25519 by construction
    assert ring.fingerprint_key.hex() not in repr(ring)


def test_wrong_ring_is_refused() -> None:
    """A check value from another root key is refused."""
    ring = KeyRing.ephemeral()
    ring.require(ring.check_value)
    with pytest.raises(RootKeyError, match="another root key"):
        ring.require(KeyRing.ephemeral().check_value)
