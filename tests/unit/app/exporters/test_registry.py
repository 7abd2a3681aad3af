"""The registry of exporters: one file is one format."""

from app.exporters.registry import exporters, names


def test_names_are_those_of_the_exporters():
    """What --format offers is exactly what exists, the one for people first."""
    assert set(names()) == set(exporters())
    assert names()[0] == "table"
    assert all(each.suffix.startswith(".") and "/" in each.media_type for each in exporters().values())
