"""Data subjects: records link keys, keys link units."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.findings import Subjects
from app.scanning.subjects import (
    FROM14TO17,
    SENSITIVE_CURRENT,
    SENSITIVE_STRICT,
    UNDER14,
    Links,
    RecordHits,
    age_flags,
    count_subjects,
    unpack,
)


def hits(rows):
    """RecordHits from (record, rank, key, flags) rows, or with birth and name; a key is a small number."""
    table = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3)
    prints = np.stack([table[:, 2] * 7919 + 1, table[:, 2]], axis=1).astype(np.uint64)
    more = [(*row, 0, False)[4:6] for row in rows]
    return RecordHits(
        table[:, 0],
        table[:, 1],
        prints,
        np.array([row[3] for row in rows], np.uint8),
        np.array([birth for birth, _ in more], np.int64),
        np.array([name for _, name in more], bool),
    )


def packed(rows):
    """The packed links of one unit with these rows."""
    links = Links()
    links.add(hits(rows))
    return links.pack()


def reference(units):
    """Persons counted the slow way, over dictionaries: citizens, and groups of other keys beside none of them."""
    groups, beside, weak = [], [], set()
    citizens = set()
    for rows in units:
        records = {}
        for record, rank, key, _ in rows:
            if rank:
                records.setdefault(record, []).append((rank, key))
        for members in records.values():
            strongest = min(members)
            own = {key for rank, key in members if rank == 1}
            citizens |= own
            others = {key for rank, key in members if 1 < rank <= 5}
            if not own and not others:
                weak.add(strongest[1])
            groups.append(set(others))
            beside.append(bool(own))
    merged = []
    for group, near in zip(groups, beside, strict=True):
        if not group:
            continue
        hits = [one for one in merged if one[0] & group]
        joined = (set(group).union(*(one[0] for one in hits)), near or any(one[1] for one in hits))
        merged = [one for one in merged if one not in hits] + [joined]
    return len(citizens) + sum(not near for _, near in merged) + len(weak)


RANK_OF = {1: 1, 2: 1, 3: 1, 4: 3, 5: 3, 6: 4, 7: 4, 8: 8, 9: 8}
key = st.integers(1, 9)
row = st.tuples(st.integers(0, 6), key, st.sampled_from([0, 1, 2, 3])).map(
    lambda it: (it[0], RANK_OF[it[1]], it[1], it[2])
)


@given(st.lists(st.lists(row, max_size=14), max_size=4))
def test_linking_agrees_with_counting_by_hand(units):
    """Persons come out as by the slow way, over any records in any units."""
    assert count_subjects([packed(rows) for rows in units if rows]).distinct == reference(units)


def test_people_who_share_a_name_or_a_telephone_stay_apart():
    """Two citizens with one name and one guardian's mobile are two, and only the child is a child."""
    child, guardian = (
        [(1, 1, 5, UNDER14), (1, 3, 6, 0), (1, 9, 7, 0, 0, True)],
        [(2, 1, 8, 0), (2, 3, 6, 0), (2, 9, 7, 0, 0, True)],
    )
    counted = count_subjects([packed(child + guardian), packed([(1, 3, 6, 0)])])
    assert (counted.distinct, counted.under14) == (2, 1)


def test_name_and_birth_make_a_key_where_there_is_no_better_one():
    """The same name with another date of birth is another person; with the same one it is the same."""
    rows = [(1, 0, 5, 0, 0, True), (1, 0, 6, 0, 19900101, False), (2, 0, 5, 0, 0, True), (2, 0, 7, 0, 19910101, False)]
    again = [(1, 0, 5, 0, 0, True), (1, 0, 6, 0, 19900101, False)]
    assert count_subjects([packed(rows), packed(again)]).distinct == 2


def test_a_shared_mobile_joins_records_of_two_files():
    """A row with ID and mobile, and a mail with the same mobile, are one person."""
    counted = count_subjects([packed([(1, 1, 5, 2), (1, 3, 6, 0)]), packed([(9, 3, 6, 0)])])
    assert counted.distinct == 1
    assert counted.sensitive_strict == 1


def test_records_without_a_key_are_nobody():
    """A record with only an unranked value counts no person."""
    assert count_subjects([packed([(1, 0, 5, 3)])]) == Subjects()


def test_packed_links_hold_fingerprints_only_once():
    """Packing drops doubles and unpacks to what went in."""
    nodes, edges, exact = unpack(packed([(1, 1, 5, 0), (1, 3, 6, 0), (2, 1, 5, 0), (2, 3, 6, 0)]))
    assert (len(nodes), len(edges), exact) == (2, 1, True)


def test_the_fourteenth_birthday_ends_sensitivity():
    """One day short of fourteen is sensitive under both profiles; from that day on it is a minor, until eighteen."""
    flags = age_flags(np.array([20121122, 20121121, 20081122, 20081121, 0], np.int32), 20261121)
    assert list(flags) == [UNDER14 | SENSITIVE_CURRENT | SENSITIVE_STRICT, FROM14TO17, FROM14TO17, 0, 0]
