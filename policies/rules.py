"""Rules and packs as loaded: texts in both languages, compiled conditions, legal basis."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.conditions import Condition
from policies.facts import Facts
from policies.verdicts import Action, Basis, Severity

Text = Mapping[str, str]
"""One text in both languages, by `zh` and `en`."""

NOTHING: Text = {}


@dataclass(frozen=True, slots=True)
class Escalation:
    """A graver severity that holds where `when` does."""

    when: Condition
    severity: Severity


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a rule; with `when`, only where that holds."""

    type: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Facts with what the rule must say to them: `fires`, `silent` or `undecided`."""

    name: str
    outcome: str
    facts: Facts
    severity: Severity | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, how grave that is, what must happen, on what ground, and what an auditor expects.

    `provision` is the legal basis in one line, as `provision_of` writes it.
    """

    id: str
    kind: str
    title: Text
    summary: Text
    condition: Condition
    severity: Severity
    escalations: tuple[Escalation, ...]
    action: Action
    duties: tuple[Duty, ...]
    basis: tuple[Basis, ...]
    evidence: Text
    retention: Text
    notification: Text
    remediation: Text
    penalty: tuple[Basis, ...]
    gdpr: tuple[str, ...]
    parameters: Mapping[str, int | str | bool]
    note: Text
    examples: tuple[Example, ...]
    provision: str


def provision_of(basis: tuple[Basis, ...]) -> str:
    """The legal basis in one line, articles of one text together; what was not read in the original is marked."""
    by_law: dict[str, list[str]] = {}
    for entry in basis:
        mark = "" if entry.mark == "P" else f" [{entry.mark}]"
        by_law.setdefault(entry.law, []).append(entry.article + mark)
    return "; ".join(f"{law} {', '.join(articles)}" for law, articles in by_law.items())


@dataclass(frozen=True, slots=True)
class LegalText:
    """One legal text that rules cite: its full name, the version that was read, since when, and how it was read."""

    law: str
    title: Text
    version: str
    in_force: str
    mark: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A versioned set of rules; `sha256` (hex) is taken over the contents of all its files."""

    id: str
    version: str
    date: str
    sha256: str
    title: Text
    texts: Mapping[str, LegalText]
    rules: tuple[Rule, ...]

    def rule(self, key: str) -> Rule:
        """The rule `key`; KeyError where there is none."""
        for rule in self.rules:
            if rule.id == key:
                return rule
        raise KeyError(key)
