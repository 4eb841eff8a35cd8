"""Panels from the lake: what the question "by month and country (or conflict)" comes to, as an array.

What may live here: which series a panel is made of, and turning counts into a panel. All counting is done by
``events.monthly``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events import questions
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.countries import Country
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.monthly import MonthlyCounts, count_by_month
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Dimension, Series

LEAST_MONTHS = 60
"""A series of all deaths stands for a unit's history if it holds so many complete months: the longest window of a forecast."""

TARGETS = {
    Series.DEATHS: "deaths, all violence",
    Series.WITHIN_MONTH: "deaths in events within one month, all violence",
}


class Measure(Enum):
    """What a panel counts."""

    DEATHS = "best"
    EVENTS = "events"


def country_panel(lake: Lake, as_known_on: date | None = None, measure: Measure = Measure.DEATHS) -> Panel:
    """Every country by month; units are alpha-3 codes. The series is that of ``country_series``.

    A country is missing (NaN) in months in which it was no state and nobody died. Raises CannotAnswer where the lake holds
    no series by country and month.
    """
    series = country_series(lake, as_known_on)
    answer = count_by_month(lake, Dimension.COUNTRY, series, as_known_on=as_known_on)
    with_rows = {count.unit for count in answer.counts}
    known = [item for item in countries.all() if not item.filed_under and (item.gw or item.iso3 in with_rows)]
    panel = _panel(answer, {item.iso3: (item.iso3,) for item in known}, measure)
    months = panel.months
    for column, country in enumerate(known):
        if country.gw:
            panel.values[~_was_state(country, months) & (panel.values[:, column] == 0), column] = np.nan
    return panel


def _was_state(country: Country, months: Sequence[Month]) -> NDArray[np.bool_]:
    first, last = months[0].ordinal, months[-1].ordinal
    there = np.zeros(len(months), dtype=bool)
    for span in country.gw:
        begin = Month.of(span.first).ordinal if span.first else first
        end = Month.of(span.last).ordinal if span.last else last
        there[max(begin - first, 0) : max(end - first + 1, 0)] = True
    return there


def country_series(lake: Lake, as_known_on: date | None = None) -> Series:
    """All deaths where the lake holds enough complete months of them, else deaths in events within one month.

    Raises CannotAnswer where it holds neither by country and month.
    """
    try:
        chosen = questions.choose(lake, Filters(), (Dimension.COUNTRY, Dimension.MONTH), Series.DEATHS, as_known_on)
    except CannotAnswer:
        return Series.WITHIN_MONTH
    complete = sum(
        pick.last.ordinal - pick.first.ordinal + 1 for pick in chosen.picks if pick.completeness is Completeness.COMPLETE
    )
    if complete >= LEAST_MONTHS:
        return Series.DEATHS
    try:
        questions.choose(lake, Filters(), (Dimension.COUNTRY, Dimension.MONTH), Series.WITHIN_MONTH, as_known_on)
    except CannotAnswer:
        return Series.DEATHS
    return Series.WITHIN_MONTH


def conflict_panel(
    lake: Lake,
    groups: Mapping[str, Sequence[str]],
    as_known_on: date | None = None,
    measure: Measure = Measure.DEATHS,
) -> Panel:
    """Groups of UCDP conflict ids by month, of the series of all deaths; units are the names of the groups.

    Raises CannotAnswer where the lake holds no series by conflict and month.
    """
    answer = count_by_month(lake, Dimension.CONFLICT, Series.DEATHS, as_known_on=as_known_on)
    return _panel(answer, groups, measure)


def _panel(answer: MonthlyCounts, groups: Mapping[str, Sequence[str]], measure: Measure) -> Panel:
    first = min(pick.first for pick in answer.picks)
    last = max(pick.last for pick in answer.picks)
    months = last.ordinal - first.ordinal + 1
    share, preliminary, covered = _coverage(answer, first, months)
    columns: dict[str, list[int]] = {}
    for column, keys in enumerate(groups.values()):
        for key in keys:
            columns.setdefault(key, []).append(column)
    values = np.zeros((months, len(groups)))
    for found in answer.counts:
        count = found.best if measure is Measure.DEATHS else found.events
        for column in columns.get(found.unit or "", ()):
            values[found.ordinal - first.ordinal, column] += np.nan if count is None else count
    values[~covered] = np.nan
    vintages = tuple(dict.fromkeys(pick.vintage_id for pick in answer.picks))
    target = TARGETS[answer.series] if measure is Measure.DEATHS else "events"
    return Panel(tuple(groups), first, values, share, preliminary, target, vintages)


def _coverage(
    answer: MonthlyCounts, first: Month, months: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """By month: share of the publisher's total, whether preliminary, whether any vintage covers it."""
    share, preliminary, covered = np.zeros(months), np.zeros(months, dtype=bool), np.zeros(months, dtype=bool)
    for pick in answer.picks:
        rows = slice(pick.first.ordinal - first.ordinal, pick.last.ordinal - first.ordinal + 1)
        is_complete = pick.completeness is Completeness.COMPLETE
        share[rows] = 1.0 if is_complete else np.nan if pick.share is None else pick.share
        preliminary[rows], covered[rows] = pick.preliminary, True
    return share, preliminary, covered
