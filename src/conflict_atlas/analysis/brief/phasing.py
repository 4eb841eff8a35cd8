"""The phases of a conflict or country: months of one level, found by change points after the fact.

What may live here: choosing the months and handing them to ``change_points``.
"""

from __future__ import annotations

import numpy as np

from conflict_atlas.analysis.brief.inquiry import Inquiry, complete_months, months_count
from conflict_atlas.analysis.brief.values import Phases
from conflict_atlas.analysis.change_points import phases
from conflict_atlas.analysis.lake_panels import LEAST_MONTHS
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.months import month_range
from conflict_atlas.events.vocabulary import Completeness, Dimension, Series

_UNIT = "unit"


def phases_of(inquiry: Inquiry, part: Series) -> Phases | None:
    """The phases in all deaths where enough months of them are complete, else in events within one month.

    None where neither is held, or where the months are of one level. Located events leave out too much for a level.
    """
    deaths = inquiry.ask(Series.DEATHS, (Dimension.MONTH,))
    answer = deaths if complete_months(deaths) >= LEAST_MONTHS else None
    if answer is None and part is Series.WITHIN_MONTH:
        answer = inquiry.ask(part, (Dimension.MONTH,))
    panel = _panel(answer) if answer else None
    found = phases(panel, _UNIT) if panel else ()
    if answer is None or len(found) < 2:
        return None
    latest = found[-1]
    return Phases(
        number=len(found),
        first=found[0].first,
        latest=months_count(answer, latest.first, latest.last),
        deaths_a_month=latest.deaths_a_month,
        incomplete_months=latest.incomplete_months,
    )


def _panel(answer: Answer) -> Panel | None:
    """The months from the first with deaths on; None where there are none. What came before it is no phase of it."""
    deaths = {tally.first: tally.best for tally in answer.rows}
    first = min((month for month, best in deaths.items() if best), default=None)
    if first is None:
        return None
    covered = {month: pick for pick in answer.picks for month in month_range(pick.first, pick.last) if month >= first}
    months = tuple(month_range(first, max(covered)))
    values = np.full((len(months), 1), np.nan)
    share, preliminary = np.zeros(len(months)), np.zeros(len(months), dtype=bool)
    for row, month in enumerate(months):
        pick = covered.get(month)
        if pick is None:
            continue
        best = deaths.get(month, 0)
        values[row, 0] = np.nan if best is None else best
        complete = pick.completeness is Completeness.COMPLETE
        share[row] = 1.0 if complete else np.nan if pick.share is None else pick.share
        preliminary[row] = pick.preliminary
    return Panel((_UNIT,), first, values, share, preliminary)
