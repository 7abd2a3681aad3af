"""`mishao list`: which detectors, formats, connectors and policy rules there are."""

from collections.abc import Callable
from typing import Any

import click

from app.cli.lists import format_option, show
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option
from app.wording.catalogue import Lang, say

Rows = tuple[list[dict[str, Any]], dict[str, str]]


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("list", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_list"))
    @click.argument("what", type=click.Choice(list(LISTS)), metavar="|".join(LISTS))
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def listing(session: Session, what: str, form: str) -> None:
        rows, columns = LISTS[what](session.lang)
        show(session.lang, form, what, rows, columns)

    return listing


def _detectors(lang: Lang) -> Rows:
    from app.exporters.layout.words import infotype_title, sensitivity
    from detectors.engine.registry import detectors

    rows = [
        {
            "id": each.id,
            "infotype": each.infotype,
            "title": each.title(lang),
            "infotype_title": infotype_title(lang, each.infotype),
            "sensitivity": sensitivity(each.infotype),
            "sensitivity_strict": sensitivity(each.infotype)["strict"],
        }
        for each in detectors()
    ]
    return rows, {
        "id": "cli.column_id",
        "infotype": "cli.column_infotype",
        "title": "cli.column_title",
        "sensitivity_strict": "cli.column_sensitivity",
    }


def _formats(lang: Lang) -> Rows:
    from app.extraction.registry import formats

    rows = [
        {"id": each.id, "title": each.title(lang), "extensions": list(each.extensions), "locator": each.locator}
        for each in formats()
    ]
    return rows, {
        "id": "cli.column_id",
        "title": "cli.column_title",
        "extensions": "cli.column_extensions",
        "locator": "cli.column_locator",
    }


def _connectors(lang: Lang) -> Rows:
    from app.connectors.registry import connectors

    rows = [
        {"kind": each.kind, "title": each.title(lang), "schemes": list(each.schemes), "example": each.example}
        for each in connectors()
    ]
    return rows, {"kind": "cli.column_id", "title": "cli.column_title", "example": "cli.column_example"}


def _policies(lang: Lang) -> Rows:
    from app.exporters.layout.words import provision
    from policies.loader import default_pack

    pack = default_pack()
    rows = [
        {
            "id": rule.id,
            "pack": pack.id,
            "version": pack.version,
            "severity": rule.severity.label,
            "action": rule.action.label,
            "title": rule.title[lang],
            "provision": provision(lang, rule),
        }
        for rule in pack.rules
    ]
    return rows, {
        "id": "cli.column_id",
        "severity": "cli.column_severity",
        "action": "cli.column_action",
        "title": "cli.column_title",
        "provision": "cli.column_provision",
    }


LISTS: dict[str, Callable[[Lang], Rows]] = {
    "detectors": _detectors,
    "formats": _formats,
    "connectors": _connectors,
    "policies": _policies,
}
