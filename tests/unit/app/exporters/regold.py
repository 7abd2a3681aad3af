"""Writes the golden reports anew: `python -m tests.unit.app.exporters.regold`, then read the difference."""

import io

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports
from tests.unit.app.exporters.golden import FOLDER, FORMATS, LANGS, fresh, path_of
from tests.unit.app.exporters.test_table import SHAPES

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for lang, width in SHAPES:
        out = io.BytesIO()
        exporters()["table"].write(reports.full(), out, Style(lang, width))
        (FOLDER / f"table.{lang}.{width}.txt").write_bytes(out.getvalue())
    for form in FORMATS:
        for lang in LANGS:
            path_of(form, lang).write_text(fresh(form, lang), encoding="utf-8")
