"""Where each tracked conflict stands: active, inactive, ended, with the figures that this rests on.

What may live here: from deaths by conflict and year to the catalogue's lifecycle, for all tracked conflicts at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import lifecycle, tracked
from conflict_atlas.events.catalogue.lifecycle import Lifecycle, Stage, YearOfDeaths
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.site.desk import Desk, once_per_lake
from conflict_atlas.site.pages.figures import ask


@dataclass(frozen=True)
class StageLine:
    """A stage in a word, and the sentence behind it."""

    stage: Stage
    text: str
    basis: str


def stage_of(here: Desk, entry: TrackedConflict) -> StageLine:
    """Where a tracked conflict stands."""
    found = _lifecycles(here)[entry.slug]
    return StageLine(found.stage, _word(found), found.basis)


def _word(found: Lifecycle) -> str:
    if found.stage is Stage.INACTIVE and found.since is not None:
        return _("inactive since %(year)s") % {"year": found.since}
    return {
        Stage.ACTIVE: _("active"),
        Stage.INACTIVE: _("inactive"),
        Stage.ENDED: _("ended"),
        Stage.ARCHIVED: _("archived"),
        Stage.UNKNOWN: _("stage not known"),
    }[found.stage]


@once_per_lake
def _lifecycles(here: Desk) -> Mapping[str, Lifecycle]:
    """The lifecycle of every tracked conflict."""
    reply = ask(here.lake, Filters(), (Dimension.CONFLICT, Dimension.YEAR), Series.DEATHS)
    spans = _year_spans(reply.answer) if reply.answer else {}
    deaths: dict[tuple[str, int], int] = {}
    for tally in reply.rows:
        conflict_id, year = tally.key
        if conflict_id is not None and year is not None and tally.best is not None:
            deaths[conflict_id, int(year)] = deaths.get((conflict_id, int(year)), 0) + tally.best
    quiet = _quiet_years(here)
    return {
        entry.slug: lifecycle.of(_years(tracked.all_conflicts(entry.slug), spans, deaths, quiet), entry.ended, entry.archived)
        for entry in tracked.all()
    }


def _quiet_years(here: Desk) -> dict[str, frozenset[int]]:
    """The years of a conflict's total behind its last event: the publisher covers them and has recorded no deaths in them."""
    reply = ask(here.lake, Filters(), (Dimension.CONFLICT,), Series.DEATHS)
    return {
        tally.key[0]: frozenset(range(tally.last_year + 1, tally.last.year + 1))
        for tally in reply.rows
        if tally.grain is Grain.CONFLICT_TOTAL
        and tally.completeness is Completeness.COMPLETE
        and tally.key[0] is not None
        and tally.last_year is not None
    }


@dataclass(frozen=True)
class _Span:
    is_complete: bool
    is_preliminary: bool


def _year_spans(answer: Answer) -> dict[int, _Span]:
    """Which calendar years the answer covers, and how: a year is complete if all its twelve months are."""
    complete: set[Month] = set()
    touched: dict[int, bool] = {}
    for pick in answer.picks:
        months = tuple(month_range(pick.first, pick.last))
        if pick.completeness is Completeness.COMPLETE:
            complete.update(months)
        for month in months:
            touched[month.year] = touched.get(month.year, False) or pick.preliminary
    return {
        year: _Span(all(Month(year, number) in complete for number in range(1, 13)), preliminary)
        for year, preliminary in touched.items()
    }


def _years(
    ids: tuple[str, ...],
    spans: Mapping[int, _Span],
    deaths: Mapping[tuple[str, int], int],
    quiet: Mapping[str, frozenset[int]],
) -> list[YearOfDeaths]:
    counted = [
        YearOfDeaths(year, sum(deaths.get((conflict_id, year), 0) for conflict_id in ids), span.is_complete, span.is_preliminary)
        for year, span in sorted(spans.items())
    ]
    without_deaths = frozenset.intersection(*(quiet.get(conflict_id, frozenset()) for conflict_id in ids)) - set(spans)
    return [*(YearOfDeaths(year, 0, True) for year in sorted(without_deaths)), *counted]
