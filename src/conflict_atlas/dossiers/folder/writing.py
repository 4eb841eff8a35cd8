"""Writing a dossier: the one form that it has as files, its digest, and the folder.

What may live here: values to bytes, and whether a folder may be written. How files get there is in ``replacing``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import SECTIONS, Dossier
from conflict_atlas.dossiers.errors import DossierError, DossierFileError
from conflict_atlas.dossiers.folder import json_lines, layout, replacing, yaml_text
from conflict_atlas.dossiers.folder.reading import bytes_of, parse
from conflict_atlas.dossiers.folder.shapes import encode, encode_fields, shapes_of
from conflict_atlas.dossiers.folder.tree import Place


def canonical(dossier: Dossier) -> dict[str, bytes]:
    """The files of a dossier, name to bytes, without its pictures: the same bytes for the same dossier.

    The order of claims means nothing: they are sorted. Raises DossierFileError where it could not be read again.
    """
    shapes = shapes_of(Dossier)
    head = {name: shapes[name] for name in layout.HEAD}
    texts = {layout.HEAD_FILE: yaml_text.dump(encode_fields(head, dossier, Place(layout.HEAD_FILE, lines=False)))}
    for section in SECTIONS:
        name = layout.section_file(section)
        if text := encode(shapes[section], getattr(dossier, section), Place(name, lines=False)):
            texts[name] = f"{text}\n"
    for part in layout.LISTS:
        if entries := getattr(dossier, part):
            name = layout.list_file(part)
            texts[name] = yaml_text.dump(encode(shapes[part], entries, Place(name, lines=False)))
    if dossier.claims:
        ordered = sorted(dossier.claims, key=lambda claim: claim.claim_id)
        texts[layout.CLAIMS_FILE] = "".join(f"{_claim(claim)}\n" for claim in ordered)
    try:
        files = {name: text.encode("utf-8") for name, text in texts.items()}
    except UnicodeEncodeError as error:
        raise DossierError(f"half a character (U+{ord(error.object[error.start]):04X}) stands in the text. Remove it.") from None
    parse(files)
    return files


def _claim(claim: Claim) -> str:
    return json_lines.dump(encode_fields(shapes_of(Claim), claim, Place(layout.CLAIMS_FILE, (claim.claim_id,), lines=False)))


def digest(dossier: Dossier) -> str:
    """The sha256 of a dossier in its one form. Pictures count by the sha256 that the dossier names them with."""
    return digest_of(canonical(dossier))


def digest_of(files: Mapping[str, bytes]) -> str:
    """The digest of these files: sha256 over a line for each, its own sha256 and its name, sorted by name."""
    lines = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def folder_digest(folder: Path) -> str:
    """The digest of what lies in a folder, whether or not it is in the one form: that of its very bytes."""
    found = replacing.files_of(folder)
    return digest_of({name: bytes_of(name, path, layout.FILE_BYTES) for name, path in found.items() if name in layout.FILES})


def write(dossier: Dossier, folder: Path, pictures: Mapping[str, Path | bytes]) -> tuple[str, ...]:
    """Write a dossier to a folder, all of it or nothing; a dossier that is there is replaced. ``pictures`` goes by file name.

    Gives the names of files that lie in the folder, are none of the dossier's, and were left alone. Raises DossierError where the
    folder holds something else, a picture is missing or is not the one that the dossier names, or the disk refuses.
    """
    files = canonical(dossier)
    for at, picture in enumerate(dossier.pictures, 1):
        files[f"{layout.PICTURES_FOLDER}/{picture.file}"] = _picture_bytes(
            pictures.get(picture.file), picture.sha256, picture.file, f"entry {at}"
        )
    return replacing.put(folder, files, _replaced(folder))


def _picture_bytes(given: Path | bytes | None, sha256: str, file: str, place: str) -> bytes:
    if given is None:
        raise DossierFileError("pictures.yaml", place, f"the picture {file} is missing. Add it, or remove the entry.")
    try:
        content = given if isinstance(given, bytes) else given.read_bytes()
    except OSError as error:
        raise DossierFileError("pictures.yaml", place, f"the picture {file} cannot be read ({error.strerror}).") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DossierFileError("pictures.yaml", place, f"the picture {file} is not the one that the dossier names. Add it anew.")
    return content


def _replaced(folder: Path) -> tuple[str, ...]:
    """The names of an earlier dossier in the folder. Raises DossierError if something else is there."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DossierError(f"{folder} is no folder. Name another place.")
    if not folder.is_dir():
        return ()
    found = replacing.files_of(folder)
    if found and layout.HEAD_FILE not in found:
        raise DossierError(
            f"{folder} holds something else ({', '.join(sorted(found)[:3])}) and no dossier. Name an empty or a new folder."
        )
    return tuple(name for name in found if name in layout.FILES) + _earlier_pictures(found)


def _earlier_pictures(found: Mapping[str, Path]) -> tuple[str, ...]:
    """The pictures that the earlier dossier names. If it cannot be read any more, its pictures are left where they are."""
    try:
        wanted = [name for name in (layout.HEAD_FILE, layout.list_file("pictures")) if name in found]
        earlier = parse({name: bytes_of(name, found[name], layout.FILE_BYTES) for name in wanted})
    except DossierError:
        return ()
    names = (f"{layout.PICTURES_FOLDER}/{picture.file}" for picture in earlier.pictures)
    return tuple(name for name in names if name in found)
