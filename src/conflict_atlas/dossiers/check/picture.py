"""Rule: a picture has all that must stand beside it, and a drawing holds nothing but drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from conflict_atlas.dossiers import pictures, svg
from conflict_atlas.dossiers.check.claim_source import SHA256
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dossier import Picture

FILE = "pictures.yaml"
_FILE_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.(?:svg|png|jpg|jpeg|webp|avif)")


def _look(reading: Reading) -> Iterator[Finding]:
    for picture in reading.dossier.pictures:
        for what in _missing(picture):
            yield RULE.error(FILE, picture.key, what)
        if not picture.caption.strip():
            yield RULE.error(FILE, picture.key, "has no caption; say what it shows, where and when")
        data = reading.pictures.get(picture.file)
        if data is None:
            continue
        if sha256(data).hexdigest() != picture.sha256:
            what = f"the file {picture.file} is not the one that its sha256 names; check which picture is meant and correct it"
            yield RULE.error(FILE, picture.key, what)
        if picture.file.endswith(".svg"):
            for what in svg.forbidden(data):
                yield RULE.error(FILE, picture.key, f"{picture.file}: {what}")


def _missing(picture: Picture) -> Iterator[str]:
    if not picture.credit.strip():
        yield "has no credit; name who made it"
    if not picture.licence.strip():
        yield "has no licence; without one it cannot be shown"
    elif picture.licence not in pictures.LICENCES:
        yield f"its licence {picture.licence!r} is unknown; write one of: {', '.join(pictures.LICENCES)}"
    if not picture.alt.strip():
        yield "has no alternative text; say in a sentence what it shows, for those who cannot see it"
    elif picture.alt.strip() == picture.caption.strip():
        yield "its alternative text only repeats the caption; say what can be seen"
    if not SHA256.fullmatch(picture.sha256):
        yield "its sha256 is no digest; write the 64 small hexadecimal digits of the file"
    if not _FILE_NAME.fullmatch(picture.file):
        yield f"its file {picture.file!r} is no plain name of a picture; write small letters, digits and hyphens, such as front-line.svg"


RULE = Rule(
    "picture",
    "A picture without credit, licence, alternative text or caption, with a licence that is not listed, a digest or file name of "
    "another form or, with the file at hand, another digest; an SVG drawing that holds script, events, outside references or "
    "anything but drawing.",
    "Fill in what is missing. A drawing is saved as plain SVG, without script, style sheets and linked files.",
    _look,
)
