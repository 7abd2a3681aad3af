"""`mishao policy`: look after policy packs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.output import print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, SpokenGroup, lang_option
from app.errors import UsageError
from app.wording.catalogue import Lang, say
from policies.errors import PolicyError

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from policies.reading import Problem


def command(lang: Lang) -> click.Command:
    """The command and its action in one language."""
    group = SpokenGroup("policy", context_settings=CONTEXT, help=say(lang, "cli.help_policy"))
    group.add_command(_check(lang))
    return group


def _check(lang: Lang) -> click.Command:
    @click.command("check", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_policy_check"))
    @click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
    @lang_option(lang)
    @click.pass_obj
    def check(session: Session, folder: Path) -> None:
        from policies.loader import check_folder, load_pack

        if not folder.is_dir():
            raise UsageError(say(session.lang, "cli.no_folder", path=folder))
        problems = check_folder(folder)
        if problems:
            raise PolicyError(*(_listed(each, folder, problems) for each in ("en", "zh")))
        pack = load_pack(folder)
        print_text(
            say(
                session.lang,
                "cli.policy_sound",
                id=pack.id,
                version=pack.version,
                rules=len(pack.rules),
                sha256=pack.sha256,
            )
        )

    return check


def _listed(lang: Lang, folder: Path, problems: "list[Problem]") -> str:
    head = say(lang, "cli.policy_problems", path=folder, count=len(problems))
    return "\n".join([head, *(problem.texts[lang] for problem in problems)])
