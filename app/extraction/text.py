"""Plain text and logs in any encoding, as lines."""

from collections.abc import Iterator

from app.domain.units import UnreadReason
from app.extraction.blocks import HEAD, Utf8Blocks
from app.extraction.cells import LineFeed
from app.extraction.encoding import detect
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.unread import Unread

FORMATS = (
    Format(
        "text",
        (
            *(".txt", ".log", ".md", ".rst", ".out", ".err", ".ini", ".conf", ".cfg", ".env", ".properties", ".toml"),
            *(".yaml", ".yml", ".py", ".js", ".ts", ".java", ".go", ".c", ".h", ".cpp", ".cs", ".php", ".rb", ".sh"),
            *(".bat", ".ps1", ".pem", ".key", ".crt", ".tex", ".srt", ".vcf", ".ics", ".ldif"),
        ),
        "line",
    ),
)


def extract(unit: Unit, _context: Context) -> Iterator[Event]:
    """The lines of the text."""
    codec = detect(unit.data.head(HEAD))
    if not codec:
        raise Unread(UnreadReason.UNSUPPORTED_TYPE, "not text, and of no known type")
    yield from lines(unit, codec)


def lines(unit: Unit, codec: str) -> Iterator[Event]:
    """The lines of a text in `codec`."""
    blocks = Utf8Blocks(unit, codec)
    feed = LineFeed(unit.name)
    for block in blocks:
        yield from feed.pieces(block)
    blocks.finish()
