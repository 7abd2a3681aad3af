"""The sequencer: gives waiting entries their leaf numbers, signs the new tree head and anchors it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit.anchor import Anchor
from app.audit.checkpoint import Checkpoint, open_note, sign
from app.audit.merkle import CompactRange, leaf_hash
from app.domain.entries import Entry, LogHead
from app.errors import VerificationFailed
from app.wording.catalogue import told

BATCH = 5000


class Log(Protocol):
    """The rows of the log within one transaction."""

    def lock(self) -> None:
        """Makes this transaction the only sequencer."""

    def head(self) -> LogHead | None:
        """The newest checkpoint."""

    def checkpoints(self) -> Iterator[LogHead]:
        """All checkpoints, smallest first."""

    def unsequenced(self, limit: int) -> Sequence[tuple[int, bytes]]:
        """Id and commitment of entries without a leaf number, in order of id."""

    def assign(self, numbers: Iterable[tuple[int, int]]) -> None:
        """Gives entries their leaf numbers."""

    def add_head(self, head: LogHead) -> None:
        """Keeps a new checkpoint."""

    def leaf_count(self) -> int:
        """How many entries have a leaf number."""

    def leaves(self, start: int, end: int) -> Iterator[Entry]:
        """Entries by leaf number, in order."""

    def commitments(self, start: int, end: int) -> Iterator[bytes]:
        """Commitments by leaf number, in order."""


Begin = Callable[[], AbstractContextManager[Log]]


class Sequencer:
    """Sequences one log; any number may run, one at a time does something."""

    def __init__(self, begin: Begin, origin: str, key: Ed25519PrivateKey, anchor: Anchor) -> None:
        self._begin = begin
        self._origin = origin
        self._key = key
        self._public = key.public_key().public_bytes_raw()
        self._anchor = anchor

    def run(self) -> LogHead:
        """Sequences everything that waits and returns the newest head, which is anchored when this returns.

        VerificationFailed where the log in the database is not the one that was anchored.
        """
        with self._anchor.locked() as anchor:
            anchored = anchor.last()
            while True:
                with self._begin() as log:
                    log.lock()
                    head = log.head()
                    self._require_continuity(log, head, anchored)
                    waiting = log.unsequenced(BATCH)
                    if waiting or head is None:
                        head = self._extend(log, head, waiting)
                if anchored is None or anchored.size != head.size:
                    anchor.append(head.note)
                    anchored = Checkpoint(self._origin, head.size, head.root)
                if len(waiting) < BATCH:
                    return head

    def _extend(self, log: Log, head: LogHead | None, waiting: Sequence[tuple[int, bytes]]) -> LogHead:
        edge = CompactRange(head.size, head.edge) if head else CompactRange()
        start = edge.size
        for _, commitment in waiting:
            edge.append(leaf_hash(commitment))
        log.assign((entry_id, start + offset) for offset, (entry_id, _) in enumerate(waiting))
        checkpoint = Checkpoint(self._origin, edge.size, edge.root())
        new = LogHead(edge.size, checkpoint.root, edge.edge, sign(checkpoint, self._key))
        log.add_head(new)
        return new

    def _require_continuity(self, log: Log, head: LogHead | None, anchored: Checkpoint | None) -> None:
        """VerificationFailed unless `head` is sound and what was anchored is a beginning of the log."""
        if head is not None:
            require_sound(head, self._origin, self._public)
        if anchored is None:
            return
        if head is None or head.size < anchored.size:
            held = head.size if head else 0
            raise VerificationFailed(
                told("audit.rewritten_shorter", origin=self._origin, held=held, proven=anchored.size)
            )
        root = head.root if head.size == anchored.size else _root_of(log, anchored.size)
        if root != anchored.root:
            raise VerificationFailed(told("audit.rewritten_otherwise", origin=self._origin, size=anchored.size))


def require_sound(head: LogHead, origin: str, public: bytes) -> None:
    """VerificationFailed unless the head's note is signed by the log and says what its row says."""
    checkpoint = open_note(head.note, origin, public)
    sound = checkpoint.size == head.size and checkpoint.root == head.root
    if not sound or len(head.edge) != head.size.bit_count() or CompactRange(head.size, head.edge).root() != head.root:
        raise VerificationFailed(told("audit.checkpoint_changed", origin=origin, size=head.size))


def _root_of(log: Log, size: int) -> bytes:
    edge = CompactRange()
    for commitment in log.commitments(0, size):
        edge.append(leaf_hash(commitment))
    if edge.size != size:
        raise VerificationFailed(told("audit.first_lacking", count=size - edge.size, size=size))
    return edge.root()
