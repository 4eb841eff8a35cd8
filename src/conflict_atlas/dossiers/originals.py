"""The documents that claims stand in, where they are at hand: found by the digest of their bytes, whatever they are called.

What may live here: finding them on disk and decoding them. A dossier works without them; with them its quotations can be checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError

MOST_BYTES = 20_000_000
"""A longer file is passed over: it is not the text of a document."""


def documents(dossier: Dossier, places: Iterable[Path], raw: Path | None = None) -> dict[str, str]:
    """The texts of the dossier's sources by their sha256, as far as they lie in ``places`` (files, or folders with all below).

    ``raw`` is a workspace's folder of raw bytes, where a file is called by its digest. Raises DossierError for a place that is
    not there or cannot be read.
    """
    wanted = {source.sha256 for source in dossier.sources if source.sha256}
    kept = (raw / sha256 for sha256 in sorted(wanted)) if raw else ()
    found: dict[str, str] = {}
    for path in (*_files(places), *(path for path in kept if path.is_file())):
        if len(found) == len(wanted):
            break
        try:
            content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        except OSError as error:
            raise DossierError(f"{path} cannot be read ({error.strerror}): give this user the right to read it.") from error
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in wanted:
            # Claims count the code points of the bytes as they are: no line end is translated.
            found[sha256] = content.decode("utf-8", errors="replace")
    return found


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from (path for path in sorted(place.rglob("*")) if path.is_file())
        elif place.is_file():
            yield place
        else:
            raise DossierError(f"there is no document {place}: name a file, or a folder with documents.")
