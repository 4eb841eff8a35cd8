"""The rule "hdx-signals": an alert where the deaths of 30 days reach the most of the last year or three years.

What may live here: this rule alone, after the public method of HDX Signals (UN OCHA): at least 100 deaths in 30 days, at or
above the maximum of the 366 or 1,096 days before, and none within 180 days of the last alert. It knows alerts only: a month
with one reads "worsening", any other "unchanging".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.status.daily import DailyPanel, moving_sum
from conflict_atlas.analysis.status.labels import CODE, REASON_CODE, Label, Reason, Trace, without_windows


@dataclass(frozen=True)
class Parameters:
    """Every number of the rule, in days and deaths. ``lookback_days`` is 366 (a year) or 1096 (three)."""

    sum_days: int = 30
    lookback_days: int = 366
    least_deaths: float = 100
    cool_down_days: int = 180


def alerts(days: DailyPanel, parameters: Parameters | None = None) -> NDArray[np.bool_]:
    """Days x units: whether an alert goes out that day."""
    rule = parameters or Parameters()
    sums = moving_sum(days.values, rule.sum_days)
    highest = np.full(sums.shape, np.nan)
    lookback = rule.lookback_days
    if len(sums) > lookback:
        highest[lookback:] = np.lib.stride_tricks.sliding_window_view(sums, lookback, axis=0)[:-1].max(axis=-1)
    with np.errstate(invalid="ignore"):
        reached = (sums >= rule.least_deaths) & (sums >= highest)
    sent = np.zeros(reached.shape, dtype=bool)
    for column in range(reached.shape[1]):
        free_from = 0
        for row in np.flatnonzero(reached[:, column]):
            if row >= free_from:
                sent[row, column] = True
                free_from = int(row) + rule.cool_down_days
    return sent


def trace(days: DailyPanel, parameters: Parameters | None = None) -> Trace:
    """The months of the panel: "worsening" where an alert went out in them."""
    rule = parameters or Parameters()
    sent = alerts(days, rule)
    ends = days.month_ends()
    begins = np.concatenate(([0], ends[:-1] + 1))
    any_sent = np.array([sent[begin : end + 1].any(axis=0) for begin, end in zip(begins, ends, strict=True)])
    too_short = (ends < rule.lookback_days + rule.sum_days)[:, None] | np.zeros_like(any_sent)
    codes = np.where(any_sent, CODE[Label.WORSENING], CODE[Label.UNCHANGING])
    return without_windows(
        days.units,
        days.months[0],
        np.where(too_short, CODE[Label.NOT_ASSESSED], codes),
        np.where(too_short, REASON_CODE[Reason.TOO_SHORT], REASON_CODE[Reason.NONE]),
        recent=moving_sum(days.values, rule.sum_days)[ends],
    )
