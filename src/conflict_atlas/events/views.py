"""Which vintage answers for which month: the rule of one grain.

For one series every month is answered by exactly one vintage: complete before partial, final before preliminary, event
before aggregate of equal standing, newer before older. A conflict total is one figure for many years and cannot be cut:
it answers for all its months or for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from conflict_atlas.events.answers import Gap, Pick
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series

_ALL = frozenset(Dimension)
ANSWERS: dict[Grain, frozenset[Dimension]] = {
    Grain.EVENT: _ALL,
    Grain.CONFLICT_CELL_MONTH: _ALL - {Dimension.DYAD},
    Grain.CONFLICT_COUNTRY_MONTH: _ALL - {Dimension.DYAD, Dimension.CELL},
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
    vintage: Vintage
    coverage: Coverage

    @property
    def rank(self) -> tuple[int, bool, int, tuple[int, ...], str]:
        return (
            _STANDING[self.coverage.completeness],
            not self.coverage.preliminary,
            _FINENESS[self.vintage.grain],
            tuple(int(part) for part in re.findall(r"\d+", self.vintage.release)),
            self.vintage.imported_at.isoformat(),
        )

    def covers(self, month: Month) -> bool:
        return self.coverage.first <= month <= self.coverage.last

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
    """Choose for each month the one vintage that answers. Raises CannotAnswer, with what could be asked, if there is none."""
    known = [
        _Candidate(vintage, coverage)
        for vintage in vintages
        if filters.vintage in (None, vintage.vintage_id)
        for coverage in vintage.coverage
        if coverage.series is series
    ]
    if not known:
        raise CannotAnswer(_nothing_of(series, filters))
    window = _window(known, filters)
    able = [candidate for candidate in known if _can_answer(candidate, filters, by, window)]
    if not able:
        raise CannotAnswer(_why_not(known, filters, by))
    blocks = [candidate for candidate in able if candidate.vintage.grain is Grain.CONFLICT_TOTAL]
    monthly = [candidate for candidate in able if candidate.vintage.grain is not Grain.CONFLICT_TOTAL]
    best: dict[Month, _Candidate] = {}
    for candidate in sorted(monthly, key=lambda candidate: candidate.rank):
        first, last = max(window[0], candidate.coverage.first), min(window[1], candidate.coverage.last)
        best.update(dict.fromkeys(month_range(first, last), candidate))
    for block in sorted(blocks, key=lambda candidate: candidate.rank):
        months = list(month_range(block.coverage.first, block.coverage.last))
        if not all(month in best and best[month].rank[:2] >= block.rank[:2] for month in months):
            best.update(dict.fromkeys(months, block))
    picks = _runs(best)
    if not picks:
        raise CannotAnswer(_why_not(known, filters, by))
    return Choice(picks, _gaps(window, best, known))


def needed(filters: Filters, by: Sequence[Dimension]) -> frozenset[Dimension]:
    """The dimensions that a question needs, for its breakdown and for its filters (the period apart)."""
    dimensions = set(by)
    if filters.conflicts:
        dimensions.add(Dimension.CONFLICT)
    if filters.dyads:
        dimensions.add(Dimension.DYAD)
    if filters.countries or filters.regions:
        dimensions.add(Dimension.COUNTRY)
    if filters.types:
        dimensions.add(Dimension.TYPE)
    if filters.cells or filters.bbox:
        dimensions.add(Dimension.CELL)
    return frozenset(dimensions)


def _can_answer(candidate: _Candidate, filters: Filters, by: Sequence[Dimension], window: tuple[Month, Month]) -> bool:
    grain = candidate.vintage.grain
    if not needed(filters, by) <= ANSWERS[grain]:
        return False
    if grain is Grain.EVENT:
        return True
    if filters.min_best is not None or filters.max_where_prec is not None:
        return False
    if grain is Grain.CONFLICT_TOTAL:
        return window[0] <= candidate.coverage.first and candidate.coverage.last <= window[1] and _whole_months(filters)
    return _whole_months(filters) and _whole_cells(filters)


def _whole_months(filters: Filters) -> bool:
    return (filters.start is None or filters.start == Month.of(filters.start).first_day) and (
        filters.end is None or filters.end == Month.of(filters.end).last_day
    )


def _whole_cells(filters: Filters) -> bool:
    box = filters.bbox
    return box is None or all((edge * 2).is_integer() for edge in (box.west, box.south, box.east, box.north))


def _window(known: Sequence[_Candidate], filters: Filters) -> tuple[Month, Month]:
    first = min(candidate.coverage.first for candidate in known)
    last = max(candidate.coverage.last for candidate in known)
    if filters.start:
        first = max(first, Month.of(filters.start))
    if filters.end:
        last = min(last, Month.of(filters.end))
    if first > last:
        raise CannotAnswer(
            f"nothing is held for that period: what is here covers "
            f"{min(candidate.coverage.first for candidate in known)} to {max(candidate.coverage.last for candidate in known)}"
        )
    return first, last


def _runs(best: dict[Month, _Candidate]) -> tuple[Pick, ...]:
    """Neighbouring months with the same answer as one pick."""
    picks = []
    ordered = sorted(best)
    for _, run in groupby(enumerate(ordered), key=lambda item: (item[1].ordinal - item[0], id(best[item[1]]))):
        months = [month for _, month in run]
        picks.append(best[months[0]].pick(months[0], months[-1]))
    return tuple(picks)


def _gaps(window: tuple[Month, Month], best: dict[Month, _Candidate], known: Sequence[_Candidate]) -> tuple[Gap, ...]:
    missing = [month for month in month_range(*window) if month not in best]
    gaps = []
    for _, run in groupby(enumerate(missing), key=lambda item: item[1].ordinal - item[0]):
        months = [month for _, month in run]
        held = sorted({candidate.vintage.grain.value for candidate in known if any(candidate.covers(month) for month in months)})
        reason = f"held only by {' and '.join(held)}, which cannot answer this" if held else "no vintage here covers it"
        gaps.append(Gap(months[0], months[-1], reason))
    return tuple(gaps)


def _nothing_of(series: Series, filters: Filters) -> str:
    if filters.vintage:
        return f"the vintage {filters.vintage!r} is not here or holds no {series.value} series: see `events vintages`"
    return (
        f"no vintage here holds the {series.value} series. Import a release (`events import ucdp-ged FILE`) "
        "or start with the starter pack (`conflict-atlas up`)."
    )


def _why_not(known: Sequence[_Candidate], filters: Filters, by: Sequence[Dimension]) -> str:
    wanted = needed(filters, by)
    asked = sorted(dimension.value for dimension in wanted)
    if filters.min_best is not None:
        asked.append("deaths of single events (min-best)")
    if filters.max_where_prec is not None:
        asked.append("precision of place (max-where-prec)")
    if not _whole_months(filters):
        asked.append("days within a month (use the first and the last day of months)")
    if not _whole_cells(filters):
        asked.append("a box that cuts cells (use multiples of 0.5 degrees)")
    grains = sorted({candidate.vintage.grain.value for candidate in known})
    part = " or the part of its period that you ask for" if Grain.CONFLICT_TOTAL.value in grains else ""
    return (
        f"this cannot be answered: it needs {', '.join(asked) or 'months'}, and what is here is held by {', '.join(grains)}, "
        f"which does not know that{part}. Import a release with events (`events import ucdp-ged FILE`), or ask for less."
    )
