"""Reporting lag: the same rule on revised values drawn for first prints, and how far the draws agree.

What may live here: drawing, and putting the draws together into one trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.revisions import RevisionTable, shipped_table
from conflict_atlas.analysis.status.labels import CODE, LABELS, Label, Trace


@dataclass(frozen=True)
class LagParameters:
    """How revised values are drawn and what makes a label provisional."""

    draws: int = 200
    seed: int = 20260331
    least_agreement: float = 0.80
    """A label is provisional where a smaller part of the draws gives it."""
    warm_up_months: int = 36
    """The rule starts so long before the first print: labels are held on to, so they need a past."""
    draws_at_once: int = 16


def trace_with_lag(
    panel: Panel,
    rule: Callable[[Panel], Trace],
    parameters: LagParameters | None = None,
    table: RevisionTable | None = None,
) -> Trace:
    """The labels of a panel; where first prints are in play, the label most draws give, the mean p and whether it is provisional.

    Deaths a month stay those that were printed: they are what readers can count.
    """
    settings, revisions = parameters or LagParameters(), table or shipped_table()
    printed = rule(panel)
    if not panel.preliminary.any():
        return printed
    first_print = int(panel.preliminary.argmax())
    begin = max(0, first_print - settings.warm_up_months)
    drawn = _Draws.of(panel, begin, first_print, rule, settings, revisions)
    rows = slice(first_print, None)
    labelled = (printed.codes[rows] != CODE[Label.NOT_ASSESSED]) & (drawn.counts.sum(axis=0) > 0)
    codes, p_up, p_down = printed.codes.copy(), printed.p_up.copy(), printed.p_down.copy()
    provisional = printed.provisional.copy()
    codes[rows] = np.where(labelled, drawn.counts.argmax(axis=0), codes[rows])
    p_up[rows], p_down[rows] = np.where(labelled, (drawn.p_up, drawn.p_down), (p_up[rows], p_down[rows]))
    provisional[rows] = labelled & (drawn.counts.max(axis=0) < settings.least_agreement * settings.draws)
    return replace(printed, codes=codes, p_up=p_up, p_down=p_down, provisional=provisional)


@dataclass(frozen=True, eq=False)
class _Draws:
    """From the first preliminary month on: how many draws give each label (labels x months x units), and mean p.

    A draw may look like a gap in reporting and be not assessed: it counts for no label and no mean.
    """

    counts: NDArray[np.int64]
    p_up: NDArray[np.float64]
    p_down: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        panel: Panel,
        begin: int,
        first_print: int,
        rule: Callable[[Panel], Trace],
        settings: LagParameters,
        revisions: RevisionTable,
    ) -> _Draws:
        values = panel.values[begin:]
        months, units = values.shape
        skip = first_print - begin
        ages = np.broadcast_to((months - 1 - np.arange(months))[:, None], values.shape)
        generator = np.random.default_rng(settings.seed)
        counts = np.zeros((len(LABELS), months - skip, units), dtype=np.int64)
        p_up, p_down = np.zeros((months - skip, units)), np.zeros((months - skip, units))
        for start in range(0, settings.draws, settings.draws_at_once):
            size = min(settings.draws_at_once, settings.draws - start)
            revised = np.broadcast_to(values, (size, months, units)).copy()
            printed = panel.preliminary[begin:]
            revised[:, printed] = revisions.draw(values[printed], ages[printed], size, generator)
            trace = rule(_side_by_side(panel, begin, revised))
            by_draw = (months, size, units)
            codes = trace.codes.reshape(by_draw)[skip:]
            counts += np.stack([(codes == code).sum(axis=1) for code in range(len(LABELS))])
            p_up += np.nansum(trace.p_up.reshape(by_draw)[skip:], axis=1)
            p_down += np.nansum(trace.p_down.reshape(by_draw)[skip:], axis=1)
        counts[CODE[Label.NOT_ASSESSED]] = 0
        assessed = np.maximum(counts.sum(axis=0), 1)
        return cls(counts, p_up / assessed, p_down / assessed)


def _side_by_side(panel: Panel, begin: int, revised: NDArray[np.float64]) -> Panel:
    """Draws x months x units as one panel of months, in which every draw has columns of its own."""
    draws, months, units = revised.shape
    return replace(
        panel,
        units=tuple(f"{draw} {unit}" for draw in range(draws) for unit in panel.units),
        first=panel.first.plus(begin),
        values=revised.transpose(1, 0, 2).reshape(months, draws * units),
        share=panel.share[begin:],
        preliminary=panel.preliminary[begin:],
    )
