"""Search: tracked conflicts, what dossiers tell, countries, conflict ids, by any of their names, also by part of a name.

What may live here: what the search page shows. Names are compared without case and accents; a form used by one side finds
what the other side calls by another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.events.catalogue import countries, names, tracked
from conflict_atlas.events.catalogue.matching import name_key
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import dossier_index, named, shelf, words
from conflict_atlas.site.pages.conflict_data import Link
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render

_MOST_IDS = 50
_MOST_TOLD = 25


@dataclass(frozen=True)
class SearchPage:
    """What was looked for, what was found."""

    query: str
    also: tuple[str, ...]
    conflicts: tuple[Link, ...]
    told: tuple[Link, ...]
    more_told: str
    countries: tuple[Link, ...]
    ids: tuple[Link, ...]
    more_ids: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.conflicts or self.told or self.countries or self.ids)


def _holds(needles: tuple[str, ...], forms: Iterable[str]) -> bool:
    """Whether some form holds every word of some needle, as beginnings of its own words."""
    for form in forms:
        parts = name_key(form).replace("-", " ").split()
        for needle in needles:
            if all(any(part.startswith(word) for part in parts) for word in needle.split()):
                return True
    return False


def search_page(here: desk.Desk, query: str) -> SearchPage:
    """What the search page shows."""
    text = " ".join(query.split())[:200]
    if not text:
        return SearchPage("", (), (), (), "", (), (), "")
    other_forms = tuple(form for form in names.forms_of(text) if name_key(form) != name_key(text))
    needles = tuple(dict.fromkeys(name_key(form).replace("-", " ").strip() for form in (text, *other_forms)))
    conflicts = tuple(
        Link(words.conflict(entry), f"conflicts/{entry.slug}/")
        for entry in tracked.all()
        if _holds(needles, (entry.name, words.conflict(entry), *entry.aliases))
    )
    found_countries = tuple(
        Link(words.country(country), f"countries/{country.filed_under or country.iso3}/")
        for country in countries.all()
        if country.region and (_holds(needles, (*country.all_names, words.country(country))) or text.upper() == country.iso3)
    )
    ids = [
        Link(f"{readable(name)} ({conflict_id})", f"ucdp/{conflict_id}/")
        for conflict_id, name in named.conflict_ids(here).items()
        if conflict_id == text or _holds(needles, (name, *(line.name for line in named.conflict_names(here, conflict_id))))
    ]
    told = [Link(entry.name, entry.path) for entry in dossier_index.entries() if _holds(needles, entry.forms)]
    more, more_told = len(ids) - _MOST_IDS, len(told) - _MOST_TOLD
    return SearchPage(
        text,
        other_forms,
        conflicts,
        tuple(told[:_MOST_TOLD]),
        words.number(more_told) if more_told > 0 else "",
        found_countries,
        tuple(ids[:_MOST_IDS]),
        words.number(more) if more > 0 else "",
    )


def _prepare(asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        title = _("Search")
        head = Head(title, _("Find conflicts, countries and conflict ids by any of their names."), (Crumb(title),))
        return render("search.html", place, head, search_page(here, asked.query.get("q", "")))

    return page_publication(asked, here, build, (shelf.state(),))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The search page."""
    return (
        Kind(
            "search",
            "{language}/search/",
            _prepare,
            lambda: [f"{language}/search/" for language in languages],
            frozenset({"q"}),
            in_sitemap=False,
        ),
    )
