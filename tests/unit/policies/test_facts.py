"""What rules may ask about a unit, and what stays unknown."""

import json
from datetime import date, datetime

import pytest

from app.domain.exposure import ExposureState
from policies.errors import PolicyError
from policies.facts import CHINA, CategoryFact, Facts, facts_of
from policies.vocabulary import STATES, VOCABULARY

NOW = datetime(2026, 3, 1, 9, tzinfo=CHINA)


def test_states_are_those_that_probes_report() -> None:
    """A rule can ask about every exposure state and about no other."""
    assert set(STATES) == {state.value for state in ExposureState}


def test_vocabulary_speaks_both_languages() -> None:
    """Every name that a condition may use is explained in Chinese and English."""
    assert all(name.zh and name.en for name in VOCABULARY.values())


def test_variables_are_the_vocabulary() -> None:
    """With everything known, conditions are given exactly the names of the vocabulary."""
    org = {name.removeprefix("org."): 1 for name in VOCABULARY if name.startswith("org.")}
    given = Facts(dest="internal", org=org, now=NOW).variables()
    names = {n for n in given if n not in ("state", "evidence", "org")}
    names |= {f"{m}.{n}" for m in ("state", "evidence", "org") for n in given[m]}
    assert names == set(VOCABULARY)


def test_unknown_names_are_left_out() -> None:
    """What is unknown is absent from the variables, never false or zero."""
    facts = Facts(event="upload", state_unknown=frozenset({"public_link"}))
    given = facts.variables()
    assert "public_link" not in given["state"]
    assert given["state"]["log"] is False
    assert given["org"] == {}
    assert "dest" not in given
    assert {"state.public_link", "dest", "org.sector", "hour"} <= facts.unknown


def test_state_that_holds_is_known() -> None:
    """A state seen by one probe holds although another probe could not tell."""
    facts = Facts(state=frozenset({"log"}), state_unknown=frozenset({"log"}))
    assert facts.variables()["state"]["log"] is True
    assert "state.log" not in facts.unknown


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (Facts(), "internal"),
        (Facts(state=frozenset({"anonymous_bucket"})), "public"),
        (Facts(state_unknown=frozenset({"public_link"})), "unknown"),
        (Facts(event="send"), "unknown"),
        (Facts(event="send", dest="overseas", state=frozenset({"public_link"})), "overseas"),
    ],
)
def test_destination_follows_exposure(facts: Facts, where: str) -> None:
    """What lies still is public where the public can reach it; what moves goes where the caller says."""
    assert facts.destination == where


@pytest.mark.parametrize(
    ("record", "held"),
    [
        (True, True),
        (False, False),
        ({"id": "A-1"}, True),
        ({"valid_to": "2026-03-01"}, True),
        ({"valid_to": "2026-02-28"}, False),
        ({"valid_to": date(2026, 2, 28)}, False),
        ({"valid_to": datetime(2026, 2, 28, tzinfo=CHINA)}, False),
    ],
)
def test_evidence_runs_out(record: object, held: bool) -> None:
    """Evidence holds up to and on its last day, and what is not on file is missing."""
    facts = Facts(evidence={"approval": record}, now=NOW)
    assert facts.holds("approval") is held
    assert facts.holds("masking_job") is False


def test_bad_evidence_date_names_the_field() -> None:
    """A validity that is no date is refused with the name of its field."""
    with pytest.raises(PolicyError, match=r"evidence\.approval\.valid_to"):
        Facts(evidence={"approval": {"valid_to": "soon"}}, now=NOW).holds("approval")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": frozenset({"on_fire"})},
        {"state_unknown": frozenset({"on_fire"})},
        {"event": "burn"},
        {"dest": "moon"},
        {"categories": {"cn.id_card": CategoryFact(1, 1, "sure")}},
    ],
)
def test_words_outside_the_vocabulary_are_refused(wrong: dict[str, object]) -> None:
    """A state, event, destination or confidence that no rule could mean is an error, not silence."""
    with pytest.raises(PolicyError, match="not a known word"):
        Facts(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_values_and_personal_values() -> None:
    """Values of companies count as values but not as personal information."""
    facts = facts_of({"categories": {"cn.id_card": 2, "org.uscc": 3}})
    assert (facts.values, facts.personal_values) == (5, 2)


def test_used_is_json_and_sorted() -> None:
    """The facts that a verdict keeps can be written as JSON, in a stable order."""
    facts = facts_of(
        {"categories": {"org.uscc": 1, "cn.id_card": 1}, "state": ["share", "log"], "org": {"sector": "x"}}
    )
    used = facts.used()
    assert json.loads(json.dumps(used)) == used
    assert list(used["categories"]) == ["cn.id_card", "org.uscc"]  # type: ignore[call-overload]  # a mapping
    assert used["state"] == ["log", "share"]


@pytest.mark.parametrize(
    "raw",
    [
        {"nonsense": 1},
        {"subjects": -1},
        {"subjects": "many"},
        {"subjects": True},
        {"categories": {"cn.id_card": "two"}},
        {"categories": {"cn.id_card": {"values": -1}}},
        {"categories": [1]},
        {"state": "log"},
        {"event": 3},
        {"org": {"pi_total": "many"}},
        {"now": "noon"},
        {"now": "2026-03-01T09:00:00"},
        {"categories": {"cn.id_card": {"values": 1, "raw": "x"}}},
        {"evidence": {"blessing": True}},
        {"org": {"colour": "red"}},
    ],
)
def test_plain_facts_are_checked(raw: dict[str, object]) -> None:
    """Plain data with an unknown field or a wrong type is refused."""
    with pytest.raises(PolicyError):
        facts_of(raw)
