"""What the product says to people, in Chinese and English: one TOML file a room, `[key] en = … zh = …`."""

import errno
import locale
import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from app.errors import Both

Lang = Literal["zh", "en"]
FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            entries[f"{path.stem}.{key}"] = texts
    return entries


def keys() -> frozenset[str]:
    """Every key there is, as `file.key`."""
    return frozenset(_entries())


def texts(key: str) -> dict[str, str]:
    """Both texts of `key`; KeyError where there is none."""
    return dict(_entries()[key])


def say(lang: Lang, key: str, /, **values: object) -> str:
    """The text of `key` (`file.key`) in `lang`, with its fields filled in by `str.format`; texts of ours in `lang` too."""
    filled = {name: in_lang(lang, value) if isinstance(value, str) else value for name, value in values.items()}
    return _entries()[key][lang].format(**filled)


class Said(str):
    """A text of the catalogue in English that remembers its key and values, so that an edge can say it in any language.

    Errors carry it across process borders.
    """

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def __new__(cls, key: str, values: Mapping[str, object]) -> Self:
        """The text of `key` with `values` filled in."""
        made = super().__new__(cls, say("en", key, **values))
        made.key, made.values = key, values
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object]]]:
        return type(self), (self.key, self.values)


def told(key: str, /, **values: object) -> Said:
    """The text of `key` (`file.key`) for an error or a detail; the language is chosen where it is shown."""
    return Said(key, values)


def in_lang(lang: Lang, text: str) -> str:
    """What `text` is in `lang`: a text of ours in that language, any other as it is."""
    if isinstance(text, Said):
        return say(lang, text.key, **text.values)
    if isinstance(text, Both):
        return text.zh if lang == "zh" else str(text)
    return text


def reason_of(error: OSError) -> str:
    """What an error of the operating system means, in both languages where it is one of the common ones."""
    key = f"system.{errno.errorcode.get(error.errno or 0, '').lower()}"
    return told(key) if key in _entries() else error.strerror or type(error).__name__


def lang_of(tag: str) -> Lang | None:
    """The language that a tag such as `zh-CN`, `zh_CN.UTF-8` or `en` stands for; None for others."""
    head = tag.replace("_", "-").split("-")[0].split(".")[0].strip().lower()
    if head == "zh":
        return "zh"
    return "en" if head == "en" else None


def default_lang(configured: str = "") -> Lang:
    """The language to speak: the configured one, else that of the locale, else English."""
    candidates = [configured] + [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    candidates.append(locale.getlocale()[0] or "")
    for tag in candidates:
        lang = lang_of(tag)
        if lang:
            return lang
    return "en"
