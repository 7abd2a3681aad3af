"""Files that are made to do harm, written by code."""

import struct
import zlib

L20, L5 = b"\x00\x14\x00\xeb\xff", b"\x00\x05\x00\xfa\xff"


def _repeat_20() -> bytes:
    """A block of deflate, five bytes long, that repeats the last twenty bytes: ten, and ten again."""
    bits = [0, 1, 0]
    for _ in range(2):
        # length 10 is code 264, a distance of 17 to 24 is code 8 with three more bits, least first
        bits += [int(bit) for bit in f"{264 - 256:07b}"] + [int(bit) for bit in f"{8:05b}"] + [1, 1, 0]
    bits += [0] * 7
    return bytes(sum(bit << at for at, bit in enumerate(bits[start : start + 8])) for start in range(0, 40, 8))


def _quine_with(check: int) -> bytes:
    header = b"\x1f\x8b\x08\x08" + bytes(6) + b"r.gz\x00"
    again = _repeat_20()
    start = header + L20 + header + L20 + again + L5 + again + L5 + L5 + L20 + again + L5 + L5 + L20
    middle = (again + L20) * 4
    size = len(start) + len(middle) + 2 * 20
    tail = again + b"\x01\x00\x00\xff\xff" + struct.pack("<II", check, size) + bytes(2)
    return start + middle + tail + tail


def gzip_quine() -> bytes:
    """A gzip file that holds itself.

    Its checksum stands in it, twice; a checksum is linear in the bits, so that the fitting one is solved for.
    """
    base = zlib.crc32(_quine_with(0))
    # by the highest bit of what it changes: the change, and the bits of the checksum that make it
    basis: dict[int, tuple[int, int]] = {}
    for bit in range(32):
        change, source = zlib.crc32(_quine_with(1 << bit)) ^ base ^ (1 << bit), 1 << bit
        while change and change.bit_length() in basis:
            other = basis[change.bit_length()]
            change, source = change ^ other[0], source ^ other[1]
        if change:
            basis[change.bit_length()] = (change, source)
    wanted, found = base, 0
    while wanted:
        change, source = basis[wanted.bit_length()]
        wanted, found = wanted ^ change, found ^ source
    return _quine_with(found)


def directory_of(count: int, step: int = 0) -> bytes:
    """A zip that is nothing but a directory of `count` members, all of the same few bytes or each `step` further."""
    body = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    entry = struct.pack("<4s6H3I5HI", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0)
    directory = b"".join(entry + struct.pack("<I", number * step) + b"a" for number in range(count))
    ending = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), len(body))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    last = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return body + directory + ending + locator + last


def pdf_of(objects: list[bytes], size: int = 0) -> bytes:
    """A PDF of `objects`, numbered from one, the first its root; `size` is what its trailer says."""
    content = b"%PDF-1.7\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (size or len(objects) + 1)
    return content + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(content)


def pdf_stream(data: bytes, more: bytes = b"", layers: int = 1) -> bytes:
    """A stream object whose data are compressed `layers` times."""
    for _ in range(layers):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%b] %b >>\nstream\n%b\nendstream" % (
        len(data),
        b" /FlateDecode" * layers,
        more,
        data,
    )
