"""The rule "trend": the last three months against the twelve before, on the log of deaths, under Student's t.

What may live here: this rule alone, whose parameters are one value. Shape of the test: a two-sample comparison of means of
log(deaths + 1) with a prior variance, widened for the dependence between months; the label changes only when the difference
is larger than a quarter, likely, and not the work of a single month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.labels import CODE, REASON_CODE, Label, Reason, Trace

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class TrendParameters:
    """Every number of the rule; the methodology page is written from them."""

    recent_months: int = 3
    baseline_months: int = 12
    least_ratio: float = 1.25
    """A change counts if deaths a month rose or fell by more than this factor."""
    prior_sd: float = 0.9
    """Spread of log deaths from month to month that is assumed before any is seen."""
    prior_months: float = 4
    """How many months of evidence that assumption weighs."""
    dependence: float = 1.5
    """Months resemble their neighbours: variance is multiplied, degrees of freedom divided by this."""
    enter: float = 0.80
    leave: float = 0.60
    fast_enter: float = 0.95
    """What one month alone needs. The three months together count only if they also say so without their most telling one."""
    quiet_below: float = 3.0
    """Deaths a month."""
    least_share: float = 0.80
    """The part of the publisher's world total that every month of the windows must hold."""
    gap_below: float = 0.05
    gap_in_war: float = 25.0
    """A month with less than ``gap_below`` of the lowest of the baseline's months, where that is at least ``gap_in_war``
    deaths, is taken as a gap in reporting until the next month confirms it."""

    @property
    def months(self) -> int:
        """Length of both windows together."""
        return self.recent_months + self.baseline_months


class _Windows(NamedTuple):
    """By month and unit, over the months that are kept. ``firm_rise`` and ``firm_fall``: the difference of log deaths that is
    left without the most telling of the recent months."""

    p_up: _Floats
    p_down: _Floats
    fast_up: _Floats
    fast_down: _Floats
    firm_rise: _Floats
    firm_fall: _Floats
    recent: _Floats
    baseline: _Floats
    first_used: _Floats


def trace(panel: Panel, parameters: TrendParameters | None = None) -> Trace:
    """The labels of a whole panel, every month from what the panel holds up to it."""
    rule = parameters or TrendParameters()
    known = ~np.isnan(panel.values)
    doubted, bridged = _doubted(panel.values, rule)
    kept = known & ~bridged
    windows = _on_kept_months(panel.values, kept, rule)
    carried = ~known | doubted
    windows = _Windows(*(_carry(array, carried) for array in windows))
    first_used = np.nan_to_num(windows.first_used, nan=-1).astype(np.int64)
    reasons = _reasons(panel, known, first_used, rule)
    codes, fast = _labels(windows, reasons, carried, rule)
    blank = reasons != REASON_CODE[Reason.NONE]
    shown = (windows.p_up, windows.p_down, windows.recent, windows.baseline)
    p_up, p_down, recent, baseline = (np.where(blank, np.nan, array) for array in shown)
    first_used, carried, final = np.where(blank, -1, first_used), carried & ~blank, np.zeros_like(blank)
    return Trace(panel.units, panel.first, codes, reasons, p_up, p_down, recent, baseline, fast, final, first_used, kept, carried)


def probabilities(recent: _Floats, baseline: _Floats, rule: TrendParameters) -> tuple[_Floats, _Floats]:
    """P(rise) and P(fall) by more than the least ratio; the windows lie along the last axis and hold deaths by month."""
    log_recent, log_baseline = np.log1p(recent), np.log1p(baseline)
    sizes = log_recent.shape[-1], log_baseline.shape[-1]
    difference = log_recent.mean(axis=-1) - log_baseline.mean(axis=-1)
    squares = log_recent.var(axis=-1) * sizes[0] + log_baseline.var(axis=-1) * sizes[1]
    weight = sum(sizes) - 2 + rule.prior_months
    variance = (squares + rule.prior_months * rule.prior_sd**2) / weight
    error = np.sqrt(rule.dependence * variance * (1 / sizes[0] + 1 / sizes[1]))
    freedom, least = weight / rule.dependence, np.log(rule.least_ratio)
    return special.stdtr(freedom, (difference - least) / error), special.stdtr(freedom, (-difference - least) / error)


def _doubted(values: _Floats, rule: TrendParameters) -> tuple[_Flags, _Flags]:
    """Months that look like a gap in reporting: at their own time, and for good (where the next month was no lower)."""
    length = rule.baseline_months
    doubted = np.zeros(values.shape, dtype=bool)
    bridged = np.zeros(values.shape, dtype=bool)
    if len(values) <= length:
        return doubted, bridged
    before = np.lib.stride_tricks.sliding_window_view(values, length, axis=0)[:-1]
    with np.errstate(invalid="ignore"):
        lowest = before.min(axis=-1)
        bound = np.where(lowest >= rule.gap_in_war, lowest * rule.gap_below, -1.0)
        doubted[length:] = values[length:] < bound
        bridged[length:-1] = doubted[length:-1] & ~(values[length + 1 :] < bound[:-1])
    return doubted, bridged


