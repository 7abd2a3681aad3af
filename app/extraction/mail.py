"""Mail messages: headers, bodies and what is attached, which is read as a member of its own."""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from app.domain.units import UnreadReason
from app.extraction.cells import LineFeed, text_piece
from app.extraction.encoding import decode
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.markup import page
from app.extraction.unread import Unread

FORMATS = (Format("eml", (".eml", ".mht", ".mhtml"), "part"),)
MESSAGE_MOST_SHARE = 6
"""A message is held several times over while it is taken apart."""
WORD = re.compile(r"=\?[^?]+\?[bBqQ]\?[^?]*\?=")


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The headers and bodies; each attachment as a member."""
    most = context.budget.memory_bytes // MESSAGE_MOST_SHARE
    content = unit.data.head(most + 1)
    if len(content) > most:
        raise Unread(UnreadReason.LIMIT_BYTES, f"larger than {most} bytes")
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    del content
    yield from _Message(unit, context).events(message, "")


def shown(raw: object) -> str:
    """A header as people read it: encoded words decoded, raw bytes in the encoding they are in."""
    text = str(raw)
    try:
        if WORD.search(text):
            return "".join(
                decode(part, charset or "")[0] if isinstance(part, bytes) else part
                for part, charset in decode_header(text)
            )
    except (HeaderParseError, ValueError, LookupError):
        pass
    return decode(text.encode("utf-8", "surrogateescape"))[0]


class _Message:
    """A message while it is taken apart."""

    def __init__(self, unit: Unit, context: Context) -> None:
        self._unit = unit
        self._context = context
        self._attached = 0
        self._line = 1

    def events(self, message: Message, number: str) -> Iterator[Event]:
        """The events of one part and all parts within it; `number` counts as IMAP does (1, 1.2)."""
        headers = [f"{key}: {shown(value)}" for key, value in message.raw_items()]
        if headers:
            where: dict[str, str | int] = {"kind": "part", "part": f"{number} headers".strip()}
            yield text_piece(self._unit.name, headers, where, self._line, "line")
            self._line += len(headers)
        if message.defects and not headers:
            self._unit.partial(UnreadReason.CORRUPT, type(message.defects[0]).__name__)
        parts = message.get_payload()
        if isinstance(parts, list):
            if message.get_content_type() == "message/rfc822" and number:
                yield from self._member(
                    message, b"".join(part.as_bytes() for part in parts if isinstance(part, Message))
                )
                return
            for count, part in enumerate(parts, 1):
                if isinstance(part, Message):
                    yield from self.events(part, f"{number}.{count}" if number else str(count))
            for aside in (message.preamble, message.epilogue):
                if aside and aside.strip():
                    yield from self._lines(shown(aside), f"{number} aside".strip())
            return
        yield from self._leaf(message, number or "1")

    def _leaf(self, message: Message, number: str) -> Iterator[Event]:
        payload = message.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
        kind = message.get_content_type()
        if message.get_filename() or not kind.startswith("text/"):
            if content:
                yield from self._member(message, content)
            return
        text, lost = decode(content, str(message.get_content_charset() or ""))
        if lost:
            self._unit.detail = f"{lost} undecodable places"
        if kind == "text/html":
            cells, _ = page(text)
            text = "\n".join(cells)
        yield from self._lines(text, number)

    def _lines(self, text: str, number: str) -> Iterator[Event]:
        feed = LineFeed(self._unit.name, {"kind": "part", "part": number}, self._line)
        yield from feed.pieces(text.encode("utf-8", "replace"))
        self._line = feed.line + 1

    def _member(self, message: Message, content: bytes) -> Iterator[Event]:
        self._attached += 1
        name = shown(message.get_filename() or "").replace("\n", " ").strip()
        if not name:
            ending = ".eml" if message.get_content_type() == "message/rfc822" else ""
            name = f"attachment-{self._attached}{ending}"
        yield from self._context.member(self._unit, name, io.BytesIO(content), len(content))
