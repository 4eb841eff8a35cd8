"""Questions about one conflict or country, each put to the lake once.

What may live here: asking, and turning the answers into counts. Counts of different grain stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from conflict_atlas.analysis.brief.values import Count, Standing
from conflict_atlas.events.answers import Answer, Pick, Tally
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import summarise
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series

_WORST_FIRST = (Completeness.UNKNOWN, Completeness.PARTIAL, Completeness.COMPLETE)


class Inquiry:
    """One filter, and what the lake has answered about it; ``given`` are answers that a page has already."""

    def __init__(self, lake: Lake, filters: Filters, given: Iterable[Answer] = ()) -> None:
        self.filters = filters
        self._lake = lake
        self._known: dict[tuple[Series, Filters, tuple[Dimension, ...]], Answer | None] = {
            (answer.series, answer.filters, answer.by): answer for answer in given
        }

    def ask(self, series: Series, by: Sequence[Dimension] = (), filters: Filters | None = None) -> Answer | None:
        """The answer, or None where no vintage here can give one."""
        question = (series, filters or self.filters, tuple(by))
        if question not in self._known:
            try:
                self._known[question] = summarise(self._lake, question[1], question[2], series)
            except CannotAnswer:
                self._known[question] = None
        return self._known[question]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was answered, of that which says something: with rows, or with a zero that counts."""
        return tuple(
            answer
            for answer in self._known.values()
            if answer and (answer.rows or any(pick.completeness is Completeness.COMPLETE for pick in answer.picks))
        )


def counts(answer: Answer | None) -> tuple[Count, ...]:
    """The counts of an answer without breakdown, the earliest first: one a grain, a zero where picks of a grain have no rows.

    A total that does not list a conflict is no zero: the publisher leaves small ones out.
    """
    if answer is None:
        return ()
    found = [count_of(answer, tally) for tally in answer.rows]
    with_rows = {tally.grain for tally in answer.rows}
    for grain in dict.fromkeys(pick.grain for pick in answer.picks if pick.grain not in with_rows):
        picks = [pick for pick in answer.picks if pick.grain is grain]
        found.append(_count(answer, picks, None if grain is Grain.CONFLICT_TOTAL else 0, answer.by, {}))
    return tuple(sorted(found, key=lambda count: count.first))


def count_of(answer: Answer, tally: Tally, best: int | None = None, **narrowed: Any) -> Count:
    """The count of a row without months in its key. ``narrowed`` are the filters that single the row out of its breakdown.

    ``best`` replaces the row's own number where several rows are counted together.
    """
    picks = [pick for pick in answer.picks if pick.vintage_id in tally.vintages and pick.grain is tally.grain]
    return _count(answer, picks, tally.best if best is None else best, (), narrowed)


def _count(answer: Answer, picks: Sequence[Pick], best: int | None, by: tuple[Dimension, ...], narrowed: dict[str, Any]) -> Count:
    first, last = min(pick.first for pick in picks), max(pick.last for pick in picks)
    start, end = answer.filters.start or first.first_day, answer.filters.end or last.last_day
    return Count(
        best=best,
        first=first,
        last=last,
        series=answer.series,
        filters=replace(answer.filters, start=max(start, first.first_day), end=min(end, last.last_day), **narrowed),
        by=by,
        grain=picks[0].grain,
        completeness=min((pick.completeness for pick in picks), key=_WORST_FIRST.index),
        standing=_standing(picks),
        holes=tuple((gap.first, gap.last) for gap in answer.gaps if first < gap.first and gap.last < last),
    )


def months_count(answer: Answer, first: Month, last: Month) -> Count:
    """The deaths of some months of an answer by month. They may be of two grains only where the answer's months are."""
    picks = [pick for pick in answer.picks if pick.first <= last and pick.last >= first]
    deaths = [tally.best for tally in answer.rows if first <= tally.first <= last]
    known = [best for best in deaths if best is not None]
    whole = _count(answer, picks, sum(known) if len(known) == len(deaths) else None, (Dimension.MONTH,), {})
    days = replace(whole.filters, start=first.first_day, end=last.last_day)
    holes = tuple(hole for hole in whole.holes if first <= hole[0] and hole[1] <= last)
    return replace(whole, first=first, last=last, filters=days, holes=holes)


def _standing(picks: Sequence[Pick]) -> Standing:
    found = {pick.preliminary for pick in picks}
    if len(found) == 2:
        return Standing.MIXED
    return Standing.PRELIMINARY if True in found else Standing.FINAL


def complete_months(answer: Answer | None) -> int:
    """How many months an answer covers completely."""
    picks = answer.picks if answer else ()
    return sum(p.last.ordinal - p.first.ordinal + 1 for p in picks if p.completeness is Completeness.COMPLETE)
