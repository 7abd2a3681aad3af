"""Conditions: checked when loaded, three-valued when asked."""

import pytest

from policies.conditions import compile_condition, context_of
from policies.errors import PolicyError
from policies.facts import Facts, facts_of


def ask(source: str, facts: Facts) -> bool | None:
    return compile_condition(source, {}).holds(context_of(facts))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("subjects >=", "does not compile"),
        ("persons >= 1", "persons"),
        ("state.on_fire", "state.on_fire"),
        ("org.colour == 'red'", "org.colour"),
        ("evidence.blessing", "evidence.blessing"),
        ("'log' in state", "as a whole"),
        ("state__log", "state__log"),
        ("state", "as a whole"),
        ("subjects", "not true or false"),
        ("dest", "not true or false"),
        ("subjects + 'x' == 'y'", "cannot be evaluated"),
        ("'cn.idcard' in categories", "cn.idcard"),
        ("categories['cn.id_card'].values > 1", "ask `'x' in categories"),
        ("subjects >= param.floor", "param.floor"),
        ("matches(dest, 'x')", "matches"),
        ("categories.exists(c, c == 'cn.id_card')", "c, "),
    ],
)
def test_bad_conditions_are_refused(source: str, what: str) -> None:
    """A condition that does not compile, is not boolean or leaves the vocabulary never loads."""
    with pytest.raises(PolicyError, match=r".") as caught:
        compile_condition(source, {})
    assert what.split(",", maxsplit=1)[0] in str(caught.value)


def test_names_inside_strings_are_not_names() -> None:
    """A text that looks like a name of the vocabulary is only a text."""
    assert compile_condition("channel == 'state.nowhere is org'", {}).names == {"channel"}


def test_strings_are_left_as_they_are() -> None:
    """A text keeps its dots and quotes, also between names of the vocabulary."""
    source = "!state.log && channel == 'to org.x' && channel != \"it's\" && !evidence.approval"
    assert ask(source, Facts(channel="to org.x")) is True
    assert ask(source, Facts(channel="to org__x")) is False


def test_parameters_are_filled_in_as_literals() -> None:
    """Parameters of each type become literals, quoted where they are text."""
    condition = compile_condition(
        "subjects >= param.n && channel == param.s && param.b", {"n": 7, "s": "it's", "b": True}
    )
    assert condition.source == "subjects >= 7 && channel == 'it\\'s' && true"


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("state.log", None),
        ("!state.log", None),
        ("state.log && subjects >= 1", None),
        ("subjects >= 1 && state.log", None),
        ("state.log && subjects >= 9", False),
        ("state.log || subjects >= 1", True),
        ("state.log || subjects >= 9", None),
        ("org.sector == 'financial'", None),
        ("org.sector != 'financial'", None),
        ("evidence.approval", False),
        ("'cn.id_card' in categories && categories['cn.id_card'].values == 3", True),
        ("'fin.account' in categories && categories['fin.account'].values == 3", False),
    ],
)
def test_unknown_facts_are_a_third_value(source: str, outcome: bool | None) -> None:
    """An unknown fact leaves a condition undecided unless the rest decides it; missing evidence is false."""
    facts = facts_of({"subjects": 3, "categories": {"cn.id_card": 3}, "state_unknown": ["log"]})
    assert ask(source, facts) is outcome
