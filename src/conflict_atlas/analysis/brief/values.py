"""The facts of a brief: frozen values that say what is counted, when, and how much of it is held.

What may live here: these values. A number is a ``Count`` and carries its question, so that whoever shows it can lead to its
rows. Sums of a partial series stay under the name of their series.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from conflict_atlas.events.answers import Answer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series


class Standing(Enum):
    """Whether the months behind a number are final, first prints, or some of each."""

    FINAL = "final"
    MIXED = "mixed"
    PRELIMINARY = "preliminary"


@dataclass(frozen=True)
class Count:
    """A number of deaths (best estimate) and the question whose rows it counts: series, filters, breakdown.

    ``best`` is None where the number is not known; for a conflict that a publisher's totals do not list the grain says so.
    ``first`` to ``last`` are the months that the number covers, but for those in ``holes``, which nothing here answers.
    """

    best: int | None
    first: Month
    last: Month
    series: Series
    filters: Filters
    by: tuple[Dimension, ...]
    grain: Grain
    completeness: Completeness
    standing: Standing
    holes: tuple[tuple[Month, Month], ...] = ()

    @property
    def months(self) -> int:
        """From the first to the last month."""
        return self.last.ordinal - self.first.ordinal + 1


@dataclass(frozen=True)
class Named:
    """What has most of the deaths of a breakdown. ``key`` and ``name`` are as in the data; ``of`` counts all its kinds."""

    dimension: Dimension
    key: str
    name: str
    count: Count
    whole: Count
    of: int


@dataclass(frozen=True)
class Span:
    """The longest count held, and the years of the first and the last deaths in it; None where there are none."""

    count: Count
    first_year: int | None
    last_year: int | None


class Obstacle(Enum):
    """Why twelve months are not set against the twelve before."""

    NO_TWELVE_MONTHS = "no twelve months in a row are held well enough"
    NOT_HELD = "months of the year before are not held"
    HELD_IN_PART = "too little is held of months of the year before"
    SMALL_PART = "the only series of both years holds too little of the latest one"


@dataclass(frozen=True)
class Refusal:
    """Why there is no comparison, and of which months; ``share`` is what is held of them, where that is one known part.

    Of a small part ``share`` is that of the unit's own deaths, and ``held`` counts them; else it is of the world's.
    """

    obstacle: Obstacle
    first: Month | None = None
    last: Month | None = None
    share: float | None = None
    held: Count | None = None


@dataclass(frozen=True)
class YearOnYear:
    """The latest twelve months that are held well enough, and the twelve before, in one series."""

    later: Count
    earlier: Count


@dataclass(frozen=True)
class Recent:
    """The latest twelve months of all deaths, and a comparison with the year before or the reason why there is none."""

    latest: Count | None
    comparison: YearOnYear | Refusal


@dataclass(frozen=True)
class Peak:
    """The month with most deaths of those from ``first`` to ``last``; ``ties`` counts other months with as many."""

    count: Count
    ties: int
    first: Month
    last: Month


@dataclass(frozen=True)
class Phases:
    """How many levels the months from ``first`` on fall into, and the latest one with its mean.

    ``incomplete_months`` of the latest are held to less than a comparison needs, or to an unknown part.
    """

    number: int
    first: Month
    latest: Count
    deaths_a_month: float
    incomplete_months: int


class OneSided(Enum):
    """How much of the violence is one-sided, where the dead are civilians by definition."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class Civilians:
    """What bounds the civilians' share: at least the known civilians, at most these and all of unknown kind."""

    count: Count
    civilians: int
    unknown: int
    one_sided: OneSided


class Unknown(Enum):
    """What a reader may look for and the data held do not tell."""

    PARTIES = "the parties"
    MONTHS = "deaths by month in a period"
    PART = "how much is missing of months that are held in part"
    CIVILIANS = "deaths by kind"
    TOTAL = "deaths of a period for which the publisher's totals do not list the conflict"


@dataclass(frozen=True)
class Missing:
    """One thing that is not known, with its period where it has one."""

    what: Unknown
    first: Month | None = None
    last: Month | None = None


@dataclass(frozen=True)
class Brief:
    """All facts of a brief. A fact that cannot be told is None; ``answers`` are what the numbers rest on."""

    parties: Named | None
    filed: Named | None
    span: Span | None
    phases: Phases | None
    recent: Recent
    where: Named | None
    civilians: Civilians | None
    peak: Peak | None
    missing: tuple[Missing, ...]
    answers: tuple[Answer, ...]
