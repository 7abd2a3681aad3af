"""The second kind of request to a parser process: write a copy of a file with values replaced."""

from collections.abc import Callable
from typing import IO, Any

from app.domain.units import UnreadReason
from app.extraction.interface import Context, Unit
from app.extraction.reading import BROKEN
from app.extraction.rewriting import office, plain
from app.extraction.rewriting.rules import Rules
from app.extraction.sniff import ending, sniff
from app.extraction.text import FORMATS as TEXTS
from app.extraction.unread import Unread

WRITERS: dict[str, Callable[[bytes, Rules], bytes]] = {
    "text": plain.lines,
    "csv": plain.table,
    "json": plain.document,
    "jsonl": plain.documents,
    "empty": plain.lines,
}
TEXT_LIKE = frozenset({"sql", "html", "xml", "eml"})
"""What a log or a note may look like by its content; named a text, it is copied as one."""
TEXT_ENDINGS = frozenset(suffix for form in TEXTS for suffix in form.extensions)
Report = dict[str, Any]


def rewrite(context: Context, unit: Unit, rules: bytes, out: IO[bytes]) -> Report:
    """Write the copy of `unit` to `out`; what was replaced, what could not be, or why there is no copy.

    `{"format", "edits", "left": {kind: count}}`, or `{"fault": [reason, detail]}`.
    """
    try:
        unit.format = sniff(unit)
        made = Rules.unpack(rules)
        left = _write(context, unit, made, out)
    except Unread as stop:
        return {"fault": [stop.reason.value, stop.detail]}
    except MemoryError:
        context.tired = True
        return {"fault": [UnreadReason.OUT_OF_MEMORY.value, ""]}
    except BROKEN as error:
        # the message may quote the file; the kind of the error does not
        return {"fault": [UnreadReason.CORRUPT.value, type(error).__name__]}
    if made.open_keys:
        left["key_body"] = made.open_keys
    out.flush()
    return {"format": unit.format, "edits": made.count, "left": left}


def _write(context: Context, unit: Unit, rules: Rules, out: IO[bytes]) -> dict[str, int]:
    if unit.data.size > context.budget.document_bytes:
        raise Unread(UnreadReason.LIMIT_BYTES, f"{context.budget.document_bytes} bytes")
    if unit.format in ("docx", "xlsx"):
        return office.rewrite(unit, context, rules, out)
    writer = WRITERS.get(unit.format)
    if unit.format in TEXT_LIKE and ending(unit.file_name) in TEXT_ENDINGS:
        writer = plain.lines
    if writer is None:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, unit.format)
    data = unit.data.random().read()
    out.write(writer(data, rules) if data else b"")
    return {}
