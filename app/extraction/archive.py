"""Archives and compressed files: their members are units of their own, read as streams."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast

from app.domain.units import UnreadReason
from app.extraction.cells import text_piece
from app.extraction.encoding import decode
from app.extraction.events import Event
from app.extraction.interface import Context, Format, Unit
from app.extraction.unread import Unread

FORMATS = (
    Format("zip", (".zip", ".jar", ".war"), "part"),
    Format("gzip", (".gz", ".tgz"), "part"),
    Format("bzip2", (".bz2", ".tbz2"), "part"),
    Format("xz", (".xz", ".txz"), "part"),
    Format("tar", (".tar",), "part"),
)
UTF8_NAME, ENCRYPTED, LOCAL_HEADER = 0x800, 0x1, 30
TAR_ENDINGS = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def extract(unit: Unit, context: Context) -> Iterator[Event]:
    """The events of every member."""
    if unit.format == "zip":
        yield from _zip(unit, context)
    elif unit.format == "tar":
        yield from _tar(unit, context)
    else:
        yield from _compressed(unit, context)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: in UTF-8 where it says so or is so, else in GB18030."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename.encode("utf-8", "replace").decode("utf-8")
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """The numbers of the members whose bytes lie in those of another: only a trap has such."""
    order = sorted(range(len(members)), key=lambda number: members[number].header_offset)
    shared: set[int] = set()
    end = -1
    for number in order:
        start = members[number].header_offset
        if start < end:
            shared.add(number)
        end = max(end, start + LOCAL_HEADER + members[number].compress_size)
    return shared


def _zip(unit: Unit, context: Context) -> Iterator[Event]:
    try:
        archive = unit.data.archive()
    except zipfile.BadZipFile as error:
        raise Unread(UnreadReason.TRUNCATED, "no directory of members at its end") from error
    if archive.comment:
        yield text_piece(unit.name, decode(archive.comment)[0].splitlines(), {"kind": "part", "part": "comment"})
    members = archive.infolist()
    shared = _overlapping(members)
    for number, info in enumerate(members):
        if info.is_dir():
            context.entry()
            continue
        name = member_name(info)
        if number in shared:
            unit.partial(UnreadReason.CORRUPT, "members overlap")
            yield from context.unread(unit, name, info.file_size, Unread(UnreadReason.CORRUPT, "overlaps another"))
        elif info.flag_bits & ENCRYPTED:
            yield from context.unread(unit, name, info.file_size, Unread(UnreadReason.ENCRYPTED))
        else:
            yield from _zip_member(unit, context, archive, info, name)
        # a limit that the member met ends the archive too
        context.expand(0)


def _zip_member(
    unit: Unit, context: Context, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str
) -> Iterator[Event]:
    try:
        raw = archive.open(info)
    except NotImplementedError:
        stop = Unread(UnreadReason.UNSUPPORTED_TYPE, f"compression {info.compress_type}")
    except RuntimeError:
        stop = Unread(UnreadReason.ENCRYPTED)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        stop = Unread(UnreadReason.CORRUPT, type(error).__name__)
    else:
        yield from context.member(unit, name, raw, info.file_size)
        return
    yield from context.unread(unit, name, info.file_size, stop)


class _Stream(io.RawIOBase):
    """The bytes of a unit as a file that is read once."""

    def __init__(self, unit: Unit) -> None:
        self._data = unit.data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed wants any writable buffer
        data = self._data.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _compressed(unit: Unit, context: Context) -> Iterator[Event]:
    stream = io.BufferedReader(_Stream(unit), 256 << 10)
    opener: Any = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}[unit.format]
    yield from context.member(unit, _inner_name(unit.file_name), opener(stream), -1)


def _inner_name(name: str) -> str:
    """What a compressed file is called without its ending."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, suffix = base.rpartition(".")
    if not dot or not stem:
        return "content"
    return stem + TAR_ENDINGS.get(f".{suffix.lower()}", "")


def _tar(unit: Unit, context: Context) -> Iterator[Event]:
    stream = cast("IO[bytes]", io.BufferedReader(_Stream(unit), 256 << 10))
    with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape", encoding="utf-8") as archive:
        for info in archive:
            if not info.isreg():
                context.entry()
                continue
            raw = archive.extractfile(info)
            if raw is None:
                continue
            name = decode(info.name.encode("utf-8", "surrogateescape"))[0]
            yield from context.member(unit, name, raw, info.size)
            context.expand(0)
            archive.members.clear()  # type: ignore[attr-defined] # the list would grow with the archive
