"""A short campaign of mutants, and that a campaign would notice what it looks for."""

import pytest

from app.domain.units import UnitStatus, UnreadReason
from app.extraction.events import Closed, Opened
from app.extraction.registry import by_extension, formats
from app.extraction.sniff import ending
from tests.fuzz.campaign import faults_of, made, run
from tests.fuzz.seeds import seeds


def test_every_format_has_a_seed():
    """No extractor is left out of the campaign."""
    assert {by_extension().get(ending(seed.name)) for seed in seeds()} >= {entry.id for entry in formats()}


def test_a_campaign_can_be_repeated():
    """The same seed gives the same mutants."""
    first, second = seeds(), seeds()
    assert [made(3, number, first) for number in range(90)] == [made(3, number, second) for number in range(90)]


def test_a_short_campaign():
    """Each of sixty mutants ends exactly once, nothing is raised, and the next sound file is read."""
    result = run(60, 7, processes=1)
    assert result.faults() == {}
    assert result.figures()["lost_unreported"] == 0
    assert len(result.trials) == 60
    assert {trial.status for trial in result.trials} >= {"read", "partial", "unreadable"}


@pytest.mark.parametrize(
    "events",
    [
        [],
        [Opened("", "text", 1)],
        [Closed("", UnitStatus.READ)],
        [Opened("", "text", 1), Closed("", UnitStatus.READ), Closed("", UnitStatus.READ)],
        [Opened("", "text", 1), Opened("a", "text", 1), Closed("", UnitStatus.READ)],
        [Opened("", "text", 1), Closed("", UnitStatus.READ, UnreadReason.CORRUPT)],
    ],
)
def test_disorder_is_noticed(events):
    """A missing, second or crossed end is a fault."""
    assert faults_of(events)
