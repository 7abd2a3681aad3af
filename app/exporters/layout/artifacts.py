"""Names of units as URIs (RFC 3986): percent-encoded, and relative to a scanned folder where one holds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
MEMBER = "!/"
SOURCE_ROOT = "%SRCROOT%"
"""The base of names that were given relative to where the scan was started: code hosts take it for the checkout."""
KEPT = "/:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986, pchar)."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A unit as SARIF names it: a URI, the id of the base it is relative to (empty: none), and the member inside it."""

    uri: str
    base: str
    member: str


def artifact_of(unit: str, bases: "Sequence[Base]" = ()) -> Artifact:
    """The artifact that holds `unit`: members of archives and mails belong to the file that holds them."""
    holder, _, member = unit.partition(MEMBER)
    if SCHEME.match(holder):
        return Artifact(_quoted(holder), "", member)
    for base in bases:
        if holder.startswith(base.folder):
            return Artifact(_relative(holder[len(base.folder) :]), base.id, member)
    if holder.startswith("/"):
        return Artifact("file://" + _quoted(holder), "", member)
    return Artifact(_relative(holder.removeprefix("./")), SOURCE_ROOT, member)


@dataclass(frozen=True, slots=True)
class Base:
    """A scanned folder that names are relative to; `folder` is absolute and ends in a slash."""

    id: str
    folder: str

    @property
    def uri(self) -> str:
        """The folder as a `file` URI, with the slash that SARIF wants at the end."""
        return "file://" + _quoted(self.folder)


def bases_of(targets: Sequence[str]) -> list[Base]:
    """One base for each target that is an absolute path, the deepest first."""
    folders = sorted({target.rstrip("/") + "/" for target in targets if target.startswith("/")}, key=len, reverse=True)
    return [Base(f"TARGET{number}", folder) for number, folder in enumerate(folders)]


def _relative(path: str) -> str:
    """A relative reference; a colon in its first segment would make a scheme of it (RFC 3986, 4.2)."""
    quoted = _quoted(path)
    return "./" + quoted if ":" in quoted.split("/")[0] else quoted


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe=KEPT)
