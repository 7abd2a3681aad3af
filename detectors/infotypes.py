"""The catalogue of infotypes: names in both languages, sensitivity under both profiles, rank as a key of a person."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Profile = Literal["current", "strict"]


@dataclass(frozen=True, slots=True)
class Infotype:
    """One kind of data sought. `rank` 1 identifies one person for certain, 5 weakly, 0 not by itself."""

    id: str
    zh: str
    en: str
    sensitivity: str
    basis: str
    group_zh: str
    group_en: str
    personal: bool
    rank: int

    def under(self, profile: Profile) -> str:
        """Sensitivity under `profile`: `current` is GB/T 45574-2025, `strict` adds GB/T 35273-2020 App. B."""
        if self.sensitivity == "strict":
            return "sensitive" if profile == "strict" else "general"
        return self.sensitivity

    def title(self, lang: str) -> str:
        """The name in `lang` (zh or en)."""
        return self.zh if lang == "zh" else self.en


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Infotype]:
    """Every infotype by id, in the order of the file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - the loader is safe, in C where there is one
    return {
        key: Infotype(
            key,
            row["zh"],
            row["en"],
            row["sensitivity"],
            row["basis"],
            row["group"]["zh"],
            row["group"]["en"],
            row["personal"],
            row["rank"],
        )
        for key, row in rows.items()
    }


def infotype(key: str) -> Infotype:
    """The infotype `key`; KeyError where there is none."""
    return catalogue()[key]
