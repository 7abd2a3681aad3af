"""The anchor file: found from its end, whole notes only, forged ones refused."""

from pathlib import Path

import pytest

from app.audit import anchor as module
from app.audit.anchor import Anchor
from app.audit.checkpoint import Checkpoint, sign
from app.errors import ConfigurationError, VerificationFailed
from app.keys.ring import KeyRing

ORIGIN = "mishao/0a"


def _note(ring: KeyRing, size: int, origin: str = ORIGIN) -> str:
    return sign(Checkpoint(origin, size, bytes([size % 256]) * 32), ring.signing_key)


def _last(anchor: Anchor) -> Checkpoint | None:
    with anchor.locked() as opened:
        return opened.last()


@pytest.mark.parametrize("window", [1, 50, 150, 200, 64 * 1024])
def test_last_is_found_however_far_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    """The last checkpoint of a log is found behind many of another log, whatever piece is read first."""
    monkeypatch.setattr(module, "TAIL_BYTES", window)
    ours, theirs = KeyRing.ephemeral(), KeyRing.ephemeral()
    anchor = Anchor(tmp_path / "anchor", ORIGIN, ours.public_key)
    assert _last(anchor) is None
    with anchor.locked() as opened:
        for size in (3, 9):
            opened.append(_note(ours, size))
        for size in range(40):
            opened.append(_note(theirs, size, "mishao/0b"))
    last = _last(anchor)
    assert last is not None
    assert last.size == 9
    assert [item.size for item in anchor.checkpoints()] == [3, 9]


def test_torn_note_is_passed_over(tmp_path: Path) -> None:
    """A note cut short by a crash does not count, and the next one stands on lines of its own."""
    ring = KeyRing.ephemeral()
    path = tmp_path / "anchor"
    note = _note(ring, 7)
    for cut in range(len(note.encode())):
        path.write_bytes((_note(ring, 5) + "\n").encode() + note.encode()[:cut])
        anchor = Anchor(path, ORIGIN, ring.public_key)
        last = _last(anchor)
        assert last is not None
        assert last.size == 5
        with anchor.locked() as opened:
            opened.append(_note(ring, 8))
        assert [item.size for item in anchor.checkpoints()] == [5, 8]


def test_forged_note_is_refused(tmp_path: Path) -> None:
    """A whole note that another key signed is not passed over: somebody wrote it."""
    ring = KeyRing.ephemeral()
    path = tmp_path / "anchor"
    path.write_text(_note(ring, 5) + "\n" + _note(KeyRing.ephemeral(), 2) + "\n")
    anchor = Anchor(path, ORIGIN, ring.public_key)
    with pytest.raises(VerificationFailed):
        _last(anchor)
    with pytest.raises(VerificationFailed):
        anchor.checkpoints()


def test_anchor_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder or a symbolic link in the anchor's place is an error of configuration."""
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path, tmp_path / "link"):
        with pytest.raises(ConfigurationError, match="anchor file"):
            _last(Anchor(path, ORIGIN, bytes(32)))
