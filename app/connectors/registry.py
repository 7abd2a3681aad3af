"""Which connectors there are, and which one takes a target."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.connectors import targets
from app.connectors.interface import Connector
from app.errors import TargetError
from app.wording.catalogue import Lang, say, told


@dataclass(frozen=True, slots=True)
class ConnectorInfo:
    """A connector as it is listed: its kind, the URL schemes it takes, and an example target."""

    kind: str
    schemes: tuple[str, ...]
    example: str

    def title(self, lang: Lang) -> str:
        """What the connector reads, in a few words."""
        return say(lang, f"connectors.{self.kind}")


@lru_cache(maxsize=1)
def _discovered() -> tuple[Connector, ...]:
    package = __name__.rpartition(".")[0]
    found: list[Connector] = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.ispkg:
            continue
        connector = getattr(importlib.import_module(f"{package}.{module.name}"), "CONNECTOR", None)
        if connector is not None:
            found.append(connector)
    return tuple(sorted(found, key=lambda each: each.kind))


def connectors() -> tuple[ConnectorInfo, ...]:
    """Every connector there is, by kind."""
    return tuple(ConnectorInfo(each.kind, each.schemes, each.example) for each in _discovered())


def connector_for(target: str) -> Connector:
    """The connector that takes `target`; TargetError where its URL scheme is unknown."""
    if not target:
        raise TargetError(told("connectors.empty_target"))
    scheme = targets.scheme_of(target)
    for connector in _discovered():
        if scheme in connector.schemes:
            return connector
    schemes = ", ".join(f"{name}://" for each in _discovered() for name in each.schemes if name)
    raise TargetError(told("connectors.unknown_scheme", scheme=scheme, schemes=schemes))


def display_target(target: str) -> str:
    """`target` as it may be shown: no password, no query parameter that could be secret."""
    return targets.display_target(target)
