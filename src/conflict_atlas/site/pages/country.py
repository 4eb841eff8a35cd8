"""The page of a country, and the list of countries.

What may live here: what these two pages show beside the record of their filter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conflict_atlas.events.catalogue import countries, regions, tracked
from conflict_atlas.events.catalogue.countries import Country
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.publish.registry import Asked, Kind, Moved, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import named, words
from conflict_atlas.site.pages.brief.text import BriefText, brief_of_country
from conflict_atlas.site.pages.conflict_data import IdLine, Link
from conflict_atlas.site.pages.figures import Figure, Reply, answers, ask, by_key, figure, needed, within
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, provenance, render
from conflict_atlas.site.pages.outlook import OutlookView, country_outlook, state
from conflict_atlas.site.pages.record import Record, record
from conflict_atlas.site.pages.stages import StageLine, stage_of
from conflict_atlas.site.pages.violence import ViolenceView, violence_of_country

_MOST_IDS = 40


@dataclass(frozen=True)
class TrackedLine:
    """A tracked conflict that touches the country."""

    link: Link
    stage: StageLine


@dataclass(frozen=True)
class CountryPage:
    """What the page of a country shows."""

    record: Record
    iso3: str
    region: Link | None
    ucdp_name: str
    note: str
    tracked: tuple[TrackedLine, ...]
    ids: tuple[IdLine, ...]
    more_ids: int
    territories: tuple[Figure, ...]
    brief: BriefText | None
    violence: ViolenceView | None
    outlook: OutlookView | None


@dataclass(frozen=True)
class RegionList:
    """The countries of a region."""

    name: str
    slug: str
    countries: tuple[Link, ...]


@dataclass(frozen=True)
class CountriesPage:
    """Every country by region."""

    regions: tuple[RegionList, ...]


def _ids(replies: tuple[Reply, ...], here: desk.Desk) -> tuple[IdLine, ...]:
    """The conflict ids with deaths in the country, most deaths in one figure first."""
    found: dict[str, list[Figure]] = {}
    for reply in replies:
        for conflict_id, tallies in by_key(reply).items():
            for tally in tallies:
                if tally.best:
                    asked = replace(within(reply, tally), conflicts=(conflict_id,))
                    found.setdefault(conflict_id, []).append(figure(reply.series, asked, tally))
    lines = (
        IdLine(conflict_id, named.conflict_name(here, conflict_id), f"ucdp/{conflict_id}/", tuple(figures))
        for conflict_id, figures in found.items()
    )
    return tuple(sorted(lines, key=lambda line: -max(item.best or 0 for item in line.figures)))


def _territories(reply: Reply) -> tuple[Figure, ...]:
    """Deaths by territory where the publisher files several under one country; empty for every other country."""
    return tuple(
        figure(
            reply.series,
            replace(within(reply, tally), territories=(tally.key[0],) if tally.key[0] else ()),
            tally,
            tally.name or _("Place not told apart"),
        )
        for tally in reply.rows
    )


def _page(here: desk.Desk, country: Country, place: Place) -> bytes:
    filters = Filters(countries=(country.iso3,))
    by_conflict = needed(
        tuple(ask(here.lake, filters, (Dimension.CONFLICT,), series) for series in (Series.DEATHS, Series.LOCATED))
    )
    ids = _ids(by_conflict, here)
    holds_others = any(item.filed_under == country.iso3 for item in countries.all())
    by_territory = ask(here.lake, filters, (Dimension.TERRITORY,), Series.LOCATED) if holds_others else None
    region = regions.by_name(country.region) if country.region else None
    found = record(here.lake, filters, words.country(country), place, (Series.WITHIN_MONTH, Series.LOCATED))
    used = (*found.answers, *answers(by_conflict), *(answers((by_territory,)) if by_territory else ()))
    brief = brief_of_country(here, country.iso3, place, used)
    page = CountryPage(
        record=found,
        iso3=country.iso3,
        region=Link(words.region(region.name), f"?region={region.name.replace(' ', '+')}") if region else None,
        ucdp_name=country.ucdp_name if country.ucdp_name and country.ucdp_name != country.name else "",
        note=country.note,
        tracked=tuple(
            TrackedLine(Link(words.conflict(entry), f"conflicts/{entry.slug}/"), stage_of(here, entry))
            for entry in tracked.for_country(country.iso3)
        ),
        ids=ids[:_MOST_IDS],
        more_ids=max(0, len(ids) - _MOST_IDS),
        territories=_territories(by_territory) if by_territory else (),
        brief=brief,
        violence=violence_of_country(here, country),
        outlook=country_outlook(here, country.iso3),
    )
    head = Head(
        words.country(country),
        _("%(name)s: deaths in armed conflict by month, place and type, with sources.") % {"name": words.country(country)},
        (Crumb(_("Countries"), "countries/"), Crumb(words.country(country))),
        "countries",
    )
    return render("country.html", place, head, page, provenance(here.lake, brief.answers if brief else used))


def _prepare(asked: Asked) -> Publication:
    code = asked.parts["iso3"]
    country = countries.by_iso3(code.upper()) or countries.by_name(code)
    if country is None:
        raise NotPublished(f"no country has the code {code!r}")
    wanted = country.filed_under or country.iso3
    if code != wanted:
        raise Moved(f"{asked.parts['language']}/countries/{wanted}/")
    here = desk.current()
    return page_publication(asked, here, lambda place: _page(here, country, place), (state(),))


def _shown() -> tuple[Country, ...]:
    return tuple(country for country in countries.all() if country.region and not country.filed_under)


def _prepare_list(asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        page = CountriesPage(
            tuple(
                RegionList(
                    words.region(region.name),
                    region.slug,
                    tuple(
                        Link(words.country(item), f"countries/{item.iso3}/")
                        for item in words.in_order(_shown())
                        if item.region == region.name
                    ),
                )
                for region in regions.all()
            )
        )
        title = _("Countries")
        head = Head(title, _("Every country by region, with its page."), (Crumb(title),), "countries")
        return render("countries.html", place, head, page)

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The list of countries and their pages."""
    return (
        Kind("countries", "{language}/countries/", _prepare_list, lambda: [f"{lang}/countries/" for lang in languages]),
        Kind(
            "country",
            "{language}/countries/{iso3}/",
            _prepare,
            lambda: [f"{lang}/countries/{country.iso3}/" for lang in languages for country in _shown()],
        ),
    )
