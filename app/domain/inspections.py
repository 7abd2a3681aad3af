"""Inspections: the record of a verdict given over content that was about to leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.audit import Actor
from policies.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Inspection:
    """One question and its answer.

    `request` holds the fields of the question (who, where to, channel), masked by the caller; `findings` a summary
    without values; `signature` the detached signature over the answer as it was given.
    """

    id: str
    at: datetime
    actor: Actor
    request: Mapping[str, object]
    verdict: Verdict
    findings: Mapping[str, object] = field(default_factory=dict)
    signature: bytes = b""
