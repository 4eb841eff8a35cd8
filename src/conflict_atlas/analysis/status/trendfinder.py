"""The rule "trendfinder": a week against the mean of the weeks before it.

What may live here: this rule alone, after ACLED's Trendfinder: +25 % and more is a strong rise, +10 % a rise, -25 % and less a
fall; where the mean is 2 or less and the week has 5 or fewer, nothing is said. Both rises read "worsening".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.status.daily import DailyPanel, moving_sum
from conflict_atlas.analysis.status.labels import CODE, REASON_CODE, Label, Reason, Trace, without_windows


@dataclass(frozen=True)
class Parameters:
    """Every number of the rule. ``weeks`` is 4 or 52."""

    weeks: int = 4
    strong_rise: float = 0.25
    rise: float = 0.10
    fall: float = -0.25
    guard_mean: float = 2
    guard_latest: float = 5


def changes(days: DailyPanel, parameters: Parameters | None = None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Days x units: the sum of the week that ends that day, and the mean week before it; NaN where there are too few."""
    rule = parameters or Parameters()
    week = moving_sum(days.values, 7)
    mean = np.full(week.shape, np.nan)
    mean[7:] = moving_sum(days.values, 7 * rule.weeks)[:-7] / rule.weeks
    return week, mean


def trace(days: DailyPanel, parameters: Parameters | None = None) -> Trace:
    """The months of the panel, each by its last seven days."""
    rule = parameters or Parameters()
    ends = days.month_ends()
    week, mean = (array[ends] for array in changes(days, rule))
    little = (mean <= rule.guard_mean) & (week <= rule.guard_latest)
    codes = np.full(week.shape, CODE[Label.UNCHANGING])
    codes[week > mean * (1 + rule.rise)] = CODE[Label.WORSENING]
    codes[week < mean * (1 + rule.fall)] = CODE[Label.IMPROVING]
    codes[little] = CODE[Label.QUIET]
    too_short = np.isnan(mean)
    return without_windows(
        days.units,
        days.months[0],
        np.where(too_short, CODE[Label.NOT_ASSESSED], codes),
        np.where(too_short, REASON_CODE[Reason.TOO_SHORT], REASON_CODE[Reason.NONE]),
        recent=week,
        baseline=np.where(too_short, np.nan, mean),
    )
