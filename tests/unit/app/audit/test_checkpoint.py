"""Signed tree heads in the form that others define."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.checkpoint import Checkpoint, key_id, open_note, sign, verifier_key
from app.errors import VerificationFailed

ORIGIN = "mishao/00ff"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_key_id_of_a_published_key() -> None:
    """The key id of the verifier key published with the reference implementation of signed notes comes out."""
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, _, blob = published.split("+", 2)
    public = base64.b64decode(blob)[1:]
    assert key_id(name, public).hex() == "c74f20a3"
    assert verifier_key(name, public) == published


def test_note_round_trip(key: Ed25519PrivateKey) -> None:
    """A note has three lines, an empty one and a signature line, and opens to what was signed."""
    checkpoint = Checkpoint(ORIGIN, 123456, bytes(32))
    note = sign(checkpoint, key)
    lines = note.split("\n")
    assert lines[:4] == [ORIGIN, "123456", base64.b64encode(bytes(32)).decode(), ""]
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert lines[5:] == [""]
    assert open_note(note, ORIGIN, key.public_key().public_bytes_raw()) == checkpoint


def test_other_signatures_beside_ours_are_passed_over(key: Ed25519PrivateKey) -> None:
    """A note that a witness signed too still opens by our key."""
    note = sign(Checkpoint(ORIGIN, 1, bytes(32)), key)
    body, _, line = note.partition("\n\n")
    witness = "— witness.example AAAAAAAA\n"
    assert open_note(f"{body}\n\n{witness}{line}", ORIGIN, key.public_key().public_bytes_raw()).size == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n7\n", "\n8\n"),
        lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("AAAA", "AAAB", 1),
        lambda note: note.replace(ORIGIN, "mishao/00fe"),
        lambda note: note.split("\n\n", maxsplit=1)[0] + "\n\n",
        lambda note: note[:-1],
        lambda note: "",
        lambda note: note[:-8] + "AAA=\n",
    ],
)
def test_changed_notes_do_not_open(key: Ed25519PrivateKey, change) -> None:
    """A note that was changed anywhere, cut short or signed by nobody does not open."""
    note = sign(Checkpoint(ORIGIN, 7, bytes(32)), key)
    with pytest.raises(VerificationFailed):
        open_note(change(note), ORIGIN, key.public_key().public_bytes_raw())


def test_another_key_does_not_open(key: Ed25519PrivateKey) -> None:
    """A note signed by another key does not open."""
    note = sign(Checkpoint(ORIGIN, 7, bytes(32)), Ed25519PrivateKey.generate())
    with pytest.raises(VerificationFailed, match="not signed"):
        open_note(note, ORIGIN, key.public_key().public_bytes_raw())
