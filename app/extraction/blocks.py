"""A text as blocks of UTF-8 that end at line ends, of about a megabyte each."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from app.domain.units import UnreadReason
from app.extraction.budget import MIB
from app.extraction.encoding import bom_of, to_utf8
from app.extraction.interface import Unit

Item = TypeVar("Item")
HEAD = 256 << 10
UNDECODABLE_SHARE = 0.001
SAFE_CUT = re.compile(rb"[ ,;:\t\"'()<>=&/](?=[^ ,;:\t\"'()<>=&/]*\Z)")
LOOK_BACK = 64 << 10


def ahead(items: Iterable[Item]) -> Iterator[tuple[Item, bool]]:
    """Each item, and whether it is the last."""
    source = iter(items)
    for held in source:
        item = held
        for following in source:
            yield item, False
            item = following
        yield item, True


class Utf8Blocks:
    """The text of a unit, decoded from `codec`; after the last block `finish` says what did not decode.

    A block ends in a line feed, but for the last one and for lines longer than a block: such a line is cut where no
    word or number is divided, and the following block goes on with it.
    """

    def __init__(self, unit: Unit, codec: str, size: int = MIB) -> None:
        self.unit = unit
        self.lost = 0
        self.length = 0
        self._codec = codec
        self.size = size
        head = unit.data.head(HEAD)
        self._returns = b"\r" in head and b"\n" not in head
        self._skip = bom_of(head)[1]

    def _raw(self) -> Iterator[bytes]:
        read = self.unit.data.read
        if self._skip:
            read(self._skip)
        wide = self._codec.startswith(("utf-16", "utf-32"))
        decoder = codecs.getincrementaldecoder(self._codec)("replace") if wide else None
        data = read(self.size)
        while data:
            if decoder is not None:
                text = decoder.decode(data)
                self.lost += text.count("\ufffd")
                data = text.encode("utf-8", "replace")
            yield data.replace(b"\r", b"\n") if self._returns else data
            data = read(self.size)
        if decoder is not None:
            yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    def __iter__(self) -> Iterator[bytes]:
        codec = "utf-8" if self._codec.startswith(("utf-16", "utf-32")) else self._codec
        carry = b""
        for data, last in ahead(self._raw()):
            joined = carry + data if carry else data
            # the rest of the last line goes with the last block
            cut = len(joined) if last else joined.rfind(b"\n") + 1
            if not cut and len(joined) >= self.size:
                cut = safe_cut(joined)
            if cut:
                yield self._decode(joined[:cut], codec)
            carry = joined[cut:]

    def _decode(self, block: bytes, codec: str) -> bytes:
        text, lost = to_utf8(block, codec)
        self.lost += lost
        self.length += len(text)
        return text

    def finish(self) -> None:
        """Record what could not be decoded: much of it makes the unit partial, a little is said in the detail."""
        if not self.lost:
            return
        detail = f"{self.lost} undecodable places"
        if self.lost > UNDECODABLE_SHARE * self.length:
            self.unit.partial(UnreadReason.UNDECODABLE_BYTES, detail)
        elif not self.unit.detail:
            self.unit.detail = detail


def safe_cut(data: bytes) -> int:
    """Where `data` may be cut so that no word, number or character is divided: a position near its end."""
    start = max(1, len(data) - LOOK_BACK)
    match = SAFE_CUT.search(data, start)
    if match:
        return match.end()
    cut = len(data)
    while cut > start and data[cut - 1] >= 0x80:
        cut -= 1
    return cut if cut > start else _character_cut(data)


def _character_cut(data: bytes) -> int:
    """The last character border of UTF-8 in `data`; its end where it is not UTF-8."""
    cut = len(data)
    for back in range(1, 5):
        lead = data[cut - back]
        if lead >= 0xC0:
            width = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            return cut - back if width > back else cut
    return cut
