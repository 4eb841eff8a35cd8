"""Counts by unit and month as bare numbers, for panels: the same question as ``questions.summarise`` asks by month, without
what a page shows beside each figure.

What may live here: that question. Vintages are chosen by the same rule; a month has one grain, so that sums of different
grain cannot meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conflict_atlas.events import engine
from conflict_atlas.events.answers import Pick
from conflict_atlas.events.facts import facts
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import choose, runs
from conflict_atlas.events.vocabulary import Dimension, Series

_UNITS = {Dimension.CONFLICT: "conflict_id", Dimension.COUNTRY: "country", Dimension.TYPE: "type_of_violence::VARCHAR"}


@dataclass(frozen=True)
class MonthlyCount:
    """One unit in one month: ``ordinal`` is that of ``Month``; a sum is None where any row in it is unknown."""

    unit: str | None
    ordinal: int
    events: int | None
    best: int | None


@dataclass(frozen=True)
class MonthlyCounts:
    """Every unit and month that is not nothing, in the months of ``picks``."""

    series: Series
    counts: tuple[MonthlyCount, ...]
    picks: tuple[Pick, ...]


def count_by_month(
    lake: Lake, unit: Dimension, series: Series, filters: Filters | None = None, as_known_on: date | None = None
) -> MonthlyCounts:
    """Deaths (best) and events by unit (conflict, country or type) and month. Raises CannotAnswer where no vintage can."""
    asked = filters or Filters()
    by = (unit, Dimension.MONTH)
    picks = choose(lake, asked, by, series, as_known_on).picks
    union = " UNION ALL ".join(
        f"SELECT {_UNITS[unit]} AS unit, year(month) * 12 + month(month) - 1 AS ordinal, events, best "
        f"FROM ({facts(lake.rows_path(run.vintage_id), run, asked, by, series)})"
        for run, _ in runs(picks)
    )
    rows = engine.fetch(
        "SELECT unit, ordinal, CASE WHEN count(events) = count(*) THEN sum(events)::BIGINT END, "
        f"CASE WHEN count(best) = count(*) THEN sum(best)::BIGINT END FROM ({union}) "
        "GROUP BY ALL HAVING max(coalesce(best, 1)) > 0 OR max(coalesce(events, 1)) > 0 ORDER BY ALL"
    )
    return MonthlyCounts(series, tuple(MonthlyCount(*row) for row in rows), picks)
