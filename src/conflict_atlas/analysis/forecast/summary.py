"""What is told of a forecast: quantiles by month, chances, whether it has skill.

What may live here: a unit's forecast in figures that a page can show, and its JSON form. The draws stay in their file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
LEAST_DEATHS = (1, 25, 100, 1000)
SKILL_MONTHS = 24
"""No death in so many months: past forecasts told such units apart hardly better than chance, and none of their size."""


@dataclass(frozen=True)
class MonthAhead:
    """One month of a forecast: ``quantiles`` in the order of ``QUANTILES``, and chances."""

    month: str
    mean: float
    quantiles: tuple[float, ...]
    none: float
    at_least: tuple[float, ...]
    """The chance of so many deaths or more, in the order of ``LEAST_DEATHS``."""


@dataclass(frozen=True)
class Alike:
    """A month like the one of the origin, somewhere: what the three months before and those after it brought."""

    unit: str
    month: str
    before: float
    after: float


@dataclass(frozen=True)
class Outlook:
    """A unit's forecast. ``has_skill`` is False where there is no recent violence to go by.

    ``worse`` is the chance that the next three months bring more deaths than the last three; None with fewer than three months
    ahead. ``any_month_25`` is the chance that one of the next three months has 25 deaths or more.
    """

    unit: str
    has_skill: bool
    last_three: float
    worse: float | None
    any_month_25: float | None
    months: tuple[MonthAhead, ...]
    alike: tuple[Alike, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The outlook as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Outlook:
        """The inverse of ``to_json``."""
        months = tuple(
            MonthAhead(**{**item, "quantiles": tuple(item["quantiles"]), "at_least": tuple(item["at_least"])})
            for item in value["months"]
        )
        return cls(**{**value, "months": months, "alike": tuple(Alike(**item) for item in value["alike"])})


def outlooks(draws: Draws, history: Panel, alike: dict[str, tuple[Alike, ...]] | None = None) -> tuple[Outlook, ...]:
    """What is told of each unit of a forecast whose first month follows ``history``."""
    quantiles = np.quantile(draws.outcomes, QUANTILES, axis=-1)
    return tuple(
        _outlook(unit, draws.outcomes[number], quantiles[:, number], history, (alike or {}).get(unit, ()))
        for number, unit in enumerate(draws.units)
    )


def _outlook(
    unit: str, outcomes: NDArray[np.int64], quantiles: NDArray[np.float64], history: Panel, alike: tuple[Alike, ...]
) -> Outlook:
    own = history.values[:, history.column(unit)]
    last_three = float(np.nansum(own[-3:]))
    reaches = len(outcomes) >= 3
    return Outlook(
        unit=unit,
        has_skill=bool(np.nansum(own[-SKILL_MONTHS:]) > 0),
        last_three=last_three,
        worse=float((outcomes[:3].sum(axis=0) > last_three).mean()) if reaches else None,
        any_month_25=float((outcomes[:3] >= 25).any(axis=0).mean()) if reaches else None,
        months=tuple(_month(history.last.plus(1 + number), row, quantiles[:, number]) for number, row in enumerate(outcomes)),
        alike=alike,
    )


def _month(month: Month, row: NDArray[np.int64], quantiles: NDArray[np.float64]) -> MonthAhead:
    return MonthAhead(
        str(month),
        round(float(row.mean()), 3),
        tuple(round(float(value), 2) for value in quantiles),
        float((row == 0).mean()),
        tuple(float((row >= least).mean()) for least in LEAST_DEATHS),
    )
