"""The desk: what a page may read, opened once for a process.

What may live here: the workspace, the lake, the digests that name what pages are made of. No figures, no words.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from conflict_atlas.events import catalogue
from conflict_atlas.events.lake import Lake
from conflict_atlas.site import built_files
from conflict_atlas.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """The lake as it stands now, and the digests of everything else that pages are made of."""

    root: Path
    lake: Lake
    inputs: tuple[str, ...]


_T = TypeVar("_T")


def once_per_lake(answer: Callable[[Desk], _T]) -> Callable[[Desk], _T]:
    """Keep what a question about the whole lake came to, until the lake changes."""
    kept: dict[tuple[Path, str], _T] = {}
    guard = threading.Lock()

    @wraps(answer)
    def asked(here: Desk) -> _T:
        name = (here.root, here.lake.digest)
        with guard:
            if name not in kept:
                found = answer(here)
                kept.clear()
                kept[name] = found
            return kept[name]

    return asked


@lru_cache(maxsize=4)
def _lake(root: Path) -> Lake:
    return Lake(Workspace.open(root).lake_dir)


def _digest_of(folders: tuple[Path, ...], patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for pattern in patterns:
            for path in sorted(folder.rglob(pattern)):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _program_digest() -> str:
    """Templates, code of the pages, drawings, analysis, dossiers and the catalogue: what a page is made of beside the lake."""
    here = Path(__file__).parent
    folders = (
        here / "pages",
        *(here.parent / room for room in ("publish", "analysis", "dossiers", "control", "locale")),
        Path(catalogue.__file__).parent,
    )
    return _digest_of(folders, ("*.html", "*.py", "*.yaml", "*.csv", "*.json", "*.mo"))


@lru_cache(maxsize=1)
def _built_digest() -> str:
    return hashlib.sha256(
        "".join(f"{name}={file};" for name, file in sorted(built_files.manifest().items())).encode()
    ).hexdigest()


def current() -> Desk:
    """The desk of this moment. Cheap: it reads one small file of the lake."""
    root = Path(settings.ATLAS_WORKSPACE)
    lake = _lake(root)
    words = "|".join((settings.ATLAS_SITE_NAME, settings.ATLAS_CONTACT, settings.ATLAS_BASE_URL, *settings.ATLAS_LANGUAGES))
    return Desk(root, lake, (lake.digest, _program_digest(), _built_digest(), words))
