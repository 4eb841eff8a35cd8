"""A document: its raw bytes by digest, its text, and what is known of it.

What may live here: the record, and reading one from a file or an address. Raw bytes are never edited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from conflict_atlas.documents.blocks import blocks
from conflict_atlas.documents.comparing.comparing import Material, disagreements
from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.extraction import About, extract, material_of
from conflict_atlas.documents.pack import Pack
from conflict_atlas.documents.reading.apart import read_bytes
from conflict_atlas.documents.reading.reading import Reading
from conflict_atlas.documents.records import Disagreement, Extraction


@dataclass(frozen=True)
class Document:
    """``sha256`` is of the raw bytes, ``text_sha256`` of the text that offsets count, as UTF-8."""

    name: str
    raw: bytes
    sha256: str
    text_sha256: str
    reader: str
    reading: Reading
    retrieved_at: datetime
    address: str | None = None
    about: About = field(default_factory=About)

    @property
    def text(self) -> str:
        """What offsets count, in code points."""
        return self.reading.text

    def extraction(self, pack: Pack | None = None) -> Extraction:
        """What the rules find in it."""
        return extract(self.name, self.text, self.about, pack)


def document_of(raw: bytes, name: str, about: About | None = None, address: str | None = None) -> Document:
    """A document from its bytes. What ``about`` does not tell is taken from the file itself."""
    reading, reader = read_bytes(raw, name)
    known = about or About()
    merged = About(known.title or reading.title, known.published or reading.published, known.period, known.lines or reading.lines)
    return Document(
        name,
        raw,
        hashlib.sha256(raw).hexdigest(),
        hashlib.sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest(),
        reader,
        reading,
        datetime.now(UTC).replace(microsecond=0),
        address,
        merged,
    )


def read_file(path: Path, name: str | None = None, about: About | None = None) -> Document:
    """A document from a file. Errors name the file and what to do."""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise DocumentError(f"{path}: cannot be read ({problem.strerror})") from problem
    return document_of(raw, name or path.name, about)


def about_of(row: dict[str, object]) -> About:
    """What a row of a ``--meta`` file says: ``title, doc_date, period, line_dates``."""
    period = row.get("period")
    lines = row.get("line_dates")
    try:
        return About(
            str(row.get("title") or ""),
            date.fromisoformat(str(row["doc_date"])) if row.get("doc_date") else None,
            (date.fromisoformat(period[0]), date.fromisoformat(period[1])) if isinstance(period, list) and all(period) else None,
            tuple((int(line["start"]), int(line["end"]), date.fromisoformat(line["date"])) for line in lines)
            if isinstance(lines, list)
            else (),
        )
    except (KeyError, TypeError, ValueError, IndexError) as problem:
        raise DocumentError(
            f"row of {row.get('doc')}: {problem}; dates are written YYYY-MM-DD, period as a list of two"
        ) from problem


def compared(documents: Sequence[Document], pack: Pack | None = None) -> list[Disagreement]:
    """How the claims of several documents stand to each other."""
    material = Material()
    for document in documents:
        records = document.extraction(pack).records
        material.add(material_of(document.name, document.text, records, blocks(document.text), document.about))
    return disagreements(material)
