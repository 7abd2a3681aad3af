"""Judges a column as a whole: do its label or most of its values say that it holds names, addresses or organisations?"""

import re
from collections.abc import Sequence
from typing import Final

from detectors.ner import addresses
from detectors.ner.names import DOTS, SPACES, is_name
from detectors.ner.reading import Reader
from detectors.ner.sight import ADDRESS, CONTEXT_POINTS, ORG, PERSON, Sight
from detectors.ner.words import HAN, ORG_WHOLE, brands, label_kind, names_persons

LEAST_VALUES: Final = 5
"""Fewest distinct values from which a column without a label is judged."""
SHARE: Final = 0.6
"""Share of the values that must look like names or addresses."""
SAMPLE: Final = 64
"""Values of an unlabelled column that the model is asked about."""
SHORT: Final = 6
"""Most characters of a value that is a name and nothing else."""
VOTED: Final = {PERSON: "surname", ADDRESS: "gazetteer"}
"""What a value of a column that was judged by its values rests on."""
_HAN: Final = re.compile(f"[{HAN}]")
_WORD: Final = re.compile(rf"[{HAN}{DOTS}]+")
LONGEST_LIST: Final = 40
"""Most characters of a cell that is read as a list of names."""
_SENTENCE: Final = 5
"""Fewest Chinese characters of a value that is read as running text."""


def column_sights(values: Sequence[str], label: str, reader: Reader) -> list[list[Sight]]:
    """The sights of each distinct value of a column called `label` (empty where it has no name)."""
    kind = label_kind(label)
    if kind == "person" and (names_persons(label) or _share(values, PERSON) >= SHARE):
        return _labelled(values, PERSON, reader)
    if kind == "address":
        return _labelled(values, ADDRESS, reader)
    if kind == "org":
        return _labelled(values, ORG, reader)
    infotype = None if kind == "other" else _voted(values, reader)
    if infotype:
        return [_whole(value, infotype, 4, VOTED[infotype], labelled=False) for value in values]
    return _prose(values, reader, "")


def _labelled(values: Sequence[str], infotype: str, reader: Reader) -> list[list[Sight]]:
    found = [_whole(value, infotype, 4 + CONTEXT_POINTS, "label", labelled=True) for value in values]
    if infotype == PERSON:
        found = [sighted or _several(value) for value, sighted in zip(values, found, strict=True)]
    rest = [number for number, sighted in enumerate(found) if not sighted and _is_sentence(values[number])]
    for number, sighted in zip(rest, reader.read([values[n] for n in rest], infotype), strict=True):
        found[number] = sighted
    return found


def _several(value: str) -> list[Sight]:
    """The names in a short cell of a name column that holds more than one, or a name and something else."""
    if len(value) > LONGEST_LIST:
        return []
    return [
        Sight(*match.span(), PERSON, 3 + CONTEXT_POINTS, "label")
        for match in _WORD.finditer(value)
        if is_name(match[0], labelled=True)
    ]


def _whole(value: str, infotype: str, points: int, code: str, *, labelled: bool) -> list[Sight]:
    """The whole value as one sight, blanks at its ends left out; nothing where it does not look the part."""
    bare = value.strip()
    if not bare or not _looks(bare, infotype, labelled=labelled):
        return []
    start = value.index(bare)
    worth = 4 if infotype == ORG else points
    if infotype == ADDRESS and labelled:
        worth = max(addresses.grade(bare), 2) + CONTEXT_POINTS
    return [Sight(start, start + len(bare), infotype, worth, code)]


def _looks(bare: str, infotype: str, *, labelled: bool) -> bool:
    if infotype == PERSON:
        if labelled:
            return is_name(SPACES.sub("", bare), labelled=True)
        return bare not in brands() and is_name(bare, labelled=False)
    if infotype == ORG:
        return ORG_WHOLE.match(bare) is not None
    if len(bare) > 2 * addresses.LONGEST or not _HAN.search(bare):
        return False
    if labelled and addresses.within(bare):
        return True
    return addresses.grade(bare) >= (2 if labelled else 4)


def _voted(values: Sequence[str], reader: Reader) -> str | None:
    """What a column without a telling label holds, by its values; None where no kind has the needed share."""
    filled = [value.strip() for value in values if value.strip()]
    if len(filled) < LEAST_VALUES:
        return None
    probe = filled[:: max(1, len(filled) // 500)]
    if _share(probe, PERSON) >= SHARE:
        sample = [value for value in probe if is_name(value, labelled=False)][:SAMPLE]
        agreed = sum(
            any(sight.infotype == PERSON and sight.end - sight.start == len(value) for sight in sighted)
            for value, sighted in zip(sample, reader.read(sample), strict=True)
        )
        return PERSON if agreed >= SHARE * len(sample) else None
    return ADDRESS if _share(probe, ADDRESS) >= SHARE else None


def _share(values: Sequence[str], infotype: str) -> float:
    return sum(_looks(value.strip(), infotype, labelled=False) for value in values) / max(1, len(values))


def _prose(values: Sequence[str], reader: Reader, labelled: str) -> list[list[Sight]]:
    """Values long enough to be sentences, read as running text."""
    found: list[list[Sight]] = [[] for _ in values]
    long = [number for number, value in enumerate(values) if len(value) > SHORT and _is_sentence(value)]
    for number, sighted in zip(long, reader.read([values[n] for n in long], labelled), strict=True):
        found[number] = sighted
    return found


def _is_sentence(value: str) -> bool:
    return len(_HAN.findall(value)) >= _SENTENCE
