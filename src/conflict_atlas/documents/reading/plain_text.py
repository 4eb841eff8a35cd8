"""Plain text: decoded, newlines untouched, so that offsets hold in the decoded file."""

from __future__ import annotations

import codecs

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import Reading
from conflict_atlas.documents.view import has_direction_marks

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def read(raw: bytes) -> Reading:
    """The text of bytes, by their mark, as UTF-8, or as the encoding that they look like."""
    text, note = decoded(raw)
    notes: tuple[str, ...] = (note,) if note else ()
    if has_direction_marks(text):
        notes += ("holds marks that reorder what is displayed: compare quotes with the text as stored",)
    return Reading(text, notes=notes)


def decoded(raw: bytes) -> tuple[str, str]:
    """The text and, where it is not UTF-8, a note of how it was read."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), "" if encoding == "utf-8-sig" else f"read as {encoding}"
            except UnicodeDecodeError as problem:
                raise DocumentError(
                    f"marked as {encoding}, but broken at byte {problem.start}: save it again as UTF-8"
                ) from problem
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(raw)
    if "\0" in text:
        raise DocumentError("holds zero bytes: it is no text; give a text, HTML, PDF, DOCX, wikitext, feed or ReliefWeb file")
    return text, ""


def _guessed(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    if raw.count(0) > len(raw) // 100:
        raise DocumentError(
            "is no text that we know: it holds many zero bytes; give a text, HTML, PDF, DOCX, wikitext or feed file"
        )
    best = from_bytes(raw[:200_000], threshold=0.2).best()
    if best is None:
        raise DocumentError("is in no encoding that we can tell: save it again as UTF-8")
    try:
        return raw.decode(best.encoding), f"read as {best.encoding}, which was guessed"
    except UnicodeDecodeError as problem:
        raise DocumentError(
            f"looks like {best.encoding} but is broken at byte {problem.start}: save it again as UTF-8"
        ) from problem
