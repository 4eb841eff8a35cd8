"""DOCX: paragraphs and tables (python-docx). The archive is measured before it is opened."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import Reading, day_of

MOST_UNPACKED = 200_000_000
MOST_PARTS = 5_000


def read(raw: bytes) -> Reading:
    """Paragraphs as lines, headings marked, rows of tables as cells between strokes."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from docx.table import Table
    from lxml import etree

    _measure(raw)
    try:
        document = Document(io.BytesIO(raw))
        lines: list[str] = []
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                lines += [" | ".join(" ".join(cell.text.split()) for cell in row.cells) + " |" for row in part.rows]
            elif part.text.strip():
                style = part.style.name if part.style is not None and part.style.name else ""
                lines.append(f"## {part.text}" if style.startswith(("Heading", "Title")) else part.text)
        properties = document.core_properties
        title, published = properties.title or "", day_of(properties.modified)
    except (
        OpcError,
        etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        RecursionError,
    ) as problem:
        raise DocumentError(f"is a DOCX file that cannot be read ({type(problem).__name__}: {problem})") from problem
    if not lines:
        raise DocumentError("holds no words: its pages may be pictures; have them recognised (OCR) first")
    return Reading("\n".join(lines) + "\n", title=title, published=published)


def _measure(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            encrypted = any(part.flag_bits & 1 for part in parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise DocumentError(f"is a broken archive ({problem}): save it again") from problem
    if encrypted:
        raise DocumentError("is encrypted: save a copy without a password and read that")
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise DocumentError(
            f"would unpack to {unpacked:,} bytes in {len(parts):,} parts, the limits are {MOST_UNPACKED:,} and {MOST_PARTS:,}: "
            "it is refused"
        )
