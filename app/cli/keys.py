"""`mishao keys`: the API keys of the service."""

from typing import Any

import click

from app.cli.lists import format_option, show
from app.cli.output import print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, SpokenGroup, lang_option, option
from app.domain.access import Role
from app.wording.catalogue import Lang, say

COLUMNS = {
    "id": "cli.column_id",
    "name": "cli.column_name",
    "role": "cli.column_role",
    "created_at": "cli.column_created",
    "last_used_at": "cli.column_used",
    "revoked_at": "cli.column_revoked",
}


def command(lang: Lang) -> click.Command:
    """The command and its actions in one language."""
    group = SpokenGroup("keys", context_settings=CONTEXT, help=say(lang, "cli.help_keys"))
    for make in (_create, _list, _revoke):
        group.add_command(make(lang))
    return group


def _create(lang: Lang) -> click.Command:
    @click.command("create", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_keys_create"))
    @option(lang, "--role", key="cli.opt_role", type=click.Choice([role.value for role in Role]), required=True)
    @option(lang, "--name", key="cli.opt_key_name", metavar="NAME", required=True)
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @lang_option(lang)
    @click.pass_obj
    def create(session: Session, role: str, name: str, store: str | None) -> None:
        with session.services(store, jobs=1) as services:
            key, token = services.access.create_key(name, role, session.actor)
        print_text(say(session.lang, "cli.key_created", id=key.id, role=role))
        print_text(token)

    return create


def _list(lang: Lang) -> click.Command:
    @click.command("list", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_keys_list"))
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def listed(session: Session, store: str | None, form: str) -> None:
        from app.exporters.json_ import moment

        with session.services(store, jobs=1) as services:
            found = services.access.list_keys()
        rows: list[dict[str, Any]] = [
            {
                "id": key.id,
                "name": key.name,
                "role": key.role.value,
                "created_at": moment(key.created_at),
                "expires_at": moment(key.expires_at),
                "last_used_at": moment(key.last_used_at),
                "revoked_at": moment(key.revoked_at),
            }
            for key in found
        ]
        show(session.lang, form, "keys", rows, COLUMNS)

    return listed


def _revoke(lang: Lang) -> click.Command:
    @click.command("revoke", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_keys_revoke"))
    @click.argument("key", metavar="ID")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @lang_option(lang)
    @click.pass_obj
    def revoke(session: Session, key: str, store: str | None) -> None:
        with session.services(store, jobs=1) as services:
            services.access.revoke(key, session.actor)
        print_text(say(session.lang, "cli.key_revoked", id=key))

    return revoke
