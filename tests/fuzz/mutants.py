"""Sound files made unsound: bits, lengths, cuts, repetitions, and members of archives with checksums that fit."""

import bz2
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.fuzz.seeds import Seed, zipped

LENGTHS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 62, (1 << 64) - 1)
NUMBER = re.compile(rb"\d+")
MARKS = re.compile(rb"PK[\x01-\x08][\x02-\x08]|BZh|\xfd7zXZ|SQLite format 3|ustar|\x1f\x8b")
GROWN_MOST = 4 << 20


def _at(random: Random, content: bytes) -> tuple[int, int]:
    """A place in `content` and the end of a run of bytes from there; runs of every scale are as likely."""
    start = random.randrange(len(content))
    return start, min(len(content), start + int(2 ** random.uniform(0, 14)))


def flip(random: Random, content: bytes) -> bytes:
    """Some bits are turned."""
    changed = bytearray(content)
    for _ in range(int(2 ** random.uniform(0, 6))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def noise(random: Random, content: bytes) -> bytes:
    """A run of bytes is replaced by random ones."""
    start, end = _at(random, content)
    return content[:start] + random.randbytes(end - start) + content[end:]


def cut(random: Random, content: bytes) -> bytes:
    """The end is missing."""
    return content[: random.randrange(len(content))]


def remove(random: Random, content: bytes) -> bytes:
    """A run of bytes is missing."""
    start, end = _at(random, content)
    return content[:start] + content[end:]


def repeat(random: Random, content: bytes) -> bytes:
    """A run of bytes stands there several times."""
    start, end = _at(random, content)
    times = min(int(2 ** random.uniform(1, 10)), max(2, GROWN_MOST // (end - start)))
    return content[:start] + content[start:end] * times + content[end:]


def lengths(random: Random, content: bytes) -> bytes:
    """A binary number, of those near the marks of its format as likely as not, says something else."""
    marks = [found.start() for found in MARKS.finditer(content)]
    start = (
        random.choice(marks) + random.randrange(48)
        if marks and random.random() < 0.7
        else random.randrange(len(content))
    )
    value = random.choice((*LENGTHS, len(content), random.getrandbits(32)))
    code = random.choice(("<H", ">H", "<I", ">I", "<Q", ">Q"))
    field = struct.pack(code, value & ((1 << 8 * struct.calcsize(code)) - 1))
    return content[:start] + field + content[start + len(field) :]


def numbers(random: Random, content: bytes) -> bytes:
    """A number in figures says something else."""
    found = list(NUMBER.finditer(content))
    if not found:
        return lengths(random, content)
    place = random.choice(found)
    written = random.choice([b"%d" % value for value in LENGTHS] + [b"-1", b"9" * 400, b"1e999", b""])
    return content[: place.start()] + written + content[place.end() :]


PLAIN: tuple[Callable[[Random, bytes], bytes], ...] = (flip, noise, cut, remove, repeat, lengths, numbers)


def members(random: Random, content: bytes) -> bytes:
    """Something inside an archive or a compressed file is changed, and its checksum fits again."""
    change = random.choice(PLAIN)
    for read, write in (
        (gzip.decompress, gzip.compress),
        (bz2.decompress, bz2.compress),
        (lzma.decompress, lzma.compress),
    ):
        try:
            inside = read(content)
        except (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error):
            continue
        return write(change(random, inside)) if inside else content
    if not content.startswith(b"PK"):
        return change(random, content)
    return _zip_members(random, content, change)


def _zip_members(random: Random, content: bytes, change: Callable[[Random, bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        if any(info.flag_bits & 1 for info in infos):
            return change(random, content)
        inside = {info.filename: archive.read(info) for info in infos}
    name = random.choice(list(inside))
    match random.randrange(6):
        case 0:
            del inside[name]
        case 1:
            inside[random.choice(("../" * 9 + "x", "a\x00b", "", "/", "é" * 300, name + "/x"))] = inside[name]
        case 2:
            inside[name] = random.choice(list(inside.values()))
        case _:
            inside[name] = change(random, inside[name] or b"\x00")
    return zipped(inside, random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def mutant(random: Random, seed: Seed, others: list[Seed]) -> tuple[str, Seed]:
    """What was done, and the file that came of it; now and then two things are done, or the name lies."""
    if seed.side and random.random() < 0.7:
        act = random.choice(PLAIN)
        return act.__name__, Seed(seed.name, seed.content, {key: act(random, data) for key, data in seed.side.items()})
    act = random.choice((*PLAIN, members, members))
    content = act(random, seed.content)
    if content and random.random() < 0.25:
        content = random.choice(PLAIN)(random, content)
    name = random.choice(others).name if random.random() < 0.1 else seed.name
    return act.__name__, Seed(name, content, seed.side)
