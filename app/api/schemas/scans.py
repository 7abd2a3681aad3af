"""Scans as the interface takes and gives them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.api.schemas.base import Model, OneOf
from app.domain.scans import ScanOptions
from policies.vocabulary import STATES

Level = Literal["low", "medium", "high"]
Profile = Literal["current", "strict"]
Target = Annotated[str, Field(min_length=1, max_length=4096)]
Label = Annotated[str, OneOf(STATES)]


class Organisation(Model):
    """What is known of the organisation; what is left out stays unknown, and the verdict says so."""

    sector: Annotated[str, Field(max_length=64)] | None = None
    pboc_regulated: bool | None = None
    is_ciio: bool | None = None
    pi_total: Annotated[int, Field(ge=0)] | None = None
    sens_total: Annotated[int, Field(ge=0)] | None = None


class Evidence(Model):
    """What is on file; what is left out is missing."""

    separate_consent: bool = False
    separate_consent_publication: bool = False
    masking_job: bool = False
    approval: bool = False
    pia_valid: bool = False
    contract_valid: bool = False


class ScanOptionsIn(Model):
    """How to scan; what is left out has the same default as on the command line."""

    min_confidence: Level = "medium"
    names: bool = True
    sample: Annotated[int, Field(ge=1, le=100_000_000, description="Rows a table; null: all.")] | None = None
    profile: Profile = "strict"
    labels: list[Label] = Field(default_factory=list, max_length=32, description="Exposure declared for all targets.")
    org: Organisation = Organisation()
    evidence: Evidence = Evidence()

    def options(self) -> ScanOptions:
        """The same as the domain has it."""
        return ScanOptions(
            min_confidence=self.min_confidence,
            names=self.names,
            sample=self.sample,
            profile=self.profile,
            labels=tuple(self.labels),
            org=self.org.model_dump(exclude_none=True),
            evidence=self.evidence.model_dump(exclude_unset=True),
        )


class ScanRequest(Model):
    """What to scan and how."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"targets": ["/srv/share"], "options": {"min_confidence": "medium"}},
                {"targets": ["postgresql://reader@db.internal/crm"], "options": {"sample": 10000}},
            ]
        }
    )

    targets: list[Target] = Field(min_length=1, max_length=32)
    options: ScanOptionsIn = ScanOptionsIn()


class ScanStarted(Model):
    """A scan that waits for its turn or runs; follow it at `Location`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "s_019aa1b2c3d4e5f60718"}]})

    id: str


class PackOut(Model):
    """The policy pack that judged."""

    id: str
    version: str
    sha256: str


class ScanOut(Model):
    """One scan; passwords and personal data in its targets are masked."""

    id: str
    started_at: str
    finished_at: str | None
    status: Literal["running", "interrupted", "complete", "partial", "failed"]
    targets: list[str]
    pack: PackOut
    error: str = ""


class UnreadOut(Model):
    """A unit that was not read in full, and why."""

    unit: str
    status: str
    reason: str | None
    detail: str


class NotedOut(Model):
    """A unit that was read, and what is worth saying of it."""

    unit: str
    notes: list[str]


class CoverageOut(Model):
    """The ledger of unit states; `bytes` is what was taken in."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "units": 41, "read": 40, "partial": 0, "unreadable": 1, "skipped": 0, "sampled": 0, "bytes": 913_408,
                    "unread": [
                        {"unit": "archive/2019.zip", "status": "unreadable", "reason": "encrypted", "detail": ""}
                    ],
                }
            ]
        }
    )  # fmt: skip

    units: int
    read: int
    partial: int
    unreadable: int
    skipped: int
    sampled: int
    bytes: int
    unread: list[UnreadOut]
    noted: list[NotedOut] = Field(default_factory=list)


class ProgressOut(Model):
    """How far a scan is; a total is null while it is not known."""

    stage: str
    units_done: int
    units_total: int | None
    bytes_done: int
    bytes_total: int | None
    findings: int
    current: str


class ScanDetail(Model):
    """One scan, how far it is, and its coverage once it has ended."""

    scan: ScanOut
    progress: ProgressOut | None
    coverage: CoverageOut | None


class ScanPage(Model):
    """The latest scans, newest first."""

    scans: list[ScanOut]
