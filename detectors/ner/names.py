"""What looks like a Chinese personal name by itself: family name, length, and not a common word."""

import re
from functools import lru_cache
from typing import Final

from detectors.ner.words import HAN, POSITION_END, family_names, given_characters, not_names

LONGEST_DOTTED: Final = 15
"""Most characters of a name with a middle dot (买买提·艾力), dots included."""
DOTS: Final = "·•・‧∙．･"
SPACES: Final = re.compile(r"[ \u3000]+")
"""Blanks that spread a name of two characters over the width of three, as official tables do."""
NEVER_GIVEN: Final = "的了是在不与或及等个这那有无被把将请已未为其它们吗呢啊吧呀你我他她您某"
"""Characters that no given name holds."""
_DOTTED: Final = re.compile(rf"[{HAN}]{{1,8}}(?:[{DOTS}][{HAN}]{{1,8}}){{1,3}}")
_TITLE: Final = re.compile(r"(?:先生|女士|小姐|老师|同学)$")


@lru_cache(maxsize=2)
def _shape(*, rare: bool) -> re.Pattern[str]:
    common, uncommon, compound = family_names()
    single = "".join(sorted(common | uncommon if rare else common))
    given = rf"[{HAN}]"
    most = 3 if rare else 2
    return re.compile(rf"(?:(?:{'|'.join(sorted(compound))}){given}{{1,2}}|[{single}]{given}{{1,{most}}})")


def is_name(value: str, *, labelled: bool) -> bool:
    """Whether `value` is a personal name by its looks.

    Where the field is labelled as one of names, rare family names and names of four characters count too.
    """
    if len(value) < 2 or len(value) > LONGEST_DOTTED:
        return False
    if len(value) > 4 or any(dot in value for dot in DOTS):
        bare = _TITLE.sub("", value) if labelled else value
        return _DOTTED.fullmatch(value) is not None or (len(bare) <= 4 < len(value) and is_name(bare, labelled=True))
    if not _shape(rare=labelled).fullmatch(value) or value in not_names():
        return False
    if any(character in NEVER_GIVEN for character in value[1:]):
        return False
    return not (len(value) > 2 and POSITION_END.search(value) and not _TITLE.search(value))


def has_family_name(value: str) -> bool:
    """Whether `value` begins with a family name, common or rare."""
    common, rare, compound = family_names()
    return value[:1] in common or value[:1] in rare or value[:2] in compound


def is_typical(value: str) -> bool:
    """Whether `value` is a common or compound family name and one or two characters that given names are made of."""
    common, _, compound = family_names()
    given = value[2:] if value[:2] in compound and len(value) > 2 else value[1:] if value[:1] in common else ""
    return 1 <= len(given) <= 2 and all(character in given_characters() for character in given)
