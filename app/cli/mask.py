"""`mishao mask`: a copy of a file with every match masked, in the format and layout of the file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import exit_codes
from app.cli.failures import say_aside
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.wording.catalogue import Lang, say

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from app.services.masking import MaskSummary

NOTHING_KEPT = "none"
LEVELS = ["low", "medium", "high"]


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("mask", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "mask.help"))
    @click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
    @option(
        lang, "--output", "-o", "copy", key="mask.opt_output", type=click.Path(path_type=Path),
        metavar="COPY", required=True,
    )  # fmt: skip
    @option(lang, "--pseudonyms", key="mask.opt_pseudonyms", is_flag=True)
    @option(lang, "--only", key="mask.opt_only", multiple=True, metavar="INFOTYPE")
    @option(lang, "--min-confidence", key="mask.opt_min_confidence", type=click.Choice(LEVELS), default="medium")
    @option(lang, "--force", key="mask.opt_force", is_flag=True)
    @option(lang, "--store", key="mask.opt_store", metavar="URL|none")
    @lang_option(lang)
    @click.pass_obj
    def mask(
        session: Session,
        path: Path,
        copy: Path,
        pseudonyms: bool,
        only: tuple[str, ...],
        min_confidence: str,
        force: bool,
        store: str | None,
    ) -> int:
        from app.services.masking import MaskingService, MaskOptions
        from detectors.model import Confidence

        infotypes = tuple(each.strip() for given in only for each in given.split(",") if each.strip())
        options = MaskOptions(Confidence.of_label(min_confidence), pseudonyms, infotypes, force)
        with session.services(store, jobs=1) as services:
            cache = services.settings.home / "cache" if store != NOTHING_KEPT else None
            with MaskingService(services.store, services.ring, cache) as masking:
                summary = masking.mask(path, copy, options, session.actor)
        say_aside("\n".join(lines(session.lang, summary)))
        return exit_codes.COMPLETE if summary.complete else exit_codes.PARTIAL

    return mask


def lines(lang: Lang, summary: "MaskSummary") -> list[str]:
    """What is said of a finished copy: counts by infotype, then what could not be masked."""
    from app.exporters.layout.words import infotype_title

    out = [say(lang, "mask.done", count=sum(summary.masked.values()))]
    for infotype, count in sorted(summary.masked.items(), key=lambda item: (-item[1], item[0])):
        out.append(say(lang, "mask.row", count=count, infotype=infotype, title=infotype_title(lang, infotype)))
    if not summary.complete:
        out.append(say(lang, "mask.left"))
        out += [say(lang, f"mask.left_{kind}", count=count) for kind, count in sorted(summary.left.items())]
    return out
