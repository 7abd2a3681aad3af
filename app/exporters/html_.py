"""The report as one self-contained page: read by a manager in a minute and by an engineer for an hour."""

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from app.domain.scans import ScanReport
from app.exporters.interface import Style
from app.exporters.page.appendix import appendix
from app.exporters.page.figures import figures_of
from app.exporters.page.head import top
from app.exporters.page.markup import Markup, el
from app.exporters.page.units import units
from app.wording.catalogue import Lang, say

FOLDER = Path(__file__).parent / "page"


class HtmlExporter:
    """One file, UTF-8, that asks for nothing: style and script are inside, and the page forbids itself everything else."""

    name = "html"
    media_type = "text/html; charset=utf-8"
    suffix = ".html"

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write the page in the language of `style`."""
        out.writelines(piece.encode() for piece in page(report, style.lang))


EXPORTER = HtmlExporter()


def page(report: ScanReport, lang: Lang) -> Iterator[str]:
    """The page from top to bottom, piece by piece."""
    figures = figures_of(report)
    tag = "zh-CN" if lang == "zh" else "en"
    yield f'<!DOCTYPE html>\n<html lang="{tag}">\n'
    yield _head(report, lang)
    yield "<body><main>"
    yield top(figures, lang)
    yield from units(figures, lang)
    yield from appendix(figures, lang)
    yield f"</main>{_inline('script', 'page.js')}</body></html>\n"


def _head(report: ScanReport, lang: Lang) -> Markup:
    """The head; the policy lets only this very style and script in, by their hashes (CSP 3)."""
    policy = "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_digest('page.css')}'",
            f"script-src '{_digest('page.js')}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="robots", content="noindex"),
        el("title", say(lang, "report.title", scan=report.scan.id)),
        _inline("style", "page.css"),
    )


@lru_cache(maxsize=4)
def _content(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(name: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(_content(name).encode()).digest()).decode("ascii")


def _inline(tag: str, name: str) -> Markup:
    return Markup(f"<{tag}>{_content(name)}</{tag}>")
