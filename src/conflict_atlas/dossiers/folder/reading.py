"""Reading a dossier's folder: every file, strictly, into one value.

What may live here: which bytes belong to the folder, and putting the parts together. An error names the file, the place in it,
the field, and what to do; nothing is left out silently.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import SECTIONS, Dossier
from conflict_atlas.dossiers.errors import DossierFileError
from conflict_atlas.dossiers.folder import json_lines, layout, yaml_text
from conflict_atlas.dossiers.folder.replacing import files_of
from conflict_atlas.dossiers.folder.shapes import (
    checked_text,
    decode,
    decode_fields,
    refuse_doubles,
    shapes_of,
    with_lines_ended_once,
)
from conflict_atlas.dossiers.folder.tree import Branch, Place


def read(folder: Path) -> Dossier:
    """The dossier in a folder. Raises DossierFileError that says where it is wrong and what to do."""
    paths = files_of(folder)
    if layout.HEAD_FILE not in paths:
        raise DossierFileError(str(folder), "the folder", f"this is no dossier: there is no file {layout.HEAD_FILE} in it.")
    dossier = parse({name: bytes_of(name, paths[name], layout.FILE_BYTES) for name in layout.FILES if name in paths})
    for name in _strangers(dossier, paths):
        if name.startswith(f"{layout.PICTURES_FOLDER}/"):
            raise DossierFileError(name, "the folder", "no entry of pictures.yaml names this file. Remove it, or add its entry.")
        known = ", ".join(layout.FILES)
        raise DossierFileError(
            name, "the folder", f"no file of a dossier has this name. Remove it, or give it its name. The names are: {known}."
        )
    _check_pictures(dossier, paths)
    return dossier


def strangers(folder: Path) -> tuple[str, ...]:
    """The names of what lies in a dossier's folder and is no part of it; ``read`` refuses them."""
    paths = files_of(folder)
    wanted = [name for name in (layout.HEAD_FILE, layout.list_file("pictures")) if name in paths]
    return _strangers(parse({name: bytes_of(name, paths[name], layout.FILE_BYTES) for name in wanted}), paths)


def pictures(dossier: Dossier, folder: Path) -> dict[str, Path]:
    """The files of the dossier's pictures in its folder, by their names."""
    paths = files_of(folder)
    return {picture.file: paths[f"{layout.PICTURES_FOLDER}/{picture.file}"] for picture in dossier.pictures}


def parse(files: Mapping[str, bytes]) -> Dossier:
    """The dossier that these files make, pictures aside. A file that is not there is an empty part."""
    texts = {name: _text(name, content) for name, content in files.items()}
    shapes = shapes_of(Dossier)
    head = yaml_text.parse(layout.HEAD_FILE, texts[layout.HEAD_FILE])
    if not isinstance(head, Branch):
        raise Place(layout.HEAD_FILE).error(head.line, "here belong fields, as in slug: ...")
    values: dict[str, Any] = decode_fields({name: shapes[name] for name in layout.HEAD}, head, Place(layout.HEAD_FILE))
    for section in SECTIONS:
        name = layout.section_file(section)
        values[section] = texts.get(name, "").removesuffix("\n")
    for part in layout.LISTS:
        name = layout.list_file(part)
        values[part] = decode(shapes[part].kind, yaml_text.parse(name, texts[name]), Place(name)) if name in texts else ()
    values["claims"] = _claims(texts.get(layout.CLAIMS_FILE, ""))
    return Dossier(**values)


def _claims(text: str) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    place = Place(layout.CLAIMS_FILE)
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        if not line.strip():
            raise place.error(number, "the line is empty. Remove it.")
        here = Place(layout.CLAIMS_FILE, (f"line {number}",), lines=False)
        claims.append(decode(Claim, json_lines.parse(line, number, here), here))
    refuse_doubles(claims, range(1, len(claims) + 1), place)
    return tuple(sorted(claims, key=lambda claim: claim.claim_id))


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DossierFileError(name, f"line {line}", "this is not UTF-8. Save the file in that encoding.") from None
    if text.startswith("\ufeff"):
        raise DossierFileError(name, "line 1", "the file begins with a byte order mark. Save it as UTF-8 without one.")
    text = with_lines_ended_once(text)
    for number, part in enumerate(text.split("\n"), 1):
        checked_text(part, number, Place(name))
    return text


def _strangers(dossier: Dossier, paths: Mapping[str, Path]) -> tuple[str, ...]:
    """What lies in the folder and is no part of the dossier."""
    own = {*layout.FILES, *(f"{layout.PICTURES_FOLDER}/{picture.file}" for picture in dossier.pictures)}
    return tuple(name for name in paths if name not in own)


def _check_pictures(dossier: Dossier, paths: Mapping[str, Path]) -> None:
    """Every picture is there with the bytes that the dossier names."""
    for at, picture in enumerate(dossier.pictures, 1):
        name = f"{layout.PICTURES_FOLDER}/{picture.file}"
        place = f"entry {at}, field "
        if name not in paths:
            raise DossierFileError("pictures.yaml", f"{place}file", f"there is no file {name}. Add it, or remove the entry.")
        found = hashlib.sha256(bytes_of(name, paths[name], layout.PICTURE_BYTES)).hexdigest()
        if found != picture.sha256:
            what = f"the file {name} has another digest. If it is the right picture, write sha256: {found}."
            raise DossierFileError("pictures.yaml", f"{place}sha256", what)


def bytes_of(name: str, path: Path, limit: int) -> bytes:
    """The bytes of a file on disk that is no link, so that no folder can hand over what lies elsewhere."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise DossierFileError(name, "the file", "this is no file on disk. Put the file itself there.")
            content = file.read(limit + 1)
    except OSError as error:
        if path.is_symlink():
            raise DossierFileError(name, "the file", "this is a link. Put the file itself there.") from None
        raise DossierFileError(name, "the file", f"it cannot be read ({error.strerror}).") from None
    if len(content) > limit:
        raise DossierFileError(
            name, "the file", f"it is larger than {limit // 1_000_000} MB, more than a dossier needs. Shorten it."
        )
    return content
