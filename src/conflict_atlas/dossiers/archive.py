"""A dossier's folder as one zip file.

What may live here: packing. Unpacking what a stranger may have packed is the newsroom's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.folder.layout import PICTURES_FOLDER

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16


def pack(dossier: Dossier, pictures: Mapping[str, Path]) -> bytes:
    """The folder of a dossier in a zip file. ``pictures``: where its files lie, by their name in the folder.

    Names in order, no dates, nothing compressed, so that equal dossiers give equal bytes on every machine.
    """
    files = {
        **folder.canonical(dossier),
        **{f"{PICTURES_FOLDER}/{name}": path.read_bytes() for name, path in pictures.items()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{dossier.slug}/{name}", _NO_DATE)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, files[name])
    return packed.getvalue()
