"""The brief of a conflict and of a country: every fact, from the answers to a handful of questions.

What may live here: choosing for each fact the series that can tell it, and putting the brief together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from conflict_atlas.analysis.brief import breakdown
from conflict_atlas.analysis.brief.inquiry import Inquiry, complete_months, count_of, counts, months_count
from conflict_atlas.analysis.brief.phasing import phases_of
from conflict_atlas.analysis.brief.values import (
    Brief,
    Civilians,
    Count,
    Missing,
    Named,
    OneSided,
    Peak,
    Span,
    Unknown,
)
from conflict_atlas.analysis.brief.windows import recent
from conflict_atlas.analysis.lake_panels import LEAST_MONTHS
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series, TypeOfViolence

_ENOUGH_MONTHS = {Series.WITHIN_MONTH: LEAST_MONTHS, Series.LOCATED: 12}
"""From how many complete months on all deaths tell the deadliest one. Located events leave out so much that a year of all
deaths says more than decades of them."""


def conflict_brief(lake: Lake, ids: tuple[str, ...], given: Iterable[Answer] = ()) -> Brief:
    """The brief of a group of UCDP conflict ids; ``given`` are answers about the same ids that the page has already."""
    inquiry = Inquiry(lake, Filters(conflicts=ids), given)
    where = breakdown.among_countries(inquiry) or breakdown.among_cells(inquiry)
    return _brief(inquiry, Series.LOCATED, where)


def country_brief(lake: Lake, iso3: str, given: Iterable[Answer] = ()) -> Brief:
    """The brief of a country; ``given`` are answers about it that the page has already."""
    inquiry = Inquiry(lake, Filters(countries=(iso3,)), given)
    holds_others = any(item.filed_under == iso3 for item in countries.all())
    where = breakdown.among_territories(inquiry) if holds_others else None
    return _brief(inquiry, Series.WITHIN_MONTH, where or breakdown.among_cells(inquiry))


def _brief(inquiry: Inquiry, part: Series, where: Named | None) -> Brief:
    span = _span(inquiry, part)
    parties = breakdown.parties(inquiry)
    civilians = _civilians(inquiry)
    of_deaths = [what for what, fact in ((Unknown.PARTIES, parties), (Unknown.CIVILIANS, civilians)) if fact is None]
    return Brief(
        parties=parties,
        filed=breakdown.filed(inquiry),
        span=span,
        phases=phases_of(inquiry, part),
        recent=recent(inquiry, part),
        where=where,
        civilians=civilians,
        peak=_peak(inquiry, part),
        # Where no deaths are held, nobody asks who fought and who died.
        missing=(
            *(map(Missing, of_deaths) if span and span.count.best else ()),
            *_unlisted(inquiry, span),
            *_missing_months(inquiry),
        ),
        answers=inquiry.answers,
    )


def _span(inquiry: Inquiry, part: Series) -> Span | None:
    """The first long count with deaths, else any with deaths, else the longest; of all deaths before the partial series."""
    found = [count for series in (Series.DEATHS, part) for count in counts(inquiry.ask(series))]
    with_deaths = [count for count in found if count.best]
    long = [count for count in with_deaths if count.months >= LEAST_MONTHS]
    chosen = next(iter(long or with_deaths), None) or max(found, key=lambda count: count.months, default=None)
    if chosen is None:
        return None
    return Span(chosen, *_years(inquiry, chosen))


def _years(inquiry: Inquiry, count: Count) -> tuple[int | None, int | None]:
    """The first and the last year with deaths, by the months where they are known, else as the publisher counts years."""
    if not count.best:
        return None, None
    monthly = inquiry.ask(count.series, (Dimension.MONTH,))
    if monthly and count.grain is not Grain.CONFLICT_TOTAL:
        years = [tally.first.year for tally in monthly.rows if tally.best and count.first <= tally.first <= count.last]
        return min(years, default=None), max(years, default=None)
    answer = inquiry.ask(count.series)
    row = next(tally for tally in answer.rows if tally.grain is count.grain) if answer else None
    return (row.first_year, row.last_year) if row else (None, None)


def _civilians(inquiry: Inquiry) -> Civilians | None:
    """The bound of the longest count whose deaths by kind are known; None where there is none, or the parts exceed it."""
    answer = inquiry.ask(Series.DEATHS)
    found = [
        Civilians(count_of(answer, tally), tally.deaths_civilians, tally.deaths_unknown, _one_sided(inquiry))
        for tally in (answer.rows if answer else ())
        if answer and tally.best and tally.deaths_civilians is not None and tally.deaths_unknown is not None
    ]
    bounds = [item for item in found if item.civilians + item.unknown <= (item.count.best or 0)]
    return max(bounds, key=lambda item: item.count.months, default=None)


def _one_sided(inquiry: Inquiry) -> OneSided:
    answers = [inquiry.ask(series, (Dimension.TYPE,)) for series in (Series.DEATHS, Series.LOCATED)]
    kinds = {tally.key[0] for answer in answers if answer for tally in answer.rows if tally.best}
    if str(TypeOfViolence.ONE_SIDED.value) not in kinds:
        return OneSided.NONE
    return OneSided.ALL if len(kinds) == 1 else OneSided.SOME


def _peak(inquiry: Inquiry, part: Series) -> Peak | None:
    """The month with most deaths, in the first series that can tell; None where no month has any."""
    deaths, partial = (inquiry.ask(series, (Dimension.MONTH,)) for series in (Series.DEATHS, part))
    has_enough = complete_months(deaths) >= _ENOUGH_MONTHS[part] or _months(deaths) >= _months(partial)
    for answer in (deaths, partial) if has_enough else (partial, deaths):
        rows = [tally for tally in answer.rows if tally.best] if answer else []
        if answer and rows:
            most = max(tally.best or 0 for tally in rows)
            top = [tally for tally in rows if tally.best == most]
            earliest = min(tally.first for tally in top)
            first, last = min(pick.first for pick in answer.picks), max(pick.last for pick in answer.picks)
            return Peak(months_count(answer, earliest, earliest), len(top) - 1, first, last)
    return None


def _unlisted(inquiry: Inquiry, span: Span | None) -> Iterator[Missing]:
    """A period for which totals are held and do not list the conflict, where the span tells of another."""
    for count in counts(inquiry.ask(Series.DEATHS)):
        if count.best is None and count.grain is Grain.CONFLICT_TOTAL and span and span.count != count:
            yield Missing(Unknown.TOTAL, count.first, count.last)


def _months(answer: Answer | None) -> frozenset[Month]:
    picks = answer.picks if answer else ()
    return frozenset(month for pick in picks for month in month_range(pick.first, pick.last))


def _missing_months(inquiry: Inquiry) -> Iterator[Missing]:
    """The months of which the deaths are not held, and those of which they are held in part."""
    answer = inquiry.ask(Series.DEATHS, (Dimension.MONTH,))
    if answer is None:
        yield Missing(Unknown.MONTHS)
        return
    for gap in answer.gaps[:1]:
        yield Missing(Unknown.MONTHS, gap.first, gap.last)
    thin = {
        month.ordinal
        for pick in answer.picks
        if pick.completeness is not Completeness.COMPLETE
        for month in month_range(pick.first, pick.last)
    }
    for _, run in groupby(enumerate(sorted(thin)), key=lambda item: item[1] - item[0]):
        ordinals = [ordinal for _, ordinal in run]
        yield Missing(Unknown.PART, Month.from_ordinal(ordinals[0]), Month.from_ordinal(ordinals[-1]))
