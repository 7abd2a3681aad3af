"""Data subjects: the values of one record belong to one person, and persons meet by the keys they share."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.findings import Subjects
from detectors.model import Int32s, Int64s, UInt64s

SENSITIVE_CURRENT, SENSITIVE_STRICT, UNDER14, FROM14TO17 = 1, 2, 4, 8
CITIZEN, LINKING, NAME_AND_BIRTH = 1, 5, 6
"""Ranks: a citizen number is one person for certain; keys up to LINKING join records; weaker ones only count."""
RANKS = 64
PENDING = 100_000
NODE_CAP = 4_000_000
"""Keys held exactly for one unit; beyond it only the strongest key of a record is kept and the count is an estimate."""

Flags = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Nodes = npt.NDArray[np.void]
NODE = np.dtype([("high", "<u8"), ("low", "<u8"), ("rank", "u1"), ("flags", "u1")])
MAGIC = b"MSE3"
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class RecordHits:
    """Hits that may identify or describe somebody, one row a hit, arrays of one length.

    `record` tells hits of one record apart, `rank` says how strongly the value identifies a person (0: not at all),
    `fingerprint` [n, 2] is the value's, `flags` what the value says of its person, `birth` a date of birth that it
    gives (yyyymmdd, 0: none), `name` whether it is a person's name.
    """

    record: Int64s
    rank: Int64s
    fingerprint: UInt64s
    flags: Flags
    birth: Int64s
    name: Bools


class Links:
    """Keys of persons (nodes) and which of them stood in one record (edges); packs into bytes."""

    def __init__(self) -> None:
        self._nodes: list[Nodes] = [np.empty(0, NODE)]
        self._edges: list[UInt64s] = [np.empty((0, 4), np.uint64)]
        self._pending = 0
        self.exact = True

    def add(self, hits: RecordHits) -> None:
        """Take in the records of one block; records without any key are nobody we could name."""
        rank, prints = _with_birth(hits)
        if not (rank > 0).any():
            return
        order = np.lexsort((prints[:, 0], hits.record * RANKS + np.where(rank > 0, rank, RANKS - 1)))
        record, rank, prints, flags = hits.record[order], rank[order], prints[order], hits.flags[order]
        first = np.ones(len(record), bool)
        first[1:] = record[1:] != record[:-1]
        starts = np.flatnonzero(first)
        group = np.cumsum(first) - 1
        use = (rank > 0) & (first | (rank <= LINKING))
        if len(self._nodes[0]) > NODE_CAP:
            self.exact = False
            use &= first
        nodes = np.empty(int(use.sum()), NODE)
        nodes["high"], nodes["low"], nodes["rank"] = prints[use, 0], prints[use, 1], rank[use]
        # what a record says is said of its strongest key, so that a shared telephone passes nothing on
        nodes["flags"] = np.where(first, np.bitwise_or.reduceat(flags, starts)[group], 0)[use]
        self._nodes.append(nodes)
        strongest = prints[starts][group]
        linked = use & ~first & (prints != strongest).any(axis=1)
        if linked.any():
            self._edges.append(np.concatenate([strongest[linked], prints[linked]], axis=1))
        self._pending += len(nodes)
        if self._pending > max(PENDING, len(self._nodes[0]) // 2):
            self._compact()

    def _compact(self) -> None:
        """Merge what came in since the last time into the first block, so that doubles take no room."""
        self._nodes = [_merge_nodes(np.concatenate(self._nodes))]
        self._edges = [_unique_rows(np.concatenate(self._edges))]
        self._pending = 0

    def pack(self) -> bytes:
        """The nodes and edges as bytes (uncompressed: fingerprints are random); empty where there are none."""
        self._compact()
        nodes, edges = self._nodes[0], self._edges[0]
        if not len(nodes):
            return b""
        head = np.array([len(nodes), len(edges), int(self.exact)], "<u8").tobytes()
        return MAGIC + head + nodes.tobytes() + edges.astype("<u8").tobytes()


def unpack(packed: bytes) -> tuple[Nodes, UInt64s, bool]:
    """Nodes, edges [m, 4] and exactness of packed links."""
    if not packed:
        return np.empty(0, NODE), np.empty((0, 4), np.uint64), True
    count, links, exact = (int(n) for n in np.frombuffer(packed, "<u8", 3, len(MAGIC)))
    start = len(MAGIC) + 24
    nodes = np.frombuffer(packed, NODE, count, start)
    edges = np.frombuffer(packed, "<u8", links * 4, start + nodes.nbytes).reshape(links, 4)
    return nodes, edges, bool(exact)


def count_subjects(packed: Iterable[bytes]) -> Subjects:
    """Distinct persons over packed links, wherever their keys meet.

    Every citizen number is one person. Other keys that stood in one record are one person, and are nobody new where
    any of them stood beside a citizen number: a mobile that two citizens share makes neither one person of them
    nor a third.
    """
    parts = [unpack(one) for one in packed if one]
    if not parts:
        return Subjects()
    nodes = _merge_nodes(np.concatenate([part[0] for part in parts]))
    edges = np.concatenate([part[1] for part in parts])
    left, right = _index(nodes, edges[:, :2]), _index(nodes, edges[:, 2:])
    citizen = nodes["rank"] == CITIZEN
    plain = ~citizen[left] & ~citizen[right]
    person = _components(len(nodes), left[plain], right[plain])
    person = _attach(person, citizen, left, right)
    roots, group = np.unique(person, return_inverse=True)
    flags = np.zeros(len(roots), np.uint8)
    np.bitwise_or.at(flags, group, nodes["flags"])
    return Subjects(
        distinct=len(roots),
        sensitive_current=int(np.count_nonzero(flags & SENSITIVE_CURRENT)),
        sensitive_strict=int(np.count_nonzero(flags & SENSITIVE_STRICT)),
        under14=int(np.count_nonzero(flags & UNDER14)),
        from14to17=int(np.count_nonzero((flags & FROM14TO17) & ~((flags & UNDER14) << 1))),
        exact=all(part[2] for part in parts),
    )


def _attach(person: Int64s, citizen: Bools, left: Int64s, right: Int64s) -> Int64s:
    """Give each group of other keys to the first citizen that any of them stood beside."""
    mixed = citizen[left] != citizen[right]
    if not mixed.any():
        return person
    holder = np.where(citizen[left[mixed]], left[mixed], right[mixed])
    group = person[np.where(citizen[left[mixed]], right[mixed], left[mixed])]
    owner = np.full(len(person), len(person), np.int64)
    np.minimum.at(owner, group, holder)
    owned = owner[person] < len(person)
    return np.where(owned & ~citizen, owner[person], person)


def _with_birth(hits: RecordHits) -> tuple[Int64s, UInt64s]:
    """Ranks and fingerprints, with name and date of birth together as a key where a record has nothing better."""
    if not (hits.birth.any() and hits.name.any()):
        return hits.rank, hits.fingerprint
    _, group = np.unique(hits.record, return_inverse=True)
    count = int(group.max()) + 1
    strong = np.zeros(count, bool)
    np.logical_or.at(strong, group, (hits.rank > 0) & (hits.rank <= LINKING))
    birth = np.zeros(count, np.int64)
    np.maximum.at(birth, group, hits.birth)
    both = hits.name & ~strong[group] & (birth[group] > 0)
    rank = np.where(both, NAME_AND_BIRTH, hits.rank)
    mixed = hits.fingerprint ^ (birth[group].astype(np.uint64) * GOLDEN)[:, None]
    return rank, np.where(both[:, None], mixed, hits.fingerprint)


def age_flags(birth: Int32s, today: int) -> Flags:
    """What dates of birth (yyyymmdd, 0: unknown) say on the day `today` (yyyymmdd).

    Under 14 is sensitive under both profiles (PIPL 28(1)); 14 to 17 is a minor.
    """
    years = (today - birth.astype(np.int64)) // 10_000
    known = birth > 0
    flags = np.zeros(len(birth), np.uint8)
    flags[known & (years < 14)] = UNDER14 | SENSITIVE_CURRENT | SENSITIVE_STRICT
    flags[known & (years >= 14) & (years < 18)] = FROM14TO17
    return flags


def _merge_nodes(nodes: Nodes) -> Nodes:
    if len(nodes) < 2:
        return nodes
    # the upper 64 bits decide the order: keys that share them and differ below have a chance of 3 in a million
    ranked = nodes[np.argsort(nodes["high"], kind="stable")]
    first = np.ones(len(ranked), bool)
    first[1:] = (ranked["high"][1:] != ranked["high"][:-1]) | (ranked["low"][1:] != ranked["low"][:-1])
    merged = ranked[first].copy()
    starts = np.flatnonzero(first)
    merged["flags"] = np.bitwise_or.reduceat(ranked["flags"], starts)
    merged["rank"] = np.minimum.reduceat(ranked["rank"], starts)
    return merged


def _unique_rows(rows: UInt64s) -> UInt64s:
    ranked = rows[np.argsort(rows[:, 0] ^ (rows[:, 2] * GOLDEN), kind="stable")]
    keep = np.ones(len(ranked), bool)
    keep[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    return ranked[keep]


def _index(nodes: Nodes, keys: UInt64s) -> Int64s:
    """Positions of `keys` [m, 2] among the sorted nodes; every key of an edge is a node.

    The upper 64 bits decide: among 10 M keys two that share them have a chance of 3 in a million.
    """
    return np.searchsorted(nodes["high"], keys[:, 0]).astype(np.int64)


def _components(count: int, left: Int64s, right: Int64s) -> Int64s:
    """Connected components by hooking and pointer jumping (Shiloach and Vishkin 1982): a representative per node."""
    parent = np.arange(count, dtype=np.int64)
    while True:
        low = np.minimum(parent[left], parent[right])
        high = np.maximum(parent[left], parent[right])
        open_links = low != high
        if not open_links.any():
            return parent
        np.minimum.at(parent, high[open_links], low[open_links])
        while True:
            jumped = parent[parent]
            if np.array_equal(jumped, parent):
                break
            parent = jumped
