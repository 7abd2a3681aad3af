"""The tree against known answers and against its own definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.merkle import EMPTY_ROOT, CompactRange, Tree, consistent, included, leaf_hash, node_hash

# leaves and roots of the reference tests of Certificate Transparency (RFC 6962)
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
RIGHT_OF_5 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAVES_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LEAVES_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"


def _definition(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 defines it, the slow way."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(_definition(leaves[:split]), _definition(leaves[split:]))


def test_known_roots() -> None:
    """Roots of the first 0 to 8 reference leaves are the published ones, appended or built at once."""
    edge = CompactRange()
    tree = Tree(leaf_hash(leaf) for leaf in LEAVES)
    for size, root in enumerate(ROOTS):
        assert edge.root().hex() == root
        assert tree.root(size).hex() == root
        if size < len(LEAVES):
            edge.append(leaf_hash(LEAVES[size]))


def test_known_proofs() -> None:
    """The published inclusion proof of leaf 5 of 8 and consistency proof from 6 to 8 come out."""
    tree = Tree(leaf_hash(leaf) for leaf in LEAVES)
    assert [item.hex() for item in tree.inclusion(5)] == [RIGHT_OF_5, LEAVES_6_7, ROOTS[4]]
    assert [item.hex() for item in tree.consistency(6)] == [LEAVES_4_5, LEAVES_6_7, ROOTS[4]]


@pytest.mark.parametrize("size", range(1, 34))
def test_every_proof_of_every_tree(size: int) -> None:
    """All proofs of trees up to 33 leaves verify, and fail for another leaf, place, size or root."""
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    tree = Tree(leaves)
    root = tree.root()
    assert root == _definition(leaves)
    for index, leaf in enumerate(leaves):
        proof = tree.inclusion(index)
        assert included(leaf, index, size, proof, root)
        assert not included(leaf_hash(b"other"), index, size, proof, root)
        assert not included(leaf, index, size, [*proof, root], root)
        assert not included(leaf, (index + 1) % size, size, proof, root) or size == 1
        assert not proof or not included(leaf, index, size, proof[:-1], root)
    for old in range(1, size + 1):
        before, proof = tree.root(old), tree.consistency(old)
        assert consistent(old, size, proof, before, root)
        if old < size:
            assert not consistent(old, size, proof, leaf_hash(b"other"), root)
            assert not consistent(old, size, proof, before, leaf_hash(b"other"))
            assert not consistent(old, size, proof[:-1], before, root)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70), st.integers(0, 70))
def test_a_range_resumes_from_its_edge(leaves: list[bytes], cut: int) -> None:
    """A compact range taken up again from size and edge ends at the same root as the definition."""
    first = CompactRange()
    for leaf in leaves[:cut]:
        first.append(leaf)
    second = CompactRange(first.size, first.edge)
    for leaf in leaves[cut:]:
        second.append(leaf)
    assert second.root() == _definition(leaves)


def test_impossible_questions_are_refused() -> None:
    """An edge that does not fit its size, and proofs about leaves that are not there, are errors."""
    tree = Tree([leaf_hash(b"")])
    for ask in (lambda: CompactRange(3, [EMPTY_ROOT]), lambda: tree.inclusion(1), lambda: tree.consistency(2)):
        with pytest.raises(ValueError, match=r"."):
            ask()
    with pytest.raises(ValueError, match="1 leaves"):
        tree.root(2)
