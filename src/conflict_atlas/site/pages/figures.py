"""Numbers on pages: each has a name, a range, a period, badges, and a link to the rows behind it.

What may live here: turning answers of the core into figures. A figure of one series is never named as one of another, and
figures of different grain are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer, Pick, Tally
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.questions import summarise
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.frame import Badge, badges


@dataclass(frozen=True)
class Figure:
    """A number as it is shown. ``path`` leads from the language's home to the rows behind it, ``query`` names their export."""

    name: str
    text: str
    spread: str
    period: str
    path: str
    query: str
    badges: tuple[Badge, ...]
    best: int | None
    note: str = ""


@dataclass(frozen=True)
class Reply:
    """A question that was put to the lake, and its answer; ``why_not`` says why there is none."""

    series: Series
    filters: Filters
    answer: Answer | None
    why_not: str = ""

    @property
    def rows(self) -> tuple[Tally, ...]:
        """The rows of the answer; none if there is no answer."""
        return self.answer.rows if self.answer else ()


def ask(lake: Lake, filters: Filters, by: Sequence[Dimension], series: Series = Series.DEATHS) -> Reply:
    """Put a question; what no vintage here can answer is no error on a page that shows several."""
    try:
        return Reply(series, filters, summarise(lake, filters, by, series))
    except CannotAnswer as error:
        return Reply(series, filters, None, str(error))


def answers(replies: Iterable[Reply]) -> tuple[Answer, ...]:
    """Those that say something: with rows, or with a zero that counts since the period is covered completely."""
    return tuple(
        item.answer
        for item in replies
        if item.answer is not None
        and (item.answer.rows or any(pick.completeness is Completeness.COMPLETE for pick in item.answer.picks))
    )


def export_query(series: Series, filters: Filters, by: Sequence[Dimension] = ()) -> str:
    """The question as a query string: the same for a number's rows and for their export."""
    broken_down = {"by": ",".join(dimension.value for dimension in by)} if by else {}
    return urlencode({"series": series.value, **broken_down, **filters.to_query()}, safe=",")


def evidence_path(series: Series, filters: Filters, by: Sequence[Dimension] = ()) -> str:
    """The page with the rows behind a number: the same question."""
    return f"evidence/?{export_query(series, filters, by)}"


def event_years(tally: Tally) -> str:
    """The years of the events in a row, where they are known; else the period that was asked about."""
    if tally.first_year is None or tally.last_year is None:
        return words.period(tally.first, tally.last)
    return words.years(tally.first_year, tally.last_year)


def within(reply: Reply, tally: Tally) -> Filters:
    """The filter of a reply narrowed to the months that the vintages of one row answered for: the row's own question.

    The months of the vintage and not of the row: a total of a whole conflict cannot be asked for a part of its period.
    """
    picks = [pick for pick in reply.answer.picks if pick.vintage_id in tally.vintages] if reply.answer else []
    if not picks:
        return reply.filters
    start, end = min(pick.first for pick in picks).first_day, max(pick.last for pick in picks).last_day
    return replace(
        reply.filters,
        start=max(start, reply.filters.start or start),
        end=min(end, reply.filters.end or end),
    )


def figure(series: Series, filters: Filters, tally: Tally, name: str = "", by: Sequence[Dimension] = ()) -> Figure:
    """One row of an answer as a figure; ``filters`` are those of exactly this row, ``by`` its breakdown if that counts.

    It counts for months: an event that spans several is counted in each by its days.
    """
    return Figure(
        name=name or figure_name(series, tally, filters),
        text=words.number(tally.best),
        spread=words.spread(tally.low, tally.high),
        period=words.period(tally.first, tally.last),
        path=evidence_path(series, filters, by),
        query=export_query(series, filters, by),
        badges=badges(tally.completeness, tally.share, tally.preliminary),
        best=tally.best,
        note=_("events from %(years)s") % {"years": event_years(tally)} if tally.grain is Grain.CONFLICT_TOTAL else "",
    )


