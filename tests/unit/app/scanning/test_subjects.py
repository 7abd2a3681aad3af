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
    """RecordHits from (record, rank, key, flags) rows; a key is a small number."""
    table = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3)
    prints = np.stack([table[:, 2] * 7919 + 1, table[:, 2]], axis=1).astype(np.uint64)
    return RecordHits(table[:, 0], table[:, 1], prints, np.array([row[3] for row in rows], np.uint8))


def packed(rows):
    """The packed links of one unit with these rows."""
    links = Links()
    links.add(hits(rows))
    return links.pack()


def reference(units):
    """Persons counted the slow way: union-find over dictionaries."""
    parent = {}

    def root(key):
        parent.setdefault(key, key)
        while parent[key] != key:
            key = parent[key]
        return key

    flags = {}
    for rows in units:
        records = {}
        for record, rank, key, flag in rows:
            records.setdefault(record, []).append((rank, key, flag))
        for members in records.values():
            keys = [key for rank, key, _ in members if rank > 0]
            for key in keys:
                parent[root(key)] = root(keys[0])
            for key in keys[:1]:
                flags.setdefault(key, 0)
                for _, _, flag in members:
                    flags[key] |= flag
    persons = {}
    for key in parent:
        persons[root(key)] = persons.get(root(key), 0) | flags.get(key, 0)
    return len(persons), sum(bool(flag & SENSITIVE_CURRENT) for flag in persons.values())


row = st.tuples(st.integers(0, 6), st.sampled_from([0, 1, 3, 4, 8]), st.integers(1, 9), st.sampled_from([0, 1, 2, 3]))


@given(st.lists(st.lists(row, max_size=14), max_size=4))
def test_linking_agrees_with_a_plain_union_find(units):
    """Persons and sensitive persons come out as in the textbook algorithm, over any records in any units."""
    counted = count_subjects([packed(rows) for rows in units if rows])
    persons, sensitive = reference(units)
    assert (counted.distinct, counted.sensitive_current) == (persons, sensitive)


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
