"""The files that mutants are made of: one at least of every format that can be read, the same at every run."""

import bz2
import gzip
import io
import lzma
import re
import sqlite3
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
from reportlab.pdfgen import canvas

from tests.generators import expand

ESTATE = Path(__file__).parents[2] / "examples" / "estate"
ESTATE_MOST = 256 << 10
ROWS = "姓名,手机,邮箱,身份证\n" + "".join(
    f"张伟,{{cn_mobile}},user{number}@example.com,{{cn_id_card}}\n" for number in range(8)
)
STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file: its name, its bytes, and those of the files beside it that are read with it."""

    name: str
    content: bytes
    side: dict[str, bytes] = field(default_factory=dict)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of `members` whose dates are always the same."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, content)
    return held.getvalue()


def _timeless(content: bytes) -> bytes:
    """An Office file with the time of its making replaced."""
    source = zipfile.ZipFile(io.BytesIO(content))
    return zipped({name: STAMP.sub(b"2026-01-01T00:00:00Z", source.read(name)) for name in source.namelist()})


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in expand(ROWS).splitlines():
        sheet.append(line.split(","))
    book.create_sheet("旧").sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return _timeless(held.getvalue())


def _document() -> bytes:
    made = docx.Document()
    for line in expand(ROWS).splitlines():
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    table.cell(1, 1).text = expand("{cn_mobile}")
    held = io.BytesIO()
    made.save(held)
    return _timeless(held.getvalue())


def _slides() -> bytes:
    """The least that is taken for a presentation."""
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slide = f"<p:sld {space}><p:cSld><p:spTree><a:p><a:r><a:t>{expand('张伟 {cn_mobile}')}</a:t></a:r></a:p></p:spTree></p:cSld></p:sld>"
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "ppt/presentation.xml": f"<p:presentation {space}/>".encode(),
            "ppt/slides/slide1.xml": slide.encode(),
            "ppt/notesSlides/notesSlide1.xml": slide.encode(),
        }
    )


def _pdf(*, compressed: bool) -> bytes:
    held = io.BytesIO()
    made = canvas.Canvas(held, invariant=1, pageCompression=int(compressed))
    for page in range(3):
        made.drawString(72, 700, expand("phone {cn_mobile}", page))
        made.acroForm.textfield(name=f"field{page}", value=expand("{cn_mobile}", page + 10))
        made.showPage()
    made.save()
    return held.getvalue()


def _database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE 客户 (name TEXT, phone INTEGER, photo BLOB)")
        rows = [(f"客户{number}", expand("{cn_mobile}", number), bytes(range(256)) * 20) for number in range(60)]
        connection.executemany("INSERT INTO 客户 VALUES (?, ?, ?)", rows)
        connection.execute("CREATE INDEX i ON 客户 (phone)")
        connection.commit()
        connection.close()
        return path.read_bytes()


def _tar(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def _written() -> dict[str, str]:
    """The seeds that are text."""
    mail = "From: a@example.com\nTo: b@example.com\nSubject: =?utf-8?B?5ZCN5Y2V?=\nMIME-Version: 1.0\n"
    parts = (
        'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n张伟 {cn_mobile}\n'
        '--x\nContent-Type: text/csv; name="a.csv"\nContent-Disposition: attachment; filename="a.csv"\n'
        "Content-Transfer-Encoding: base64\n\nYSxiCjEsMTM4MDAwMDAwMDAK\n--x--\n"
    )
    return {
        "a.txt": ROWS.replace(",", " "),
        "a.csv": ROWS,
        "a.json": '{"list": ['
        + ",".join('{"n": "张伟", "t": {cn_mobile}, "d": {"e": [1.5e3, null]}}' for _ in "abc")
        + "]}",
        "a.jsonl": '{"n": "张伟", "t": {cn_mobile}}\n' * 5,
        "a.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<l><r t="{cn_mobile}"><n>张伟</n><!-- c --></r><r/></l>',
        "typed.xml": '<!DOCTYPE l [<!ENTITY e "x">]>\n<l><r>&e;{cn_mobile}</r></l>',
        "a.html": "<html><body><p title='{cn_mobile}'>张伟</p><table><tr><td>{cn_mobile}</td></tr></table></body></html>",
        "a.eml": mail + parts,
        "a.sql": "CREATE TABLE `c` (`n` varchar(9), `t` text);\nINSERT INTO `c` VALUES ('张伟','{cn_mobile}'),('a\\'b',NULL);\n"
        "COPY d (n, t) FROM stdin;\n张伟\t{cn_mobile}\n\\N\tx\n\\.\n",
    }


def seeds() -> list[Seed]:
    """All seeds, in a fixed order."""
    texts = {name: expand(text).encode() for name, text in _written().items()}
    made = {
        **texts,
        "wide.txt": expand(ROWS).encode("utf-16"),
        "old.csv": expand(ROWS).encode("gb18030"),
        "a.xlsx": _workbook(),
        "a.docx": _document(),
        "a.pptx": _slides(),
        "a.pdf": _pdf(compressed=True),
        "plain.pdf": _pdf(compressed=False),
        "a.db": _database(),
    }
    inner = {"a.csv": made["a.csv"], "名.txt": made["a.txt"], "in.zip": zipped({"x.json": made["a.json"]})}
    made |= {
        "a.zip": zipped(inner | {"b.docx": made["a.docx"]}),
        "stored.zip": zipped(inner, zipfile.ZIP_STORED),
        "packed.zip": zipped(inner, zipfile.ZIP_LZMA),
        "a.tar": _tar(inner),
        "a.tgz": gzip.compress(_tar(inner), mtime=0),
        "a.log.gz": gzip.compress(made["a.txt"], mtime=0),
        "a.log.bz2": bz2.compress(made["a.txt"]),
        "a.log.xz": lzma.compress(made["a.txt"]),
    }
    found = [Seed(name, content) for name, content in made.items()]
    for path in sorted(path for path in ESTATE.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if content and len(content) <= ESTATE_MOST:
            log = path.with_name(path.name + "-wal")
            found.append(Seed(path.name, content, {"wal": log.read_bytes()} if log.exists() else {}))
    return found
