"""The table of detectors in the documentation, made from what the detectors declare."""

from detectors.engine.registry import detectors

HEAD = """# Detectors

One row for each detector that ships; the table is made by `python -m detectors.engine.listing` and compared by a test.
A match counts as low from 2 points, medium from 4, high from 6. The form is worth `base`, a passed check adds
`check`; a context word near by or a column of the right name adds up to 3, a counter-word takes up to 3 away.

| id | infotype | what (en) | 中文 | base | check | context words |
|---|---|---|---|---|---|---|
"""


def table() -> str:
    """The text of docs/detectors.md."""
    rows = []
    for spec in detectors():
        check = f"{spec.check} +{spec.check_points}" if spec.check_points else spec.check
        words = ", ".join(spec.context[:4]).replace("|", "\\|")
        rows.append(f"| `{spec.id}` | `{spec.infotype}` | {spec.en} | {spec.zh} | {spec.base} | {check} | {words} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(table())
