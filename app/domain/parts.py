"""Parts of a scan: the ledger's unit of work, done in one transaction or not at all."""

from dataclasses import dataclass

from app.domain.exposure import ExposureReport
from app.domain.findings import Finding, Subjects
from app.domain.units import UnitOutcome
from policies.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a scan that one worker does: `number` counts from 0, `payload` is what scanning needs to do it.

    The payload holds exact names and targets: the store seals it.
    """

    scan_id: str
    number: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What a part found out about one unit.

    `key` identifies the unit within the scan (a keyed hash of source and exact name), `locator` is the exact name
    (sealed in the store, never shown), `edges` are the packed links between fingerprints of data subjects.
    """

    key: str
    locator: str
    outcome: UnitOutcome
    findings: tuple[Finding, ...] = ()
    subjects: Subjects = Subjects()
    edges: bytes = b""
    exposure: ExposureReport = ExposureReport()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class PartResult:
    """Everything a part yields: completing it writes all of this, and its audit entries, in one transaction."""

    number: int
    units: tuple[UnitResult, ...]
