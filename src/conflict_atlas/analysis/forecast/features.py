"""What a model knows of a unit at an origin: levels, rhythm and extremes of its own past, and the state of the world.

What may live here: the features, computed for every month of a panel at once, each from nothing later than its month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.panel import Panel

MEANS = (1, 2, 3, 6, 12, 24, 60)
SHARES = (6, 12, 36, 120)
HIGHEST = (12, 60)
HALF_LIFE_MONTHS = 4.0
"""Of the weighted mean that is called the level."""
LONG_AGO = 240
"""Months since the last deaths are not told apart beyond this."""
NAMES = (
    *(f"log mean {months}" for months in MEANS),
    *(f"share of months with deaths {months}" for months in SHARES),
    "months since 1 death",
    "months since 25 deaths",
    *(f"log highest {months}" for months in HIGHEST),
    "log world 3",
    "log level",
    "spread of log 12",
    "log 3 against 12",
    "log 12 against 60",
)


@dataclass(frozen=True, eq=False)
class Features:
    """``values``: months x units x features in the order of ``NAMES``; ``log_level``: months x units, log(level + 1);
    ``quiet``: months x units, whether nobody died in the 60 months up to this one. NaN and False where a unit was not."""

    values: NDArray[np.float32]
    log_level: NDArray[np.float64]
    quiet: NDArray[np.bool_]


def features(panel: Panel) -> Features:
    """The features of every month and unit of a panel. Months in which a unit did not exist count in no window."""
    known = ~np.isnan(panel.values)
    values = np.where(known, panel.values, 0.0)
    counts = _running(known.astype(float))
    sums = _running(values)
    with_deaths = _running((values >= 1).astype(float))
    means = {months: _window(sums, months) / np.maximum(_window(counts, months), 1) for months in MEANS}
    log_means = [np.log1p(means[months]) for months in MEANS]
    shares = [_window(with_deaths, months) / np.maximum(_window(counts, months), 1) for months in SHARES]
    since = [np.log1p(_since(values >= least)) for least in (1, 25)]
    highest = [np.log1p(_highest(values, months)) for months in HIGHEST]
    log_level = np.log1p(_level(values, known))
    world = np.log1p(_window(_running(values.sum(axis=1, keepdims=True)), 3) / 3)
    columns = [
        *log_means,
        *shares,
        *since,
        *highest,
        np.broadcast_to(world, values.shape),
        log_level,
        _spread(np.log1p(values), known),
        log_means[MEANS.index(3)] - log_means[MEANS.index(12)],
        log_means[MEANS.index(12)] - log_means[MEANS.index(60)],
    ]
    stacked = np.stack(columns, axis=-1).astype(np.float32)
    stacked[~known] = np.nan
    return Features(stacked, np.where(known, log_level, np.nan), (_window(sums, 60) == 0) & known)


def _running(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros((1, values.shape[1])), values.cumsum(axis=0)])


def _window(running: NDArray[np.float64], months: int) -> NDArray[np.float64]:
    """Sums over the last ``months`` months up to each month, fewer at the beginning."""
    ends = np.arange(1, len(running))
    total: NDArray[np.float64] = running[ends] - running[np.maximum(ends - months, 0)]
    return total


def _since(happened: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Months since it last happened, 0 for this month, ``LONG_AGO`` at most."""
    rows = np.arange(len(happened))[:, None]
    last = np.maximum.accumulate(np.where(happened, rows, -LONG_AGO), axis=0)
    return np.minimum(rows - last, LONG_AGO).astype(float)


def _highest(values: NDArray[np.float64], months: int) -> NDArray[np.float64]:
    padded = np.concatenate([np.zeros((months - 1, values.shape[1])), values])
    highest: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, months, axis=0).max(axis=-1)
    return highest


def _level(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Exponentially weighted mean of the months in which the unit existed."""
    keep = 0.5 ** (1 / HALF_LIFE_MONTHS)
    weighted, weight = np.zeros(values.shape), np.zeros(values.shape)
    total, mass = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for row in range(len(values)):
        total = total * keep + values[row]
        mass = mass * keep + known[row]
        weighted[row], weight[row] = total, mass
    return weighted / np.maximum(weight, 1e-12)


def _spread(logs: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Standard deviation of log(deaths + 1) over the last twelve months that were."""
    counts = np.maximum(_window(_running(known.astype(float)), 12), 1)
    mean = _window(_running(logs), 12) / counts
    square = _window(_running(logs**2), 12) / counts
    return np.sqrt(np.maximum(square - mean**2, 0))
