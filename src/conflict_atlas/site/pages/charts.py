"""Charts and maps on pages: from answers of the core to drawings, each with the table that says the same.

What may live here: what a drawing needs beside the figures: captions, links, the table. The drawing itself is in
``publish.drawing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer, Tally
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vocabulary import Completeness, Dimension, Series
from conflict_atlas.publish.drawing.bars import Bar, bars
from conflict_atlas.publish.drawing.cell_map import CellValue, cell_map, cell_map_legend
from conflict_atlas.publish.drawing.geometry import Resolution, View
from conflict_atlas.publish.drawing.monthly_series import MonthValue, State, monthly_series, series_legend
from conflict_atlas.publish.drawing.prio_grid import box_around, cell_box
from conflict_atlas.publish.drawing.world_map import MapValue, map_credit, world_map, world_map_legend
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.figures import Reply, evidence_path, within
from conflict_atlas.site.pages.frame import Badge, Place, badges


@dataclass(frozen=True)
class MonthCell:
    """One month in the table: a number with its link, or what is known instead."""

    text: str
    path: str
    is_figure: bool


@dataclass(frozen=True)
class YearRow:
    """Twelve months of a year."""

    year: int
    is_partial: bool
    months: tuple[MonthCell, ...]


@dataclass(frozen=True)
class SeriesChart:
    """A monthly series: the drawing, its legend, the table, and the rows behind it."""

    id: str
    title: str
    meaning: str
    svg: str
    legend: str
    month_names: tuple[str, ...]
    years: tuple[YearRow, ...]
    badges: tuple[Badge, ...]
    path: str


@dataclass(frozen=True)
class ViewLink:
    """A way to the same map with one view of the borders."""

    name: str
    path: str
    is_current: bool


@dataclass(frozen=True)
class MapFigure:
    """A map with its legend, credit and a note. ``views`` is empty where the map has one view of the borders."""

    svg: str
    legend: str
    credit: str
    note: str
    path: str
    views: tuple[ViewLink, ...] = ()


_BY_MONTH = (Dimension.MONTH,)
_STATE_WORDS = {State.UNKNOWN: "?", State.NOT_COVERED: "–"}


def _month_values(answer: Answer) -> tuple[MonthValue, ...]:
    tallies = {tally.key[0]: tally for tally in answer.rows}
    covered: dict[Month, State] = {}
    for pick in answer.picks:
        state = State.KNOWN if pick.completeness is Completeness.COMPLETE else State.PARTIAL
        state = State.PRELIMINARY if pick.preliminary and state is State.KNOWN else state
        covered.update(dict.fromkeys(month_range(pick.first, pick.last), state))
    if not covered:
        return ()
    values = []
    for month in month_range(min(covered), max(covered)):
        state = covered.get(month, State.NOT_COVERED)
        tally = tallies.get(str(month))
        if tally is not None and tally.best is None:
            state = State.UNKNOWN
        deaths = tally.best if tally is not None and tally.best is not None else 0
        values.append(MonthValue(month, state, (deaths,) if state.has_figure else ()))
    return tuple(values)


def _trimmed(values: tuple[MonthValue, ...]) -> tuple[MonthValue, ...]:
    """Whole years from the first to the last month with deaths: decades of nothing around a short war say nothing."""
    with_deaths = [value.month for value in values if value.total]
    if not with_deaths:
        return ()
    first, last = Month(with_deaths[0].year, 1), Month(with_deaths[-1].year, 12)
    return tuple(value for value in values if first <= value.month <= last)


def _year_rows(values: Iterable[MonthValue], series: Series, filters: Filters) -> tuple[YearRow, ...]:
    by_year: dict[int, dict[int, MonthValue]] = {}
    for value in values:
        by_year.setdefault(value.month.year, {})[value.month.month] = value
    return tuple(
        YearRow(
            year,
            any(value.state is State.PARTIAL for value in months.values()),
            tuple(_month_cell(months.get(number), series, filters) for number in range(1, 13)),
        )
        for year, months in sorted(by_year.items(), reverse=True)
    )


def _month_cell(value: MonthValue | None, series: Series, filters: Filters) -> MonthCell:
    if value is None or not value.state.has_figure:
        return MonthCell(_STATE_WORDS[value.state] if value else "–", "", is_figure=False)
    if not value.total:
        return MonthCell("0", "", is_figure=False)
    narrowed = replace(filters, start=value.month.first_day, end=value.month.last_day)
    return MonthCell(words.number(value.total), evidence_path(series, narrowed, _BY_MONTH), is_figure=True)


def monthly_chart(reply: Reply, about: str, id: str) -> SeriesChart | None:
    """The chart of an answer by month; None where there is nothing to draw."""
    values = _trimmed(_month_values(reply.answer)) if reply.answer else ()
    if not values or reply.answer is None:
        return None
    name = words.series(reply.series)
    title = _("%(series)s by month") % {"series": name}
    period = words.period(values[0].month, values[-1].month)
    description = _("%(series)s, %(about)s, %(period)s. Most in one month: %(most)s.") % {
        "series": name,
        "about": about,
        "period": period,
        "most": words.number(max(value.total for value in values)),
    }
    shares = [pick.share for pick in reply.answer.picks if pick.share is not None]
    first = reply.answer.picks[0]
    return SeriesChart(
        id=id,
        title=words.joined((title, period)),
        meaning=words.series_meaning(reply.series),
        svg=monthly_series(values, title=title, description=description, kinds=(name,), id=id),
        legend=series_legend(values, kinds=(name,), id=id),
        month_names=tuple(words.month_short(number) for number in range(1, 13)),
        years=_year_rows(values, reply.series, reply.filters),
        badges=badges(first.completeness, None if len(set(shares)) != 1 else shares[0], first.preliminary),
        path=evidence_path(reply.series, reply.filters, _BY_MONTH),
    )


def cell_name(gid: int) -> str:
    """A half-degree cell by the point in its middle."""
    box = cell_box(gid)
    longitude, latitude = (box.west + box.east) / 2, (box.south + box.north) / 2
    north, east = (_("N") if latitude >= 0 else _("S")), (_("E") if longitude >= 0 else _("W"))
    return words.joined((f"{words.decimal(abs(latitude), 2)}°\u00a0{north}", f"{words.decimal(abs(longitude), 2)}°\u00a0{east}"))


def cells_map(reply: Reply, about: str, focus: tuple[str, ...], place: Place) -> MapFigure | None:
    """The map of an answer by cell; None where no place is known."""
    known = [tally for tally in reply.rows if tally.key[0] is not None and tally.best]
    if not known:
        return None
    values = tuple(
        CellValue(
            int(tally.key[0] or 0),
            tally.best or 0,
            cell_name(int(tally.key[0] or 0)),
            place.up + evidence_path(reply.series, replace(reply.filters, cells=(int(tally.key[0] or 0),))),
        )
        for tally in known
    )
    box = box_around(value.gid for value in values)
    names = {country.iso3: words.country(country) for country in countries.all()}
    period = words.period(min(tally.first for tally in known), max(tally.last for tally in known))
    measure = words.series(reply.series).lower()
    return MapFigure(
        svg=cell_map(
            values,
            box=box,
            title=_("Where: %(about)s") % {"about": about},
            description=_("%(series)s by cell of half a degree, %(period)s: %(count)s cells. The table lists the deadliest.")
            % {"series": words.series(reply.series), "period": period, "count": words.number(len(values))},
            policy_href=f"{place.up}map-policy/",
            measure=measure,
            names=names,
            focus=focus,
        ),
        legend=cell_map_legend(values, box=box, measure=measure),
        credit=map_credit(f"{place.up}map-policy/", Resolution.LOCAL),
        note=_(
            "%(series)s, %(period)s. A cell is half a degree wide, about 55 km at the equator; it says nothing about exact places."
        )
        % {"series": words.series(reply.series), "period": period},
        path=evidence_path(reply.series, reply.filters),
    )


def type_bars(reply: Reply, place: Place) -> str:
    """Deaths by type of violence as bars; empty where there is nothing."""
    rows = sorted((tally for tally in reply.rows if tally.key[0] is not None), key=lambda tally: str(tally.key[0]))
    if not rows:
        return ""
    return bars(
        tuple(_type_bar(tally, reply, place) for tally in rows),
        title=_("%(series)s by type of violence") % {"series": words.series(reply.series)},
        description=_("The table beside it gives the same figures."),
        id=f"by-type-{reply.series.value}",
    )


def _type_bar(tally: Tally, reply: Reply, place: Place) -> Bar:
    narrowed = replace(within(reply, tally), types=(int(tally.key[0] or 0),))
    label = words.joined((words.type_of_violence(tally.key[0]), words.years(tally.first.year, tally.last.year)))
    return Bar(label, tally.best, tally.low, tally.high, place.up + evidence_path(reply.series, narrowed))


def countries_map(
    values: Mapping[str, MapValue],
    title: str,
    description: str,
    measure: str,
    place: Place,
    borders: View = View.UN,
    views: tuple[ViewLink, ...] = (),
) -> MapFigure:
    """The world by country, with one view of the borders and links to the page with each of them."""
    policy = f"{place.up}map-policy/"
    names = {country.iso3: words.country(country) for country in countries.all()}
    return MapFigure(
        svg=world_map(
            values, title=title, description=description, policy_href=policy, measure=measure, names=names, view=borders
        ),
        legend=world_map_legend(values, measure=measure, view=borders),
        credit=map_credit(policy, Resolution.WORLD, borders),
        note=f"{description} {words.borders_note(borders)}",
        path="",
        views=views,
    )
