"""The formats in the documentation."""

from pathlib import Path

from app.extraction.listing import table

ROOT = Path(__file__).parents[4]


def test_documentation_is_current() -> None:
    """docs/formats.md is what the formats declare today."""
    assert (ROOT / "docs" / "formats.md").read_text(encoding="utf-8") == table()
