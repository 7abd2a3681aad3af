"""Exit codes: one table, 3 before 4 before 1, and everything that holds is said."""

from dataclasses import replace

import pytest

from app.cli import exit_codes
from app.cli.outcome import outcome_of
from app.domain.scans import ScanStatus
from app.errors import (
    AppError,
    ConfigurationError,
    Conflict,
    NotFound,
    ScanFailed,
    StoreError,
    TargetError,
    UsageError,
    VerificationFailed,
)  # fmt: skip
from detectors.errors import DetectorError
from policies.errors import PolicyError
from policies.verdicts import Severity
from tests.unit.app.exporters import reports

CRITICAL, HIGH, LOW = Severity.CRITICAL, Severity.HIGH, Severity.LOW


def without_unread(report):
    coverage = replace(report.coverage, partial=0, unreadable=0, skipped=0, read=42, unread=())
    return replace(report, coverage=coverage, scan=replace(report.scan, status=ScanStatus.COMPLETE))


def failed(report):
    return replace(report, scan=replace(report.scan, status=ScanStatus.FAILED))


@pytest.mark.parametrize(
    ("report", "allow", "code", "said"),
    [
        (reports.empty(), False, 0, ("complete", "nothing at or above high")),
        (without_unread(reports.full()), False, 1, ("complete", "units at or above high: 1")),
        (reports.full(), False, 4, ("not read in full: 3", "units at or above high: 1")),
        (reports.full(), True, 1, ("partial, which was allowed", "units at or above high: 1")),
        (failed(reports.full()), False, 3, ("failed", "not read in full: 3", "units at or above high: 1")),
        (failed(reports.full()), True, 3, ("failed", "partial, which was allowed")),
        (replace(reports.full(), verdicts=()), False, 4, ("partial", "nothing at or above high")),
        (replace(reports.full(), verdicts=()), True, 0, ("partial, which was allowed", "nothing at or above high")),
    ],
)
def test_what_holds(report, allow, code, said):
    """The strongest code wins and the line names all that hold."""
    outcome = outcome_of(report, HIGH, allow, "en")
    assert outcome.code == code
    assert all(piece in outcome.text for piece in (*said, f"exit code {code}"))


def test_threshold():
    """--fail-on moves what counts as found."""
    report = without_unread(reports.full())
    assert outcome_of(replace(report, verdicts=report.verdicts[:1]), HIGH, False, "en").code == 0
    assert outcome_of(replace(report, verdicts=report.verdicts[:1]), LOW, False, "en").code == 1
    assert outcome_of(report, CRITICAL, False, "en").code == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError, 2), (ConfigurationError, 2), (TargetError, 2), (StoreError, 2), (NotFound, 2), (Conflict, 2),
        (DetectorError, 2), (PolicyError, 2), (AppError, 2), (ScanFailed, 3), (VerificationFailed, 3),
    ],
)  # fmt: skip
def test_errors(error, code):
    """Every error of the product has its code from the table."""
    texts = ("x",) if issubclass(error, AppError) else ("x", "x")
    assert exit_codes.of_error(error(*texts)) == code


def test_fault_of_ours():
    """What is in no row is a failure, not a finding."""
    assert exit_codes.of_error(KeyError("x")) == 3
