"""`mishao audit`: export the trail, verify an export without the store, and check the trail in the store."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.output import print_json, print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, SpokenGroup, lang_option, option
from app.errors import UsageError
from app.wording.catalogue import Lang, reason_of, say

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.audit.fsck import CheckSummary
    from app.audit.verify import Verified


def command(lang: Lang) -> click.Command:
    """The command and its three actions in one language."""
    group = SpokenGroup("audit", context_settings=CONTEXT, help=say(lang, "cli.help_audit"))
    for make in (_export, _verify, _check):
        group.add_command(make(lang))
    return group


def _export(lang: Lang) -> click.Command:
    @click.command("export", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_audit_export"))
    @option(
        lang, "--output", "-o", key="cli.opt_export", type=click.Path(path_type=Path), metavar="PATH", required=True
    )
    @option(lang, "--scan", "scan_id", key="cli.opt_export_scan", metavar="ID")
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @lang_option(lang)
    @click.pass_obj
    def export(session: Session, output: Path, scan_id: str | None, store: str | None) -> None:
        with session.services(store, jobs=1) as services:
            summary = services.trail.export(output, actor=session.actor, scan_id=scan_id)
        print_text(
            say(
                session.lang, "cli.exported", path=summary.path, entries=summary.entries, size=summary.size,
                root=summary.root_hash,
            )
        )  # fmt: skip

    return export


def _verify(lang: Lang) -> click.Command:
    @click.command("verify", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_audit_verify"))
    @click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
    @option(lang, "--key", key="cli.opt_key", type=click.Path(path_type=Path), metavar="FILE")
    @option(lang, "--json", "as_json", key="cli.opt_json", is_flag=True)
    @lang_option(lang)
    @click.pass_obj
    def verify(session: Session, path: Path, key: Path | None, as_json: bool) -> None:
        from app.services.trail import verify_export

        _say_summary(session.lang, verify_export(path, _key(session.lang, key)), as_json)

    return verify


def _check(lang: Lang) -> click.Command:
    @click.command("check", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_audit_check"))
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @option(lang, "--json", "as_json", key="cli.opt_json", is_flag=True)
    @lang_option(lang)
    @click.pass_obj
    def check(session: Session, store: str | None, as_json: bool) -> None:
        with session.services(store, create=False, jobs=1) as services:
            summary = services.trail.check()
        _say_summary(session.lang, summary, as_json)

    return check


def _key(lang: Lang, path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(say(lang, "cli.input_unreadable", path=path, reason=reason_of(error))) from None


def _say_summary(lang: Lang, summary: "CheckSummary | Verified", as_json: bool) -> None:
    fields = {
        name: value.hex() if isinstance(value, bytes) else value for name, value in dataclasses.asdict(summary).items()
    }
    if as_json:
        print_json({"verified": True, **fields})
        return
    print_text(say(lang, "cli.verified"))
    own_key = fields.pop("key_given", True) is False
    for name, value in fields.items():
        print_text("  " + say(lang, f"cli.summary_{name}", value=value))
    if own_key:
        print_text(say(lang, "cli.own_key"))
