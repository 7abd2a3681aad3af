"""Zip files whose bytes depend on their content alone: fixed times, GBK names, classic encryption."""

import binascii
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

MOMENT: Final = (2024, 6, 18, 9, 30, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class _GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written in GBK without the UTF-8 flag, as old Chinese archivers do."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name that zipfile calls
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(members: Sequence[tuple[str, bytes]], gbk: bool = False) -> bytes:
    """A zip of `members` in order; `gbk` writes their names in GBK."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = (_GbkInfo if gbk else zipfile.ZipInfo)(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return out.getvalue()


def settled(package: bytes) -> bytes:
    """An Office package written anew with fixed times inside and out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    fixed = [
        (name, _STAMP.sub(rb"\g<1>2024-06-18T09:30:00Z", content) if name == "docProps/core.xml" else content)
        for name, content in members
    ]
    return zipped(fixed)


class _Cipher:
    """The stream cipher of classic zip encryption (PKWARE APPNOTE 6.1)."""

    def __init__(self, password: bytes) -> None:
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._turn(byte)

    def _turn(self, byte: int) -> None:
        k0, k1, k2 = self.keys
        k0 = ~zlib.crc32(bytes([byte]), ~k0 & 0xFFFFFFFF) & 0xFFFFFFFF
        k1 = ((k1 + (k0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        k2 = ~zlib.crc32(bytes([k1 >> 24]), ~k2 & 0xFFFFFFFF) & 0xFFFFFFFF
        self.keys = [k0, k1, k2]

    def seal(self, plain: bytes) -> bytes:
        """`plain` encrypted."""
        out = bytearray()
        for byte in plain:
            mask = (self.keys[2] | 2) & 0xFFFF
            out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
            self._turn(byte)
        return bytes(out)


def encrypted(name: str, content: bytes, password: bytes, source: random.Random) -> bytes:
    """A zip with one member under classic encryption; its twelve random bytes come from `source`."""
    raw = name.encode()
    crc = binascii.crc32(content)
    body = _Cipher(password).seal(source.randbytes(11) + bytes([crc >> 24]) + content)
    year, month, day, hour, minute, second = MOMENT
    when = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
    shared = struct.pack("<HHHHHLLLHH", 20, 0x801, 0, *when, crc, len(body), len(content), len(raw), 0)
    local = b"PK\x03\x04" + shared + raw + body
    central = b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + raw
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)
