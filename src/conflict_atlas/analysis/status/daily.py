"""Days: deaths by day and unit, for rules that read no months.

What may live here: the value, and moving sums over days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.events.months import Month, month_range


@dataclass(frozen=True, eq=False)
class DailyPanel:
    """Deaths by consecutive day (rows, the first is ``first``) and unit (columns); 0 or more, no gaps."""

    units: tuple[str, ...]
    first: date
    values: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.units):
            raise PanelError(f"a panel of {len(self.units)} units has values of shape {self.values.shape}: give days x units")
        if not np.isfinite(self.values).all() or (self.values < 0).any():
            raise PanelError("a day holds no count: days need counts of 0 or more, without gaps")

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.values) - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months whose last day the panel holds."""
        after = Month.of(self.last + timedelta(days=1))
        return tuple(month_range(Month.of(self.first), after.plus(-1)))

    def month_ends(self) -> NDArray[np.int64]:
        """The rows of the last days of ``months``."""
        return np.array([(month.last_day - self.first).days for month in self.months], dtype=np.int64)


def moving_sum(values: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """The sum of each day and the days before it, ``days`` in all; NaN until there are so many."""
    total = np.cumsum(values, axis=0)
    result = np.full(values.shape, np.nan)
    result[days - 1 :] = total[days - 1 :]
    result[days:] -= total[:-days]
    return result
