"""PDF: the text of its pages (pypdf). Scripts and attachments are not looked at."""

from __future__ import annotations

import io
import logging
import struct
import zlib

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import MOST_CHARS, Reading

MOST_PAGES = 2_000


def read(raw: bytes) -> Reading:
    """The text page by page, with a blank line between pages."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is encrypted: save a copy without a password and read that")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise DocumentError(f"has {count:,} pages, the limit is {MOST_PAGES:,}: give the part that matters")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append((page.extract_text() or "").replace("\0", ""))
            size += len(pages[-1])
            if size > MOST_CHARS:
                raise DocumentError(f"holds more than {MOST_CHARS:,} characters: give the part that matters")
        metadata = reader.metadata
        title = str(metadata.title) if metadata is not None and metadata.title else ""
    except DocumentError:
        raise
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
        AssertionError,
        ZeroDivisionError,
        EOFError,
        zlib.error,
        struct.error,
        NotImplementedError,
    ) as problem:
        raise DocumentError(f"is a PDF file that cannot be read ({type(problem).__name__}: {problem})") from problem
    empty = sum(not words.strip() for words in pages)
    if empty == len(pages):
        raise DocumentError("has no text: its pages are pictures; have them recognised (OCR) first and read the result")
    notes = (f"{len(pages)} pages, {empty} without text",) if empty else (f"{len(pages)} pages",)
    return Reading("\n\n".join(pages) + "\n", title=title, notes=notes)
