"""`mishao init`: set up the data folder, the root key, the store and the first administrator."""

import click

from app.cli.output import print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.errors import ConfigurationError
from app.wording.catalogue import Lang, reason_of, say


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("init", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_init"))
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @lang_option(lang)
    @click.pass_obj
    def init(session: Session, store: str | None) -> None:
        settings = session.settings()
        try:
            settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                say(session.lang, "cli.home_denied", path=settings.home, reason=reason_of(error))
            ) from None
        with session.services(store, jobs=1) as services:
            token = services.access.ensure_admin(session.actor)
            name = services.store.name
        root_key = say(session.lang, "cli.from_environment") if settings.root_key else str(settings.root_key_file)
        print_text(say(session.lang, "cli.init_places", home=settings.home, store=name, root_key=root_key))
        if token is None:
            print_text(say(session.lang, "cli.init_again"))
        else:
            print_text(say(session.lang, "cli.init_token"))
            print_text(token)

    return init
