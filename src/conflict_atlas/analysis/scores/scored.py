"""A forecast beside what happened: the cells that can be scored, and their scores.

What may live here: laying draws on a panel, and the mean scores of a window. Cells whose outcome is not known, or whose
month holds too little of the publisher's total to be believed, are left out and not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import DrawsError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.scores import proper

LEAST_SHARE = 0.80
LARGEST_UNITS = 5
"""So many wars own most of the CRPS: the score is told without them too."""
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Mean scores over ``n`` cells (a unit in a month); lower is better. ``log_crps`` is CRPS of log(deaths + 1)."""

    n: int
    crps: float
    ign: float
    mis: float
    log_crps: float
    crps_without_top5: float


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores by unit and month, NaN where a cell cannot be scored; ``observed`` the same for deaths."""

    units: tuple[str, ...]
    observed: _Floats
    crps: _Floats
    ign: _Floats
    mis: _Floats
    log_crps: _Floats

    def mean(self, months: slice = slice(None)) -> Scores:
        """The mean scores of all units over some months. Raises DrawsError where nothing can be scored."""
        observed = self.observed[:, months]
        there = ~np.isnan(observed)
        if not there.any():
            raise DrawsError("no cell can be scored: the actuals hold no known outcome for these units and months")
        largest = np.argsort(-np.nansum(observed, axis=1), kind="stable")[:LARGEST_UNITS]
        others = there.copy()
        others[largest] = False
        without = float(self.crps[:, months][others].mean()) if others.any() else float("nan")
        crps, ign, mis, log_crps = (
            float(array[:, months][there].mean()) for array in (self.crps, self.ign, self.mis, self.log_crps)
        )
        return Scores(int(there.sum()), crps, ign, mis, log_crps, without)


def observed(draws: Draws, actuals: Panel) -> _Floats:
    """Units x months of what happened, NaN where it is not known or not believed.

    Raises DrawsError where the panel lacks a unit or every month of the forecast.
    """
    missing = [unit for unit in draws.units if unit not in actuals.units]
    if missing:
        raise DrawsError(
            f"the actuals hold no unit {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}: "
            "forecast and actuals must name units alike"
        )
    columns = [actuals.column(unit) for unit in draws.units]
    known = np.full((len(draws.units), len(draws.months)), np.nan)
    for place, month in enumerate(draws.months):
        if actuals.first <= month <= actuals.last:
            row = actuals.row(month)
            if actuals.share[row] >= LEAST_SHARE:
                known[:, place] = actuals.values[row, columns]
    if np.isnan(known).all():
        raise DrawsError(
            f"the actuals run from {actuals.first} to {actuals.last} and hold nothing of {draws.first} to {draws.last}: "
            "there is nothing to score"
        )
    return known


def score(draws: Draws, actuals: Panel) -> Scored:
    """Score every cell of a forecast. Raises DrawsError where forecast and actuals do not fit."""
    known = observed(draws, actuals)
    there = ~np.isnan(known)
    cells, came = draws.outcomes[there], known[there]

    def spread_out(values: _Floats) -> _Floats:
        full = np.full(known.shape, np.nan)
        full[there] = values
        return full

    return Scored(
        draws.units,
        known,
        spread_out(proper.crps(cells, came)),
        spread_out(proper.ignorance(cells, came)),
        spread_out(proper.interval_score(cells, came)),
        spread_out(proper.log_crps(cells, came)),
    )


def by_year(draws: Draws, scored: Scored) -> tuple[tuple[str, Scores], ...]:
    """The mean scores of each calendar year of which something can be scored, and of all months where they are several."""
    years = sorted({month.year for month in draws.months})
    found = []
    for year in years:
        places = [place for place, month in enumerate(draws.months) if month.year == year]
        months = slice(places[0], places[-1] + 1)
        if not np.isnan(scored.observed[:, months]).all():
            found.append((str(year), scored.mean(months)))
    if len(years) > 1:
        found.append((f"{draws.first} to {draws.last}", scored.mean()))
    return tuple(found)
