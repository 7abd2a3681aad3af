"""Which spans of one text are personal names, and how sure: the model, the shape of names, labels and the marks around."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from detectors.ner.model import Entity
from detectors.ner.names import DOTS, SPACES, has_family_name, is_name, is_typical
from detectors.ner.person_words import (
    ANY_KEY,
    BOUNDARY_AFTER,
    CELL,
    CONTEXT_PERSON,
    DOTTED,
    GLUED,
    GOODS_AFTER,
    KEY,
    KEYED,
    LABELLED,
    LONGEST_KEY,
    PERSON_AFTER,
    PERSONAL_NUMBER,
    ROLE,
    TITLE_AFTER,
    TITLE_AT_END,
)
from detectors.ner.sight import CONTEXT_POINTS, CONTEXT_WINDOW, PERSON, Sight
from detectors.ner.words import HAN, brands, family_names, not_names

_NOT_A_PERSON: Final = re.compile(r"[0-9@０-９：:，,。；;=/\\某]")
"""Marks that no name holds; 某 stands in names that were made anonymous."""
_BEHIND: Final = "于说在与是的等您你我他她"
"""Characters that stand behind a name far more often than at its end."""
_BETWEEN: Final = "和与及同跟"
"""Characters between two names."""
_DOTTED_BEFORE: Final = re.compile(rf"[{HAN}]{{1,8}}[{DOTS}]$")
_DOTTED_AFTER: Final = re.compile(rf"(?:[{DOTS}][{HAN}]{{1,6}}?(?=$|[^{HAN}]|[的等于在与和及已因是说来将女男先]))+")
_LEVELS: Final = ((0.88, 4), (0.62, 3), (0.4, 2), (0.2, 1))
"""Points by the model's score; the shares of right ones among them are in the documentation."""
TOLD_POINTS: Final = 2 + CONTEXT_POINTS
LIKELY: Final = 0.4
"""Least score by the model of a name behind a key that may mean a person."""
CELL_POINTS: Final = 4
LONGEST_CELL: Final = 4
NEIGHBOUR_REACH: Final = 60
"""Characters before and behind a name in a record within which a number of the same person may stand."""
BRAND_POINTS: Final = 4
GOODS_POINTS: Final = 3
WORD_POINTS: Final = 2
LEAST: Final = 2


def persons(text: str, entities: Iterable[Entity], labelled: str) -> list[Sight]:
    """The personal names of `text`, in no order, apart from one another; `labelled` is the infotype of its label."""
    seen = [_whole(text, entity) for entity in entities if entity.label == "PER"]
    found: list[Sight] = []
    for sight in (*_told(text, seen), *_cells(text, seen), *_modelled(text, seen, labelled), *_dotted(text)):
        if all(sight.end <= other.start or sight.start >= other.end for other in found):
            found.append(sight)
    return found


def _whole(text: str, entity: Entity) -> Entity:
    """The entity without a title at its end, and with what belongs to the name and the model left out."""
    start, end, label, score = entity
    if start and _begins_before(text, start, end):
        start -= 1
    if end - start > 2 and (text[end - 1] in _BEHIND or TITLE_AFTER.match(text, end - 1)):
        end -= 1
    if end - start > 2 and text[end - 1] in _BETWEEN and has_family_name(text[end : end + 2]):
        end -= 1
    title = TITLE_AT_END.search(text, start, end)
    if title and title.start() - start >= 2 and not is_typical(text[start:end]):
        end = title.start()
    if any(dot in text[max(0, start - 1) : end + 1] for dot in DOTS):
        before = _DOTTED_BEFORE.search(text, max(0, start - 9), start)
        start = before.start() if before else start
        after = _DOTTED_AFTER.match(text, end)
        end = after.end() if after else end
        return Entity(start, end, label, score)
    compound = text[start : start + 2] in family_names()[2]
    if end - start == 2 + compound and text[end : end + 1] not in _BEHIND and is_typical(text[start : end + 1]):
        end += BOUNDARY_AFTER.match(text, end + 1) is not None
    return Entity(start, end, label, score)


def _begins_before(text: str, start: int, end: int) -> bool:
    """Whether the name begins one character before `start`, which the model left out."""
    common, _, compound = family_names()
    if text[start - 1 : start + 1] in compound:
        return True
    return text[start] not in common and text[start - 1] in common and is_typical(text[start - 1 : end])


def _told(text: str, seen: list[Entity]) -> Iterator[Sight]:
    """Names that a label announces: the label and the marks around tell the ends better than the model does."""
    for match in LABELLED.finditer(text):
        if is_name(SPACES.sub("", match["value"]), labelled=True) and not ROLE.fullmatch(match["value"]):
            yield _announced(text, seen, *match.span("value"))
    for match in KEYED.finditer(text):
        span = match.span("value")
        key = text[max(0, match.start() - LONGEST_KEY) : match.start()]
        if _is_keyed(text, seen, key, match["value"], span):
            yield _announced(text, seen, *span)
    ends = {one.start: one.end for one in seen}
    for match in GLUED.finditer(text):
        start, end = match.span("value")
        end = max(end, ends.get(start, 0))
        if is_name(text[start:end], labelled=False) and (is_typical(text[start:end]) or _score(seen, start, end)):
            yield _announced(text, seen, start, end)


