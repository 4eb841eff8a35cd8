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
    NOTHING_TO_COUNT = "no series names it"


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
    read; ``kept`` marks the months that windows are made of; ``carried`` those whose own windows end before them because
    their figure is missing or not believed yet.
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
    kept: NDArray[np.bool_]
    carried: NDArray[np.bool_]

    def label(self, row: int, column: int) -> Label:
        """The label of a month and unit."""
        return LABELS[int(self.codes[row, column])]

    def reason(self, row: int, column: int) -> Reason:
        """Why that month and unit have no label; ``Reason.NONE`` where they have one."""
        return REASONS[int(self.reasons[row, column])]

    def months_used(self, row: int, column: int) -> tuple[int, ...]:
        """The rows of the months that the windows of a month hold, in order; empty where none were read."""
        begin = int(self.first_used[row, column])
        if begin < 0:
            return ()
        end = row if self.carried[row, column] else row + 1
        return tuple(number for number in range(begin, end) if self.kept[number, column])


def without_windows(
    units: tuple[str, ...],
    first: Month,
    codes: NDArray[np.int8],
    reasons: NDArray[np.int8],
    recent: NDArray[np.float64] | None = None,
    baseline: NDArray[np.float64] | None = None,
) -> Trace:
    """The trace of a rule that knows no probabilities and no windows of months."""
    unknown, no = np.full(codes.shape, np.nan), np.zeros(codes.shape, dtype=bool)
    return Trace(
        units,
        first,
        codes,
        reasons,
        p_up=unknown,
        p_down=unknown,
        recent=unknown if recent is None else recent,
        baseline=unknown if baseline is None else baseline,
        fast=no,
        provisional=no,
        first_used=np.full(codes.shape, -1, dtype=np.int64),
        kept=no,
        carried=no,
    )
