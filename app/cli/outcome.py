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
    said: list[str] = []
    codes = {exit_codes.COMPLETE}
    if failed or report.scan.status is ScanStatus.FAILED:
        codes.add(exit_codes.FAILED)
        said.append(say(lang, "cli.outcome_failed"))
    coverage = report.coverage
    if not coverage.complete or report.scan.status is ScanStatus.PARTIAL:
        codes.add(exit_codes.COMPLETE if allow_partial else exit_codes.PARTIAL)
        unread = coverage.partial + coverage.unreadable + coverage.skipped
        said.append(say(lang, "cli.outcome_partial_allowed" if allow_partial else "cli.outcome_partial", count=unread))
    if not said:
        said.append(say(lang, "cli.outcome_complete"))
    grave = sum(entry.verdict.severity >= fail_on for entry in report.verdicts)
    threshold = say(lang, f"report.severity_{fail_on.label}")
    if grave:
        codes.add(exit_codes.FOUND)
        said.append(say(lang, "cli.outcome_found", count=grave, threshold=threshold))
    else:
        said.append(say(lang, "cli.outcome_not_found", threshold=threshold))
    code = next((code for code in exit_codes.STRONGEST_FIRST if code in codes), exit_codes.COMPLETE)
    text = say(lang, "cli.outcome_separator").join(said)
    return Outcome(code, say(lang, "cli.outcome", said=text, code=code))
