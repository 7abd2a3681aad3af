"""An SQLite database whose last rows lie in its write-ahead log only, with bytes that depend on content alone."""

import sqlite3
import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from examples.making.people import Person

_VERSION: Final = struct.pack(">I", 3040001)
_SALTS: Final = (0x4D697368, 0x616F0001)
_PAGE: Final = 4096


def shop(checkpointed: Sequence[Person], pending: Sequence[Person]) -> tuple[bytes, bytes]:
    """Main file and log of a shop's member table; `pending` were committed but never moved to the main file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        link = sqlite3.connect(path, isolation_level=None)
        try:
            link.execute(f"PRAGMA page_size={_PAGE}")
            link.execute("PRAGMA journal_mode=WAL")
            link.execute(
                "CREATE TABLE 会员 (编号 INTEGER PRIMARY KEY, 姓名 TEXT, 手机号 TEXT, 身份证号 TEXT, 收货地址 TEXT)"
            )
            link.execute("CREATE TABLE 订单 (订单号 TEXT PRIMARY KEY, 会员编号 INTEGER, 金额 REAL, 下单时间 INTEGER)")
            _insert(link, checkpointed)
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            link.execute("PRAGMA wal_autocheckpoint=0")
            _insert(link, pending)
            # read while the connection is open: closing it would fold the log into the main file
            main, log = path.read_bytes(), path.with_name("shop.db-wal").read_bytes()
        finally:
            link.close()
    return _version(main), _settled(log)


def _insert(link: sqlite3.Connection, people: Sequence[Person]) -> None:
    start = link.execute("SELECT coalesce(max(编号), 0) FROM 会员").fetchone()[0]
    link.execute("BEGIN")
    for number, person in enumerate(people, start + 1):
        row = (number, person.name, person.mobile, person.citizen_id, person.address)
        link.execute("INSERT INTO 会员 VALUES (?, ?, ?, ?, ?)", row)
        order = (f"DD20240618{number:06d}", number, number * 37.5, 1718674200000 + number * 61_003)
        link.execute("INSERT INTO 订单 VALUES (?, ?, ?, ?)", order)
    link.execute("COMMIT")


def _version(page: bytes) -> bytes:
    """A first page with a fixed number for the library version that wrote it (file format 1.3, offset 96)."""
    return page[:96] + _VERSION + page[100:]


def _settled(log: bytes) -> bytes:
    """The log with fixed salts in place of random ones, and its checksums anew (file format 4)."""
    magic = struct.unpack_from(">I", log)[0]
    words = ">" if magic & 1 else "<"
    header = log[:16] + struct.pack(">II", *_SALTS)
    total = _sum(header, (0, 0), words)
    out = [header + struct.pack(">II", *total)]
    for at in range(32, len(log), 24 + _PAGE):
        head, page = log[at : at + 8], log[at + 24 : at + 24 + _PAGE]
        if struct.unpack_from(">I", head)[0] == 1:
            page = _version(page)
        total = _sum(page, _sum(head, total, words), words)
        out.append(head + struct.pack(">IIII", *_SALTS, *total) + page)
    return b"".join(out)


def _sum(content: bytes, start: tuple[int, int], words: str) -> tuple[int, int]:
    """The running checksum of the log over `content`."""
    s0, s1 = start
    numbers = struct.unpack(f"{words}{len(content) // 4}I", content)
    for x0, x1 in zip(numbers[::2], numbers[1::2], strict=True):
        s0 = (s0 + x0 + s1) & 0xFFFFFFFF
        s1 = (s1 + x1 + s0) & 0xFFFFFFFF
    return s0, s1
