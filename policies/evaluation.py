"""Judges facts under a pack: the strictest action and gravest severity of every rule that holds."""

from typing import Any

from policies.conditions import context_of
from policies.facts import Facts
from policies.rules import Pack, Rule
from policies.verdicts import Action, FiredRule, Obligation, Severity, Verdict


def evaluate(pack: Pack, facts: Facts) -> Verdict:
    """The verdict on `facts` under `pack`.

    A rule whose condition hangs on an unknown fact does not fire; `facts["undecided"]` of the verdict names it with
    the facts it needs. A rule that fired but whose escalation or further duty hangs on one names them in `unknown`.
    `facts["unknown"]` is all of these together.
    """
    context = context_of(facts)
    missing = facts.unknown
    fired: list[FiredRule] = []
    duties: dict[Obligation, None] = {}
    undecided: dict[str, list[str]] = {}
    for rule in pack.rules:
        outcome = rule.condition.holds(context)
        if outcome is None:
            undecided[rule.id] = sorted(rule.condition.names & missing)
        elif outcome:
            hit, owed = _fire(rule, context, missing)
            fired.append(hit)
            duties.update(dict.fromkeys(owed))
    unknown = {name for hit in fired for name in hit.unknown}.union(*undecided.values())
    fired.sort(key=lambda hit: (-hit.severity, -hit.action, hit.id))
    used = facts.used() | {"unknown": sorted(unknown), "undecided": undecided}
    return Verdict(
        severity=max((hit.severity for hit in fired), default=Severity.NONE),
        action=max((hit.action for hit in fired), default=Action.ALLOW),
        rules=tuple(fired),
        obligations=tuple(duties),
        facts=used,
    )


def _fire(rule: Rule, context: Any, missing: frozenset[str]) -> tuple[FiredRule, list[Obligation]]:
    """The rule as it fired, and what it demands."""
    severity = rule.severity
    unknown: set[str] = set()
    for step in rule.escalations:
        outcome = step.when.holds(context)
        if outcome is None:
            # what cannot make it graver than it is already need not be known
            if step.severity > severity:
                unknown |= step.when.names & missing
        elif outcome:
            severity = max(severity, step.severity)
    owed: list[Obligation] = []
    for duty in rule.duties:
        outcome = True if duty.when is None else duty.when.holds(context)
        if outcome is None and duty.when is not None:
            unknown |= duty.when.names & missing
        elif outcome:
            owed.append(Obligation(duty.type, rule.id))
    hit = FiredRule(
        id=rule.id,
        title=rule.title,
        severity=severity,
        action=rule.action,
        provision=rule.provision,
        basis=rule.basis,
        unknown=tuple(sorted(unknown)),
    )
    return hit, owed
