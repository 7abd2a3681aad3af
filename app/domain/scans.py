"""Scans and their reports: what the store keeps and the exporters render."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.exposure import ExposureReport
from app.domain.findings import Finding, Subjects
from app.domain.units import Coverage
from policies.verdicts import Verdict


class ScanStatus(enum.StrEnum):
    """Where a scan stands; the last three are final."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How to scan; part of the scan's record, so that it can be resumed and repeated.

    `labels` are exposure states declared for all targets, `org` and `evidence` facts about the organisation and what
    is on file, as policy conditions name them.
    """

    min_confidence: str = "medium"
    names: bool = True
    sample: int | None = None
    jobs: int = 0
    profile: str = "strict"
    labels: tuple[str, ...] = ()
    org: Mapping[str, object] = field(default_factory=dict)
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackRef:
    """Which policy pack judged: id, version and the SHA-256 of its files (hex)."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan; `targets` are shown as given, with passwords and personal data masked."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    status: ScanStatus
    targets: tuple[str, ...]
    pack: PackRef
    options: ScanOptions = ScanOptions()
    error: str = ""


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The verdict over one unit, and the exposure that it rests on."""

    unit: str
    verdict: Verdict
    exposure: ExposureReport = ExposureReport()


@dataclass(frozen=True, slots=True)
class ScanReport:
    """Everything there is to say of a scan: the exporters' only input."""

    scan: Scan
    coverage: Coverage
    subjects: Subjects
    findings: tuple[Finding, ...]
    verdicts: tuple[UnitVerdict, ...]
