"""Readers of files: what they give, and how they end on files that mean harm."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.documents.document import document_of
from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading import apart, docx, feed, html, pdf, plain_text, reliefweb, wikitext
from conflict_atlas.documents.reading.registry import checked, reader_for
from conflict_atlas.documents.records import Figure

SENTENCE = "At least 12 people were killed in Nyala on 4 May 2024, the health ministry said."


def docx_of(*paragraphs: str) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("A report", 1)
    for words in paragraphs:
        document.add_paragraph(words)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Killed", "40-50"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_of(words: str, *, password: str = "") -> bytes:
    """A page with words in a standard font, as a printer writes it."""
    from pypdf import PdfReader, PdfWriter

    stream = b"BT /F1 12 Tf 50 700 Td (" + words.encode("latin-1") + b") Tj ET" if words else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    if not password:
        return out
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out)))
    writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_every_form_gives_the_same_figure_with_its_place() -> None:
    page = (
        f"<html lang=en><head><title>Report</title><script>var x = 99</script></head><body><article><h1>Report</h1>"
        f"<p>{SENTENCE}</p><p>{'More words follow here. ' * 8}</p></article></body></html>"
    )
    rss = (
        f"<rss version='2.0'><channel><title>News</title><item><title>Attack</title><description>{SENTENCE}</description>"
        "<pubDate>Sun, 05 May 2024 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    api = {
        "data": [
            {
                "fields": {
                    "title": "Report",
                    "body": SENTENCE,
                    "date": {"original": "2024-05-05T00:00:00+00:00"},
                    "source": [{"name": "OCHA"}],
                }
            }
        ]
    }
    wiki = (
        "'''A battle''' was fought. [[File:x.jpg|thumb|No]] See [[Sudan]], [[Darfur]], [[Nyala]].\n\n== Course ==\n"
        f"{SENTENCE}<ref>Not this</ref>\n{{{{Infobox x|killed=40-50}}}}\n"
    )
    files = {
        "a.txt": SENTENCE.encode(),
        "a.html": page.encode(),
        "a.xml": rss.encode(),
        "a.json": json.dumps(api).encode(),
        "a.wiki": wiki.encode(),
        "a.docx": docx_of(SENTENCE),
        "a.pdf": pdf_of(SENTENCE),
    }
    for name, raw in files.items():
        document = document_of(raw, name)
        figure = next(item for item in document.extraction().of(Figure) if item.value == 12)
        assert document.text[figure.start : figure.end] == "At least 12", name
        assert figure.attributed_to == "the health ministry", name
        assert "99" not in document.text, name
    assert document_of(files["a.json"], "a.json").about.published == date(2024, 5, 5)
    assert "40-50" in document_of(files["a.docx"], "a.docx").text
    assert "Not this" not in document_of(files["a.wiki"], "a.wiki").text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n0000", "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        (b"PK\x03\x04 not really", "archive"),
        (b"\x00\x01\x02\x03" * 200, "zero bytes"),
        (b"\xff\xfea\x00\x00\xd8", "broken at byte"),
        (b"%PDF-1.7 nothing more", "cannot be read"),
        (b'{"data": [{"fields": 3}]}', "ReliefWeb"),
        (b"<rss><channel></channel></rss>", "no items"),
    ],
)
def test_what_cannot_be_read_says_so_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        document_of(raw, "file")


def test_an_encrypted_and_an_empty_pdf_say_what_to_do() -> None:
    with pytest.raises(DocumentError, match="encrypted"):
        document_of(pdf_of(SENTENCE, password="secret"), "a.pdf")
    with pytest.raises(DocumentError, match="OCR"):
        document_of(pdf_of(""), "a.pdf")


def test_a_wrong_extension_is_read_by_what_it_is_and_told() -> None:
    document = document_of(pdf_of(SENTENCE), "report.docx")
    assert document.reader == "pdf"
    assert any("is called .docx but is PDF" in note for note in document.reading.notes)


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (docx.MOST_UNPACKED + 1))
    with pytest.raises(DocumentError, match="it is refused"):
        docx.read(file.getvalue())


def test_entities_are_not_expanded() -> None:
    bomb = (
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
        b"<rss><channel><item><title>&b;</title></item></channel></rss>"
    )
    with pytest.raises(DocumentError, match="entities"):
        feed.read(bomb)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of("x"))) as source, zipfile.ZipFile(file, "w") as archive:
        for part in source.namelist():
            body = source.read(part)
            if part == "word/document.xml":
                body = body.replace(
                    b"<w:document", b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document", 1
                ).replace(b">x<", b">&x;<")
            archive.writestr(part, body)
    with contextlib.suppress(DocumentError):
        assert "root:" not in docx.read(file.getvalue()).text


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(DocumentError, match="was not read within"):
        apart.read_bytes(pdf_of(SENTENCE), "a.pdf")


def test_encodings_are_told_and_marks_of_direction_are_noted() -> None:
    assert plain_text.read("Zażółć gęślą jaźń, 12 killed".encode("utf-16")).notes == ("read as utf-16",)
    assert "guessed" in plain_text.read("Elf Männer wurden getötet, sagte die Behörde in Köln.".encode("cp1252")).notes[0]
    assert any("reorder" in note for note in plain_text.read("12\u202e killed".encode()).notes)


def test_a_text_of_too_many_characters_is_refused() -> None:
    with pytest.raises(DocumentError, match="the limit is"):
        checked(plain_text.read(b"a" * 5_000_001))
    with pytest.raises(DocumentError, match="the limit is"):
        reader_for(b"a" * 64_000_001, "x")


READERS = (plain_text.read, html.read, pdf.read, docx.read, wikitext.read, feed.read, reliefweb.read)
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"<html><p>",
        b"<rss><item>",
        b'{"data":[{"fields":{',
        b"{{Infobox|[[",
        b"<feed>",
        b"== x ==\n{|\n|-",
    ]
)


@settings(max_examples=120, deadline=None)
@given(STARTS, st.binary(max_size=400), st.integers(0, len(READERS) - 1))
def test_random_bytes_are_read_or_refused_in_words(start: bytes, rest: bytes, number: int) -> None:
    with contextlib.suppress(DocumentError):
        READERS[number](start + rest)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_broken_copies_of_real_files_are_read_or_refused_in_words(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["pdf", "docx"]))
    raw, read = (_PDF, pdf.read) if form == "pdf" else (_DOCX, docx.read)
    at = data.draw(st.integers(0, len(raw) - 1))
    broken = raw[:at] + data.draw(st.binary(max_size=8)) + raw[at + data.draw(st.integers(0, 40)) :]
    with contextlib.suppress(DocumentError):
        read(broken)


_PDF = pdf_of(SENTENCE)
_DOCX = docx_of(SENTENCE)
