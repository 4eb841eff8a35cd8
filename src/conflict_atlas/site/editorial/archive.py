"""A dossier's folder out of a zip file.

What may live here: unpacking what a stranger may have packed: nothing leaves the folder, nothing grows without end. Packing
is the core's (``dossiers.archive``).
"""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.folder.layout import BESIDE, FILE_BYTES, FILES, PICTURE_BYTES, PICTURE_FILE, PICTURES_FOLDER

MOST_PACKED = 60_000_000
MOST_UNPACKED = 200_000_000
MOST_ENTRIES = 500
_PIECE = 1 << 16


class ArchiveError(DossierError):
    """A zip file is refused; the message says why and what to do."""


def unpack(file: BinaryIO, folder: Path) -> Path:
    """Unpack a zip file of a dossier below ``folder``; returns the dossier's own folder. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                raise ArchiveError(f"the zip file holds {len(entries):,} files; a dossier has at most {MOST_ENTRIES}.")
            named = _named(entries)
            left = MOST_UNPACKED
            for entry, name in named:
                left -= _write(archive, entry, folder / "dossier" / name, name, left)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ArchiveError(
            f"this is no zip file that can be read ({error}). Upload one that the download of a dossier made."
        ) from None
    return folder / "dossier"


def _named(entries: list[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """Each entry with its name inside the dossier's folder."""
    tops = {PurePosixPath(entry.filename).parts[0] for entry in entries if "/" in entry.filename}
    has_top = bool(tops) and PICTURES_FOLDER not in tops and all("/" in entry.filename for entry in entries)
    found: list[tuple[zipfile.ZipInfo, PurePosixPath]] = []
    seen: set[str] = set()
    for entry in entries:
        name = _checked(entry, has_top)
        if name is None:
            continue
        if str(name) in seen:
            raise ArchiveError(f"{name} stands in the zip file twice. Pack the folder again.")
        seen.add(str(name))
        found.append((entry, name))
    if "dossier.yaml" not in seen:
        raise ArchiveError("the zip file holds no dossier.yaml. Upload one that the download of a dossier made.")
    return found


def _checked(entry: zipfile.ZipInfo, has_top: bool) -> PurePosixPath | None:
    """The name of an entry in the folder; None for what may lie beside a dossier. Raises ArchiveError for anything else."""
    written = entry.filename
    parts = PurePosixPath(written).parts
    if written.startswith("/") or "\\" in written or "\x00" in written or ":" in written or ".." in parts:
        raise ArchiveError(f"{written!r} leads out of the folder. Nothing was unpacked.")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise ArchiveError(f"{written!r} is no ordinary file. Nothing was unpacked.")
    if entry.flag_bits & 0x1:
        raise ArchiveError(f"{written!r} is locked with a password. Pack the folder without one.")
    inside = parts[1:] if has_top else parts
    if len(inside) == 1 and inside[0] in FILES:
        return PurePosixPath(inside[0])
    if len(inside) == 2 and inside[0] == PICTURES_FOLDER and PICTURE_FILE.fullmatch(inside[1]):
        return PurePosixPath(*inside)
    if inside and BESIDE.fullmatch(inside[0]):
        return None
    raise ArchiveError(f"{written!r} is no file of a dossier. Take it out of the zip file.")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, name: PurePosixPath, left: int) -> int:
    """Unpack one entry and count what really comes out: what the file says of itself is not believed."""
    limit = min(left, PICTURE_BYTES if len(name.parts) == 2 else FILE_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(entry) as packed, path.open("wb") as unpacked:
        while piece := packed.read(_PIECE):
            written += len(piece)
            if written > limit:
                raise ArchiveError(f"{name} is larger than a file of a dossier may be. Nothing was taken in.")
            unpacked.write(piece)
    return written
