"""Which cells of a chunk, and which pieces of their text, can hold a Chinese name at all."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detectors.ner.model import LONGEST
from detectors.ner.words import HAN, family_names

_FIRST_HAN, _LAST_HAN = 0xE4, 0xE9
"""First bytes in UTF-8 of U+4000 to U+9FFF: every text with a common Chinese character holds one."""
_PIECE: Final = re.compile(
    rf"[{HAN}][{HAN}，、：“”‘’（）《》〈〉【】·•・Ａ-Ｚａ-ｚ０-９]*"
    rf"(?:[!#%&()*+\-./0-9@-Z\\^_`a-z~]{{1,6}}[{HAN}，、：“”‘’（）《》〈〉【】·•・Ａ-Ｚａ-ｚ０-９]+)*"
)
"""Chinese characters with short stretches of ASCII between them; ends at 。！？； and at anything longer.

Blanks and the marks of records (= : , | ; quotes, brackets of markup) end it as well: what stands between them repeats,
so that of a log only the new names reach the model. The rules read the whole text.
"""
_SOFT_CUT: Final = re.compile(r"[，、：,: ]")
_AS_ZERO: Final = np.array([0x30 if 0x30 <= byte <= 0x39 else byte for byte in range(256)], dtype=np.uint8)


class Piece(NamedTuple):
    """A stretch of one cell: where it begins (characters), and its text as the model is given it."""

    start: int
    text: str


def bytes_of(cells: pa.LargeStringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The text buffer of the cells and their n + 1 byte offsets into it, without a copy."""
    _, offsets, data = cells.buffers()
    if offsets is None or data is None or not len(cells):
        return np.zeros(0, dtype=np.uint8), np.zeros(len(cells) + 1, dtype=np.int64)
    marks = np.frombuffer(offsets, dtype=np.int64)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(data, dtype=np.uint8), marks


def chinese_cells(cells: pa.LargeStringArray, least: int = 2) -> npt.NDArray[np.int64]:
    """Numbers of the cells with at least `least` Chinese characters; costs next to nothing where there are none."""
    data, marks = bytes_of(cells)
    if not len(data):
        return np.zeros(0, dtype=np.int64)
    body = data[marks[0] : marks[-1]]
    if not len(body) or int(body.max()) < _FIRST_HAN:
        return np.zeros(0, dtype=np.int64)
    leads = np.flatnonzero((body >= _FIRST_HAN) & (body <= _LAST_HAN)) + marks[0]
    counts = np.diff(np.searchsorted(leads, marks))
    return np.flatnonzero(counts >= least)


def with_zeros(cells: pa.LargeStringArray) -> pa.LargeStringArray:
    """The same cells with every ASCII digit written 0, so that lines that differ by numbers alone become equal.

    No rule and no part of the model tells one digit from another, and all offsets stay as they are.
    """
    data, marks = bytes_of(cells)
    body = _AS_ZERO[data[marks[0] : marks[-1]]]
    return pa.LargeStringArray.from_buffers(len(cells), pa.py_buffer(marks - marks[0]), pa.py_buffer(body))


def pieces(text: str) -> Iterator[Piece]:
    """The stretches of a text that may hold a name, a place or an organisation, each of at most LONGEST characters."""
    may = _may_name()
    for match in _PIECE.finditer(text):
        start, end = match.span()
        while start < end:
            cut = end if end - start <= LONGEST else _cut(text, start)
            if may.search(text, start, cut):
                yield Piece(start, text[start:cut])
            start = cut


def _cut(text: str, start: int) -> int:
    """Where to cut a stretch that is too long: after the last comma within reach."""
    marks = [match.end() for match in _SOFT_CUT.finditer(text, start + LONGEST // 2, start + LONGEST)]
    return marks[-1] if marks else start + LONGEST


@lru_cache(maxsize=1)
def _may_name() -> re.Pattern[str]:
    """What every name, address or organisation has: a family name before another character, a dot, or a telling end."""
    common, rare, _ = family_names()
    single = "".join(sorted(common | rare))
    ends = "省市区县州路街道巷弄号镇乡村司行院校学局厂团社所"
    return re.compile(rf"[{single}][{HAN}]|[{HAN}][·•・][{HAN}]|[{HAN}][{ends}]")
