"""What is asked about content that wants to leave, and the signed answer."""

from typing import Annotated

from pydantic import ConfigDict, Field

from app.api.schemas.base import Model, OneOf
from app.api.schemas.findings import VerdictOut
from app.api.schemas.scans import Evidence, Organisation, Profile
from policies.vocabulary import DESTINATIONS, EVENTS

Channel = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$|^$", examples=["http", "email", "im", "llm"])]
Name = Annotated[str, Field(max_length=512)]
Destination = Annotated[str, OneOf(DESTINATIONS)]
Event = Annotated[str, OneOf(EVENTS - {"scan"})]


class InspectionFields(Model):
    """The question without the content: who sends it, where to, by which channel. A form carries these as fields."""

    who: Name = ""
    destination: Destination = "unknown"
    channel: Channel = ""
    event: Event = "upload"
    file_name: Name = ""
    profile: Profile = "strict"


class InspectionIn(InspectionFields):
    """Text that wants to leave, and what is known around it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "请尽快联系客户。", "who": "crm-frontend", "destination": "third_party", "channel": "http"}
            ]
        }
    )

    text: str
    org: Organisation = Organisation()
    evidence: Evidence = Evidence()


class InspectionForm(InspectionFields):
    """A file that wants to leave, and what is known around it."""

    file: str = Field(json_schema_extra={"format": "binary"})


class FoundOut(Model):
    """What was found of one infotype in one unit of the content; masks of the first matches, when it was asked."""

    infotype: str
    unit: str
    column: str
    count: int
    distinct: int
    confidence: str
    masks: list[str]


class SubjectsOut(Model):
    """Distinct data subjects, and how many of them are under 14."""

    distinct: int
    under14: int


class UnreadPart(Model):
    """A part of the content that was not read in full."""

    unit: str
    status: str
    reason: str


class InspectionCoverage(Model):
    """How much of the content was read."""

    units: int
    read: int
    unread: list[UnreadPart]


class InspectionOut(Model):
    """The verdict, and the signature over it.

    `signed` is the exact text (UTF-8) that `signature` (Ed25519, base64) stands over; `/v1/signing-key` gives the
    public key. `complete` is false where part of the content could not be read: then the action is at least `approve`.
    """

    id: str
    at: str
    complete: bool
    verdict: VerdictOut
    findings: list[FoundOut]
    subjects: SubjectsOut
    coverage: InspectionCoverage
    signed: str
    signature: str
    key_id: str
