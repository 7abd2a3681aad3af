"""What the product says to people, in Chinese and English: one TOML file a room, `[key] en = … zh = …`."""

import locale
import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

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
    """The text of `key` (`file.key`) in `lang`, with its fields filled in by `str.format`."""
    return _entries()[key][lang].format(**values)


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
