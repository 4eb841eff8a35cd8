"""The page of a tracked conflict, with its dossier where one is published, and the page of a single UCDP conflict id.

What may live here: finding which page stands at such an address, and the page of data alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.publish.registry import Asked, Kind, Moved, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import named, outlook, shelf, words
from conflict_atlas.site.pages.conflict_data import ConflictData, id_data, tracked_data
from conflict_atlas.site.pages.dossier.page import published_page
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, provenance, render
from conflict_atlas.site.pages.kids import shelf as kids_shelf


@dataclass(frozen=True)
class DataPage:
    """A page of data alone. ``write_path`` leads editors to a dossier to be written; empty for a single id."""

    data: ConflictData
    write_path: str


def _data_page(here: desk.Desk, entry: TrackedConflict, place: Place) -> bytes:
    page = DataPage(tracked_data(here, entry, place), f"admin/dossiers/write/{entry.slug}/")
    count = len(page.data.ids)
    description = ngettext(
        "%(name)s: deaths by month, place and type as counted by UCDP, %(count)s conflict id, with sources.",
        "%(name)s: deaths by month, place and type as counted by UCDP, %(count)s conflict ids, with sources.",
        count,
    ) % {"name": words.conflict(entry), "count": count}
    head = Head(words.conflict(entry), description, (Crumb(words.conflict(entry)),))
    return render("conflict.html", place, head, page, provenance(here.lake, page.data.answers))


def _id_page(here: desk.Desk, conflict_id: str, place: Place) -> bytes:
    name = named.conflict_name(here, conflict_id)
    page = DataPage(id_data(here, conflict_id, name, place), "")
    head = Head(
        name,
        _("UCDP conflict id %(id)s, %(name)s: deaths by month, place and type, with sources.")
        % {"id": conflict_id, "name": name},
        (Crumb(_("All conflict ids"), "ucdp/"), Crumb(_("id %(id)s") % {"id": conflict_id})),
    )
    return render("conflict.html", place, head, page, provenance(here.lake, page.data.answers))


def tracked_at(asked: Asked, rest: str = "") -> TrackedConflict:
    """The tracked conflict that a path names. Raises Moved for a slug of the past, NotPublished for one that never was."""
    slug = asked.parts["slug"]
    entry = tracked.by_slug(slug)
    if entry is None:
        today = tracked.redirect(slug)
        if today:
            raise Moved(f"{asked.parts['language']}/conflicts/{today}/{rest}")
        raise NotPublished(f"no tracked conflict is called {slug!r}")
    return entry


def _prepare_tracked(asked: Asked) -> Publication:
    entry = tracked_at(asked)
    here = desk.current()
    copy = shelf.copy_of(entry.slug)

    def build(place: Place) -> bytes:
        return published_page(here, entry, copy, place) if copy else _data_page(here, entry, place)

    return page_publication(asked, here, build, (*shelf.inputs(copy), outlook.state(), kids_shelf.editions().state()))


def _prepare_id(asked: Asked) -> Publication:
    conflict_id = asked.parts["conflict_id"]
    here = desk.current()
    if conflict_id not in named.conflict_ids(here):
        raise NotPublished(f"no UCDP conflict has the id {conflict_id!r} in the data here")
    return page_publication(asked, here, lambda place: _id_page(here, conflict_id, place))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Pages of tracked conflicts and of single ids."""
    return (
        Kind(
            "conflict",
            "{language}/conflicts/{slug}/",
            _prepare_tracked,
            lambda: [f"{language}/conflicts/{entry.slug}/" for language in languages for entry in tracked.all()],
        ),
        Kind(
            "conflict-id",
            "{language}/ucdp/{conflict_id}/",
            _prepare_id,
            lambda: [
                f"{language}/ucdp/{conflict_id}/" for language in languages for conflict_id in named.conflict_ids(desk.current())
            ],
            # Two thousand pages, of which few are asked for: each is made when it is.
            is_main=False,
        ),
    )
