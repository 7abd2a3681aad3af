"""What type a file is: by its content first, then by its name."""

import json
import re
import zipfile
from pathlib import PurePosixPath

from app.domain.units import UnreadReason
from app.extraction.blocks import HEAD
from app.extraction.encoding import decode, detect
from app.extraction.interface import Unit
from app.extraction.registry import by_extension
from app.extraction.tables import SAMPLE_CHARACTERS, dialect_of
from app.extraction.unread import Unread

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (257, b"ustar", "tar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"\x89PNG\r\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (0, b"II*\x00", "image"),
    (0, b"MM\x00*", "image"),
    (0, b"RIFF", "media"),
    (0, b"ID3", "media"),
    (0, b"OggS", "media"),
    (0, b"fLaC", "media"),
    (0, b"\x1aE\xdf\xa3", "media"),
    (4, b"ftyp", "media"),
    (0, b"\x7fELF", "executable"),
    (0, b"\xca\xfe\xba\xbe", "executable"),
    (0, b"\xcf\xfa\xed\xfe", "executable"),
    (0, b"\x00asm", "executable"),
    (0, b"PAR1", "parquet"),
    (0, b"Obj\x01", "avro"),
    (0, b"ORC", "orc"),
    (0, b"wOFF", "font"),
    (0, b"wOF2", "font"),
    (0, b"{\\rtf", "rtf"),
    (0, b"PGDMP", "pg_dump_custom"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
ZIP_PARTS = (("word/", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/", "pptx"), ("xl/workbook.bin", "xlsb"))
OTHER_ZIPS = (("OFD.xml", "ofd"), ("META-INF/manifest.xml", "odf"), ("AndroidManifest.xml", "apk"))
BINARY_ENDINGS = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".mp3",
        ".mp4",
        ".avi",
        ".mov",
        ".exe",
        ".dll",
        ".so",
        ".doc",
        ".xls",
        ".ppt",
        ".7z",
        ".rar",
    ]
)
PLAIN = frozenset({"text", "csv", "json", "jsonl", "sql", "html", "xml", "eml"})
PDF_WITHIN = 1024
HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
XML_START = re.compile(rb"\s*<(?:\?xml\s|[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=\s*[\"']|\s*/?>))")
MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
MAIL_SIGNS = re.compile(rb"^(?:from|to|subject|date|message-id|received|mime-version):", re.IGNORECASE | re.MULTILINE)
SQL_START = re.compile(
    rb"^(?:-- (?:PostgreSQL|MySQL|MariaDB) |INSERT\s+INTO\s+\S|CREATE\s+TABLE\s+\S|COPY\s+\S+\s*\(.*FROM\s+stdin)",
    re.IGNORECASE | re.MULTILINE,
)
JSON_OPENING = re.compile(rb'\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:\s*["{\[\dtfn-]')
JSON_START = re.compile(rb"\s*[\[{]")


def ending(name: str) -> str:
    """The ending of a file name in small letters, dot included."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def sniff(unit: Unit) -> str:
    """The format of a unit: an id that an extractor has, or the name of a type that none reads."""
    head = unit.data.head(HEAD)
    if not head:
        return "empty"
    kind = next((name for at, mark, name in SIGNATURES if head.startswith(mark, at)), "")
    if not kind and head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        kind = _zip_kind(unit)
    elif not kind and head.startswith(OLE):
        kind = _ole_kind(unit)
    elif not kind and b"%PDF-" in head[:PDF_WITHIN]:
        kind = "pdf"
    elif not kind:
        kind = _program_or_picture(head)
    return kind or _plain_kind(unit, head)


def _program_or_picture(head: bytes) -> str:
    """Types whose mark is too short to tell them by it alone."""
    if head.startswith(b"MZ") and b"\x00" in head[:256]:
        return "executable"
    return "image" if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00" else ""


def _plain_kind(unit: Unit, head: bytes) -> str:
    codec = detect(head)
    named = by_extension().get(ending(unit.file_name))
    if not codec and named == "zip" and zipfile.is_zipfile(unit.data.random()):
        # a program stands before it that unpacks or runs it
        return _zip_kind(unit)
    if not codec and named == "sqlite" and unit.data.size % 512 == 0 and head[:4096].count(0) < 64:
        # a database's pages without its header: that is how an encrypted one looks
        unit.format = "sqlite"
        raise Unread(UnreadReason.ENCRYPTED, "no header")
    return _text_kind(unit, head, codec) if codec else "binary"


def _zip_kind(unit: Unit) -> str:
    try:
        names = unit.data.archive().namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return by_extension().get(ending(unit.file_name), "zip")
    if "[Content_Types].xml" in names:
        for part, kind in ZIP_PARTS:
            if any(name.startswith(part) for name in names):
                return kind
    return next((kind for part, kind in OTHER_ZIPS if part in names), "zip")


def _ole_kind(unit: Unit) -> str:
    """The kind of an OLE file, from the names in its directory; raises Unread where it is encrypted."""
    data = unit.data.random()
    carry = b""
    kind = "ole"
    while block := data.read(1 << 20):
        seen = carry + block
        if ENCRYPTED_PACKAGE in seen:
            unit.format = "ooxml"
            raise Unread(UnreadReason.ENCRYPTED, "EncryptedPackage")
        kind = next((name for stream, name in OLE_STREAMS if stream.encode("utf-16-le") in seen), kind)
        carry = block[-128:]
    return kind


def _text_kind(unit: Unit, head: bytes, codec: str) -> str:
    """The kind of a text, by how it begins, with its name to settle what may be either."""
    if codec not in ("utf-8", "gb18030", "cp1252"):
        head = head[: len(head) & ~3].decode(codec, "replace").encode("utf-8", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf")
    named = by_extension().get(ending(unit.file_name), "")
    kind = "csv" if named == "csv" else ""
    if HTML_START.match(head[:4096]):
        kind = "html"
    elif named in ("html", "xml") and b"<" in head:
        kind = named
    elif XML_START.match(head[:4096]) and named != "text":
        kind = "xml"
    elif JSON_START.match(head) and (found := _json_kind(head, named)):
        kind = found
    elif named == "eml" or (not named and _is_mail(head)):
        kind = "eml"
    elif named == "sql" or (not kind and SQL_START.search(head)):
        kind = "sql"
    return kind or ("csv" if _tabular(head) else "text")


def _is_mail(head: bytes) -> bool:
    return MAIL_HEADER.match(head) is not None and len(MAIL_SIGNS.findall(head[:8192])) >= 3


def _json_kind(head: bytes, named: str) -> str:
    """Whether a text that begins with a bracket is JSON, JSON lines, or neither."""
    if named in ("json", "jsonl"):
        lines = [line for line in head.split(b"\n", 3)[:3] if line.strip()]
        return "jsonl" if named == "jsonl" or (len(lines) > 1 and all(map(_is_json, lines[:2]))) else "json"
    first, _, rest = head.partition(b"\n")
    if _is_json(first) and first.lstrip().startswith(b"{") and rest.strip():
        second = rest.partition(b"\n")[0]
        return "jsonl" if _is_json(second) or len(rest) == HEAD - len(first) - 1 else ""
    return "json" if _is_json(head) or JSON_OPENING.match(head) else ""


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _tabular(head: bytes) -> bool:
    sample = decode(head[: 4 * SAMPLE_CHARACTERS])[0][:SAMPLE_CHARACTERS]
    return dialect_of(sample, named=False, whole=len(sample) < SAMPLE_CHARACTERS) is not None


def contradicts(unit: Unit) -> bool:
    """Whether the content of a unit is of another type than its name says."""
    suffix = ending(unit.file_name)
    named = by_extension().get(suffix, "binary" if suffix in BINARY_ENDINGS else "")
    if not named or named == unit.format:
        return False
    if named in PLAIN and unit.format in PLAIN:
        return named in ("json", "jsonl", "csv", "html") and unit.format not in ("json", "jsonl", "csv", "xml")
    return True
