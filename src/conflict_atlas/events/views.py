"""Which vintage answers for which month: the rule of one grain.

For one series every month is answered by at most one vintage: complete before partial, final before preliminary, event
before aggregate of equal standing, newer before older. A conflict total is one figure for many years and cannot be cut:
it answers for all its months or for none.

A preliminary print is set behind once a complete final release covers its month, in whatever grain: or else one month
would be told in two versions, by country from the first print and by type from the final one. What is set behind answers
only where a question would otherwise get no answer at all, or where it is named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from conflict_atlas.events.answers import Gap, Pick
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters, Print
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.wording import gettext

_ALL = frozenset(Dimension)
ANSWERS: dict[Grain, frozenset[Dimension]] = {
    Grain.EVENT: _ALL,
    Grain.CONFLICT_CELL_MONTH: _ALL - {Dimension.DYAD},
    Grain.CONFLICT_COUNTRY_MONTH: _ALL - {Dimension.DYAD, Dimension.CELL, Dimension.TERRITORY},
    Grain.COUNTRY_MONTH: frozenset({Dimension.COUNTRY, Dimension.YEAR, Dimension.MONTH}),
    Grain.TYPE_MONTH: frozenset({Dimension.TYPE, Dimension.YEAR, Dimension.MONTH}),
    Grain.CONFLICT_TOTAL: frozenset({Dimension.CONFLICT}),
}
"""What each grain can be broken down by and filtered on."""

_STANDING = {Completeness.COMPLETE: 2, Completeness.PARTIAL: 1, Completeness.UNKNOWN: 0}
_FINENESS = {grain: -position for position, grain in enumerate(Grain)}


@dataclass(frozen=True)
class Choice:
    """The vintages chosen for a question and the months that none of them answers."""

    picks: tuple[Pick, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class _Candidate:
    """One run of months of one vintage that may answer."""

    vintage: Vintage
    coverage: Coverage

    @property
    def standing(self) -> tuple[int, bool]:
        """Complete before partial, final before preliminary."""
        return _STANDING[self.coverage.completeness], not self.coverage.preliminary

    @cached_property
    def rank(self) -> tuple[tuple[int, bool], int, tuple[int, ...], datetime, str, Month]:
        """The order of the rule. The last two decide nothing that matters, but the same way every time."""
        release = tuple(int(part) for part in re.findall(r"\d+", self.vintage.release))
        vintage = self.vintage
        return self.standing, _FINENESS[vintage.grain], release, vintage.imported_at, vintage.vintage_id, self.coverage.first

    @property
    def is_final(self) -> bool:
        return self.coverage.completeness is Completeness.COMPLETE and not self.coverage.preliminary

    @property
    def is_total(self) -> bool:
        return self.vintage.grain is Grain.CONFLICT_TOTAL

    def is_whole_within(self, window: tuple[Month, Month]) -> bool:
        """Whether a total can be taken: all of its months are asked for, and its rows are of one run of months only."""
        runs = [entry for entry in self.vintage.coverage if entry.series is self.coverage.series]
        return len(runs) == 1 and window[0] <= self.coverage.first and self.coverage.last <= window[1]

    def months(self, window: tuple[Month, Month]) -> Iterable[Month]:
        return month_range(max(window[0], self.coverage.first), min(window[1], self.coverage.last))

    def pick(self, first: Month, last: Month) -> Pick:
        vintage, coverage = self.vintage, self.coverage
        return Pick(
            vintage_id=vintage.vintage_id,
            source=vintage.source,
            release=vintage.release,
            grain=vintage.grain,
            first=first,
            last=last,
            completeness=coverage.completeness,
            share=coverage.share,
            preliminary=coverage.preliminary,
        )


def choose_vintages(vintages: Iterable[Vintage], filters: Filters, by: Sequence[Dimension], series: Series) -> Choice:
    """Choose for each month the one vintage that answers. Raises CannotAnswer, with what could be asked, if there is none.

    Where the filter names a grain, the vintages of other grains are as if they were not here.
    """
    named = [
        vintage
        for vintage in vintages
        if filters.vintage in (None, vintage.vintage_id) and filters.grain in (None, vintage.grain)
    ]
    known = [_Candidate(vintage, coverage) for vintage in named for coverage in vintage.coverage if coverage.series is series]
    if not known:
        raise CannotAnswer(_nothing_of(series, filters, named))
    window = _window(known, filters)
    able = [candidate for candidate in known if _can_answer(candidate, filters, by, window)]
    final = {month for candidate in known if candidate.is_final for month in candidate.months(window)}
    best = _best(able, window, final) or _best(able, window, ())
    if not best:
        raise CannotAnswer(_why_not(known, filters, by))
    if filters.print is None:
        return Choice(_runs(best), _gaps(window, best, known, able, filters))
    return _of_print(filters.print, best, _gaps(window, best, known, able, filters))


def _of_print(wanted: Print, best: dict[Month, _Candidate], gaps: tuple[Gap, ...]) -> Choice:
    """The choice without the months that the other print answers for; those become gaps."""
    kept = {month: one for month, one in best.items() if one.coverage.preliminary == (wanted is Print.PRELIMINARY)}
    other = next(item for item in Print if item is not wanted)
    left_out = sorted(best.keys() - kept.keys())
    if not kept:
        raise CannotAnswer(
            f"no month of {left_out[0]} to {left_out[-1]} is answered by {wanted.value} figures, all by {other.value} ones: "
            "ask without `print`"
        )
    dropped = [
        Gap(months[0], months[-1], f"answered by {other.value} figures, which this question leaves out")
        for months in _stretches(left_out)
    ]
    return Choice(_runs(kept), tuple(sorted((*gaps, *dropped), key=lambda gap: gap.first)))


def _stretches(months: Sequence[Month]) -> list[list[Month]]:
    """Months in order, cut where one is missing."""
    return [[month for _, month in run] for _, run in groupby(enumerate(months), key=lambda item: item[1].ordinal - item[0])]


def needed(filters: Filters, by: Sequence[Dimension]) -> frozenset[Dimension]:
    """The dimensions that a question needs, for its breakdown and for its filters (the period apart)."""
    dimensions = set(by)
    if filters.conflicts or filters.text:
        dimensions.add(Dimension.CONFLICT)
    if filters.dyads:
        dimensions.add(Dimension.DYAD)
    if filters.countries or filters.regions or filters.text:
        dimensions.add(Dimension.COUNTRY)
    if filters.types:
        dimensions.add(Dimension.TYPE)
    if filters.cells or filters.bbox:
        dimensions.add(Dimension.CELL)
    if filters.territories:
        dimensions.add(Dimension.TERRITORY)
    return frozenset(dimensions)


def _best(able: Sequence[_Candidate], window: tuple[Month, Month], final: Collection[Month]) -> dict[Month, _Candidate]:
    """The best candidate of each month; preliminary ones do not count in the months that are ``final``."""
    best: dict[Month, _Candidate] = {}
    for candidate in sorted((one for one in able if not one.is_total), key=lambda one: one.rank):
        behind = final if candidate.coverage.preliminary else ()
        best.update((month, candidate) for month in candidate.months(window) if month not in behind)
    for total in sorted((one for one in able if one.is_total), key=lambda one: one.rank, reverse=True):
        months = list(total.months(window))
        if not (total.coverage.preliminary and any(month in final for month in months)) and _takes(total, months, best):
            best.update(dict.fromkeys(months, total))
    return best


def _takes(total: _Candidate, months: Sequence[Month], best: dict[Month, _Candidate]) -> bool:
    """Whether a total answers for its months: it pushes nothing better aside, no other total, and says more than is there."""
    there = [best[month] for month in months if month in best]
    if any(other.is_total or other.standing > total.standing for other in there):
        return False
    return len(there) < len(months) or any(other.standing < total.standing for other in there)


def _can_answer(candidate: _Candidate, filters: Filters, by: Sequence[Dimension], window: tuple[Month, Month]) -> bool:
    if not needed(filters, by) <= ANSWERS[candidate.vintage.grain]:
        return False
    if candidate.vintage.grain is Grain.EVENT:
        return True
    if filters.min_best is not None or filters.max_where_prec is not None:
        return False
    if candidate.is_total and not candidate.is_whole_within(window):
        return False
    return _whole_months(filters) and _whole_cells(filters)


def _whole_months(filters: Filters) -> bool:
    return (filters.start is None or filters.start == Month.of(filters.start).first_day) and (
        filters.end is None or filters.end == Month.of(filters.end).last_day
    )


def _whole_cells(filters: Filters) -> bool:
    box = filters.bbox
    return box is None or all((edge * 2) % 1 == 0 for edge in (box.west, box.south, box.east, box.north))


def _held(known: Sequence[_Candidate]) -> tuple[Month, Month]:
    return min(candidate.coverage.first for candidate in known), max(candidate.coverage.last for candidate in known)


def _window(known: Sequence[_Candidate], filters: Filters) -> tuple[Month, Month]:
    held = _held(known)
    first = max(held[0], Month.of(filters.start)) if filters.start else held[0]
    last = min(held[1], Month.of(filters.end)) if filters.end else held[1]
    if first > last:
        raise CannotAnswer(f"nothing is held for that period: what is here covers {held[0]} to {held[1]}")
    return first, last


def _runs(best: dict[Month, _Candidate]) -> tuple[Pick, ...]:
    """Neighbouring months with the same answer as one pick."""
    picks = []
    ordered = sorted(best)
    for _, run in groupby(enumerate(ordered), key=lambda item: (item[1].ordinal - item[0], id(best[item[1]]))):
        months = [month for _, month in run]
        picks.append(best[months[0]].pick(months[0], months[-1]))
    return tuple(picks)


def _gaps(
    window: tuple[Month, Month],
    best: dict[Month, _Candidate],
    known: Sequence[_Candidate],
    able: Sequence[_Candidate],
    filters: Filters,
) -> tuple[Gap, ...]:
    """The months of the period asked for that nothing answers, in runs of one reason."""
    gaps = []
    if filters.start and Month.of(filters.start) < window[0]:
        gaps.append(Gap(Month.of(filters.start), window[0].plus(-1), _not_covered()))
    # What covers a month changes at the ends of coverages only: a reason is worked out once for each stretch between them.
    changes = {candidate.coverage.first for candidate in known} | {candidate.coverage.last.plus(1) for candidate in known}
    missing: list[tuple[Month, str]] = []
    for month in month_range(*window):
        if month not in best:
            fresh = not missing or month in changes or missing[-1][0].ordinal + 1 != month.ordinal
            missing.append((month, _reason(month, known, able) if fresh else missing[-1][1]))
    for _, run in groupby(enumerate(missing), key=lambda item: (item[1][0].ordinal - item[0], item[1][1])):
        stretch = [entry for _, entry in run]
        gaps.append(Gap(stretch[0][0], stretch[-1][0], stretch[0][1]))
    if filters.end and Month.of(filters.end) > window[1]:
        gaps.append(Gap(window[1].plus(1), Month.of(filters.end), _not_covered()))
    return tuple(gaps)


def _not_covered() -> str:
    return gettext("no vintage here covers it")


def _reason(month: Month, known: Sequence[_Candidate], able: Sequence[_Candidate]) -> str:
    covering = [candidate for candidate in known if candidate.coverage.first <= month <= candidate.coverage.last]
    if not covering:
        return _not_covered()
    behind = sorted({candidate.vintage.vintage_id for candidate in covering if candidate in able and not candidate.is_total})
    held = sorted({candidate.vintage.grain.value for candidate in covering if candidate not in able or candidate.is_total})
    reason = gettext("held by %(grains)s only, which cannot answer this") % {"grains": ", ".join(held)}
    if behind:
        reason += gettext(
            "; the preliminary figures of %(vintages)s are set behind the final release: name the vintage to see them"
        ) % {"vintages": ", ".join(behind)}
    return reason


def _nothing_of(series: Series, filters: Filters, named: Sequence[Vintage]) -> str:
    if filters.vintage and not named:
        of_grain = f" of grain {filters.grain.value}" if filters.grain else ""
        return f"there is no vintage {filters.vintage!r}{of_grain} here: `conflict-atlas events vintages` lists those that are"
    if filters.vintage:
        held = sorted({entry.series.value for vintage in named for entry in vintage.coverage})
        return f"the vintage {filters.vintage!r} holds no {series.value} series, only {' and '.join(held) or 'nothing'}"
    of_grain = f" by {filters.grain.value}" if filters.grain else ""
    return (
        f"no vintage here holds the {series.value} series{of_grain}. Import a release (`events import ucdp-ged FILE`) "
        "or start with the starter pack (`conflict-atlas up`)."
    )


def _why_not(known: Sequence[_Candidate], filters: Filters, by: Sequence[Dimension]) -> str:
    """What the question needs, what each grain that is here can be asked, and what to do."""
    asked = sorted(dimension.value for dimension in needed(filters, by))
    if filters.min_best is not None:
        asked.append("deaths of single events (min-best)")
    if filters.max_where_prec is not None:
        asked.append("precision of place (max-where-prec)")
    if not _whole_months(filters):
        asked.append("days within a month (whole months begin on their first and end on their last day)")
    if not _whole_cells(filters):
        asked.append("a box that cuts cells (whole cells have edges at multiples of 0.5 degrees)")
    grains = sorted({candidate.vintage.grain for candidate in known}, key=lambda grain: grain.value)
    held = "; ".join(_asked_of(grain, [one for one in known if one.vintage.grain is grain]) for grain in grains)
    return (
        f"this cannot be answered: it needs {', '.join(asked) or 'single months'}. What is here: {held}. "
        "Import a release with events (`events import ucdp-ged FILE`), or ask for less."
    )


def _asked_of(grain: Grain, held: Sequence[_Candidate]) -> str:
    first, last = _held(held)
    if grain is Grain.CONFLICT_TOTAL:
        return f"{grain.value}, by conflict for the whole of {first} to {last}"
    return f"{grain.value}, by {', '.join(sorted(dimension.value for dimension in ANSWERS[grain]))} for {first} to {last}"
