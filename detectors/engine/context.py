"""Context and counter-words: an automaton over bytes that reads only the surroundings of candidates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detectors.engine.jit import inner, kernel
from detectors.engine.points import CONTEXT_CHARS, COUNTER_CHARS
from detectors.engine.runs import is_word
from detectors.engine.spec import DetectorSpec
from detectors.engine.view import Bytes, View
from detectors.model import Int16s, Int32s, Int64s

LEFT_BYTES, RIGHT_BYTES = 108, 48
RIGHT_CONTEXT_CHARS, RIGHT_COUNTER_CHARS = 6, 1
SHORT_CELL = 60


@dataclass(frozen=True, slots=True)
class Automaton:
    """Aho-Corasick tables.

    `step` [nodes, classes] is the next node, `classes` [256] the class of a byte (upper and lower case share one),
    `ends` [nodes] the longest word that ends at a node (-1: none), `link` [nodes] the node with the next shorter
    word, `length` [words] in bytes, `roles` [detectors, words] 1 for context, -1 for a counter-word, 0 for neither.
    """

    words: tuple[str, ...]
    step: Int32s
    classes: Int64s
    ends: Int32s
    link: Int32s
    length: Int64s
    roles: npt.NDArray[np.int8]


def automaton(specs: tuple[DetectorSpec, ...]) -> Automaton:
    """The tables for the context and counter-words of `specs`."""
    words = sorted({entry.lower() for spec in specs for entry in (*spec.context, *spec.counter)})
    number = {entry: place for place, entry in enumerate(words)}
    roles = np.zeros((max(1, len(specs)), max(1, len(words))), np.int8)
    for row, spec in enumerate(specs):
        for entry in spec.counter:
            roles[row, number[entry.lower()]] = -1
        for entry in spec.context:
            roles[row, number[entry.lower()]] = 1
    used = sorted({byte for entry in words for byte in entry.encode()})
    classes = np.zeros(256, np.int64)
    for place, byte in enumerate(used):
        classes[byte] = place + 1
        if 97 <= byte <= 122:
            classes[byte - 32] = place + 1
    step, ends, link = _tables([entry.encode() for entry in words], classes, len(used) + 1)
    length = np.array([len(entry.encode()) for entry in words] or [0], np.int64)
    return Automaton(tuple(words), step, classes, ends, link, length, roles)


def _tables(words: list[bytes], classes: Int64s, width: int) -> tuple[Int32s, Int32s, Int32s]:
    """The transitions, word ends and links of the automaton over `words`."""
    children: list[dict[int, int]] = [{}]
    ends = [-1]
    for place, entry in enumerate(words):
        node = 0
        for byte in entry:
            symbol = int(classes[byte])
            if symbol not in children[node]:
                children[node][symbol] = len(children)
                children.append({})
                ends.append(-1)
            node = children[node][symbol]
        ends[node] = place
    step = np.zeros((len(children), width), np.int32)
    fail, link = [0] * len(children), [0] * len(children)
    queue = []
    for symbol, child in children[0].items():
        step[0, symbol] = child
        queue.append(child)
    for node in queue:
        step[node] = step[fail[node]]
        link[node] = fail[node] if ends[fail[node]] >= 0 else link[fail[node]]
        for symbol, child in children[node].items():
            fail[child] = int(step[node, symbol])
            step[node, symbol] = child
            queue.append(child)
    return step, np.array(ends, np.int32), np.array(link, np.int32)


@inner
def _bounded(buf: Bytes, start: int, end: int) -> bool:
    """Whether start:end, if it begins or ends in ASCII, is a word of its own (camel case and _ divide words)."""
    first, last = buf[start], buf[end - 1]
    if is_word(first) and is_word(buf[start - 1]):
        before = buf[start - 1]
        if not ((65 <= first <= 90 and 97 <= before <= 122) or before < 58):
            return False
    after = buf[end]
    if is_word(last) and is_word(after) and after > 57:
        return 65 <= after <= 90 and 97 <= last <= 122
    return True


@inner
def _characters(buf: Bytes, start: int, end: int) -> int:
    count = 0
    for index in range(start, end):
        if (buf[index] & 0xC0) != 0x80:
            count += 1
    return count


@inner
def _longest_digits(buf: Bytes, start: int, end: int) -> int:
    most, now = 0, 0
    for index in range(start, end):
        now = now + 1 if 48 <= buf[index] <= 57 else 0
        most = max(most, now)
    return most


@inner
def _left(
    buf: Bytes, begin: int, start: int, row: int, step: Int32s, classes: Int64s, ends: Int32s, link: Int32s,
    length: Int64s, roles: Int16s,
) -> tuple[int, int]:  # fmt: skip
    """The word that counts nearest before `start` (-1: none) and where it ends."""
    node, best, place = 0, -1, 0
    for index in range(begin, start):
        node = step[node, classes[buf[index]]]
        at = node if ends[node] >= 0 else link[node]
        while at > 0 and ends[at] >= 0:
            word = ends[at]
            if roles[row, word] != 0 and _bounded(buf, index + 1 - length[word], index + 1):
                best, place = word, index + 1
                break
            at = link[at]
    return best, place


@inner
def _right(
    buf: Bytes, end: int, stop: int, row: int, step: Int32s, classes: Int64s, ends: Int32s, link: Int32s,
    length: Int64s, roles: Int16s,
) -> tuple[int, int]:  # fmt: skip
    """The word that counts nearest behind `end` (-1: none) and how many characters away it begins."""
    node = 0
    for index in range(end, stop):
        byte = buf[index]
        if 48 <= byte <= 57 and index > end:
            break
        node = step[node, classes[byte]]
        at = node if ends[node] >= 0 else link[node]
        while at > 0 and ends[at] >= 0:
            word = ends[at]
            begin = index + 1 - length[word]
            role = roles[row, word]
            if role != 0 and begin >= end and _bounded(buf, begin, index + 1):
                away = _characters(buf, end, begin)
                # a word with a colon or equals sign names what comes after it
                names_next = (
                    buf[index + 1] == 58 or buf[index + 1] == 61 or (buf[index + 1] == 0xEF and buf[index + 3] == 0x9A)
                )
                limit = 6 if role > 0 else 1
                if away <= limit and not (names_next and role > 0):
                    return word, away
            at = link[at]
    return -1, 0


@kernel
def surroundings(
    buf: Bytes, starts: Int64s, ends_of: Int64s, cell: Int64s, start: Int64s, end: Int64s, row: Int64s, text: bool,
    step: Int32s, classes: Int64s, ends: Int32s, link: Int32s, length: Int64s, roles: Int16s,
    context_chars: int, counter_chars: int, out_word: Int16s, out_distance: Int16s,
) -> None:  # fmt: skip
    """Fill the word that decides each candidate (-1: none) and its distance in characters.

    The nearest word on the left decides; a counter-word only where no other number stands between. Where the left
    says nothing the right does; in running text, a short cell before that ends in a context word counts too.
    """
    for index in range(len(start)):
        here = cell[index]
        begin = max(starts[here], start[index] - 108)
        best, place = _left(buf, begin, start[index], row[index], step, classes, ends, link, length, roles)
        distance = _characters(buf, place, start[index]) if best >= 0 else 0
        if best >= 0:
            limit = context_chars if roles[row[index], best] > 0 else counter_chars
            if distance > limit or (roles[row[index], best] < 0 and _longest_digits(buf, place, start[index]) > 3):
                best = -1
        if best < 0:
            stop = min(ends_of[here], end[index] + 48)
            best, distance = _right(buf, end[index], stop, row[index], step, classes, ends, link, length, roles)
        if best < 0 and text and here > 0 and start[index] - starts[here] < 12:
            before = here - 1
            if 0 < ends_of[before] - starts[before] <= 60:
                best, place = _left(
                    buf, starts[before], ends_of[before], row[index], step, classes, ends, link, length, roles
                )
                distance = _characters(buf, place, start[index]) if best >= 0 else 0
                if best >= 0 and (roles[row[index], best] < 0 or _characters(buf, place, ends_of[before]) > 3):
                    best = -1
        out_word[index] = best
        out_distance[index] = distance if best >= 0 else 0


def context(
    tables: Automaton, view: View, cell: Int64s, start: Int64s, end: Int64s, row: Int64s, *, text: bool
) -> tuple[Int16s, Int16s, npt.NDArray[np.int8]]:
    """Word, distance in characters and role (1, -1, 0) of what stands about each candidate start:end of `view`."""
    word, distance = np.empty(len(start), np.int16), np.empty(len(start), np.int16)
    surroundings(
        view.buf, view.starts, view.ends, cell, start, end, row, text,
        tables.step, tables.classes, tables.ends, tables.link, tables.length, tables.roles,
        CONTEXT_CHARS, COUNTER_CHARS, word, distance,
    )  # fmt: skip
    role = np.where(word >= 0, tables.roles[row, np.maximum(word, 0)], 0).astype(np.int8)
    return word, distance, role
