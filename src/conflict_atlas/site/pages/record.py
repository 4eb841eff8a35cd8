"""What the lake says about one filter: totals, parts, series, map, types, the civilians' share. Shared by several pages.

What may live here: the record of a filter. A conflict, an id and a country show the same record for different filters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer, Tally
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension, Series, TypeOfViolence
from conflict_atlas.publish.drawing.share_bound import share_bound, share_bound_of
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.charts import MapFigure, SeriesChart, cell_name, cells_map, monthly_chart, type_bars
from conflict_atlas.site.pages.figures import (
    Figure,
    Reply,
    answers,
    ask,
    evidence_path,
    figure,
    needed,
    totals,
    within,
)
from conflict_atlas.site.pages.frame import Place

_DEADLIEST = 5


@dataclass(frozen=True)
class TypeLine:
    """Deaths of one type of violence."""

    name: str
    meaning: str
    figure: Figure


@dataclass(frozen=True)
class TypeList:
    """Deaths by type in one series: the table and the bars."""

    id: str
    series: str
    lines: tuple[TypeLine, ...]
    svg: str


@dataclass(frozen=True)
class CiviliansShare:
    """The civilians' share as a bound: the dead of unknown kind may be civilians or fighters."""

    svg: str
    text: str
    arithmetic: str
    path: str
    period: str
    is_by_definition: bool


@dataclass(frozen=True)
class DeadliestList:
    """The deadliest months or cells of one series."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Record:
    """Everything that the lake says about one filter. ``silences`` say what could not be answered, and why."""

    totals: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    charts: tuple[SeriesChart, ...]
    map: MapFigure | None
    types: tuple[TypeList, ...]
    civilians: tuple[CiviliansShare, ...]
    deadliest_months: tuple[DeadliestList, ...]
    deadliest_cells: DeadliestList | None
    silences: tuple[str, ...]
    answers: tuple[Answer, ...]
    map_query: str
    """The filter as the map of events is asked for it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is held."""
        return not (self.totals or self.parts)


def record(lake: Lake, filters: Filters, about: str, place: Place, part_series: tuple[Series, ...]) -> Record:
    """Ask the lake everything about a filter. ``part_series`` are the partial series that make sense for it."""
    total = ask(lake, filters, ())
    monthly = tuple(ask(lake, filters, (Dimension.MONTH,), series) for series in (Series.DEATHS, *part_series))
    shown = needed(monthly)
    # A part is worth a figure only where a chart needs it: once all events are held it says nothing more.
    parts = tuple(ask(lake, filters, (), reply.series) for reply in shown[1:])
    by_type = needed(tuple(ask(lake, filters, (Dimension.TYPE,), series) for series in (Series.DEATHS, *part_series)))
    by_cell = ask(lake, filters, (Dimension.CELL,), Series.LOCATED)
    return Record(
        totals=totals(total),
        parts=tuple(found for reply in parts for found in totals(reply)),
        charts=tuple(
            chart for reply in shown if (chart := monthly_chart(reply, about, f"months-{reply.series.value}")) is not None
        ),
        map=cells_map(by_cell, about, filters.countries, place),
        types=tuple(found for reply in by_type if (found := _type_list(reply, place)) is not None),
        civilians=_civilians(total, by_type),
        deadliest_months=tuple(found for reply in shown if (found := _deadliest_months(reply)) is not None),
        deadliest_cells=_deadliest_cells(by_cell),
        silences=_silences((total, *monthly)),
        answers=answers((total, *parts, *shown, *by_type, by_cell)),
        map_query=urlencode(filters.to_query(), safe=","),
    )


def _type_list(reply: Reply, place: Place) -> TypeList | None:
    rows = sorted((tally for tally in reply.rows if tally.key[0] is not None), key=lambda t: (str(t.key[0]), t.first))
    lines = tuple(
        TypeLine(
            words.type_of_violence(tally.key[0]),
            words.type_meaning(tally.key[0] or ""),
            figure(reply.series, replace(within(reply, tally), types=(int(tally.key[0] or 0),)), tally),
        )
        for tally in rows
    )
    if not lines:
        return None
    return TypeList(f"types-{reply.series.value}", words.series(reply.series), lines, type_bars(reply, place))


def _civilians(total: Reply, by_type: tuple[Reply, ...]) -> tuple[CiviliansShare, ...]:
    """One bound for each row of the total whose deaths by kind are known."""
    kinds = {tally.key[0] for reply in by_type for tally in reply.rows if tally.best}
    by_definition = kinds == {str(TypeOfViolence.ONE_SIDED.value)}
    found = (_civilians_of(total, tally, index, by_definition) for index, tally in enumerate(total.rows))
    return tuple(share for share in found if share is not None)


def _civilians_of(total: Reply, tally: Tally, index: int, by_definition: bool) -> CiviliansShare | None:
    civilians, unknown, best = tally.deaths_civilians, tally.deaths_unknown, tally.best
    if civilians is None or unknown is None or not best:
        return None
    bound = share_bound_of(civilians, unknown, best)
    if bound is None:
        return None
    period = words.period(tally.first, tally.last)
    arithmetic = _("%(civilians)s civilians and %(unknown)s not known, of %(best)s deaths") % {
        "civilians": words.number(civilians),
        "unknown": words.number(unknown),
        "best": words.number(best),
    }
    return CiviliansShare(
        svg=share_bound(
            bound,
            label=_("Civilians among the dead"),
            title=_("Civilians among the dead, %(period)s") % {"period": period},
            description=arithmetic,
            id=f"civilians-{index}",
        ),
        text=bound.words,
        arithmetic=arithmetic,
        path=evidence_path(total.series, within(total, tally)),
        period=period,
        is_by_definition=by_definition,
    )


def _deadliest(reply: Reply) -> list[Tally]:
    rows = [tally for tally in reply.rows if tally.key[0] is not None and tally.best]
    return sorted(rows, key=lambda tally: (-(tally.best or 0), str(tally.key[0])))[:_DEADLIEST]


def _deadliest_months(reply: Reply) -> DeadliestList | None:
    figures = []
    for tally in _deadliest(reply):
        month = Month.parse(str(tally.key[0]))
        narrowed = replace(reply.filters, start=month.first_day, end=month.last_day)
        figures.append(figure(reply.series, narrowed, tally, words.month(month), (Dimension.MONTH,)))
    if not figures:
        return None
    return DeadliestList(_("Deadliest months: %(series)s") % {"series": words.series(reply.series).lower()}, tuple(figures))


def _deadliest_cells(reply: Reply) -> DeadliestList | None:
    figures = []
    for tally in _deadliest(reply):
        gid = int(tally.key[0] or 0)
        figures.append(figure(reply.series, replace(reply.filters, cells=(gid,)), tally, cell_name(gid)))
    if not figures:
        return None
    return DeadliestList(_("Deadliest cells: %(series)s") % {"series": words.series(reply.series).lower()}, tuple(figures))


def _silences(replies: tuple[Reply, ...]) -> tuple[str, ...]:
    """Why something is not shown, each reason once."""
    found: dict[str, None] = {}
    for reply in replies:
        if reply.answer is None:
            found[format_html("{}: {}", words.series(reply.series), words.in_english(reply.why_not))] = None
            continue
        for gap in reply.answer.gaps:
            what = words.joined((words.series(reply.series), words.period(gap.first, gap.last)))
            found[f"{what}: {gap.reason}"] = None
    return tuple(found)
