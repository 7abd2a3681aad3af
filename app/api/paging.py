"""Pages of a list: an opaque cursor says how far the reader is."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Query

from app.errors import UsageError
from app.wording.catalogue import told

MOST = 500
DEEPEST = 1_000_000
Cursor = Annotated[str | None, Query(max_length=64, description="`next` of the page before.")]
Row = TypeVar("Row")


def page(first: Callable[[int], list[Row]], limit: int, cursor: str | None) -> tuple[list[Row], str | None]:
    """Up to `limit` rows from where `cursor` points, and the cursor of those that follow (None at the end).

    `first` gives the first so many rows in a stable order. UsageError where the cursor is not one of ours.
    """
    start = _decoded(cursor) if cursor else 0
    rows = first(start + limit + 1)
    following = _encoded(start + limit) if len(rows) > start + limit else None
    return rows[start : start + limit], following


def _encoded(position: int) -> str:
    return base64.urlsafe_b64encode(f"after:{position}".encode()).decode()


def _decoded(cursor: str) -> int:
    try:
        kind, _, position = base64.b64decode(cursor, altchars=b"-_", validate=True).decode("ascii").partition(":")
        number = int(position)
    except (binascii.Error, ValueError):
        kind, number = "", 0
    if kind != "after" or not 0 < number <= DEEPEST:
        raise UsageError(told("api.bad_cursor"))
    return number