def _on_kept_months(values: _Floats, kept: _Flags, rule: TrendParameters) -> _Windows:
    """Both windows over the months that are kept, at the row of their last month; NaN where there are too few."""
    result = _Windows(*(np.full(values.shape, np.nan) for _ in _Windows._fields))
    if len(values) < rule.months:
        return result
    order = np.argsort(~kept, axis=0, kind="stable")
    packed = np.where(np.take_along_axis(kept, order, axis=0), np.take_along_axis(values, order, axis=0), np.nan)
    window = np.lib.stride_tricks.sliding_window_view(packed, rule.months, axis=0)
    baseline, recent = window[..., : rule.baseline_months], window[..., rule.baseline_months :]
    ordered, usual = np.sort(np.log1p(recent), axis=-1), np.log1p(baseline).mean(axis=-1)
    ends = order[rule.months - 1 :]
    found = _Windows(
        *probabilities(recent, baseline, rule),
        *probabilities(recent[..., -1:], _before_last(window, rule), rule),
        firm_rise=ordered[..., :-1].mean(axis=-1) - usual,
        firm_fall=usual - ordered[..., 1:].mean(axis=-1),
        recent=recent.mean(axis=-1),
        baseline=baseline.mean(axis=-1),
        first_used=np.where(np.isnan(usual + ordered.sum(axis=-1)), np.nan, order[: len(ends)]),
    )
    for target, array in zip(result, found, strict=True):
        np.put_along_axis(target, ends, array, axis=0)
    return result


def _before_last(window: _Floats, rule: TrendParameters) -> _Floats:
    return window[..., -rule.baseline_months - 1 : -1]


def _carry(array: _Floats, carried: _Flags) -> _Floats:
    """What a month says whose own figure is missing or in doubt: what the month before it said, once."""
    result = array.copy()
    for row in range(1, len(array)):
        result[row] = np.where(carried[row] & ~carried[row - 1], array[row - 1], array[row])
    return result


def _reasons(panel: Panel, known: _Flags, first_used: NDArray[np.int64], rule: TrendParameters) -> NDArray[np.int8]:
    months = len(known)
    rows = np.arange(months)[:, None]
    reasons = np.full(known.shape, REASON_CODE[Reason.NONE])
    born = np.where(known.any(axis=0), known.argmax(axis=0), months)
    reasons[rows - first_used + 1 > rule.months + 1] = REASON_CODE[Reason.GAP]
    reasons[first_used < 0] = REASON_CODE[Reason.GAP]
    reasons[rows < born + rule.months - 1] = REASON_CODE[Reason.TOO_SHORT]
    with np.errstate(invalid="ignore"):
        incomplete = np.flatnonzero(~(panel.share >= rule.least_share))
    last_incomplete = np.full(months, -1)
    for row in incomplete:
        last_incomplete[row:] = row
    touched = last_incomplete[:, None] >= np.where(first_used < 0, rows - rule.months + 1, first_used)
    touched &= last_incomplete[:, None] >= 0
    reasons[touched & (rows >= born)] = REASON_CODE[Reason.SERIES_INCOMPLETE]
    return reasons


def _labels(
    windows: _Windows, reasons: NDArray[np.int8], carried: _Flags, rule: TrendParameters
) -> tuple[NDArray[np.int8], _Flags]:
    """Labels month by month, since a label is left only when its own p falls under ``leave``."""
    worsening, improving = CODE[Label.WORSENING], CODE[Label.IMPROVING]
    least = np.log(rule.least_ratio)
    codes = np.full(reasons.shape, CODE[Label.NOT_ASSESSED])
    fast = np.zeros(reasons.shape, dtype=bool)
    held = np.full(reasons.shape[1], CODE[Label.NOT_ASSESSED])
    held_fast = np.zeros(reasons.shape[1], dtype=bool)
    for row, carry in enumerate(carried):
        now = _Windows(*(array[row] for array in windows))
        rises = _side(now.p_up, now.firm_rise > least, held == worsening, rule)
        falls = _side(now.p_down, now.firm_fall > least, held == improving, rule)
        jumps, drops = now.fast_up >= rule.fast_enter, now.fast_down >= rule.fast_enter
        jumps |= (held == worsening) & held_fast & (now.fast_up >= rule.leave) & ~falls
        drops |= (held == improving) & held_fast & (now.fast_down >= rule.leave) & ~rises
        chosen = np.where(now.recent < rule.quiet_below, CODE[Label.QUIET], CODE[Label.UNCHANGING])
        chosen = np.where((falls & ~jumps) | drops, improving, chosen)
        chosen = np.where((rises & ~drops) | jumps, worsening, chosen)
        both_quiet = (now.recent < rule.quiet_below) & (now.baseline < rule.quiet_below)
        chosen = np.where(both_quiet, CODE[Label.QUIET], chosen)
        by_one_month = ((chosen == worsening) & ~rises) | ((chosen == improving) & ~falls)
        assessed = reasons[row] == REASON_CODE[Reason.NONE]
        held = np.where(assessed, np.where(carry, held, chosen), CODE[Label.NOT_ASSESSED])
        held_fast = assessed & np.where(carry, held_fast, by_one_month)
        codes[row], fast[row] = held, held_fast
    return codes, fast


def _side(p: _Floats, firm: _Flags, held: _Flags, rule: TrendParameters) -> _Flags:
    """Whether the three months say rise (or fall): likely enough, and not by one month alone, which is the fast lane's."""
    return firm & ((p >= rule.enter) | (held & (p >= rule.leave)))
