"""Fingerprints: SipHash-128 against its published vectors, and the spellings that must agree."""

import numpy as np
import pyarrow as pa
import pytest

from detectors.engine.engine import Engine
from detectors.engine.siphash import siphash128
from detectors.model import Chunk
from tests.generators import Generator

MASK = (1 << 64) - 1
VECTORS = {
    0: "a3817f04ba25a8e66df67214c7550293",
    1: "da87c1d86b99af44347659119b22fc45",
}
"""Output of the authors' reference code for key 00..0f and messages 00, 01, ... of these lengths."""


def left(word: int, bits: int) -> int:
    return ((word << bits) | (word >> (64 - bits))) & MASK


def reference(key: bytes, message: bytes) -> bytes:
    """SipHash-2-4-128 written from the paper, one integer at a time."""
    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D ^ 0xEE, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]

    def rounds(count: int) -> None:
        for _ in range(count):
            v[0] = (v[0] + v[1]) & MASK
            v[1] = left(v[1], 13) ^ v[0]
            v[0] = left(v[0], 32)
            v[2] = (v[2] + v[3]) & MASK
            v[3] = left(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & MASK
            v[3] = left(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & MASK
            v[1] = left(v[1], 17) ^ v[2]
            v[2] = left(v[2], 32)

    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) & 255])
    for place in range(0, len(padded), 8):
        word = int.from_bytes(padded[place : place + 8], "little")
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    v[2] ^= 0xEE
    rounds(4)
    first = v[0] ^ v[1] ^ v[2] ^ v[3]
    v[1] ^= 0xDD
    rounds(4)
    return first.to_bytes(8, "little") + (v[0] ^ v[1] ^ v[2] ^ v[3]).to_bytes(8, "little")


def hashed(key: bytes, messages: list[bytes]) -> list[bytes]:
    content = np.frombuffer(b"".join(messages) + b"\0", np.uint8).copy()
    offsets = np.cumsum([0, *map(len, messages)]).astype(np.int64)
    low, high = np.frombuffer(key, "<u8")
    out = np.empty((len(messages), 2), np.uint64)
    siphash128(content, offsets, np.uint64(low), np.uint64(high), out)
    return [row.astype("<u8").tobytes() for row in out]


@pytest.mark.parametrize("length", VECTORS)
def test_published_vectors(length: int) -> None:
    """Reference and kernel give the published output."""
    key, message = bytes(range(16)), bytes(range(length))
    assert reference(key, message).hex() == VECTORS[length]
    assert hashed(key, [message])[0].hex() == VECTORS[length]


def test_kernel_agrees_with_reference() -> None:
    """All lengths from 0 to 40 agree, hashed together."""
    key = bytes(range(100, 116))
    messages = [bytes((7 * place) % 256 for place in range(length)) for length in range(41)]
    assert hashed(key, messages) == [reference(key, message) for message in messages]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(key=bytes(range(16)), names=False, presidio=False)


def prints(engine: Engine, text: str, infotype: str) -> list[bytes]:
    chunk = Chunk(pa.RecordBatch.from_arrays([pa.array([text], pa.large_utf8())], ["text"]), {"kind": "line"})
    hits = engine.detect(chunk)
    return [
        hits.fingerprint[index].astype("<u8").tobytes()
        for index in range(len(hits))
        if engine.kinds[hits.kind[index]].infotype == infotype
    ]


def test_mobile_spellings_agree(engine: Engine) -> None:
    """Country code, separators, full-width and spoken digits do not change whose number it is."""
    wanted = [reference(bytes(range(16)), b"13813572468")]
    for text in (
        "电话13813572468",
        "+86 138-1357-2468",
        "008613813572468",
        "１３８１３５７２４６８",
        "一三八一三五七二四六八",
    ):
        assert prints(engine, text, "contact.mobile") == wanted, text


def test_id_spellings_agree(engine: Engine) -> None:
    """The fifteen-digit ID is the same person as the eighteen-digit one, and a small x as a large one."""
    made = Generator(5)
    number = made.cn_id_card(birth="1970-05-06")
    while not number.endswith("X"):
        number = made.cn_id_card(birth="1970-05-06")
    wanted = [reference(bytes(range(16)), number.encode())]
    assert prints(engine, f"身份证号{number}", "cn.id_card") == wanted
    assert prints(engine, f"身份证号{number.lower()}", "cn.id_card") == wanted
    assert prints(engine, f"身份证号{number[:6]}{number[8:17]}", "cn.id_card") == wanted


def test_mail_and_card_spellings_agree(engine: Engine) -> None:
    """Mail addresses in lower case, cards without separators."""
    key = bytes(range(16))
    assert prints(engine, "Zhang.San@QQ.com", "contact.email") == [reference(key, b"zhang.san@qq.com")]
    card = Generator(6).card16()
    apart = " ".join(card[place : place + 4] for place in range(0, 16, 4))
    assert prints(engine, f"卡号 {apart}", "fin.bank_card") == [reference(key, card.encode())]
    assert prints(engine, f"卡号 {card}", "fin.bank_card") == [reference(key, card.encode())]


def test_key_matters(engine: Engine) -> None:
    """Another key gives another fingerprint."""
    other = Engine(key=bytes(16), names=False, presidio=False)
    assert prints(engine, "13813572468", "contact.mobile") != prints(other, "13813572468", "contact.mobile")
