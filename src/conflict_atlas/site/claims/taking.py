"""Taking a document in: its bytes kept, its text read, its records made suggestions; a newer version carries decisions over.

What may live here: that, each in one transaction. Reading itself happens in ``documents``.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.pack import load_pack
from conflict_atlas.documents.records import NAMES, as_json
from conflict_atlas.documents.suggesting import harm_of
from conflict_atlas.site.claims.models import Document, Suggestion, SuggestionReview

AT_ONCE = 1_000_000
"""Bytes of a file that is read while its editor waits; a larger one is left to the worker."""


@dataclass(frozen=True)
class Facts:
    """What an editor says of a document."""

    conflict: str
    key: str
    title: str
    publisher: str
    kind: str
    language: str = "en"
    licence: str = ""
    published: date | None = None
    pack: str = ""


def keep(raw: bytes) -> str:
    """Bytes into ``raw`` of the workspace under their digest; what is there already stays. Whole or not at all."""
    digest = hashlib.sha256(raw).hexdigest()
    folder = Path(settings.ATLAS_WORKSPACE) / "raw"
    path = folder / digest
    if not path.exists():
        folder.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".keeping-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return digest


def text_of(document: Document) -> str:
    """The text that offsets of a document count."""
    path = Path(settings.ATLAS_WORKSPACE) / "raw" / document.text_sha256
    return path.read_bytes().decode("utf-8", "surrogatepass")


def take(facts: Facts, raw: bytes, name: str, person: Any, address: str = "") -> Document:
    """A document as a row, read if it is small. Raises DocumentError for what cannot be read; nothing is then kept."""
    digest = hashlib.sha256(raw).hexdigest()
    known = Document.objects.filter(conflict=facts.conflict, key=facts.key).first()
    if known is not None and known.sha256 == digest:
        return known
    is_small = len(raw) <= AT_ONCE
    read = _read(raw, name, facts.title, facts.published) if is_small else None
    keep(raw)
    document = Document(
        conflict=facts.conflict,
        key=facts.key,
        title=facts.title or (read.about.title or _first_line(read.text) if read else "") or name,
        publisher=facts.publisher,
        kind=facts.kind,
        language=facts.language,
        licence=facts.licence,
        published=facts.published or (read.about.published if read else None),
        address=address,
        name=name[:300],
        pack=facts.pack,
        sha256=digest,
        retrieved_at=timezone.now(),
        replaces=known,
        added_by=person,
    )
    with transaction.atomic():
        document.save()
        if read is not None:
            _fill(document, read)
    return document


def _read(raw: bytes, name: str, title: str, published: date | None) -> Any:
    # The rules are loaded when something is read: a site that only serves pages need not hold them.
    from conflict_atlas.documents.document import document_of
    from conflict_atlas.documents.extraction import About

    return document_of(raw, name, About(title, published))


def _first_line(text: str) -> str:
    """The first words of a document without a title of its own."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 120 else line[:117] + "..."


def read_waiting(document: Document) -> None:
    """Read a document that was left to the worker; a failure is written down, not raised."""
    raw = (Path(settings.ATLAS_WORKSPACE) / "raw" / document.sha256).read_bytes()
    try:
        read = _read(raw, document.name, document.title, document.published)
    except DocumentError as problem:
        document.state, document.notes = Document.State.FAILED, str(problem)
        document.save(update_fields=["state", "notes"])
        return
    with transaction.atomic():
        _fill(document, read)


def _fill(document: Document, read: Any) -> None:
    document.text_sha256 = keep(read.text.encode("utf-8", "surrogatepass"))
    document.reader, document.chars = read.reader, len(read.text)
    document.notes = "\n".join(read.reading.notes)
    document.published = document.published or read.about.published
    document.state = Document.State.READ
    document.save()
    pack = load_pack(document.pack) if document.pack else None
    rows: dict[tuple[str, int, int, str], Suggestion] = {}
    for record in read.extraction(pack).records:
        harm = harm_of(record)
        if harm is None:
            continue
        row = Suggestion(
            document=document,
            kind=NAMES[type(record)],
            start=record.start,
            end=record.end,
            quote=record.quote,
            rule_id=record.rule_id,
            rule_version=record.rule_version,
            harm=harm,
            fields=as_json(document.key, record),
        )
        rows.setdefault((row.kind, row.start, row.end, row.rule_id), row)
    Suggestion.objects.bulk_create(rows.values())
    if document.replaces is not None and document.replaces.state == Document.State.READ:
        _carry_over(document.replaces, document, read.text)


def _carry_over(old: Document, new: Document, text: str) -> None:
    """Decisions whose words still stand go with the new version; the others are told to be gone from it."""
    from conflict_atlas.documents.versions import moved

    decided = list(old.suggestions.exclude(state__in=(Suggestion.State.SUGGESTED, Suggestion.State.GONE)))
    places = moved(text_of(old), text, {(row.start, row.end) for row in decided})
    there = {(row.kind, row.start, row.end): row for row in new.suggestions.all()}
    for row in decided:
        place = places[row.start, row.end]
        twin = there.get((row.kind, *place)) if place else None
        if twin is not None:
            twin.state, twin.claim_id = row.state, row.claim_id
            twin.save(update_fields=["state", "claim_id"])
        elif place is None:
            row.state = Suggestion.State.GONE
            row.save(update_fields=["state"])
            SuggestionReview.objects.create(
                suggestion=row,
                rule_id=row.rule_id,
                rule_version=row.rule_version,
                sha256=new.sha256,
                decision=Suggestion.State.GONE,
                claim_id=row.claim_id,
                by="",
                note=f"not in the version of {new.retrieved_at:%Y-%m-%d}",
            )
    old.suggestions.filter(state=Suggestion.State.SUGGESTED).update(state=Suggestion.State.GONE)
