"""Months like these: the past cases that a forecast of the analog forest is made of, nearest first.

What may live here: choosing them. They are the cases that share a leaf with the unit most often, which is the forest's own
measure of likeness (Breiman's proximity).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.forecast.analog_forest import Cases
from conflict_atlas.analysis.forecast.summary import Alike
from conflict_atlas.analysis.forecast.task import Task

SHOWN = 5
LEAST_SHARE = 0.80
"""Of the publisher's total, in every month whose deaths are told."""
APART_MONTHS = 12
"""Two cases of one unit nearer than this tell the same story: the nearer one is shown."""


def months_alike(task: Task, cases: Cases, mates: NDArray[np.int64]) -> dict[str, tuple[Alike, ...]]:
    """The nearest past cases of every unit that is forecast, those of its own past year left out."""
    per_unit = mates.reshape(len(task.units), -1)
    return {unit: _nearest(task, cases, row, task.history.column(unit)) for unit, row in zip(task.units, per_unit, strict=True)}


def _nearest(task: Task, cases: Cases, found: NDArray[np.int64], own: int) -> tuple[Alike, ...]:
    months = len(task.history.values)
    key = cases.origins[found] * len(task.history.units) + cases.units[found]
    with np.errstate(invalid="ignore"):
        usable = task.history.share >= LEAST_SHARE
    names, counts = np.unique(key, return_counts=True)
    chosen: list[tuple[int, int]] = []
    for name in names[np.argsort(-counts, kind="stable")]:
        origin, column = divmod(int(name), len(task.history.units))
        in_whole_months = usable[max(origin - 2, 0) : origin + 4].all()
        is_told = any(column == other and abs(origin - when) < APART_MONTHS for when, other in chosen)
        if (
            in_whole_months
            and not is_told
            and not (column == own and months - origin <= APART_MONTHS)
            and 2 <= origin < months - 3
        ):
            chosen.append((origin, column))
        if len(chosen) == SHOWN:
            break
    return tuple(
        Alike(
            task.history.units[column],
            str(task.history.first.plus(origin)),
            float(np.nansum(task.history.values[origin - 2 : origin + 1, column])),
            float(np.nansum(task.history.values[origin + 1 : origin + 4, column])),
        )
        for origin, column in chosen
    )
