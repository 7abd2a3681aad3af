"""Names shown to people: paths, columns and members are masked where a detector matches inside them."""

import re
from functools import lru_cache

from app.scanning.detecting import Detecting
from detectors.model import MEDIUM_POINTS, Chunk, LocatorValue, Match

TECHNICAL = frozenset(
    {"org.name", "contact.address", "dev.ip", "person.dob", "intl.phone", "biz.trade_secret", "biz.customer_list"}
)
"""Infotypes that do not name a person by themselves: a folder called 北京分公司 or 客户名单 stays readable."""

GLUE = re.compile(r"[A-Za-z_-](?=[0-9]{6})|(?<=[0-9]{6})[A-WYZa-wyz_-]")
"""What stands beside a long number in names like `t_13…` or `user13…`; an X may be the last digit of a number."""


class NameMask:
    """Masks personal data and secrets inside names; remembers what it has seen."""

    def __init__(self, engine: Detecting) -> None:
        self._engine = engine
        self.mask = lru_cache(maxsize=20_000)(self._mask)

    def _mask(self, name: str) -> str:
        text = name.encode("utf-8", "replace").decode("utf-8")
        shown, at = [], 0
        for match in self._matches(text):
            if match.start < at:
                continue
            shown += [text[at : match.start], match.mask or "***"]
            at = match.end
        return "".join([*shown, text[at:]])

    def _matches(self, text: str) -> list[Match]:
        """What a name holds, first things first; in names `_`, `-` and letters part numbers, which they do not in text."""
        found = self._engine.inspect(text)
        parted = GLUE.sub(" ", text)
        if parted != text:
            found += self._engine.inspect(parted)
        kept = [match for match in found if match.points >= MEDIUM_POINTS and match.infotype not in TECHNICAL]
        return sorted(kept, key=lambda match: (match.start, -match.end))

    def fields(self, chunk: Chunk, cell: int) -> dict[str, LocatorValue]:
        """The locator of a cell with its names masked."""
        return {
            key: self.mask(value) if isinstance(value, str) and key != "kind" else value
            for key, value in chunk.locator(cell).items()
        }
