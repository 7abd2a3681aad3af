"""Verdicts: the gravest and strictest of all rules that hold, with what was unknown."""

import json
import pickle

import pytest

from detectors.infotypes import catalogue
from policies.evaluation import evaluate
from policies.facts import CategoryFact, Facts, facts_of
from policies.loader import default_pack
from policies.verdicts import Action, Severity


def test_nothing_found_is_allowed() -> None:
    """Where nothing was found no rule speaks, and nothing is undecided."""
    verdict = evaluate(default_pack(), Facts())
    assert (verdict.severity, verdict.action, verdict.rules) == (Severity.NONE, Action.ALLOW, ())
    assert verdict.facts["undecided"] == {}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_finding_has_a_verdict(key: str) -> None:
    """A unit with one value of any infotype has at least a low verdict."""
    verdict = evaluate(default_pack(), Facts(categories={key: CategoryFact(1)}))
    assert verdict.severity >= Severity.LOW
    assert verdict.obligations


def test_gravest_and_strictest_win() -> None:
    """Severity and action are each the highest of the rules that fired, and rules stand gravest first."""
    facts = facts_of(
        {
            "categories": {"cn.id_card": 2, "auth.key": 1},
            "subjects": 2,
            "subjects_sensitive": 2,
            "state": ["log", "anonymous_bucket"],
        }
    )
    verdict = evaluate(default_pack(), facts)
    assert [rule.id for rule in verdict.rules] == ["CN-EXP-01", "CN-EXP-02", "CN-EXP-09", "MS-INV-02", "MS-INV-01"]
    assert verdict.severity is Severity.CRITICAL
    assert verdict.action is Action.BLOCK
    assert ("rotate_secret", "CN-EXP-09") in [(o.type, o.rule) for o in verdict.obligations]


def test_conditional_duty_only_where_it_holds() -> None:
    """A log with ID numbers but no credential need not rotate anything."""
    facts = facts_of({"categories": {"cn.id_card": 2}, "subjects": 2, "subjects_sensitive": 2, "state": ["log"]})
    assert "rotate_secret" not in {o.type for o in evaluate(default_pack(), facts).obligations}


def test_undecided_rules_are_listed_with_what_they_need() -> None:
    """A rule that hangs on an unknown fact does not fire, and the verdict says which fact would decide it."""
    facts = facts_of({"categories": {"contact.mobile": 5}, "subjects": 5, "event": "upload"})
    verdict = evaluate(default_pack(), facts)
    assert verdict.facts["undecided"] == {"CN-EXP-02": ["dest"]}
    assert verdict.facts["unknown"] == ["dest"]
    assert [rule.id for rule in verdict.rules] == ["MS-INV-01"]


def test_unknown_escalation_is_told_on_the_rule() -> None:
    """A rule that fired and might be graver names the fact that would tell."""
    facts = facts_of({"categories": {"cn.id_card": 5}, "subjects": 5, "subjects_sensitive": 5, "state": ["endpoint"]})
    fired = {rule.id: rule for rule in evaluate(default_pack(), facts).rules}
    assert fired["CN-EXP-08"].unknown == ("org.pboc_regulated",)
    assert fired["CN-EXP-08"].severity is Severity.MEDIUM


def test_verdict_travels_and_serialises() -> None:
    """A verdict can cross processes, and its facts are plain JSON."""
    verdict = evaluate(
        default_pack(), facts_of({"categories": {"cn.id_card": 1}, "subjects": 1, "subjects_sensitive": 1})
    )
    assert pickle.loads(pickle.dumps(verdict)) == verdict
    assert json.loads(json.dumps(verdict.facts)) == verdict.facts
