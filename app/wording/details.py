"""Details that stand in the store in English, such as why a unit was not read, said in the reader's language."""

import re
import string
from functools import lru_cache

from app.wording.catalogue import Lang, in_lang, keys, say, texts

_ROOMS = ("connectors.", "exposure.", "extraction.detail_", "system.")
"""The parts of the catalogue that details are taken from."""
_NESTED = frozenset(("reason", "detail"))
"""Fields of a detail that are details themselves."""
_FIGURES = frozenset(("count", "total", "number", "rows", "size", "expected"))
"""Fields of a detail that are figures."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every detail as a pattern with its key, the most particular first."""
    made = []
    for key in keys():
        if not key.startswith(_ROOMS):
            continue
        pattern, fixed = "", 0
        for literal, name, _, _ in string.Formatter().parse(texts(key)["en"]):
            shape = "[0-9]+" if name in _FIGURES else ".+?"
            pattern += re.escape(literal) + (f"(?P<{name}>{shape})" if name else "")
            fixed += len(literal)
        made.append((-fixed, key, re.compile(pattern, re.DOTALL)))
    return tuple((pattern, key) for _, key, pattern in sorted(made, key=lambda each: each[:2]))


def detail_in(lang: Lang, detail: str) -> str:
    """What a detail of a unit or an exposure is in `lang`; one that the catalogue does not know stays as it is."""
    said = in_lang(lang, detail)
    return _recognised(str(detail), lang) if said == detail and lang != "en" else said


@lru_cache(maxsize=4096)
def _recognised(detail: str, lang: Lang) -> str:
    for pattern, key in _patterns():
        match = pattern.fullmatch(detail)
        if match:
            fields = match.groupdict()
            return say(lang, key, **{name: _field(lang, name, value) for name, value in fields.items()})
    return detail


def _field(lang: Lang, name: str, value: str) -> str:
    return detail_in(lang, value) if name in _NESTED else value
