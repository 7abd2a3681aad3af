"""Web pages and XML."""


def test_text_of_a_page_with_lines_attributes_scripts_and_comments(read):
    """What a reader sees is joined over tags; what only the source shows is read too."""
    content = (
        "<!DOCTYPE html>\n<html><body>\n<p>电话 138<b>0000</b>0000</p>\n"
        '<a href="mailto:x@example.com">写信</a>\n'
        '<script>\nvar p = "13911110000";\n</script>\n<!-- 13711110000 -->\n'
        '<input value="13611110000"></body></html>'
    ).encode("gbk")
    outcome = read("a.html", content)
    texts = outcome.texts()
    assert "电话 13800000000" in texts
    for number in ("mailto:x@example.com", "13911110000", "13711110000", "13611110000"):
        assert any(number in text for text in texts)
    (chunk,) = outcome.chunks()
    assert chunk.locator(texts.index("电话 13800000000")) == {"kind": "line", "line": 3}


def test_table_cells_are_apart(read):
    """Cells of a row are divided, so that two numbers do not become one."""
    content = b"<html><table><tr><td>138</td><td>139</td></tr></table></html>"
    assert read("a.html", content).texts() == ["138\t139"]


def test_xml_becomes_columns_with_records(read):
    """Elements and attributes of one parent share a record."""
    content = (
        '<?xml version="1.0" encoding="gb2312"?><r><c id="1"><name>张三</name><phone>13800000000</phone></c>'
        '<c id="2"><name>李四</name></c><!-- 备注 --><p>手机 138<b>0000</b>0000</p></r>'
    ).encode("gb2312")
    outcome = read("a.xml", content)
    name, phone, ident = (outcome.column(label) for label in ("name", "phone", "id"))
    assert name.where == {"kind": "path", "column": "/r/c/name"}
    records = [chunk.batch.column("record").to_pylist() for chunk in (name, phone, ident)]
    assert records[0] == records[2]
    assert records[1] == records[0][:1]
    assert outcome.column("p").text.to_pylist() == ["手机 13800000000"]


def test_outer_entities_are_not_fetched(read):
    """No file is read into the text."""
    content = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><a>&x;</a><b>138</b></d>'
    assert "root:" not in "".join(read("a.xml", content).texts())


def test_a_billion_laughs(read):
    """Entities that grow without end are given up."""
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha" * 50}">' for i in range(12))
    outcome = read("a.xml", f"<!DOCTYPE d [{levels}]><d>&e11;</d>".encode())
    assert outcome.end()[0] in ("partial", "unreadable")
    assert sum(len(text) for text in outcome.texts()) < 50_000_000


def test_a_hidden_document_type_is_refused(read):
    """A document type behind a long comment does not slip past the limits."""
    content = b"<!--" + b"x" * 400_000 + b'--><!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>'
    assert read("a.xml", content).end()[1] == "corrupt"


def test_a_broken_document_gives_what_stands_before(read):
    """XML that breaks off is partial."""
    outcome = read("a.xml", b"<r><p>13800000000</p><q>")
    assert outcome.end() == ("partial", "corrupt")
    assert outcome.column("p").text.to_pylist() == ["13800000000"]
