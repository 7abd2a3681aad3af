"""Verdicts: what should happen to a unit, why, and what must be done."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Action(enum.IntEnum):
    """What may happen to the content, from the mildest to the strictest."""

    ALLOW = 0
    WARN = 1
    MASK = 2
    APPROVE = 3
    QUARANTINE = 4
    BLOCK = 5

    @property
    def label(self) -> str:
        """The form used in JSON and rule files; `approve` means that approval is needed."""
        return self.name.lower()


class Severity(enum.IntEnum):
    """How grave a verdict is; NONE only where nothing was found."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The form used in options, JSON and rule files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that must be done because of a rule, e.g. `revoke_link`, `open_incident`; `rule` demanded it."""

    type: str
    rule: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal basis of a rule: instrument, article and the text version that was read, with its verification mark.

    `mark` is P (primary text read), S (secondary) or M (not checked); S and M are shown as "to be confirmed".
    """

    law: str
    article: str
    version: str
    mark: str = "P"


@dataclass(frozen=True, slots=True)
class FiredRule:
    """One rule that holds for a unit, with what it says about severity and action, and its legal basis."""

    id: str
    title: Mapping[str, str]
    severity: Severity
    action: Action
    provision: str
    basis: tuple[Basis, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strictest action and gravest severity of all rules that fired, the rules, obligations and facts used."""

    severity: Severity
    action: Action
    rules: tuple[FiredRule, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
