"""What the search knows of published dossiers: titles, actors, events, and every form of every name that they mention.

What may live here: the index of one dossier, made once for each snapshot, and looking a search up in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import SECTIONS, Dossier
from conflict_atlas.events.catalogue import names
from conflict_atlas.site.pages import shelf


@dataclass(frozen=True)
class Entry:
    """Something that a search may find: where it stands and the forms by which it is found."""

    name: str
    path: str
    forms: tuple[str, ...]


def entries() -> Iterator[Entry]:
    """Every entry of every published dossier: the dossier itself first, then its actors and events."""
    for copy in shelf.copies():
        yield from _entries(copy.dossier.slug, copy.published.digest, get_language())


@lru_cache(maxsize=128)
def _entries(slug: str, digest: str, language: str) -> tuple[Entry, ...]:
    dossier = shelf.snapshots().dossier(slug)
    if dossier is None:
        return ()
    path = f"conflicts/{slug}/"
    mentioned = tuple(form.form for thing in names.find("\n".join(_texts(dossier))) for form in thing.forms)
    actors = tuple(
        Entry(
            _("%(actor)s, in %(title)s") % {"actor": actor.name, "title": dossier.title},
            f"{path}#actor-{actor.key}",
            (actor.name,),
        )
        for actor in dossier.actors
    )
    events = tuple(
        Entry(f"{dates.written(event.when)}: {event.title}", f"{path}#event-{event.key}", (event.title, event.place or ""))
        for event in dossier.timeline
    )
    return (Entry(dossier.title, path, (dossier.title, *mentioned)), *actors, *events)


def _texts(dossier: Dossier) -> Iterator[str]:
    """The texts in which a name may stand, with their markup: a form is found as whole words all the same."""
    yield dossier.title
    for section in SECTIONS:
        yield getattr(dossier, section)
    for event in dossier.timeline:
        yield from (event.title, event.text, event.place or "")
    for actor in dossier.actors:
        yield actor.name
        yield from (role.text for role in actor.roles)
    yield from (fact.text for fact in dossier.quick_facts)
    for status in dossier.territory:
        yield from (status.territory, status.text)
    for drawn in dossier.maps:
        yield from (place.label for place in drawn.places)
