"""Calibration: whether what was called likely came as often as it was said to.

What may live here: the probability integral transform, reliability, coverage, and the scores of yes-or-no forecasts.
Sources: Czado, Gneiting & Held (2009) for the randomised transform of counts; Brier (1950).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PIT_BINS = 10
RELIABILITY_BINS = 10
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReliabilityBin:
    """Forecasts whose probability lay in one tenth: how many, their mean probability, how often it came."""

    n: int
    probability: float
    frequency: float


def pit(draws: NDArray[np.integer], came: _Floats, seed: int = 1) -> _Floats:
    """Where what came lies in the forecast, 0 to 1; even if the forecast is calibrated. Ties are broken by a seeded chance."""
    below = (draws < came[..., None]).mean(axis=-1)
    at = (draws == came[..., None]).mean(axis=-1)
    place: _Floats = below + np.random.default_rng(seed).random(came.shape) * at
    return place


def pit_counts(places: _Floats) -> tuple[int, ...]:
    """How many cells lie in each tenth."""
    return tuple(int(count) for count in np.histogram(places, bins=PIT_BINS, range=(0, 1))[0])


def covered(draws: NDArray[np.integer], came: _Floats, share: float = 0.90) -> float:
    """The part of cells inside the central interval that should hold ``share`` of them."""
    low, high = np.quantile(draws, ((1 - share) / 2, (1 + share) / 2), axis=-1)
    return float(((came >= low) & (came <= high)).mean())


def above(draws: NDArray[np.integer], came: _Floats, quantile: float = 0.95) -> float:
    """The part of cells above a quantile."""
    return float((came > np.quantile(draws, quantile, axis=-1)).mean())


def reliability(probabilities: _Floats, happened: NDArray[np.bool_]) -> tuple[ReliabilityBin, ...]:
    """The bins of a reliability diagram that hold a forecast."""
    place = np.minimum((probabilities * RELIABILITY_BINS).astype(np.int64), RELIABILITY_BINS - 1)
    return tuple(
        ReliabilityBin(
            int((place == number).sum()),
            float(probabilities[place == number].mean()),
            float(happened[place == number].mean()),
        )
        for number in range(RELIABILITY_BINS)
        if (place == number).any()
    )


def brier(probabilities: _Floats, happened: NDArray[np.bool_]) -> float:
    """Mean squared distance between what was said and what came."""
    return float(((probabilities - happened) ** 2).mean())


def brier_skill(probabilities: _Floats, happened: NDArray[np.bool_]) -> float:
    """How much better than the overall frequency said every time: 1 is perfect, 0 no better. NaN where all or none came."""
    always = happened.mean()
    worth = always * (1 - always)
    return 1 - brier(probabilities, happened) / worth if worth else float("nan")


def auc(probabilities: _Floats, happened: NDArray[np.bool_]) -> float:
    """The chance that a case that came was called likelier than one that did not (ties half); NaN where all or none came."""
    came, not_came = int(happened.sum()), int((~happened).sum())
    if not came or not not_came:
        return float("nan")
    _, place, counts = np.unique(probabilities, return_inverse=True, return_counts=True)
    ranks = counts.cumsum() - (counts - 1) / 2
    return float((ranks[place][happened].sum() - came * (came + 1) / 2) / (came * not_came))
