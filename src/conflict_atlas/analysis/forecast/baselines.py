"""The baselines that every forecast is held against in public: what one knows without a model.

What may live here: models of a few lines, each with its name in the field. Sources: the ViEWS prediction challenge 2023/24
(Hegre et al. 2025) for zero, last value, bootstrap and conflictology.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.task import Task

BOOTSTRAP_MONTHS = 240
CONFLICTOLOGY_MONTHS = 12
NEGATIVE_BINOMIAL_MONTHS = 18


def zero(task: Task) -> Draws:
    """Nobody dies."""
    return task.answer(np.zeros(_shape(task)))


def last_poisson(task: Task) -> Draws:
    """The last month goes on: draws of a Poisson distribution around its deaths."""
    last = task.history.values[-1, task.present]
    return task.answer(task.rng.poisson(last[:, None, None], _shape(task)).astype(float))


def bootstrap(task: Task) -> Draws:
    """Any month of any unit of the last 240 months, whoever is asked about."""
    pool = task.history.values[-BOOTSTRAP_MONTHS:]
    return task.answer(task.rng.choice(pool[~np.isnan(pool)], _shape(task)))


def conflictology(task: Task) -> Draws:
    """The unit's own last twelve months, each as likely as the others."""
    units, horizons, draws = _shape(task)
    outcomes = np.empty((units, horizons, draws))
    rng = task.rng
    for number, own in enumerate(_own(task, CONFLICTOLOGY_MONTHS)):
        outcomes[number] = rng.choice(own, (horizons, draws))
    return task.answer(outcomes)


def negative_binomial(task: Task) -> Draws:
    """A negative binomial distribution by the moments of the unit's own last 18 months; Poisson where it is not wider."""
    units, horizons, draws = _shape(task)
    outcomes = np.empty((units, horizons, draws))
    rng = task.rng
    for number, own in enumerate(_own(task, NEGATIVE_BINOMIAL_MONTHS)):
        mean, variance = own.mean(), own.var(ddof=1) if len(own) > 1 else 0.0
        if variance > mean > 0:
            size = mean**2 / (variance - mean)
            outcomes[number] = rng.negative_binomial(size, size / (size + mean), (horizons, draws))
        else:
            outcomes[number] = rng.poisson(mean, (horizons, draws))
    return task.answer(outcomes)


def _shape(task: Task) -> tuple[int, int, int]:
    return len(task.units), len(task.horizons), task.draws


def _own(task: Task, months: int) -> list[NDArray[np.float64]]:
    """The last months of each unit in which it existed."""
    recent = task.history.values[-months:, task.present]
    return [column[~np.isnan(column)] for column in recent.T]
