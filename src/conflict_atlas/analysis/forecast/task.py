"""What a model is asked: a history, an origin behind which nothing is known, the months to tell, how many draws, a seed.

What may live here: the task and its checks. Models see ``history`` only, which ends at the origin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.panel import Panel

LEAST_MONTHS = 24
"""A history shorter than this teaches no model anything."""


@dataclass(frozen=True, eq=False)
class Task:
    """``history`` ends with the origin; ``first`` and ``last`` are horizons in months, 1 for the month after it."""

    history: Panel
    first: int
    last: int
    draws: int
    seed: int

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise PanelError(f"horizons {self.first}-{self.last}: write the nearest and the farthest month, 1 or more, as 1-12")
        if self.draws < 1:
            raise PanelError(f"{self.draws} draws: ask for 1 or more")
        if len(self.history.values) < LEAST_MONTHS:
            raise PanelError(
                f"the history before the forecast has {len(self.history.values)} months: a forecast needs {LEAST_MONTHS} or more"
            )
        if not self.present.any():
            raise PanelError(f"no unit of the panel exists in {self.history.last}: there is nothing to forecast")

    @property
    def horizons(self) -> NDArray[np.int64]:
        """Every horizon, in order."""
        return np.arange(self.first, self.last + 1)

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which units exist at the origin: the others get no forecast."""
        there: NDArray[np.bool_] = ~np.isnan(self.history.values[-1])
        return there

    @property
    def units(self) -> tuple[str, ...]:
        """The units that get a forecast."""
        return tuple(unit for unit, is_there in zip(self.history.units, self.present, strict=True) if is_there)

    @property
    def rng(self) -> np.random.Generator:
        """A generator of the task's seed."""
        return np.random.default_rng(self.seed)

    def answer(self, outcomes: NDArray[np.float64]) -> Draws:
        """Units x horizons x draws as whole numbers of deaths."""
        whole = np.rint(np.maximum(outcomes, 0)).astype(np.int64)
        return Draws(self.units, self.history.last.plus(self.first), whole)
