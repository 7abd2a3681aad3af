"""Help in the reader's language, folded by terminal cells: click's own is English and counts letters, not cells."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click
from rich.cells import cell_len, get_character_cell_size

from app.wording.catalogue import Lang, default_lang, keys, lang_of, say, texts

CONTEXT = {"help_option_names": ["-h", "--help"]}
LEFT_WIDTH = 28
"""Widest left column of a list, in terminal cells; a longer entry has its text on the next line."""
MIN_WIDTH, MAX_WIDTH = 50, 100

Wrapped = TypeVar("Wrapped", bound=Callable[..., Any])


def chosen_lang(arguments: list[str], configured: str) -> Lang:
    """The language asked for by `--lang` anywhere in `arguments`, else the configured one, else the locale's."""
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        name, joined, value = argument.partition("=")
        if name == "--lang":
            given = value if joined else "".join(arguments[number + 1 : number + 2])
            return lang_of(given) or default_lang(configured)
    return default_lang(configured)


def option(lang: Lang, *names: str, key: str, **settings: Any) -> Callable[[Wrapped], Wrapped]:
    """A click option whose help is the text of `key`."""
    return click.option(*names, help=say(lang, key), **settings)


def lang_option(lang: Lang) -> Callable[[Wrapped], Wrapped]:
    """`--lang`: read before click runs (chosen_lang); here it is only checked and explained."""
    return option(lang, "--lang", key="cli.opt_lang", type=click.Choice(["zh", "en"]), expose_value=False)


class SpokenCommand(click.Command):
    """A command whose help is folded by cells."""

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        return "\n".join(help_lines(self, ctx))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in the reader's language."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say(spoken(ctx), "cli.opt_help")
        return found


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands whose help is folded by cells."""


def spoken(ctx: click.Context) -> Lang:
    """The language of this run."""
    lang: Lang = getattr(ctx.find_root().obj, "lang", "en")
    return lang


def help_lines(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Usage, description, commands and options, line by line."""
    lang = spoken(ctx)
    width = max(MIN_WIDTH, min(MAX_WIDTH, _columns())) - 2
    pieces = " ".join(command.collect_usage_pieces(ctx))
    pieces = pieces.replace("[COMMAND] [ARGS]...", "COMMAND [ARGS]...")
    pieces = pieces.replace("COMMAND [ARGS]...", say(lang, "cli.usage_command")).replace("...", "…")
    pieces = pieces.replace("[OPTIONS]", say(lang, "cli.usage_options"))
    yield from folded(f"{say(lang, 'cli.usage')}{ctx.command_path} {pieces}".rstrip(), width)
    for paragraph in (command.help or "").split("\n"):
        yield ""
        yield from (f"  {line}" for line in folded(paragraph, width - 2))
    if isinstance(command, click.Group):
        found = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
        rows = [(name, (each.help or "").partition("\n")[0]) for name, each in found if each is not None]
        yield from _section(say(lang, "cli.help_commands"), rows, width)
    options = [each for each in command.get_params(ctx) if isinstance(each, click.Option)]
    records = [(record[0], each.help or "") for each in options if (record := each.get_help_record(ctx))]
    yield from _section(say(lang, "cli.help_options"), records, width)
    yield from _examples(ctx, lang)


def _examples(ctx: click.Context, lang: Lang) -> Iterator[str]:
    """The examples of a command, as they are typed: never folded, so that they can be copied."""
    key = f"examples.{'_'.join(ctx.command_path.split()[1:]) or 'program'}"
    if key in keys():
        yield ""
        yield say(lang, "cli.help_examples")
        yield from (f"  {line}".rstrip() for line in texts(key)[lang].strip().splitlines())


def _section(title: str, rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    left = min(LEFT_WIDTH, max(cell_len(name) for name, _ in rows))
    for name, text in rows:
        lines = folded(text, width - left - 4) or [""]
        if cell_len(name) > left:
            yield f"  {name}"
        else:
            yield f"  {name}{' ' * (left - cell_len(name) + 2)}{lines.pop(0)}".rstrip()
        yield from (" " * (left + 4) + line for line in lines)


def folded(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells: at spaces, between Han characters, or anywhere if need be."""
    lines: list[str] = []
    line = ""
    for piece in _breakable(text):
        if line and cell_len(line) + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while cell_len(line.rstrip()) > width:
            head = _fitting(line, width)
            lines.append(head)
            line = line[len(head) :]
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _breakable(text: str) -> Iterator[str]:
    """Pieces after each of which a line may end; closing punctuation stays with what it closes."""
    piece = ""
    for char in text:
        wide = get_character_cell_size(char) == 2
        closes = char in "，。；：！？、）》」』”’…"
        if piece and not closes and (wide or piece[-1] == " " or get_character_cell_size(piece[-1]) == 2):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _fitting(text: str, width: int) -> str:
    taken = 0
    for number, char in enumerate(text):
        taken += get_character_cell_size(char)
        if taken > width:
            return text[:number]
    return text


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((MAX_WIDTH, 24)).columns
