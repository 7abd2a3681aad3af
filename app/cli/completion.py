"""`mishao completion`: the script that lets a shell complete commands, options and their values."""

from typing import TYPE_CHECKING

import click

from app.cli.failures import say_aside
from app.cli.output import print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option
from app.wording.catalogue import Lang, say

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from click.shell_completion import ShellComplete

PROGRAM, VARIABLE = "mishao", "_MISHAO_COMPLETE"
"""The program's name, and the variable by which click lets it be asked for completions."""
SHELLS = ("bash", "zsh", "fish")


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("completion", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_completion"))
    @click.argument("shell", type=click.Choice(SHELLS), metavar="|".join(SHELLS))
    @lang_option(lang)
    @click.pass_context
    def completion(ctx: click.Context, shell: str) -> None:
        session = ctx.ensure_object(Session)
        print_text(script(ctx.find_root().command, shell))
        say_aside(say(session.lang, f"cli.completion_{shell}"))

    return completion


def script(program: click.Command, shell: str) -> str:
    """The script for `shell`: it asks the program itself, so that it never falls behind."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.BadParameter(shell)
    made: ShellComplete = kind(program, {}, PROGRAM, VARIABLE)
    return (made.source_template % made.source_vars()).strip()
