"""A forecast as draws: for each unit and month so many whole numbers of deaths, each as likely as the others.

What may live here: the value, its checks, and sums over months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import DrawsError
from conflict_atlas.events.months import Month, month_range


@dataclass(frozen=True, eq=False)
class Draws:
    """``outcomes``: units x months x draws, whole numbers of 0 or more; the months are consecutive from ``first``.

    The draws of one number belong together across the months of a unit: they are one trajectory.
    """

    units: tuple[str, ...]
    first: Month
    outcomes: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.outcomes.ndim != 3 or self.outcomes.shape[0] != len(self.units):
            raise DrawsError(
                f"draws of {len(self.units)} units have the shape {self.outcomes.shape}: give units x months x draws"
            )
        if len(set(self.units)) != len(self.units):
            doubled = next(unit for number, unit in enumerate(self.units) if unit in self.units[:number])
            raise DrawsError(f"the unit {doubled!r} is there twice: give each unit its draws once")
        if not self.outcomes.size:
            raise DrawsError("there are no draws: give at least one unit, one month and one draw")
        if not np.issubdtype(self.outcomes.dtype, np.integer):
            raise DrawsError(f"draws are of type {self.outcomes.dtype}: give whole numbers of deaths")
        if self.outcomes.min() < 0:
            unit, month, draw = (int(axis[0]) for axis in np.nonzero(self.outcomes < 0))
            raise DrawsError(
                f"{self.units[unit]}, {self.first.plus(month)}, draw {draw}: {self.outcomes[unit, month, draw]} is no "
                "number of deaths; give 0 or more"
            )

    @property
    def last(self) -> Month:
        """The last month."""
        return self.first.plus(self.outcomes.shape[1] - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month, in order."""
        return tuple(month_range(self.first, self.last))

    @property
    def size(self) -> int:
        """Draws for each unit and month."""
        return int(self.outcomes.shape[2])

    def of(self, unit: str) -> NDArray[np.int64]:
        """Months x draws of a unit. Raises DrawsError for one that is not here."""
        try:
            found: NDArray[np.int64] = self.outcomes[self.units.index(unit)]
        except ValueError:
            raise DrawsError(f"the forecast holds no unit {unit!r}") from None
        return found

    def only(self, units: tuple[str, ...]) -> Draws:
        """The draws of these units, in this order."""
        return Draws(units, self.first, np.stack([self.of(unit) for unit in units]))

    def sums(self, first: int, last: int) -> NDArray[np.int64]:
        """Sums of whole trajectories over the months from number ``first`` to ``last`` (0 is the first): units x draws."""
        total: NDArray[np.int64] = self.outcomes[:, first : last + 1].sum(axis=1)
        return total
