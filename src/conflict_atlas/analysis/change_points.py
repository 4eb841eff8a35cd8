"""Where a series changed: phases of a war after the fact, and alerts while it goes on.

What may live here: both, on log(deaths + 1). Phases: PELT (Killick, Fearnhead & Eckley 2012) with the squared-error cost.
Alerts: Bayesian online change-point detection (Adams & MacKay 2007) with a normal-inverse-gamma model.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from scipy import special

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PhaseParameters:
    """A new phase must pay ``2 * sd**2 * log(months)``, the price of two parameters by the Bayesian information criterion."""

    sd: float = 0.9
    """Spread of log deaths from month to month within a phase; the same that the rule "trend" assumes."""
    least_months: int = 3

    def penalty(self, months: int) -> float:
        """What a change must save in squared error, in a series of so many months."""
        return 2 * self.sd**2 * float(np.log(max(months, 2)))


@dataclass(frozen=True)
class Phase:
    """Months of one level. ``deaths_a_month`` is the plain mean; ``incomplete_months`` hold less than the series should."""

    first: Month
    last: Month
    deaths_a_month: float
    incomplete_months: int


def phases(panel: Panel, unit: str, parameters: PhaseParameters | None = None, least_share: float = 0.80) -> tuple[Phase, ...]:
    """The phases of a unit over its months since the last one without a figure, in order."""
    values = panel.values[:, panel.column(unit)]
    missing = np.flatnonzero(np.isnan(values))
    begin = int(missing[-1]) + 1 if len(missing) else 0
    known = values[begin:]
    if not len(known):
        return ()
    with np.errstate(invalid="ignore"):
        incomplete = ~(panel.share >= least_share)
    starts = [0, *changes(np.log1p(known), parameters or PhaseParameters())]
    return tuple(
        Phase(
            panel.first.plus(begin + start),
            panel.first.plus(begin + stop - 1),
            float(known[start:stop].mean()),
            int(incomplete[begin + start : begin + stop].sum()),
        )
        for start, stop in zip(starts, [*starts[1:], len(known)], strict=True)
    )


def changes(series: _Floats, parameters: PhaseParameters) -> list[int]:
    """The positions at which new segments begin, such that squared error plus penalties is least. No NaN.

    A beginning that costs more than one at ``stop`` can be dropped, but only for ends that leave room for a segment after
    ``stop``: segments have a least length.
    """
    length, least, penalty = len(series), parameters.least_months, parameters.penalty(len(series))
    total, squares = np.concatenate(([0.0], series.cumsum())), np.concatenate(([0.0], (series**2).cumsum()))
    best, previous = np.full(length + 1, np.inf), np.zeros(length + 1, dtype=np.int64)
    best[0] = -penalty
    dropped_from = np.full(length + 1, 2 * length + 1)
    begins = np.array([0])
    for stop in range(least, length + 1):
        if stop >= 2 * least:
            begins = np.append(begins, stop - least)
        begins = begins[dropped_from[begins] > stop]
        cost = best[begins] + squares[stop] - squares[begins] - (total[stop] - total[begins]) ** 2 / (stop - begins)
        choice = int(cost.argmin())
        best[stop], previous[stop] = cost[choice] + penalty, begins[choice]
        lost = begins[cost > best[stop]]
        dropped_from[lost] = np.minimum(dropped_from[lost], stop + least)
    found: list[int] = []
    stop = length
    while length >= least and previous[stop]:
        stop = int(previous[stop])
        found.insert(0, stop)
    return found


class Direction(Enum):
    """Which way a series changed."""

    RISE = "rise"
    FALL = "fall"


@dataclass(frozen=True)
class AlertParameters:
    """The model of a run (mean and variance of log deaths, normal-inverse-gamma) and when it alerts."""

    hazard: float = 1 / 36
    """A change every three years."""
    mean: float = 5.0
    """A new run is expected at about 150 deaths a month: alerts are for wars."""
    weight: float = 0.1
    shape: float = 2.0
    scale: float = 1.62
    """Twice 0.9 squared: the spread within a run that the rule "trend" assumes."""
    threshold: float = 0.20
    """An alert goes out if the probability that a run began this month or the month before reaches this. This and ``mean``
    were set on steady series and on escalations up to 2016."""
    longest_run: int = 240
    least_difference: float = 1.0
    """And log deaths lie so far from the mean of the run before."""
    least_deaths: float = 25.0
    """And this month or the mean of the run before has so many deaths."""


@dataclass(frozen=True)
class Alert:
    """An abrupt change of a unit, noticed in ``month``."""

    unit: str
    month: Month
    direction: Direction
    probability: float


def alerts(panel: Panel, parameters: AlertParameters | None = None) -> tuple[Alert, ...]:
    """The alerts of every unit in the order of months, each from nothing later than its month, one a change."""
    model = parameters or AlertParameters()
    with np.errstate(invalid="ignore"):
        probability, before = _new_run(np.log1p(panel.values), model)
    found = []
    silent_until = np.full(len(panel.units), -1)
    for row, month in enumerate(panel.months):
        level = np.log1p(panel.values[row])
        difference = level - before[row]
        with np.errstate(invalid="ignore"):
            tells = (probability[row] >= model.threshold) & (np.abs(difference) >= model.least_difference)
            tells &= np.maximum(level, before[row]) >= np.log1p(model.least_deaths)
        for column in np.flatnonzero(tells & (silent_until < row)):
            direction = Direction.RISE if difference[column] > 0 else Direction.FALL
            found.append(Alert(panel.units[column], month, direction, float(probability[row, column])))
            silent_until[column] = row + 1
    return tuple(found)


def _new_run(series: _Floats, model: AlertParameters) -> tuple[_Floats, _Floats]:
    """By month and unit: the probability that a run began this month or the month before, and the mean of the run before.

    A month without a figure leaves what is believed of the runs as it was.
    """
    months, units = series.shape
    runs = model.longest_run
    chance = np.zeros((units, runs + 1))
    chance[:, 0] = 1.0
    state = _Runs.prior(units, runs + 1, model)
    probability, before = np.full(series.shape, np.nan), np.full(series.shape, np.nan)
    seen = np.zeros(units, dtype=np.int64)
    for row in range(months):
        value = series[row]
        known = ~np.isnan(value)
        x = np.where(known, value, model.mean)[:, None]
        likely = np.exp(state.log_predictive(x))
        grown = np.zeros_like(chance)
        grown[:, 1:] = (chance * likely * (1 - model.hazard))[:, :-1]
        grown[:, -1] += chance[:, -1] * likely[:, -1] * (1 - model.hazard)
        grown[:, 1] += model.hazard * likely[:, 0] * chance.sum(axis=1)
        grown /= grown.sum(axis=1, keepdims=True)
        older = chance[:, 2:]
        weight = older.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            before[row] = np.where(seen >= 2, (older * state.mean[:, 2:]).sum(axis=1) / weight, np.nan)
        chance = np.where(known[:, None], grown, chance)
        state = state.updated(x, known, model)
        seen += known
        probability[row] = np.where(known & (seen > 2), chance[:, 1] + chance[:, 2], np.nan)
    return probability, before


@dataclass(frozen=True, eq=False)
class _Runs:
    """What is believed of runs of each length (units x lengths): normal-inverse-gamma, length 0 is the prior."""

    mean: _Floats
    weight: _Floats
    shape: _Floats
    scale: _Floats

    @classmethod
    def prior(cls, units: int, lengths: int, model: AlertParameters) -> _Runs:
        return cls(*(np.full((units, lengths), value) for value in (model.mean, model.weight, model.shape, model.scale)))

    def log_predictive(self, x: _Floats) -> _Floats:
        """Log density of the next value under each length: Student's t with twice the shape as degrees of freedom."""
        freedom = 2 * self.shape
        spread = self.scale * (self.weight + 1) / (self.shape * self.weight)
        constant = special.gammaln((freedom + 1) / 2) - special.gammaln(freedom / 2) - 0.5 * np.log(freedom * np.pi * spread)
        result: _Floats = constant - (freedom + 1) / 2 * np.log1p((x - self.mean) ** 2 / (freedom * spread))
        return result

    def updated(self, x: _Floats, known: NDArray[np.bool_], model: AlertParameters) -> _Runs:
        """After a value: every length is one longer; units without a value stay."""
        moved = (
            (self.weight * self.mean + x) / (self.weight + 1),
            self.weight + 1,
            self.shape + 0.5,
            self.scale + self.weight * (x - self.mean) ** 2 / (2 * (self.weight + 1)),
        )
        priors = (model.mean, model.weight, model.shape, model.scale)
        arrays = []
        for old, new, prior in zip((self.mean, self.weight, self.shape, self.scale), moved, priors, strict=True):
            shifted = np.concatenate((np.full((len(old), 1), prior), new[:, :-1]), axis=1)
            arrays.append(np.where(known[:, None], shifted, old))
        return _Runs(*arrays)
