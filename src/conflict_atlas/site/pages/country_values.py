"""Deaths by country for one period: the table of countries, and the map that shows the same.

What may live here: choosing the series that answers, naming it, and its values by country.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.countries import Country
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.vocabulary import Completeness, Dimension, Series
from conflict_atlas.publish.drawing.geometry import View
from conflict_atlas.publish.drawing.world_map import MapValue
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.charts import MapFigure, ViewLink, countries_map
from conflict_atlas.site.pages.figures import Figure, Reply, ask, figure, within
from conflict_atlas.site.pages.frame import Badge, Place, badges


@dataclass(frozen=True)
class CountryLine:
    """One country with its figure."""

    iso3: str
    name: str
    path: str
    figure: Figure
    is_partial: bool


@dataclass(frozen=True)
class CountryTable:
    """Countries with deaths in one series and period, most deaths first."""

    series: Series
    series_name: str
    meaning: str
    period: str
    lines: tuple[CountryLine, ...]
    answer: Answer
    is_partial: bool
    filters: Filters
    badges: tuple[Badge, ...]


def country_table(lake: Lake, filters: Filters, newest_year: int) -> CountryTable | None:
    """Deaths by country: over the period asked for, else over the newest calendar year that is answered whole.

    All deaths where the data can say so without a gap, else the within-one-month series under its own name.
    """
    if filters.start or filters.end:
        return _first_whole(lake, (filters,))
    years = (_year(filters, year) for year in range(newest_year, newest_year - 3, -1))
    return _first_whole(lake, tuple(years))


def _year(filters: Filters, year: int) -> Filters:
    return replace(filters, start=date(year, 1, 1), end=date(year, 12, 31))


def _first_whole(lake: Lake, periods: tuple[Filters, ...]) -> CountryTable | None:
    for series in (Series.DEATHS, Series.WITHIN_MONTH, Series.LOCATED):
        for filters in periods:
            reply = ask(lake, filters, (Dimension.COUNTRY,), series)
            if reply.answer and reply.rows and _reaches_end(reply.answer, filters):
                return _table(reply, reply.answer)
    return None


def _reaches_end(answer: Answer, filters: Filters) -> bool:
    """Whether the whole period asked for is answered: a figure for less would be taken for the whole."""
    if answer.gaps or filters.end is None:
        return not answer.gaps
    return max(pick.last for pick in answer.picks).last_day >= filters.end


def _table(reply: Reply, answer: Answer) -> CountryTable:
    lines = []
    for tally in sorted(reply.rows, key=lambda tally: (-(tally.best or 0), tally.name or "")):
        country = countries.by_iso3(tally.key[0] or "")
        if country is None or not tally.best:
            continue
        narrowed = replace(within(reply, tally), regions=(), countries=(country.iso3,))
        lines.append(
            CountryLine(
                country.iso3,
                words.country(country),
                f"countries/{country.iso3}/",
                figure(reply.series, narrowed, tally),
                tally.completeness is not Completeness.COMPLETE,
            )
        )
    first, last = min(pick.first for pick in answer.picks), max(pick.last for pick in answer.picks)
    return CountryTable(
        reply.series,
        words.series(reply.series),
        words.series_meaning(reply.series),
        words.period(first, last),
        tuple(lines),
        answer,
        any(line.is_partial for line in lines),
        reply.filters,
        _badges(answer),
    )


def _badges(answer: Answer) -> tuple[Badge, ...]:
    """What the whole table is: as complete as its least complete months, preliminary if any of them is."""
    whole = all(pick.completeness is Completeness.COMPLETE for pick in answer.picks)
    share = answer.picks[0].share if len(answer.picks) == 1 else None
    return badges(Completeness.COMPLETE if whole else Completeness.PARTIAL, share, any(pick.preliminary for pick in answer.picks))


def _without_deaths(table: CountryTable) -> tuple[Country, ...]:
    """The countries of the selection in which a complete series has no row: the publisher covers the whole world."""
    if table.is_partial:
        return ()
    with_deaths = {line.iso3 for line in table.lines}
    return tuple(
        country
        for country in countries.all()
        if country.region
        and not country.filed_under
        and country.iso3 not in with_deaths
        and (not table.filters.regions or country.region in table.filters.regions)
        and (not table.filters.countries or country.iso3 in table.filters.countries)
    )


def country_map(table: CountryTable, borders: View, views: tuple[ViewLink, ...], place: Place) -> MapFigure:
    """The world map of the table, with one view of the borders and links to all of them."""
    values = {
        line.iso3: MapValue(line.name, line.figure.best, incomplete=line.is_partial, href=place.up + line.path)
        for line in table.lines
    }
    values |= {
        country.iso3: MapValue(words.country(country), 0, href=f"{place.up}countries/{country.iso3}/")
        for country in _without_deaths(table)
    }
    # A territory that UCDP files under another country has the figure of that entry, which names both.
    values |= {country.iso3: values[country.filed_under] for country in countries.all() if country.filed_under in values}
    title = _("%(series)s by country, %(period)s") % {"series": table.series_name, "period": table.period}
    description = _("Counted where people died, not by nationality.")
    if table.filters.regions or table.filters.countries:
        description += " " + _("Only the countries of your selection have a figure here.")
    return countries_map(values, title, description, table.series_name.lower(), place, borders, views)
