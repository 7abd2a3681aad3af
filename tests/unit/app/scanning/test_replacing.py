"""Pseudonyms: of the value's shape, never a valid value, the same for the same value."""

import re

import pytest

from app.keys.ring import KeyRing
from app.scanning.replacing import pseudonym, reach_of

RING = KeyRing(bytes(range(32)))


def made(infotype: str, value: str, number: int = 0) -> str:
    return pseudonym(infotype, value, RING.keyed_id("test", str(number)))


@pytest.mark.parametrize(
    ("infotype", "value", "shape"),
    [
        ("contact.mobile", "13812345678", r"1[012]\d{9}"),
        ("contact.mobile", "+86 138-1234-5678", r"\+86 1[012]\d-\d{4}-\d{4}"),
        ("cn.id_card", "11010519900101123X", r"00\d{15}X"),
        ("fin.bank_card", "6222 0212 3456 7890", r"00\d\d \d{4} \d{4} \d{4}"),
        ("cn.passport", "E12345678", r"X00\d{6}"),
        ("contact.email", "someone@example.com", r"user[0-9a-f]{8}@masked"),
        ("person.name", "张三", r"用户[0-9a-f]{8}"),
        ("dev.ip", "8.8.8.8", r"0\.\d+\.\d+\.\d+"),
        ("person.dob", "1990-01-02", r"\*{4}-\*\*-\*\*"),
    ],
)
def test_shape(infotype, value, shape):
    """A pseudonym has the shape of its value, and a beginning that no valid value has."""
    for number in range(50):
        assert re.fullmatch(shape, made(infotype, value, number))


def test_depends_on_the_key():
    """Another root key makes other pseudonyms."""
    other = KeyRing(bytes(32)).keyed_id("test", "0")
    assert pseudonym("contact.mobile", "13812345678", other) != made("contact.mobile", "13812345678")


@pytest.mark.parametrize(
    ("infotype", "value", "reach"),
    [
        ("contact.mobile", "13812345678", "word"),
        ("person.name", "高峰", "near"),
        ("person.name", "欧阳文明", "word"),
        ("person.dob", "1990-01-02", "near"),
        ("auth.password", "admin1234", "near"),
        ("net.qq", "12345", "near"),
    ],
)
def test_reach(infotype, value, reach):
    """What identifies is replaced everywhere; what may be a word or a figure only where it was found."""
    assert reach_of(infotype, value) == reach
