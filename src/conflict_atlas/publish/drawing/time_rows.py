"""Events in rows of years and, within a row, in lanes: where every mark of a timeline stands.

What may live here: dividing the years into rows and placing marks without overlap. No markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 400
LEFT, RIGHT = 8.0, WIDTH - 8.0
EXACT = "day"
"""The precision that is drawn as a point."""
MARK, BAR = 11.0, 22.0
"""How wide a point is, and a bar at least."""
_AIR = 2.0
_LONG = 90.0
_ROW = 24
"""What a row costs, against the squares of the marks that stand over each other in it."""


@dataclass(frozen=True)
class Mark:
    """An event. ``title`` is its accessible name, with its date in words; an end that is open or unknown is None.

    ``precision`` is that of the date: only ``day`` is drawn as a point, anything else as a bar.
    """

    key: str
    title: str
    first: date | None
    last: date | None
    precision: str
    approximate: bool = False
    category: str = ""


@dataclass(frozen=True)
class Placed:
    """A mark, or the part of one that lies in a row: from ``left`` to ``right`` in the lane, counted from the axis up.

    ``before`` and ``after`` say that the event goes on beyond that end; ``begins`` that this is its first part.
    """

    mark: Mark
    left: float
    right: float
    lane: int
    before: bool
    after: bool
    begins: bool


@dataclass(frozen=True)
class Row:
    """An era: from its first year up to and with its last, with the marks in it."""

    first_year: int
    last_year: int
    placed: tuple[Placed, ...]

    @property
    def lanes(self) -> int:
        """How many lanes the marks take, one at least."""
        return 1 + max((placed.lane for placed in self.placed), default=0)


def drawn_between(mark: Mark) -> tuple[date, date]:
    """The days between which a mark is drawn; one that is open or unknown at an end is drawn at the other."""
    ends = [day for day in (mark.first, mark.last) if day is not None]
    if not ends:
        raise ValueError(f"{mark.title}: an event without any date has no place on a timeline")
    return min(ends), max(ends)


def eras(marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """The first and last year of each row: the best of all the ways to cut where years begin.

    Stacks cost more the higher they are, and every row costs something, so that few events share a row and a crowded year gets one of its own.
    """
    begins = sorted(drawn_between(mark)[0] for mark in marks)
    years = sorted({day.year for day in begins})
    last = max(drawn_between(mark)[1].year for mark in marks)
    ends = [*(year - 1 for year in years[1:]), last]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end, last_year in enumerate(ends):
        options = []
        for start in range(end + 1):
            crowd = _crowding([day for day in begins if years[start] <= day.year <= last_year], years[start], last_year)
            options.append((best[start][0] + _ROW + crowd, start))
        best.append(min(options))
    cuts = [len(years)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    starts = [years[index] for index in reversed(cuts[1:])]
    return tuple((first, after - 1) for first, after in zip(starts, [*starts[1:], last + 1], strict=True))


def _crowding(begins: Sequence[date], first_year: int, last_year: int) -> int:
    """How much the marks of a row stand over each other: the squares of how many begin within the width of one bar, added."""
    slots = Counter(int(x_of(day, first_year, last_year) / BAR) for day in begins)
    return sum(count**2 for count in slots.values())


def x_of(day: date, first_year: int, last_year: int) -> float:
    """Where the day begins in a row of these years."""
    begin = date(first_year, 1, 1).toordinal()
    # One day more than the last year holds, also in the year 9999, after which there is no date.
    end = date(last_year, 12, 31).toordinal() + 1
    return LEFT + (day.toordinal() - begin) / (end - begin) * (RIGHT - LEFT)


def _part(mark: Mark, first_year: int, last_year: int) -> Placed | None:
    """What of a mark lies in a row, not yet in a lane."""
    first, last = drawn_between(mark)
    if last.year < first_year or first.year > last_year:
        return None
    before, after = first.year < first_year, last.year > last_year
    left = LEFT if before else x_of(first, first_year, last_year)
    right = RIGHT if after else x_of(last + timedelta(days=last < date.max), first_year, last_year)
    if mark.precision == EXACT or right - left < BAR:
        # A point is centred on its day and a bar too short to see is widened, away from an end that is open. Both stay on
        # the band.
        least = MARK if mark.precision == EXACT else BAR
        start = left if mark.last is None else right - least if mark.first is None else (left + right - least) / 2
        left = min(max(start, LEFT), RIGHT - least)
        right = left + least
    return Placed(mark, left, right, 0, before or mark.first is None, after or mark.last is None, not before)


def rows(marks: Sequence[Mark]) -> tuple[Row, ...]:
    """Every mark in its rows and lanes: long ones nearest to the axis, then in order of time, each as low as it fits."""
    found = []
    for first_year, last_year in eras(marks):
        parts = [part for mark in marks if (part := _part(mark, first_year, last_year))]
        lanes: list[list[Placed]] = []
        placed = []
        for part in sorted(parts, key=lambda part: (-(part.right - part.left > _LONG), part.left, part.mark.key)):
            lane = next((index for index, lane in enumerate(lanes) if _fits(part, lane)), len(lanes))
            if lane == len(lanes):
                lanes.append([])
            lanes[lane].append(part)
            placed.append(Placed(part.mark, part.left, part.right, lane, part.before, part.after, part.begins))
        placed.sort(key=lambda part: (drawn_between(part.mark)[0], part.mark.key))
        found.append(Row(first_year, last_year, tuple(placed)))
    return tuple(found)


def _fits(part: Placed, lane: Sequence[Placed]) -> bool:
    return all(part.right + _AIR <= other.left or other.right + _AIR <= part.left for other in lane)
