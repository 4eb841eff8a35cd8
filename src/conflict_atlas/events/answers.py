"""Answers: what a question to the lake returns. Every figure carries where it comes from.

What may live here: the frozen records that travel from the lake to pages, exports and the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series


@dataclass(frozen=True)
class Pick:
    """One vintage chosen for one run of months: the rule of one grain."""

    vintage_id: str
    source: str
    release: str
    grain: Grain
    first: Month
    last: Month
    completeness: Completeness
    share: float | None
    preliminary: bool


@dataclass(frozen=True)
class Tally:
    """One row of an answer. ``key`` holds one value for each dimension asked for (text, as in the data).

    ``first`` and ``last`` are the period that the figures cover; ``first_year`` and ``last_year`` the first and the last
    year with an event in it, as the publisher counts years.
    ``low``, ``best``, ``high`` and the deaths by kind are sums of the publisher's estimates, never a confidence interval;
    a sum is None where any row in it is unknown. ``events`` is None where the grain does not know it.
    ``share`` is that of the vintages in the world's total of those months, whatever the filter.
    ``spread_share`` is the part of ``best`` that comes from events spread over several months (by-month answers only).
    """

    key: tuple[str | None, ...]
    name: str | None
    first: Month
    last: Month
    first_year: int | None
    last_year: int | None
    events: int | None
    low: int | None
    best: int | None
    high: int | None
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    deaths_fighters: int | None
    grain: Grain
    completeness: Completeness
    share: float | None
    preliminary: bool
    spread_share: float | None
    vintages: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Months of the period asked for that no vintage here can answer, and why."""

    first: Month
    last: Month
    reason: str


@dataclass(frozen=True)
class Answer:
    """What ``summarise`` returns. Rows of different grain stand side by side and are never added.

    A key without a row holds nothing in the months of ``picks``: that is zero where they are complete, and not known to be
    more than zero where they are partial. In the months of ``gaps`` it is unknown.
    """

    series: Series
    filters: Filters
    by: tuple[Dimension, ...]
    rows: tuple[Tally, ...]
    picks: tuple[Pick, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class RowSet:
    """The rows of one grain behind a number, one page of them. ``columns`` names what each row holds, in order."""

    grain: Grain
    picks: tuple[Pick, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True)
class NamePeriod:
    """A name that a conflict, dyad or actor carries in the data, with the first and last event under it."""

    kind: str
    id: str
    name: str
    first: date | None
    last: date | None
    rows: int


@dataclass(frozen=True)
class Quarantined:
    """One record that an import set aside. ``text`` may name private persons: it is for the operator, never for a page."""

    vintage_id: str
    file: str
    line: int
    record: int
    column: str
    reason: str
    text: str
