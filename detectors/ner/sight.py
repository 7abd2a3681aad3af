"""What the rules hand on: a span of a text that is a person, an address or an organisation."""

from typing import Final, NamedTuple

PERSON, ADDRESS, ORG = "person.name", "contact.address", "org.name"
CONTEXT_POINTS: Final = 3
CONTEXT_WINDOW: Final = 20
"""Characters before an entity in which a context word may stand."""


class Sight(NamedTuple):
    """A span of a text that is a name or an address: offsets in characters, and what it rests on."""

    start: int
    end: int
    infotype: str
    points: int
    code: str = "model"
