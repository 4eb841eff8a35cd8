"""The latest twelve months against the twelve before.

What may live here: which months can be set against each other. A month can where its series is complete, or where its known
share of the world's deaths is at least ``LEAST_SHARE``; both windows are of one series, each of one grain.
"""

from __future__ import annotations

from dataclasses import replace

from conflict_atlas.analysis.brief.inquiry import Inquiry, counts
from conflict_atlas.analysis.brief.values import Count, Obstacle, Recent, Refusal, YearOnYear
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series

LEAST_SHARE = 0.80
"""Years under it are hatched on charts and compared with nothing."""
_YEAR = 12


def recent(inquiry: Inquiry, part: Series) -> Recent:
    """The latest twelve months of all deaths, and a comparison: of all deaths, else of the partial series ``part``."""
    latest: Count | None = None
    refusal = Refusal(Obstacle.NO_TWELVE_MONTHS)
    for series in (Series.DEATHS, part):
        answer = inquiry.ask(series, (Dimension.MONTH,))
        usable = _usable(answer) if answer else {}
        last = _last_month(usable)
        later = _count(inquiry, series, last) if last else None
        if answer is None or last is None or later is None:
            continue
        if series is Series.DEATHS:
            latest = later
        before = last.plus(-_YEAR)
        earlier = _count(inquiry, series, before) if _is_whole_year(usable, before) else None
        own = _own_share(latest, later)
        if earlier is not None and own < LEAST_SHARE:
            refusal = Refusal(Obstacle.SMALL_PART, later.first, later.last, own, later)
        elif earlier is not None:
            return Recent(latest, YearOnYear(later, earlier))
        elif refusal.obstacle is Obstacle.NO_TWELVE_MONTHS:
            refusal = _refusal(answer, usable, before)
    return Recent(latest, refusal)


def _own_share(latest: Count | None, later: Count) -> float:
    """What a partial series holds of the same months of all deaths: a share of the world says little of one country."""
    if latest is None or not latest.best or (latest.first, latest.last) != (later.first, later.last):
        return 1.0
    return (later.best or 0) / latest.best


def _usable(answer: Answer) -> dict[Month, Grain]:
    """The months that can be compared, with the grain that answers them; a month whose deaths are not known cannot."""
    found = {
        month: pick.grain
        for pick in answer.picks
        if pick.completeness is Completeness.COMPLETE or (pick.share is not None and pick.share >= LEAST_SHARE)
        for month in month_range(pick.first, pick.last)
    }
    for tally in answer.rows:
        if tally.best is None:
            found.pop(tally.first, None)
    return found


def _is_whole_year(usable: dict[Month, Grain], last: Month) -> bool:
    grains = [usable.get(month) for month in month_range(last.plus(1 - _YEAR), last)]
    return None not in grains and len(set(grains)) == 1


def _last_month(usable: dict[Month, Grain]) -> Month | None:
    """The last of the latest twelve months in a row of one grain."""
    return next((month for month in sorted(usable, reverse=True) if _is_whole_year(usable, month)), None)


def _count(inquiry: Inquiry, series: Series, last: Month) -> Count | None:
    """The deaths of the twelve months up to ``last``; None where they are not known as one number."""
    months = replace(inquiry.filters, start=last.plus(1 - _YEAR).first_day, end=last.last_day)
    found = counts(inquiry.ask(series, (), months))
    return found[0] if len(found) == 1 and found[0].best is not None else None


def _refusal(answer: Answer, usable: dict[Month, Grain], last: Month) -> Refusal:
    """What stands in the way in the twelve months up to ``last``: months that nothing answers before those held in part."""
    shares = {month: pick.share for pick in answer.picks for month in month_range(pick.first, pick.last)}
    year = tuple(month_range(last.plus(1 - _YEAR), last))
    absent = [month for month in year if month not in shares]
    if absent:
        return Refusal(Obstacle.NOT_HELD, absent[0], absent[-1])
    thin = [month for month in year if month not in usable] or list(year)
    parts = {shares[month] for month in thin}
    return Refusal(Obstacle.HELD_IN_PART, thin[0], thin[-1], parts.pop() if len(parts) == 1 else None)
