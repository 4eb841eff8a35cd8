"""From draws month by month to trajectories: which draw of one month goes with which of the next.

What may live here: the reordering. The draws of a month stay what they were; only their numbers change, so that every
score of single months stays the same and sums over months are sums of paths that could be. Method: the Schaake shuffle
(Clark et al. 2004), with past paths of units at a like level as templates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.forecast.task import Task

NEAREST_PATHS = 400
"""Past paths that begin at the most similar level."""
_Floats = NDArray[np.float64]


def tied_together(outcomes: _Floats, task: Task, rng: np.random.Generator) -> _Floats:
    """Units x horizons x draws, the draws of each unit and horizon in the order of the paths of its template."""
    units, horizons, draws = outcomes.shape
    levels, paths = _past_paths(task)
    if horizons == 1 or not len(paths):
        return outcomes
    now = _levels(task.history.values[-3:, task.present])
    tied = np.empty_like(outcomes)
    for unit in range(units):
        nearest = np.argsort(np.abs(levels - now[unit]), kind="stable")[:NEAREST_PATHS]
        template = paths[rng.choice(nearest, draws)]
        # Months without deaths are many and equal: chance decides among them.
        ranks = np.lexsort((rng.random(template.shape), template), axis=0).argsort(axis=0)
        shuffled = rng.permuted(outcomes[unit], axis=1)
        tied[unit] = np.take_along_axis(np.sort(shuffled, axis=1), ranks.T, axis=1)
    return tied


def _levels(last_months: _Floats) -> _Floats:
    """log(mean + 1) over months x units; months in which a unit was not count for nothing."""
    there = ~np.isnan(last_months)
    sums = np.where(there, last_months, 0.0).sum(axis=0)
    levels: _Floats = np.log1p(sums / np.maximum(there.sum(axis=0), 1))
    return levels


def _past_paths(task: Task) -> tuple[_Floats, _Floats]:
    """The level at which each past path began, and the paths: paths x horizons. Every third month begins one."""
    values = task.history.values
    length = task.last
    starts = np.arange(2, len(values) - length, 3)
    levels, paths = [], []
    for start in starts:
        path = values[start + task.first : start + length + 1]
        whole = ~np.isnan(path).any(axis=0) & ~np.isnan(values[start])
        levels.append(_levels(values[start - 2 : start + 1])[whole])
        paths.append(path[:, whole].T)
    if not paths:
        return np.empty(0), np.empty((0, len(task.horizons)))
    return np.concatenate(levels), np.concatenate(paths)
