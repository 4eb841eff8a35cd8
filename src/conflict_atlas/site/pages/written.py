"""Written pages: about, map policy. Their text stands in templates until editors take it over.

What may live here: which written pages there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conflict_atlas import __version__
from conflict_atlas.events.catalogue import countries
from conflict_atlas.publish.drawing.geometry import DisputedArea, Resolution, View, world
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render


@dataclass(frozen=True)
class Written:
    """A written page: where it stands and what it is about."""

    slug: str
    template: str
    title: str
    description: str
    section: str


@dataclass(frozen=True)
class InDispute:
    """An area in dispute, and under which names each view of the borders draws it; empty where the view keeps it apart."""

    name: str
    un: str
    natural_earth: str


@dataclass(frozen=True)
class WrittenPage:
    """What the templates of written pages may say about this installation and its maps."""

    version: str
    base_url: str
    disputed: tuple[InDispute, ...]


_PAGES = (
    Written(
        "about",
        "about.html",
        _("About"),
        _("What this guide is, who runs it, what it does not do, and how to reach us."),
        "about",
    ),
    Written(
        "map-policy",
        "map_policy.html",
        _("Map policy"),
        _("Which borders the maps draw, how disputed areas are shown, and what a map here does not claim."),
        "map-policy",
    ),
)


def _disputed() -> tuple[InDispute, ...]:
    views = {view: world(Resolution.LOCAL, view) for view in View}
    own = {area.code: area.name for borders in views.values() for area in borders.disputed if area.code}

    def name(code: str) -> str:
        if code == "ISR":
            # The catalogue's entry is that of UCDP's country 666; the maps draw Israel and Palestine apart.
            return gettext("Israel")
        country = countries.by_iso3(code)
        return own.get(code) or (words.country(country) if country else code)

    def drawn(area: DisputedArea, view: View) -> str:
        apart = any(here.key == area.key and here.code for here in views[view].disputed)
        return "" if apart else ", ".join(map(name, area.drawn_in[view]))

    return tuple(InDispute(area.name, drawn(area, View.UN), drawn(area, View.NATURAL_EARTH)) for area in views[View.UN].disputed)


def _prepare(written: Written, asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        title = str(written.title)
        head = Head(title, str(written.description), (Crumb(title),), written.section)
        return render(written.template, place, head, WrittenPage(__version__, settings.ATLAS_BASE_URL, _disputed()))

    return page_publication(asked, here, build)


def _paths(written: Written, languages: tuple[str, ...]) -> Callable[[], list[str]]:
    return lambda: [f"{language}/{written.slug}/" for language in languages]


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """One kind for each written page."""
    return tuple(
        Kind(written.slug, f"{{language}}/{written.slug}/", partial(_prepare, written), _paths(written, languages))
        for written in _PAGES
    )
