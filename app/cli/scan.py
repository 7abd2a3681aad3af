"""`mishao scan`: scan targets, report, and say by the exit code what was found and what was not read."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from app.cli import exit_codes
from app.cli.failures import complain, explained, say_aside
from app.cli.output import check_destination, wants_color, width_of, write_file, write_stdout
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.domain.exposure import ExposureState
from app.errors import AppError, Conflict, NotFound, UsageError
from app.exporters.registry import names as formats
from app.wording.catalogue import Lang, say
from detectors.errors import DetectorError
from policies.errors import PolicyError

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.scans import ScanOptions, ScanReport
    from app.services.context import Services

NOTHING_KEPT = "none"
LEVELS = ["low", "medium", "high"]
SEVERITIES = ["low", "medium", "high", "critical"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for on the command line."""

    targets: tuple[str, ...]
    form: str
    output: Path | None
    min_confidence: str
    fail_on: str
    allow_partial: bool
    sample: int | None
    jobs: int | None
    names: bool
    labels: tuple[str, ...]
    store: str | None
    resume: str | None
    color: str


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("scan", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_scan"))
    @click.argument("targets", nargs=-1, metavar=say(lang, "cli.arg_targets"))
    @option(lang, "--format", "form", key="cli.opt_format", type=click.Choice(formats()), default="table")
    @option(lang, "--output", "-o", key="cli.opt_output", type=click.Path(path_type=Path), metavar="FILE")
    @option(lang, "--min-confidence", key="cli.opt_min_confidence", type=click.Choice(LEVELS), default="medium")
    @option(lang, "--fail-on", key="cli.opt_fail_on", type=click.Choice(SEVERITIES), default="high")
    @option(lang, "--allow-partial", key="cli.opt_allow_partial", is_flag=True)
    @option(lang, "--sample", key="cli.opt_sample", type=click.IntRange(min=1), metavar="N")
    @option(lang, "--jobs", key="cli.opt_jobs", type=click.IntRange(1, 256), metavar="N")
    @option(lang, "--no-names", "names", key="cli.opt_no_names", flag_value=False, default=True)
    @option(
        lang, "--label", "labels", key="cli.opt_label", multiple=True, metavar="STATE",
        type=click.Choice([state.value for state in ExposureState]),
    )  # fmt: skip
    @option(lang, "--store", key="cli.opt_store", metavar="URL|none")
    @option(lang, "--resume", key="cli.opt_resume", metavar="ID")
    @option(lang, "--color", key="cli.opt_color", type=click.Choice(["auto", "always", "never"]), default="auto")
    @lang_option(lang)
    @click.pass_obj
    def scan(session: Session, /, **given: object) -> int:
        return carry_out(session, Wish(**given))  # type: ignore[arg-type]  # click has checked every field

    return scan


def carry_out(session: Session, wish: Wish) -> int:
    """Scan, report, and give the exit code."""
    _check(session.lang, wish)
    with session.services(wish.store, jobs=wish.jobs) as services:
        scan_id = wish.resume or services.scans.start(wish.targets, _options(wish), session.actor)
        try:
            with _terminated_like_interrupted():
                report, failed = _run(session, services, scan_id)
        except KeyboardInterrupt:
            kept = wish.store != NOTHING_KEPT
            key = "cli.interrupted_resume" if kept else "cli.interrupted"
            say_aside(say(session.lang, key, scan=scan_id))
            return exit_codes.INTERRUPTED
    return deliver(session.lang, wish, report, failed=failed)


def deliver(lang: Lang, wish: Wish, report: "ScanReport", *, failed: bool = False) -> int:
    """Write the report where it was wanted, say on stderr what holds, and give the exit code."""
    from app.cli.outcome import outcome_of
    from app.exporters.interface import Style
    from app.exporters.registry import exporters
    from policies.verdicts import Severity

    terminal = wish.output is None and sys.stdout.isatty()
    style = Style(lang, width_of(terminal), wants_color(wish.color, os.environ, terminal))
    exporter = exporters()[wish.form]
    if wish.output is None:
        write_stdout(lambda out: exporter.write(report, out, style), text=wish.form == "table")
    else:
        write_file(wish.output, lambda out: exporter.write(report, out, style), lang)
    outcome = outcome_of(report, Severity[wish.fail_on.upper()], wish.allow_partial, lang, failed=failed)
    say_aside(outcome.text)
    return outcome.code


def _check(lang: Lang, wish: Wish) -> None:
    if wish.resume and wish.targets:
        raise UsageError(say(lang, "cli.resume_with_targets"))
    if wish.resume and wish.store == NOTHING_KEPT:
        raise UsageError(say(lang, "cli.resume_without_store"))
    if not wish.resume and not wish.targets:
        raise UsageError(say(lang, "cli.no_targets"))
    if wish.output is not None:
        check_destination(wish.output, lang)


def _options(wish: Wish) -> "ScanOptions":
    from app.domain.scans import ScanOptions

    return ScanOptions(wish.min_confidence, wish.names, wish.sample, wish.jobs or 0, labels=wish.labels)


def _run(session: Session, services: "Services", scan_id: str) -> "tuple[ScanReport, bool]":
    """The report, and whether the scan broke off; a scan that began and broke off is still reported."""
    from app.cli.progress import meter

    with meter(session.lang) as on_progress:
        try:
            return services.scans.run(scan_id, session.actor, on_progress), False
        except (NotFound, Conflict):
            raise
        except (AppError, DetectorError, PolicyError) as error:
            broken = error
    complain(session.lang, explained(session.lang, broken))
    return services.scans.report(scan_id), True


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM (a stopped container) ends a scan as Ctrl-C does: recorded, and ready to be resumed."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
