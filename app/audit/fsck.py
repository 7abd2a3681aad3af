"""Checking a log from the ground up: every entry, every leaf, every checkpoint and every anchored head."""

from dataclasses import dataclass

from app.audit.anchor import Anchor
from app.audit.merkle import CompactRange, leaf_hash
from app.audit.sequencer import Log, require_sound
from app.domain.entries import Entry, commitment_of
from app.errors import VerificationFailed
from app.wording.catalogue import told


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What was checked: leaves (of them erased), checkpoints and anchored heads, and the root hash over all."""

    entries: int
    erased: int
    checkpoints: int
    anchored: int
    root: bytes


def fsck(log: Log, origin: str, public: bytes, anchor: Anchor) -> CheckSummary:
    """Recomputes the whole tree from the entries; VerificationFailed names the first thing that is wrong."""
    # what is read first can only have grown in what is read later
    anchored = {checkpoint.size: checkpoint.root for checkpoint in anchor.checkpoints()}
    counted = log.leaf_count()
    roots: dict[int, bytes] = {}
    for head in log.checkpoints():
        require_sound(head, origin, public)
        roots[head.size] = head.root
    size = max(roots, default=0)
    if counted > size:
        raise VerificationFailed(told("audit.uncovered", count=counted - size, origin=origin))
    beyond = max(anchored, default=0)
    if beyond > size:
        raise VerificationFailed(told("audit.rewritten", origin=origin, held=size, proven=beyond))
    edge = CompactRange()
    _require_root(edge, roots, anchored)
    erased = 0
    for entry in log.leaves(0, size):
        require_entry(entry, edge.size)
        erased += entry.erased
        edge.append(leaf_hash(entry.commitment))
        _require_root(edge, roots, anchored)
    if edge.size != size:
        raise VerificationFailed(told("audit.entries_lacking", origin=origin, count=size - edge.size, size=size))
    return CheckSummary(size, erased, len(roots), len(anchored), edge.root())


def require_entry(entry: Entry, index: int) -> None:
    """VerificationFailed unless `entry` is leaf `index` and its content is what its leaf commits to."""
    if entry.index != index:
        raise VerificationFailed(told("audit.leaf_missing", index=index))
    if (entry.salt is None) != (entry.content is None):
        raise VerificationFailed(told("audit.leaf_half_erased", index=index))
    if entry.salt is None or entry.content is None:
        return
    if commitment_of(entry.salt, entry.content) != entry.commitment:
        raise VerificationFailed(told("audit.leaf_changed", index=index))


def _require_root(edge: CompactRange, *known: dict[int, bytes]) -> None:
    if not any(edge.size in roots for roots in known):
        return
    root = edge.root()
    for roots in known:
        if roots.get(edge.size, root) != root:
            raise VerificationFailed(told("audit.not_as_signed", size=edge.size))
