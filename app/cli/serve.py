"""`mishao serve`: the service over HTTP."""

import signal
import sys

import click

from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.errors import ConfigurationError
from app.wording.catalogue import Lang, reason_of, say

STOP_WITHIN_S = 5
"""How long open connections, such as a followed scan, may hold up the end."""


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("serve", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_serve"))
    @option(lang, "--host", key="cli.opt_host", metavar="ADDRESS")
    @option(lang, "--port", key="cli.opt_port", type=click.IntRange(1, 65535), metavar="N")
    @lang_option(lang)
    @click.pass_obj
    def serve(session: Session, host: str | None, port: int | None) -> None:
        import uvicorn

        settings = session.settings()
        address, number = host or settings.host, port or settings.port
        _check_free(session.lang, address, number)
        # What follows the server's own orderly end, and what ends a start that is still under way: containers send it.
        signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
        uvicorn.run(
            "app.main:create_app",
            factory=True,
            host=address,
            port=number,
            log_level=settings.log_level.lower(),
            server_header=False,
            timeout_graceful_shutdown=STOP_WITHIN_S,
        )

    return serve


def _check_free(lang: Lang, host: str, port: int) -> None:
    """ConfigurationError where nobody can listen at this address: said in one line, before anything starts."""
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigurationError(
            say(lang, "cli.cannot_listen", host=host, port=port, reason=reason_of(error))
        ) from None