def figure_name(series: Series, tally: Tally, filters: Filters) -> str:
    """The honest name of a figure. A sum over several ids is ours, not the publisher's."""
    if series is Series.DEATHS and tally.grain is Grain.CONFLICT_TOTAL:
        return _("UCDP total") if len(filters.conflicts) == 1 else _("Sum of UCDP totals")
    if series is Series.DEATHS and tally.preliminary:
        return _("Deaths, preliminary")
    return words.series(series)


def totals(reply: Reply) -> tuple[Figure, ...]:
    """The rows of an answer without breakdown as figures, one for each grain and period: they are never added."""
    tallies = sorted(reply.rows, key=lambda tally: tally.first)
    found = [figure(reply.series, within(reply, tally), tally) for tally in tallies if tally.best is not None]
    return (*found, *_zeros(reply))


def _zeros(reply: Reply) -> tuple[Figure, ...]:
    """What is covered completely and holds no row is a zero that counts: no deaths were recorded."""
    if reply.answer is None:
        return ()
    with_rows = {tally.grain for tally in reply.rows}
    runs: list[list[Pick]] = []
    for pick in sorted(reply.answer.picks, key=lambda pick: pick.first):
        if pick.grain in with_rows or pick.completeness is not Completeness.COMPLETE:
            continue
        if runs and runs[-1][-1].last.plus(1) == pick.first and runs[-1][-1].grain is pick.grain:
            runs[-1].append(pick)
        else:
            runs.append([pick])
    return tuple(_zero(reply, picks) for picks in runs)


def _zero(reply: Reply, picks: Sequence[Pick]) -> Figure:
    first, last = min(pick.first for pick in picks), max(pick.last for pick in picks)
    filters = replace(reply.filters, start=first.first_day, end=last.last_day)
    preliminary = any(pick.preliminary for pick in picks)
    return Figure(
        name=_("Deaths, preliminary") if preliminary else words.series(reply.series),
        text=words.number(0),
        spread="",
        period=words.period(first, last),
        path=evidence_path(reply.series, filters),
        query=export_query(reply.series, filters),
        badges=badges(Completeness.COMPLETE, None, preliminary),
        best=0,
    )


def by_key(reply: Reply) -> dict[str, list[Tally]]:
    """The rows by the value of the first dimension; rows without one are left to the totals."""
    found: dict[str, list[Tally]] = {}
    for tally in reply.rows:
        if tally.key[0] is not None:
            found.setdefault(tally.key[0], []).append(tally)
    return found


def months_answered(answer: Answer | None) -> set[Month]:
    """The months that some vintage answered for."""
    if answer is None:
        return set()
    return {month for pick in answer.picks for month in month_range(pick.first, pick.last)}


def needed(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """The first reply, which is about all deaths, and a partial series only where it reaches months beyond the first."""
    whole, *parts = replies
    covered = months_answered(whole.answer)
    return (whole, *(reply for reply in parts if months_answered(reply.answer) - covered))


def grouped(reply: Reply, keys: Iterable[str], filters: Filters, name: str = "") -> tuple[Figure, ...]:
    """One figure for several keys of a reply together: the sum over rows of one grain and one run of vintages.

    This is our arithmetic over the publisher's estimates; rows of different grain stay apart.
    """
    wanted = set(keys)
    runs: dict[tuple[Grain, tuple[str, ...]], list[Tally]] = {}
    for tally in reply.rows:
        if tally.key[0] in wanted:
            runs.setdefault((tally.grain, tally.vintages), []).append(tally)
    asked = replace(reply, filters=filters)
    return tuple(
        figure(reply.series, within(asked, summed), summed, name)
        for run in sorted(runs.values(), key=lambda run: run[0].first)
        if (summed := _sum(run)).best is not None
    )


def _sum(run: Sequence[Tally]) -> Tally:
    def total(values: Iterable[int | None]) -> int | None:
        known = list(values)
        return None if None in known else sum(value for value in known if value is not None)

    return replace(
        run[0],
        first=min(tally.first for tally in run),
        last=max(tally.last for tally in run),
        best=total(tally.best for tally in run),
        low=total(tally.low for tally in run),
        high=total(tally.high for tally in run),
    )
