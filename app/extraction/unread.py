"""The end of reading: why the rest of a unit cannot be read."""

from app.domain.units import UnreadReason


class Unread(Exception):
    """The unit, or the rest of it, cannot be read; `args` are (reason, detail), never with a value."""

    def __init__(self, reason: UnreadReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
