"""Starting: the dossiers that come with the program.

What may live here: taking them in once, and again with a new version as long as no editor has touched them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.editorial import exchange
from conflict_atlas.site.editorial.models import DossierPage, Publication, Shipped
from conflict_atlas.site.server import SHIPPED_DOSSIERS


def load_starter_dossiers(shipped: Path = SHIPPED_DOSSIERS) -> tuple[str, ...]:
    """Take in and publish what is new; returns a sentence for each dossier that was taken in or left."""
    return tuple(sentence for folder in _folders(shipped) if (sentence := _load(folder)))


def _folders(shipped: Path) -> Iterator[Path]:
    yield from (path.parent for path in sorted(shipped.glob("*/dossier.yaml")))


def _load(folder: Path) -> str:
    try:
        dossier = folders.read(folder)
        digest = folders.digest(dossier)
        before = Shipped.objects.filter(conflict=dossier.slug).first()
        if before is not None and before.digest == digest:
            return ""
        if DossierPage.objects.filter(slug=dossier.slug).exists():
            if before is None or not _is_untouched(dossier.slug, before.digest):
                return (
                    f"The dossier on {dossier.title} that comes with this version was left out: your editors have changed theirs. "
                    f"To take it in as a draft: conflict-atlas dossier import {folder}"
                )
        elif before is not None:
            return ""  # it was removed on purpose
        exchange.take(dossier, folders.pictures(dossier, folder), publish=True)
        Shipped.objects.update_or_create(conflict=dossier.slug, defaults={"digest": digest})
    except DossierError as error:
        return f"The dossier in {folder.name} that comes with this version was not taken in: {error}"
    return f"Dossier loaded: {dossier.title}."


def _is_untouched(slug: str, digest: str) -> bool:
    """Whether what readers see and the newest draft are both still what was taken in."""
    published = Publication.current(slug)
    if published is None or published.digest != digest:
        return False
    try:
        return folders.digest(exchange.draft_of(slug)[0]) == digest
    except DossierError:
        return False
