"""PDF documents."""

import io

import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.unit.app.extraction.conftest import extract


def written(*pages: str, **options) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = io.BytesIO()
    made = canvas.Canvas(held, **options)
    made.setAuthor("赵六")
    for text in pages:
        made.setFont("STSong-Light", 12)
        if text:
            made.drawString(72, 700, text)
        else:
            made.drawImage(ImageReader(Image.new("RGB", (40, 40))), 0, 0)
        made.showPage()
    made.save()
    return held.getvalue()


def test_lines_with_their_pages(read):
    """Each line is a cell with its page and line; properties are read too."""
    outcome = read("a.pdf", written("姓名 张三 13800000000", "第二页"))
    chunk = outcome.chunks()[0]
    assert chunk.text.to_pylist() == ["姓名 张三 13800000000", "第二页"]
    assert chunk.locator(1) == {"kind": "page", "page": 2, "line": 1}
    assert "赵六" in outcome.texts()
    assert outcome.end() == ("read", None)


def test_form_fields(read):
    """What is filled into a form is text of the document."""
    held = io.BytesIO()
    made = canvas.Canvas(held)
    made.acroForm.textfield(name="f", value="13911110000", x=72, y=600)
    made.showPage()
    made.save()
    assert any("13911110000" in text for text in read("a.pdf", held.getvalue()).texts())


def test_pages_of_pictures_make_it_partial(read):
    """A page that is only a picture was not read."""
    outcome = read("a.pdf", written("text 13800000000", ""))
    assert outcome.end() == ("partial", "no_text_ocr_off")
    assert outcome.ends[""].detail == "pages 2"


def test_pages_are_limited(tight, tmp_path):
    """Too many pages are cut off, with the page reached."""
    path = tmp_path / "a.pdf"
    path.write_bytes(written("one", "two", "three"))
    outcome = extract(tight(pages=2), path)
    assert outcome.end() == ("partial", "limit_pages")
    assert outcome.ends[""].detail == "page 2 of 3"


def test_encrypted(read):
    """A document that wants a password is told."""
    content = written("secret", encrypt=pdfencrypt.StandardEncryption("password"))
    assert read("a.pdf", content).end() == ("unreadable", "encrypted")


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_truncated(read, share):
    """Part of a document never ends the process."""
    content = written("13800000000" * 3, "x")
    outcome = read("a.pdf", content[: int(len(content) * share)])
    assert outcome.end()[0] in ("partial", "unreadable")


def test_not_a_document(read):
    """A header alone is no document."""
    assert read("a.pdf", b"%PDF-1.7\n" + b"garbage " * 50).end() == ("unreadable", "corrupt")
