"""How a scan ends the program: every statement that holds of it, and the exit code that wins."""

from dataclasses import dataclass

from app.cli import exit_codes
from app.domain.scans import ScanReport, ScanStatus
from app.wording.catalogue import Lang, say
from policies.verdicts import Severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit code, and what is said about it."""

    code: int
    text: str


def outcome_of(
    report: ScanReport, fail_on: Severity, allow_partial: bool, lang: Lang, *, failed: bool = False
) -> Outcome:
    """What holds of `report`; a scan that left something unread is partial even where nothing was found."""
    holds: dict[int, str] = {}
    if failed or report.scan.status is ScanStatus.FAILED:
        holds[exit_codes.FAILED] = say(lang, "cli.outcome_failed")
    coverage = report.coverage
    if not coverage.complete or report.scan.status is ScanStatus.PARTIAL:
        unread = coverage.partial + coverage.unreadable + coverage.skipped
        key = "cli.outcome_partial_allowed" if allow_partial else "cli.outcome_partial"
        holds[exit_codes.COMPLETE if allow_partial else exit_codes.PARTIAL] = say(lang, key, count=unread)
    grave = sum(entry.verdict.severity >= fail_on for entry in report.verdicts)
    threshold = say(lang, f"report.severity_{fail_on.label}")
    if grave:
        holds[exit_codes.FOUND] = say(lang, "cli.outcome_found", count=grave, threshold=threshold)
    code = next((code for code in exit_codes.STRONGEST_FIRST if code in holds), exit_codes.COMPLETE)
    if not holds:
        holds[exit_codes.COMPLETE] = say(lang, "cli.outcome_complete")
    if not grave:
        holds[exit_codes.FOUND] = say(lang, "cli.outcome_not_found", threshold=threshold)
    said = say(lang, "cli.outcome_separator").join(holds.values())
    return Outcome(code, say(lang, "cli.outcome", said=said, code=code))
