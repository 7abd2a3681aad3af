"""Targets as the user writes them: taken apart, and shown without what is secret in them."""

import contextlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from app.errors import TargetError
from app.wording.catalogue import told

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SHOWN_OPTIONS = frozenset(("endpoint", "region", "sslmode", "ssl", "schema"))
HIDDEN = "***"


@dataclass(frozen=True, slots=True, repr=False)
class Url:
    """A target URL in parts, decoded; `host` is empty and `port` None where none is given."""

    scheme: str
    user: str
    password: str
    host: str
    port: int | None
    path: str
    options: Mapping[str, str]

    @property
    def place(self) -> str:
        """Host and port as they are written in a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host or "localhost"
        return f"{host}:{self.port}" if self.port else host


def scheme_of(target: str) -> str:
    """The URL scheme of `target` in lower case; empty for a plain path."""
    match = _SCHEME.match(target)
    return match[1].lower() if match else ""


def url_of(target: str) -> Url:
    """`target` taken apart; TargetError where it is no valid URL."""
    try:
        parts = urlsplit(target)
        port = parts.port
        host = parts.hostname or ""
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise TargetError(told("connectors.bad_url", target=display_target(target))) from None
    return Url(
        scheme_of(target),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        host,
        port,
        unquote(parts.path),
        options,
    )


def display_target(target: str) -> str:
    """`target` as it may be shown: no password, no query parameter that could be secret."""
    scheme = scheme_of(target)
    if not scheme:
        return printable(target)
    rest = target.split("://", 1)[1]
    rest = rest.split("#", 1)[0] if "@" not in rest.split("#", 1)[-1] else rest
    userinfo, at, place = rest.rpartition("@")
    place, _, query = place.partition("?")
    shown = f"{scheme}://{_user(scheme, userinfo)}{at}{place}"
    return printable(shown + _query(query))


def printable(text: str) -> str:
    """`text` without lone surrogates and control characters, which could break what shows it."""
    plain = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in plain)


def readable_name(path: str) -> str:
    """A file name as text: UTF-8, else GB 18030 (old Chinese archives and shares), else with escapes."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return printable(raw.decode(encoding))
    return printable(path)


def _user(scheme: str, userinfo: str) -> str:
    if not userinfo:
        return ""
    user, colon, _ = userinfo.partition(":")
    # an access key names an account much as a password does; anything odd could be part of a password
    if scheme == "s3" or not re.fullmatch(r"[\w.%-]*", user):
        return HIDDEN
    return f"{user}:{HIDDEN}" if colon else user


def _query(query: str) -> str:
    shown = []
    for field in filter(None, query.split("&")):
        name, equals, _ = field.partition("=")
        keep = name.lower() in _SHOWN_OPTIONS and "@" not in field
        shown.append(field if keep else f"{name}{equals}{HIDDEN}" if equals else HIDDEN)
    return "?" + "&".join(shown) if shown else ""
