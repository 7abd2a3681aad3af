"""Rules around the model's entities in one text: what is a person, an address or an organisation, and how sure."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from detectors.ner import addresses
from detectors.ner.firms import firms
from detectors.ner.model import Entity
from detectors.ner.names import DOTS
from detectors.ner.persons import persons
from detectors.ner.sight import ADDRESS, CONTEXT_POINTS, CONTEXT_WINDOW, ORG, PERSON, Sight
from detectors.ner.words import BEFORE_ADDRESS, CONTEXT_ADDRESS, HAN, LABELLED_ADDRESS, ORG_SUFFIX

SPECIFIC: Final = 4
"""Points of an address that tells a place; a street alone stays low whatever stands before it."""
_HAN: Final = re.compile(f"[{HAN}]")
_BEHIND: Final = re.compile(r"(?:(?<=[号院楼室栋厦])[里内外旁前后]|(?<=[0-9０-９]号)门)+$")
"""What the model takes for the end of an address and is not of it."""
_DOT_GAP: Final = re.compile(rf"[{DOTS}][{HAN}]?")
"""What may stand between two parts of one name; the model now and then leaves out the first character after the dot."""


def sights(text: str, entities: Iterable[Entity], labelled: str = "") -> list[Sight]:
    """The persons, addresses and organisations of `text`, without overlaps, ordered.

    `entities` are the model's, with offsets into `text`; `labelled` is the infotype that the text's field is labelled
    with, which counts as a context word does.
    """
    merged = list(_merged(text, entities))
    places = _addresses(text, merged, labelled)
    orgs = [sight for sight in (_org(text, entity) for entity in merged if entity.label == "ORG") if sight]
    orgs = [*firms(text, merged), *orgs]  # of two equal spans the first stays
    return _apart([*places, *persons(text, merged, labelled), *orgs])


def _merged(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Entities trimmed to their letters, with the parts of dotted names and touching places joined."""
    kept: list[Entity] = []
    for raw in sorted(entities):
        entity = _trimmed(text, raw)
        if entity is None:
            continue
        last = kept[-1] if kept else None
        if last and last.label == entity.label:
            gap = text[last.end : entity.start]
            joined = Entity(last.start, entity.end, last.label, min(last.score, entity.score))
            if entity.label == "PER" and _DOT_GAP.fullmatch(gap):
                kept[-1] = joined._replace(score=max(last.score, entity.score))
                continue
            if entity.label != "PER" and (not gap or (gap == " " and entity.label == "LOC")):
                kept[-1] = joined
                continue
        kept.append(entity)
    return kept


def _trimmed(text: str, entity: Entity) -> Entity | None:
    start, end = entity.start, entity.end
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in "）)"):
        end -= 1
    if not _HAN.search(text, start, end):
        return None
    return Entity(start, end, entity.label, entity.score)


def _modelled(text: str, entities: list[Entity]) -> Iterator[tuple[int, int, int, str]]:
    """Start, end, points and evidence of the places that the model saw, with what belongs to them."""
    for entity in entities:
        if entity.label != "LOC":
            continue
        start = addresses.division_before(text, entity.start)
        end = addresses.reach(text, start, entity.end)
        behind = _BEHIND.search(text, start, end)
        end = behind.start() if behind else end
        points = addresses.grade(text[start:end])
        if points >= SPECIFIC or (points and entity.score >= 0.7):
            yield start, end, points, "model"


def _ruled(text: str) -> Iterator[tuple[int, int, int, str]]:
    """The same of what the grammar, or a label or word before it, calls an address."""
    for start, end in addresses.written_out(text):
        yield start, end, SPECIFIC, "gazetteer"
    for pattern, reach in ((LABELLED_ADDRESS, addresses.after_label), (BEFORE_ADDRESS, addresses.after_word)):
        for match in pattern.finditer(text):
            end = reach(text, match.end())
            if end > match.end():
                yield match.end(), end, SPECIFIC, "rule"


def _addresses(text: str, entities: list[Entity], labelled: str) -> list[Sight]:
    spans = [*_modelled(text, entities), *_ruled(text)]
    found: list[Sight] = []
    for start, end, points, code in sorted(spans):
        if found and start < found[-1].end:
            last = found[-1]
            if start - last.start < addresses.LONGEST and end > last.end:
                found[-1] = last._replace(end=end, points=max(points, last.points))
            continue
        found.append(Sight(start, end, ADDRESS, points, code))
    return [_with_context(text, sight, labelled) for sight in found]


def _with_context(text: str, sight: Sight, labelled: str) -> Sight:
    if labelled == sight.infotype:
        return sight._replace(points=sight.points + CONTEXT_POINTS, code="label")
    before = text[max(0, sight.start - CONTEXT_WINDOW) : sight.start]
    if sight.points >= SPECIFIC and CONTEXT_ADDRESS.search(before):
        return sight._replace(points=sight.points + CONTEXT_POINTS)
    return sight


def _org(text: str, entity: Entity) -> Sight | None:
    value = text[entity.start : entity.end]
    if len(value) < 4 or entity.score < 0.5:
        return None
    if ORG_SUFFIX.search(value):
        return Sight(entity.start, entity.end, ORG, 4)
    return Sight(entity.start, entity.end, ORG, 3 if entity.score >= 0.9 else 2) if entity.score >= 0.7 else None


def _apart(found: list[Sight]) -> list[Sight]:
    """Without overlaps: the address before the organisation it names, else the longer span."""
    kept: list[Sight] = []
    rank = {ADDRESS: 0, PERSON: 1, ORG: 2}
    for sight in sorted(found, key=lambda s: (s.start, -s.end, rank[s.infotype])):
        last = kept[-1] if kept else None
        if last is None or sight.start >= last.end:
            kept.append(sight)
        elif sight.end - sight.start > last.end - last.start:
            kept[-1] = sight
    return kept
