"""`mishao inspect`: what personal information a text holds, for a look and for other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.lists import format_option, show
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.errors import TooLarge, UsageError
from app.wording.catalogue import Lang, reason_of, say

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from detectors.model import Match

NOTHING_KEPT = "none"
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
COLUMNS = {
    "infotype": "cli.column_infotype",
    "title": "cli.column_title",
    "start": "cli.column_start",
    "end": "cli.column_end",
    "confidence": "cli.column_confidence",
    "score": "cli.column_score",
    "mask": "cli.column_mask",
    "detector": "cli.column_detector",
}


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("inspect", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_inspect"))
    @click.argument("path", required=False, default="-", metavar="[FILE|-]")
    @format_option(lang)
    @option(lang, "--no-names", "names", key="cli.opt_no_names", flag_value=False, default=True)
    @lang_option(lang)
    @click.pass_obj
    def inspect(session: Session, path: str, form: str, names: bool) -> None:
        settings = session.settings()
        text = decoded(session.lang, content_of(session.lang, path, settings.max_upload_bytes))
        with session.services(NOTHING_KEPT, jobs=1) as services:
            matches = services.inspection.inspect_text(text, names=names)
        records = [record(match) for match in matches]
        if form == "table":
            from app.exporters.layout.words import infotype_title

            records = [{**each, "title": infotype_title(session.lang, each["infotype"])} for each in records]
        show(session.lang, form, "matches", records, COLUMNS)

    return inspect


def record(match: "Match") -> dict[str, Any]:
    """A match as the interface for machines gives it; offsets count Unicode code points."""
    return {
        "infotype": match.infotype,
        "start": match.start,
        "end": match.end,
        "score": match.score,
        "confidence": match.confidence.label,
        "mask": match.mask,
        "detector": match.detector,
    }


def content_of(lang: Lang, path: str, limit: int) -> bytes:
    """The bytes of a file or of standard input; UsageError where they cannot be had, TooLarge beyond `limit`."""
    if path == "-":
        data = sys.stdin.buffer.read(limit + 1)
    else:
        try:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            raise UsageError(say(lang, "cli.input_unreadable", path=path, reason=reason_of(error))) from None
    if len(data) > limit:
        raise TooLarge(say(lang, "cli.input_too_large", limit=limit))
    return data


def decoded(lang: Lang, data: bytes) -> str:
    """Text in UTF-8 or GB 18030, or with a byte order mark, which is not counted; UsageError where it is neither."""
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            data, encodings = data[len(mark) :], (encoding,)
            break
    if b"\x00" not in data or encodings[0] != "utf-8":
        for encoding in encodings:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UsageError(say(lang, "cli.input_not_text"))
