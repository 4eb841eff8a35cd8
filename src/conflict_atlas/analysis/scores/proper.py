"""Proper scores of draws: CRPS, the ignorance score, the score of the 90 % interval.

What may live here: the formulas, over arrays whose last axis holds the draws. Sources: Gneiting & Raftery (2007) for all
three; the bins of the ignorance score are those of the ViEWS prediction challenge (Hegre et al. 2025).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BIN_EDGES = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5, np.inf)
IGN_DRAWS = 1000
"""So many draws enter the ignorance score, whatever a file holds: with fewer, a bin without a draw would weigh less."""
INTERVAL = 0.90
_Floats = NDArray[np.float64]


def crps(draws: NDArray[np.floating] | NDArray[np.integer], observed: _Floats) -> _Floats:
    """Continuous ranked probability score of the empirical distribution: mean|X - y| - mean|X - X'| / 2.

    ``draws`` has one axis more than ``observed``. The mean over pairs is taken from the sorted draws, in S log S.
    """
    ordered = np.sort(np.asarray(draws, dtype=np.float64), axis=-1)
    size = ordered.shape[-1]
    distance = np.abs(ordered - observed[..., None]).mean(axis=-1)
    weights = 2 * np.arange(1, size + 1) - size - 1
    score: _Floats = distance - ordered @ weights / size**2
    return score


def log_crps(draws: NDArray[np.floating] | NDArray[np.integer], observed: _Floats) -> _Floats:
    """CRPS of log(deaths + 1): a month of ten deaths told as twenty counts as much as one of a thousand told as two."""
    return crps(np.log1p(np.asarray(draws, dtype=np.float64)), np.log1p(observed))


def ignorance(draws: NDArray[np.integer], observed: _Floats) -> _Floats:
    """Surprise in bits at the bin that came: -log2((draws in it + 1) / (draws + number of bins)), from 1,000 draws."""
    edges = np.array(BIN_EDGES)
    bins = len(edges) - 1
    drawn = np.searchsorted(edges, _resampled(draws), side="right") - 1
    came = np.searchsorted(edges, observed, side="right") - 1
    inside = (drawn == came[..., None]).sum(axis=-1)
    score: _Floats = -np.log2((inside + 1) / (IGN_DRAWS + bins))
    return score


def _resampled(draws: NDArray[np.integer]) -> NDArray[np.integer]:
    """1,000 draws at evenly spaced ranks, so that no chance enters a score."""
    size = draws.shape[-1]
    if size == IGN_DRAWS:
        return draws
    ranks = ((np.arange(IGN_DRAWS) + 0.5) * size / IGN_DRAWS).astype(np.int64)
    return np.sort(draws, axis=-1)[..., ranks]


def interval_score(draws: NDArray[np.integer], observed: _Floats) -> _Floats:
    """Score of the central 90 % interval: its width, and 2 / 0.1 of the distance by which it was missed."""
    missed = 1 - INTERVAL
    low, high = np.quantile(draws, (missed / 2, 1 - missed / 2), axis=-1)
    below, above = np.maximum(low - observed, 0), np.maximum(observed - high, 0)
    score: _Floats = (high - low) + 2 / missed * (below + above)
    return score
