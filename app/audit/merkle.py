"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, inclusion and consistency proofs."""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The right edge of a growing tree: enough to append to it and to know its root, in O(log n) memory.

    `edge` holds the roots of the full subtrees that a tree of `size` leaves splits into, the largest first.
    """

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        if len(edge) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} subtrees at its edge, not {len(edge)}")
        self.size = size
        self._edge = list(edge)

    @property
    def edge(self) -> tuple[bytes, ...]:
        """The hashes of the edge."""
        return tuple(self._edge)

    def append(self, leaf: bytes) -> None:
        """Adds a leaf by its leaf hash."""
        node, rest = leaf, self.size
        while rest & 1:
            node = node_hash(self._edge.pop(), node)
            rest >>= 1
        self._edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root hash of all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        node = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            node = node_hash(left, node)
        return node


class Tree:
    """All full subtrees of a tree, packed 32 bytes a node, for proofs about any leaf (64 MB for a million leaves)."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [bytearray(b"".join(leaves))]
        self.size = len(self._levels[0]) // HASH_BYTES
        while len(self._levels[-1]) >= 2 * HASH_BYTES:
            below = self._levels[-1]
            pairs = range(0, len(below) - 2 * HASH_BYTES + 1, 2 * HASH_BYTES)
            above = b"".join(hashlib.sha256(b"\x01" + below[at : at + 2 * HASH_BYTES]).digest() for at in pairs)
            self._levels.append(bytearray(above))

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves (all, where None)."""
        end = self.size if size is None else size
        if not 0 <= end <= self.size:
            raise ValueError(f"the tree has {self.size} leaves, not {end}")
        return self._subtree(0, end) if end else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """PATH(index, D[size]): the hashes that lead from leaf `index` to the root, from the bottom up."""
        end = self.size if size is None else size
        if not 0 <= index < end <= self.size:
            raise ValueError(f"there is no leaf {index} among {end}")
        proof: list[bytes] = []
        low = 0
        while end - low > 1:
            middle = low + _split(end - low)
            if index < middle:
                proof.append(self._subtree(middle, end))
                end = middle
            else:
                proof.append(self._subtree(low, middle))
                low = middle
        return proof[::-1]

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """PROOF(old, D[new]): the hashes that show that the first `old` leaves are unchanged among `new`."""
        end = self.size if new is None else new
        if not 0 < old <= end <= self.size:
            raise ValueError(f"there is no proof from {old} to {end} leaves")
        proof: list[bytes] = []
        low, known = 0, True
        while old != end:
            middle = low + _split(end - low)
            if old <= middle:
                proof.append(self._subtree(middle, end))
                end = middle
            else:
                proof.append(self._subtree(low, middle))
                low, known = middle, False
        if not known:
            proof.append(self._subtree(low, end))
        return proof[::-1]

    def _subtree(self, low: int, high: int) -> bytes:
        """MTH(D[low:high]), where `low` is a multiple of the power of two that spans the range."""
        count = high - low
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            at = (low >> level) * HASH_BYTES
            return bytes(self._levels[level][at : at + HASH_BYTES])
        middle = low + _split(count)
        return node_hash(self._subtree(low, middle), self._subtree(middle, high))


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that leaf hash `leaf` stands at `index` under `root` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, at, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistent(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether `proof` shows that the tree of `old` leaves grew into that of `new` (RFC 9162, section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root
