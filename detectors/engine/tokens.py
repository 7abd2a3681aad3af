"""What a JSON Web token must be beyond its form: read in Python, for the few candidates only."""

import base64
import binascii
import json

import numpy as np

from detectors.engine.view import Bytes
from detectors.model import Int64s

MOST_BYTES = 4096


def is_token(value: bytes) -> bool:
    """Whether the first part of `value` is base64url (RFC 7515) of a JSON object that names its algorithm."""
    head = value.split(b".", 1)[0][:MOST_BYTES]
    try:
        content = json.loads(base64.b64decode(head + b"=" * (-len(head) % 4), b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return False
    return isinstance(content, dict) and isinstance(content.get("alg"), str)


def refused(buf: Bytes, start: Int64s, end: Int64s, places: Int64s) -> Int64s:
    """Which of the candidates at `places` are no tokens."""
    return np.array([place for place in places if not is_token(buf[start[place] : end[place]].tobytes())], np.int64)
