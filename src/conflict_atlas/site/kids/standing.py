"""Where each edition stands: from not written to published, behind.

What may live here: that list, made from the catalogue, the drafts and what is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from conflict_atlas.events.catalogue import tracked
from conflict_atlas.kids.published import behind
from conflict_atlas.site.kids.models import KidsEdition
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.kids.shelf import editions


@dataclass(frozen=True)
class Standing:
    """An edition, or a language in which a conflict with a published dossier has none. ``row`` is the draft."""

    slug: str
    language: str
    title: str
    row: int | None
    published_at: datetime | None = None
    by: str = ""
    behind: tuple[str, ...] = ()


def standings() -> tuple[Standing, ...]:
    """Every draft, then every conflict with a published dossier and no draft; those that are behind come first."""
    rows = {(row.conflict, row.language): row for row in KidsEdition.objects.only("pk", "conflict", "language", "title")}
    wanted = {(slug, language) for slug in shelf.slugs() for language in settings.ATLAS_LANGUAGES}
    published = editions().published()
    found = []
    for slug, language in sorted({*rows, *wanted, *published}):
        row, shown, base = rows.get((slug, language)), published.get((slug, language)), shelf.copy_of(slug)
        entry = tracked.by_slug(slug)
        changed = behind(shown, base.dossier if base else None, base.published.behind if base else ()) if shown else ()
        found.append(
            Standing(
                slug,
                language,
                row.title if row else entry.name if entry else slug,
                row.pk if row else None,
                shown.at if shown else None,
                shown.by if shown else "",
                changed,
            )
        )
    return tuple(sorted(found, key=lambda line: (not line.behind, line.row is None, line.title.casefold(), line.language)))


def needing_somebody() -> tuple[Standing, ...]:
    """Published editions of which a claim has changed since somebody last looked."""
    return tuple(line for line in standings() if line.behind)
