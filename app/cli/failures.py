"""What is said when something goes wrong: one clear line on stderr, never a traceback and never a value."""

import os
import sys
import traceback
from types import TracebackType
from typing import Self

import click

from app.cli import exit_codes
from app.cli.speech import spoken
from app.errors import AppError
from app.wording.catalogue import Lang, in_lang, say
from detectors.errors import DetectorError
from policies.errors import PolicyError

DEBUG = "MISHAO_LOG_LEVEL"


def complain(lang: Lang, text: str) -> None:
    """One complaint on stderr, with the program's name; further lines of a list of faults are indented."""
    from app.exporters.layout.visible import visible

    lines = [visible(line) for line in text.splitlines() if line.strip()] or [""]
    say_aside(say(lang, "cli.error", text="\n  ".join(lines)))


def explained(lang: Lang, error: AppError | DetectorError | PolicyError) -> str:
    """What an error that was foreseen says, in the reader's language."""
    return in_lang(lang, error.message) if isinstance(error, AppError) else error.texts[lang]


def say_aside(text: str) -> None:
    """A line on stderr; a stderr that nobody reads any more is no reason to fail."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def usage_text(lang: Lang, error: click.ClickException) -> str:
    """A usage error in the reader's language; what was typed is not repeated: it can be a URL with a password."""
    text = _usage_fault(lang, error)
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "mishao"
    return say(lang, "cli.usage_hint", text=text, command=path)


def _usage_fault(lang: Lang, error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            text = _with_guess(lang, say(lang, "cli.no_such_option", name=error.option_name), error.possibilities)
        case click.NoSuchCommand():
            text = _with_guess(lang, say(lang, "cli.no_such_command"), error.possibilities)
        case click.exceptions.NoArgsIsHelpError():
            text = say(lang, "cli.missing_command")
        case click.BadParameter():
            text = _parameter_fault(lang, error)
        case click.BadOptionUsage():
            valueless = "take a value" in error.message
            key = "cli.option_takes_no_value" if valueless else "cli.option_needs_value"
            text = say(lang, key, name=error.option_name)
        case click.UsageError() if "extra argument" in error.message:
            text = say(lang, "cli.extra_argument")
        case _:
            text = say(lang, "cli.bad_usage")
    return text


def _parameter_fault(lang: Lang, error: click.BadParameter) -> str:
    param, name = error.param, _name(error)
    if isinstance(error, click.MissingParameter):
        return say(lang, "cli.missing", name=name)
    kind = param.type if param is not None else None
    if isinstance(kind, click.Choice):
        return say(lang, "cli.not_a_choice", name=name, choices=", ".join(str(each) for each in kind.choices))
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return say(lang, "cli.not_at_least", name=name, low=kind.min)
        return say(lang, "cli.not_in_range", name=name, low=kind.min, high=kind.max)
    return say(lang, "cli.bad_value", name=name)


def _name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name


def _with_guess(lang: Lang, text: str, guesses: list[str] | None) -> str:
    return text + say(lang, "cli.did_you_mean", guesses=", ".join(guesses)) if guesses else text


def language_of(error: click.ClickException, fallback: Lang) -> Lang:
    """The language of the run in which a usage error arose."""
    ctx = getattr(error, "ctx", None)
    return spoken(ctx) if ctx is not None and ctx.find_root().obj is not None else fallback


class LastResort:
    """Around the whole program: a fault of our own ends it with a line and FAILED, an interrupt with a line and 130.

    The message of an unexpected exception is not shown, since it may quote what was scanned: its type and the place
    in the code are, and with MISHAO_LOG_LEVEL=debug every place on the way.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.code = exit_codes.COMPLETE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or error is None:
            return False
        if issubclass(kind, KeyboardInterrupt):
            say_aside(say(self.lang, "cli.interrupted"))
            self.code = exit_codes.INTERRUPTED
            return True
        if issubclass(kind, BrokenPipeError):
            silence_stdout()
            return True
        if not issubclass(kind, Exception):
            return False
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        complain(self.lang, say(self.lang, "cli.internal", kind=kind.__name__, place=places[-1] if places else ""))
        if os.environ.get(DEBUG, "").lower() == "debug":
            say_aside("\n".join(f"  {place}" for place in places))
        self.code = exit_codes.FAILED
        return True


def silence_stdout() -> None:
    """The reader of our output is gone (`| head`): what is still buffered must not raise again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
