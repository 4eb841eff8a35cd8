"""The list of sources: every vintage that is held, and the documents that published dossiers stand on.

What may live here: what that page shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import Completeness
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import shelf, words
from conflict_atlas.site.pages.dossier.reading import DocumentLine, documents
from conflict_atlas.site.pages.frame import (
    Badge,
    Crumb,
    Head,
    Place,
    credited,
    page_publication,
    render,
    vintage_name,
)


@dataclass(frozen=True)
class SourceCard:
    """A vintage in the list."""

    path: str
    name: str
    producer: str
    imported_at: str
    period: str
    grain: str
    rows: str
    quarantined: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class DossierDocuments:
    """The documents that a published dossier stands on."""

    title: str
    path: str
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True)
class SourcesPage:
    """Every vintage that may be shown, newest import first, and the documents of published dossiers."""

    vintages: tuple[SourceCard, ...]
    dossiers: tuple[DossierDocuments, ...]


def vintage_badges(vintage: Vintage) -> tuple[Badge, ...]:
    """Complete or partial, preliminary or not, for a vintage as a whole."""
    found = []
    if all(entry.completeness is Completeness.COMPLETE for entry in vintage.coverage):
        found.append(Badge("complete", _("complete")))
    else:
        found.append(Badge("partial", _("partial")))
    if any(entry.preliminary for entry in vintage.coverage):
        found.append(Badge("preliminary", _("preliminary")))
    return tuple(found)


def _card(vintage: Vintage) -> SourceCard:
    return SourceCard(
        f"sources/{vintage.vintage_id}/",
        vintage_name(vintage),
        vintage.origin.producer,
        words.day(vintage.imported_at.date()),
        words.period(vintage.first, vintage.last),
        words.grain(vintage.grain),
        words.number(vintage.rows),
        words.number(vintage.quarantined),
        vintage_badges(vintage),
    )


def _prepare_list(asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        vintages = tuple(reversed(here.lake.vintages()))
        title = _("Sources")
        count = len(vintages)
        description = ngettext(
            "%(count)s vintage of conflict data: where it comes from, what it holds, when it was imported.",
            "%(count)s vintages of conflict data: where they come from, what they hold, when they were imported.",
            count,
        ) % {"count": count}
        head = Head(title, description, (Crumb(title),), "sources")
        read = tuple(
            DossierDocuments(copy.dossier.title, f"conflicts/{copy.dossier.slug}/", documents(copy.dossier))
            for copy in shelf.copies()
        )
        return render("sources.html", place, head, SourcesPage(tuple(map(_card, vintages)), read), credited(vintages))

    return page_publication(asked, here, build, (shelf.state(),))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The list of sources."""
    return (Kind("sources", "{language}/sources/", _prepare_list, lambda: [f"{lang}/sources/" for lang in languages]),)
