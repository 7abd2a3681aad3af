"""Exposure: who can reach a unit and how, each with the evidence it rests on."""

import enum
from dataclasses import dataclass


class ExposureState(enum.StrEnum):
    """The fixed vocabulary of `state` that rules may ask about."""

    PUBLIC_LINK = "public_link"
    PUBLIC_INDEX = "public_index"
    ANONYMOUS_BUCKET = "anonymous_bucket"
    WORLD_READABLE = "world_readable"
    BROAD_INTERNAL = "broad_internal"
    CLEARTEXT_REST = "cleartext_rest"
    CLEARTEXT_TRANSIT = "cleartext_transit"
    BACKUP = "backup"
    TEST_ENV = "test_env"
    LOG = "log"
    SOURCE_CODE = "source_code"
    ENDPOINT = "endpoint"
    REMOVABLE = "removable"
    EMAIL = "email"
    IM = "im"
    SHARE = "share"
    LLM_PROMPT = "llm_prompt"


@dataclass(frozen=True, slots=True)
class Exposure:
    """One state that holds for a unit; `evidence` is a stable code of what was seen, `detail` the particulars."""

    state: ExposureState
    evidence: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """What probing found out: states that hold, and questions that could not be answered (state, why)."""

    exposures: tuple[Exposure, ...] = ()
    unknown: tuple[Exposure, ...] = ()

    def joined(self, other: "ExposureReport") -> "ExposureReport":
        """Both reports as one, without doubles."""
        return ExposureReport(
            tuple(dict.fromkeys(self.exposures + other.exposures)),
            tuple(dict.fromkeys(self.unknown + other.unknown)),
        )
