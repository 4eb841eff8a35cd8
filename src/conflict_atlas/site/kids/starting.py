"""Starting: the editions that come with the program.

What may live here: taking them in once, and again with a new version as long as no editor has touched them. They were written and
checked by the project, and the page says so; editions of other conflicts are never made here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.kids import folder
from conflict_atlas.kids.edition import Edition
from conflict_atlas.site.kids.conversion import edition_of, fill
from conflict_atlas.site.kids.models import KidsEdition, ShippedEdition
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.kids.shelf import editions
from conflict_atlas.site.server import SHIPPED_DOSSIERS

PROJECT = {"en": "the project", "es": "el proyecto"}
"""Who has checked what comes with the program, in the language of the edition."""


def load_starter_editions(shipped: Path = SHIPPED_DOSSIERS) -> tuple[str, ...]:
    """Take in and publish what is new; returns a sentence for each edition that was taken in or left."""
    paths = [path for head in sorted(shipped.glob("*/dossier.yaml")) for path in folder.files(head.parent)]
    return tuple(sentence for path in paths if (sentence := _load(path)))


def _load(path: Path) -> str:
    try:
        edition = folder.read(path)
        digest = folder.digest(replace(edition, checked=date.min))
        before = ShippedEdition.objects.filter(conflict=edition.slug, language=edition.language).first()
        if before is not None and before.digest == digest:
            return ""
        row = KidsEdition.objects.filter(conflict=edition.slug, language=edition.language).first()
        if row is None and before is not None:
            return ""  # it was removed on purpose
        if row is not None and (before is None or not _is_untouched(row, before.digest)):
            return f"The edition for kids of {edition.title} ({edition.language}) that comes with this version was left out: yours was changed."
        copy = shelf.copy_of(edition.slug)
        by = PROJECT.get(edition.language, PROJECT["en"])
        editions().publish(edition, copy.dossier if copy else None, timezone.now(), by)
        with transaction.atomic():
            _take(row or KidsEdition(), edition)
            ShippedEdition.objects.update_or_create(conflict=edition.slug, language=edition.language, defaults={"digest": digest})
    except DossierError as error:
        return f"The edition for kids in {path.parent.parent.name}/{path.name} that comes with this version is not published: {error}"
    return f"Edition for kids loaded: {edition.title} ({edition.language})."


def _take(row: KidsEdition, edition: Edition) -> None:
    fill(row, edition)
    row.save()
    row.save_revision(clean=False)


def _is_untouched(row: KidsEdition, digest: str) -> bool:
    """Whether the draft is still what was taken in; the day of checking is set by publishing and says nothing."""
    shipped = replace(edition_of(row), checked=date.min)
    return folder.digest(shipped) == digest