def _is_keyed(text: str, seen: list[Entity], key: str, value: str, span: tuple[int, int]) -> bool:
    """Whether a program's key before a mark speaks of a person, or may and the rest agrees."""
    if KEY.search(key):
        return is_name(SPACES.sub("", value), labelled=True) and not ROLE.fullmatch(value)
    if value in brands() or not is_name(value, labelled=False) or not ANY_KEY.search(key):
        return False
    return _score(seen, *span) >= LIKELY or _beside_number(text, *span)


def _announced(text: str, seen: list[Entity], start: int, end: int) -> Sight:
    """A name behind its label, worth what the model makes of it besides."""
    points = _worth(text[start:end], _score(seen, start, end)) + CONTEXT_POINTS
    return Sight(start, end, PERSON, max(points, TOLD_POINTS), "rule")


def _cells(text: str, seen: list[Entity]) -> Iterator[Sight]:
    """Names that stand alone between the marks of some structure: a CSV line, SQL values, a cell of a table."""
    for match in CELL.finditer(text):
        value, span = match["value"], match.span("value")
        if len(value) > LONGEST_CELL or not is_name(value, labelled=False) or value in brands() or value[-1] in _BEHIND:
            continue
        score, typical, beside = _score(seen, *span), is_typical(value), _beside_number(text, *span)
        if (score >= 0.45 and typical) or score >= 0.68 or (beside and (typical or score >= 0.3)):
            yield Sight(*span, PERSON, CELL_POINTS, "model" if score else "surname")


def _score(seen: list[Entity], start: int, end: int) -> float:
    """The best score of a person that the model saw in the span; 0 where it saw none."""
    return max((one.score for one in seen if one.start < end and start < one.end), default=0.0)


def _beside_number(text: str, start: int, end: int) -> bool:
    """Whether a telephone number, an ID or a mail address stands in the same line near the span."""
    first = max(text.rfind("\n", 0, start) + 1, start - NEIGHBOUR_REACH)
    last = text.find("\n", end, end + NEIGHBOUR_REACH)
    return PERSONAL_NUMBER.search(text, first, last if last >= 0 else end + NEIGHBOUR_REACH) is not None


def _modelled(text: str, seen: list[Entity], labelled: str) -> Iterator[Sight]:
    """What the model takes for persons and the rules do not speak against."""
    for entity in seen:
        value = text[entity.start : entity.end]
        if len(value) < 2 or _NOT_A_PERSON.search(value):
            continue
        points = _worth(value, entity.score)
        titled = TITLE_AFTER.match(text, entity.end) is not None
        told = labelled == PERSON or _has_context(text, entity.start)
        if titled or PERSON_AFTER.match(text, entity.end):
            points += 1 + (titled and points >= LEAST)
        elif not told:
            points -= _against(text, entity)
        if told:
            points += CONTEXT_POINTS
        if TITLE_AT_END.sub("", value) in family_names()[0]:
            points = min(points, LEAST + 1)  # 张先生 could be many
        if points >= LEAST:
            yield Sight(entity.start, entity.end, PERSON, points, "label" if labelled == PERSON else "model")


def _dotted(text: str) -> Iterator[Sight]:
    for match in DOTTED.finditer(text):
        yield Sight(*match.span(), PERSON, CELL_POINTS, "rule")


def _worth(value: str, score: float) -> int:
    """Points of a span by the model's score and by its looks."""
    points = next((worth for least, worth in _LEVELS if score >= least), 0)
    if any(dot in value for dot in DOTS):
        return max(points + 1, CELL_POINTS) if DOTTED.fullmatch(value) else points + 1
    if not has_family_name(value):
        return points - 1
    return points + 1 if points < 4 and is_typical(value) and is_name(value, labelled=False) else points


def _has_context(text: str, start: int) -> bool:
    return CONTEXT_PERSON.search(text[max(0, start - CONTEXT_WINDOW) : start]) is not None


def _against(text: str, entity: Entity) -> int:
    """Points that go where the name is a brand's, or goods or a place are spoken of."""
    brand = _brand().match(text, entity.start)
    if brand and brand.end() >= entity.end:
        return BRAND_POINTS
    if text[entity.start : entity.end] in not_names():
        return WORD_POINTS
    return GOODS_POINTS if GOODS_AFTER.match(text, entity.end) else 0


@cache
def _brand() -> re.Pattern[str]:
    return re.compile("|".join(sorted(brands(), key=len, reverse=True)))
