"""The golden reports: every format in both languages, as they were read and found right."""

import io
import re
from pathlib import Path

from app.exporters.interface import Style
from app.exporters.layout.product import version
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports

FOLDER = Path(__file__).parent / "golden"
FORMATS = ("csv", "html", "json", "jsonl", "sarif")
LANGS = ("zh", "en")


def path_of(form, lang):
    return FOLDER / f"{form}.{lang}{exporters()[form].suffix}"


def fresh(form, lang):
    """The report as it is written today, without what changes with every version or touch of the style."""
    out = io.BytesIO()
    exporters()[form].write(reports.full(), out, Style(lang))
    text = out.getvalue().decode("utf-8").replace(version(), "0.0.0")
    if form == "html":
        text = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.DOTALL)
        text = re.sub(r"sha256-[^&']*", "sha256-", text)
        text = re.sub(r"(</(?:div|section|details|li|tr|dl|h\d|p|summary|header|option|article)>)", "\\1\n", text)
    return text.replace("\r\n", "\n")
