"""The table of formats in the documentation, made from what the formats declare."""

from app.extraction.registry import formats

HEAD = """# Formats

One row for each format that is read; the table is made by `python -m app.extraction.listing` and compared by a test.
The format of a file is told by its content first; the ending of its name decides only where the content leaves it open,
and a name that contradicts the content is noted on the unit. Members of archives, parts of mails and embedded files are
units of their own, `backup.zip!/2024/客户.csv`, in any nesting up to the limits. What matches no row and is not text is
reported as not read, with a reason.

The last column says how a place in such a file is named in findings and reports.

| id | what (en) | 中文 | endings of names | places by |
|---|---|---|---|---|
"""


def table() -> str:
    """The text of docs/formats.md."""
    rows = [
        f"| `{each.id}` | {each.title('en')} | {each.title('zh')} | {' '.join(each.extensions)} | {each.locator} |"
        for each in formats()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(table())
