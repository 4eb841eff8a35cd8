"""Editions beside a dossier: ``kids/<language>.yaml`` in its folder, one file an edition.

What may live here: bytes to editions and back, the digest, and finding the files. The form is that of a dossier's YAML.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from conflict_atlas.dossiers.errors import DossierFileError
from conflict_atlas.dossiers.folder import layout, yaml_text
from conflict_atlas.dossiers.folder.reading import bytes_of
from conflict_atlas.dossiers.folder.shapes import checked_text, decode, encode_fields, shapes_of, with_lines_ended_once
from conflict_atlas.dossiers.folder.tree import Place
from conflict_atlas.kids.edition import Edition

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


def files(folder: Path) -> tuple[Path, ...]:
    """The files of the editions that lie beside a dossier, in the order of their languages."""
    return tuple(sorted((folder / layout.KIDS_FOLDER).glob("*.yaml")))


def read(path: Path) -> Edition:
    """The edition in a file. Raises DossierFileError that says where it is wrong, and what to do."""
    name = f"{layout.KIDS_FOLDER}/{path.name}"
    edition = parse(name, bytes_of(name, path, layout.FILE_BYTES))
    if edition.language != path.stem:
        raise DossierFileError(name, "field language", f"it is {edition.language!r}: name the file {edition.language}.yaml.")
    return edition


def parse(name: str, content: bytes) -> Edition:
    """The edition that these bytes are. Raises DossierFileError."""
    try:
        text = with_lines_ended_once(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DossierFileError(name, f"line {line}", "this is not UTF-8. Save the file in that encoding.") from None
    for number, part in enumerate(text.split("\n"), 1):
        checked_text(part, number, Place(name))
    found: Any = decode(Edition, yaml_text.parse(name, text), Place(name))
    edition: Edition = found
    if not LANGUAGE.fullmatch(edition.language):
        raise DossierFileError(name, "field language", f"{edition.language!r} is no language tag. Write en, es, zh-Hant, ...")
    return edition


def canonical(edition: Edition) -> bytes:
    """The one form of an edition as bytes. Raises DossierFileError where it could not be read again."""
    name = f"{layout.KIDS_FOLDER}/{edition.language}.yaml"
    fields = encode_fields(shapes_of(Edition), edition, Place(name, lines=False))
    # A level or part in which nothing is written yet is left out, as an empty list is.
    text = yaml_text.dump({field: value for field, value in fields.items() if value != {}})
    content = text.encode("utf-8")
    parse(name, content)
    return content


def digest(edition: Edition) -> str:
    """The sha256 of an edition in its one form."""
    return hashlib.sha256(canonical(edition)).hexdigest()
