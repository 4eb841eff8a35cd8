"""The words that a status rule may say, and the value that it gives for a whole panel.

What may live here: labels, reasons for giving none, and ``Trace``, the labels of every month and unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.events.months import Month


class Label(StrEnum):
    """What deadly violence does. ``NOT_ASSESSED`` is a value of its own, always with a reason."""

    NOT_ASSESSED = "not_assessed"
    WORSENING = "worsening"
    IMPROVING = "improving"
    UNCHANGING = "unchanging"
    QUIET = "quiet"


class Reason(StrEnum):
    """Why there is no label."""

    NONE = "none"
    TOO_SHORT = "too short"
    GAP = "months missing"
    SERIES_INCOMPLETE = "series incomplete"
    NEEDS_DAILY_EVENTS = "needs daily events"


LABELS = tuple(Label)
REASONS = tuple(Reason)
CODE = {label: np.int8(number) for number, label in enumerate(LABELS)}
"""The number of each label in the arrays of a trace."""
REASON_CODE = {reason: np.int8(number) for number, reason in enumerate(REASONS)}


@dataclass(frozen=True, eq=False)
class Trace:
    """The labels of every month (row) and unit (column), each from nothing later than its month.

    ``codes`` and ``reasons`` are positions in ``LABELS`` and ``REASONS``; ``p_up``, ``p_down``, ``recent`` and ``baseline``
    (deaths a month) are NaN where a rule has none; ``fast`` marks months whose label came by the fast lane; ``provisional``
    those whose label hangs on first prints. ``first_used`` is the row of the first month of the windows, -1 where none were
    read; ``carried`` marks months whose windows end before them because their own figure is missing or not believed yet.
    """

    units: tuple[str, ...]
    first: Month
    codes: NDArray[np.int8]
    reasons: NDArray[np.int8]
    p_up: NDArray[np.float64]
    p_down: NDArray[np.float64]
    recent: NDArray[np.float64]
    baseline: NDArray[np.float64]
    fast: NDArray[np.bool_]
    provisional: NDArray[np.bool_]
    first_used: NDArray[np.int64]
    carried: NDArray[np.bool_]

    def label(self, row: int, column: int) -> Label:
        """The label of a month and unit."""
        return LABELS[int(self.codes[row, column])]

    def reason(self, row: int, column: int) -> Reason:
        """Why that month and unit have no label; ``Reason.NONE`` where they have one."""
        return REASONS[int(self.reasons[row, column])]
