"""The program `mishao`: finds the command, runs it, and turns every ending into an exit code."""

import os
import sys
from importlib import import_module

import click

from app.cli import exit_codes
from app.cli.failures import LastResort, complain, explained, usage_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenGroup, chosen_lang, lang_option, spoken
from app.errors import AppError
from app.wording.catalogue import Lang, say
from detectors.errors import DetectorError
from policies.errors import PolicyError

COMMANDS = {
    "scan": "scan",
    "inspect": "inspect",
    "mask": "mask",
    "report": "report",
    "scans": "scans",
    "diff": "diff",
    "findings": "findings",
    "explain": "explain",
    "fix": "fix",
    "list": "listing",
    "audit": "audit",
    "serve": "serve",
    "keys": "keys",
    "init": "init",
    "policy": "policy",
    "doctor": "doctor",
    "completion": "completion",
}
"""Every command and the module of this package that makes it; a module is imported when its command is asked for."""


class Commands(SpokenGroup):
    """The commands of the program, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which one meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, made in the language of this run."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.cli.{COMMANDS[cmd_name]}")
        made: click.Command = module.command(spoken(ctx))
        return made


def program(lang: Lang) -> click.Command:
    """The whole program in one language."""

    @click.command(
        cls=Commands, context_settings=CONTEXT, help=say(lang, "cli.help_program"), invoke_without_command=True
    )
    @click.option("--version", is_flag=True, help=say(lang, "cli.opt_version"))
    @lang_option(lang)
    @click.pass_context
    def mishao(ctx: click.Context, version: bool) -> None:
        if version:
            from app.exporters.layout.product import version as installed

            click.echo(f"mishao {installed()}")
            ctx.exit()
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help())

    return mishao


def run(arguments: list[str], lang: Lang) -> int:
    """Run one command line; the exit code. Errors that are foreseen end here, in one line."""
    try:
        ended = program(lang).main(args=arguments, prog_name="mishao", standalone_mode=False, obj=Session(lang))
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        complain(lang, usage_text(lang, error))
        return exit_codes.USAGE
    except (AppError, DetectorError, PolicyError) as error:
        complain(lang, explained(lang, error))
        return exit_codes.of_error(error)
    return ended if isinstance(ended, int) else exit_codes.COMPLETE


def main(arguments: list[str] | None = None) -> int:
    """The entry point; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    with LastResort(chosen_lang(given, os.environ.get("MISHAO_LANG", ""))) as ending:
        ending.code = run(given, ending.lang)
        sys.stdout.flush()
    return ending.code


if __name__ == "__main__":
    sys.exit(main())
