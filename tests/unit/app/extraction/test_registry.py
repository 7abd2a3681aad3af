"""The list of formats."""

from app.extraction.registry import formats


def test_every_format_has_a_name_and_endings():
    """Each format is titled in both languages, has endings of its own and a module that reads it."""
    found = formats()
    assert {"text", "csv", "json", "xlsx", "docx", "pdf", "eml", "zip", "sql", "sqlite", "html", "xml"} <= {
        entry.id for entry in found
    }
    endings = [ending for entry in found for ending in entry.extensions]
    assert len(endings) == len(set(endings))
    for entry in found:
        assert entry.title("zh") != entry.title("en") or entry.id == "xz"
        assert entry.module.startswith("app.extraction.")
        assert entry.locator in {"line", "cell", "row", "paragraph", "page", "path", "part"}
