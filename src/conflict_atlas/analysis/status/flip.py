"""What would flip a label: how many deaths in the next month would give another one, found by the rule itself.

What may live here: that search. It asks the rule what it would say of one more month, for every number of deaths that
matters; nothing is derived from formulas, so that it holds for any rule of months.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.labels import LABELS, Label, Trace

MONTHS_OF_PAST = 60
"""Four times the windows: enough for any label that is held on to; more would only take time."""
CANDIDATES = 160
TIMES_THE_HIGHEST = 4
"""Numbers up to so many times the highest month of the past are tried, and 100 at least."""


@dataclass(frozen=True)
class Flip:
    """The next month with ``at_least`` to ``at_most`` deaths gives ``label``; ``at_most`` is None where there is no end."""

    label: Label
    at_least: int
    at_most: int | None


def flips(panel: Panel, unit: str, label: Label, rule: Callable[[Panel], Trace]) -> tuple[Flip, ...]:
    """Every range of deaths in the month after the panel's last that would give another label than this, lowest first."""
    column = panel.values[-MONTHS_OF_PAST:, panel.column(unit)]
    if not np.isfinite(column).any():
        return ()
    highest = int(max(100, TIMES_THE_HIGHEST * np.nanmax(column)))
    tried = np.unique(np.concatenate((np.arange(20), np.geomspace(20, highest, CANDIDATES).round()))).astype(np.int64)
    codes = _next_labels(panel, column, tried, rule)
    bounds = [_first_of(panel, column, (tried[at], tried[at + 1]), rule) for at in np.flatnonzero(np.diff(codes))]
    starts = [0, *(bound for bound, _ in bounds)]
    found = [int(codes[0]), *(code for _, code in bounds)]
    ranges = [
        Flip(LABELS[code], start, None if position + 1 == len(starts) else starts[position + 1] - 1)
        for position, (start, code) in enumerate(zip(starts, found, strict=True))
    ]
    return tuple(found for found in ranges if found.label not in (label, Label.NOT_ASSESSED))


def _first_of(
    panel: Panel, column: NDArray[np.float64], between: tuple[int, int], rule: Callable[[Panel], Trace]
) -> tuple[int, int]:
    """The lowest number that gives what the upper end gives, and the code of that label."""
    low, high = between
    while high - low > 1:
        tried = np.unique(np.linspace(low, high, min(high - low + 1, CANDIDATES)).astype(np.int64))
        codes = _next_labels(panel, column, tried, rule)
        at = int(np.flatnonzero(codes != codes[-1])[-1])
        low, high = int(tried[at]), int(tried[at + 1])
    return int(high), int(_next_labels(panel, column, np.array([high]), rule)[0])


def _next_labels(
    panel: Panel, column: NDArray[np.float64], deaths: NDArray[np.int64], rule: Callable[[Panel], Trace]
) -> NDArray[np.int8]:
    """The label that each number of deaths in one more month would give."""
    past = np.repeat(column[:, None], len(deaths), axis=1)
    length = len(column)
    longer = replace(
        panel,
        units=tuple(map(str, deaths)),
        first=panel.last.plus(1 - length),
        values=np.vstack((past, deaths.astype(np.float64))),
        share=np.append(panel.share[-length:], 1.0),
        preliminary=np.append(panel.preliminary[-length:], True),
    )
    codes: NDArray[np.int8] = rule(longer).codes[-1]
    return codes
