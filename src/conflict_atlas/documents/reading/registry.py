"""Which reader reads a file: by what it is, not by what it is called.

What may live here: the table of readers and the recognition of a form. A package can bring a reader by the entry point
``conflict_atlas.readers``: a ``Reader``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading import docx, feed, html, pdf, plain_text, reliefweb, wikitext
from conflict_atlas.documents.reading.reading import MOST_BYTES, MOST_CHARS, Reading


@dataclass(frozen=True)
class Reader:
    """``is_mine`` sees the first bytes and the name; ``apart`` is whether it reads in a process of its own."""

    key: str
    title: str
    is_mine: Callable[[bytes, str], bool]
    read: Callable[[bytes], Reading]
    apart: bool = True


def _is_docx(head: bytes, name: str) -> bool:
    return head.startswith(b"PK") and (b"word/" in head or name.lower().endswith(".docx"))


def _is_feed(head: bytes, name: str) -> bool:
    return bool(re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head[:4000]))


def _is_html(head: bytes, name: str) -> bool:
    return bool(re.search(rb"<(?:!doctype html|html|body|article|head)[\s>]", head[:4000], re.IGNORECASE))


def _is_reliefweb(head: bytes, name: str) -> bool:
    return head.lstrip()[:1] in (b"{", b"[") and b'"fields"' in head


def _is_wikitext(head: bytes, name: str) -> bool:
    if name.lower().endswith((".wiki", ".wikitext", ".mediawiki", ".mw")):
        return True
    return head.count(b"[[") >= 3 and (b"{{" in head or b"\n==" in head)


READERS = (
    Reader("pdf", "PDF", lambda head, name: head.lstrip()[:5] == b"%PDF-", pdf.read),
    Reader("docx", "Word document (DOCX)", _is_docx, docx.read),
    Reader("feed", "feed (RSS, Atom)", _is_feed, feed.read),
    Reader("html", "web page (HTML)", _is_html, html.read),
    Reader("reliefweb", "ReliefWeb reports (JSON)", _is_reliefweb, reliefweb.read),
    Reader("wikitext", "wikitext", _is_wikitext, wikitext.read),
    Reader("text", "plain text", lambda head, name: True, plain_text.read, apart=False),
)
HEAD = 200_000
_WRONG = {
    b"\xd0\xcf\x11\xe0": "is an old Word file (DOC): save it as DOCX or text",
    b"\x89PNG": "is a picture: have its words recognised (OCR) first",
    b"\xff\xd8\xff": "is a picture: have its words recognised (OCR) first",
    b"GIF8": "is a picture: have its words recognised (OCR) first",
    b"\x1f\x8b": "is packed with gzip: unpack it first",
    b"7z\xbc\xaf": "is a 7z archive: unpack it first",
    b"Rar!": "is a RAR archive: unpack it first",
    b"{\\rtf": "is RTF: save it as DOCX or text",
    b"\x7fELF": "is a program",
    b"MZ\x90": "is a program",
}


def readers() -> tuple[Reader, ...]:
    """Those of other packages first, then our own; the last one reads anything that is text."""
    others = tuple(point.load() for point in entry_points(group="conflict_atlas.readers"))
    return (*others, *READERS)


def reader_for(raw: bytes, name: str) -> Reader:
    """The reader of a file. What no reader can take is said in words."""
    if not raw.strip():
        raise DocumentError("is empty")
    if len(raw) > MOST_BYTES:
        raise DocumentError(f"has {len(raw):,} bytes, the limit is {MOST_BYTES:,}: give the part that matters")
    for mark, words in _WRONG.items():
        if raw.startswith(mark):
            raise DocumentError(words)
    head = raw[:HEAD]
    for reader in readers():
        if reader.is_mine(head, name):
            if reader.key == "text" and head.startswith(b"PK"):
                raise DocumentError("is an archive, but no Word document: unpack it first")
            return reader
    raise DocumentError("is in no form that we read")


def checked(reading: Reading) -> Reading:
    """A reading within the limits."""
    if not reading.text.strip():
        raise DocumentError("holds no words")
    if len(reading.text) > MOST_CHARS:
        raise DocumentError(f"holds {len(reading.text):,} characters, the limit is {MOST_CHARS:,}: give the part that matters")
    return reading
