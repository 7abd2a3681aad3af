"""Writes the golden reports anew: `python -m tests.unit.app.exporters.regold`, then read the difference."""

import io

from app.exporters.interface import Style
from app.exporters.registry import exporters
from tests.unit.app.exporters import reports
from tests.unit.app.exporters.test_table import GOLDEN, SHAPES

if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for lang, width in SHAPES:
        out = io.BytesIO()
        exporters()["table"].write(reports.full(), out, Style(lang, width))
        (GOLDEN / f"table.{lang}.{width}.txt").write_bytes(out.getvalue())
