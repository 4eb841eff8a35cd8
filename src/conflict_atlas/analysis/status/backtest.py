"""The back-test of the rule "trend": how often it is wrong where nothing changes, and what becomes of its labels.

What may live here: measures over traces, and the kept table of what was measured (``backtest.json``, written by ``python -m
benchmarks status``), which the methodology page shows with its date and commit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from conflict_atlas.analysis.change_points import Alert, Direction
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.labels import CODE, Label, Trace
from conflict_atlas.analysis.status.trend import TrendParameters, trace
from conflict_atlas.events.months import Month

BACKTEST_FILE = "backtest.json"
FIRST_YEAR, LAST_YEAR = 2005, 2025
NEXT_MONTHS = 3
LEAST_RATIO = 1.25
LEAST_DEATHS_A_YEAR = 25

Rule = Callable[[Panel], Trace]


@dataclass(frozen=True)
class BacktestRow:
    """One measured figure of the table: what must be reached (``at_most`` or ``at_least``), what was, and what a peer reaches."""

    name: str
    reached: float
    at_most: float | None = None
    at_least: float | None = None
    peer: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Backtest:
    """The kept table, with the day and the commit of its measurement."""

    rows: tuple[BacktestRow, ...]
    measured_on: str
    commit: str

    def to_json(self) -> dict[str, Any]:
        """The table as JSON values."""
        return {"measured_on": self.measured_on, "commit": self.commit, "rows": [vars(row) for row in self.rows]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Backtest:
        """The inverse of ``to_json``."""
        return cls(tuple(BacktestRow(**row) for row in value["rows"]), value["measured_on"], value["commit"])


def kept_backtest() -> Backtest:
    """The table as it was last measured."""
    text = (files("conflict_atlas.analysis.status") / BACKTEST_FILE).read_text(encoding="utf-8")
    return Backtest.from_json(json.loads(text))


@dataclass(frozen=True)
class FalseLabels:
    """Shares of months called worsening, improving, on series that do not change: mean and worst over kinds of series."""

    worsening: float
    improving: float
    worst_worsening: float
    worst_improving: float


def steady_panel(mean: float, variance_to_mean: float, months: int, units: int, generator: np.random.Generator) -> Panel:
    """Independent months of negative-binomial deaths with this mean, and a variance so many times as large."""
    chance = 1 / variance_to_mean
    values = generator.negative_binomial(mean * chance / (1 - chance), chance, size=(months, units))
    return Panel.of(tuple(f"series {number}" for number in range(units)), Month(2000, 1), values.astype(np.float64))


def false_labels(panels: Sequence[Panel], rule: Rule) -> FalseLabels:
    """How often a rule sees a change in steady series, one panel a kind of series. Months without a label do not count."""
    shares = []
    for panel in panels:
        codes = rule(panel).codes
        assessed = max(1, int((codes != CODE[Label.NOT_ASSESSED]).sum()))
        shares.append([(codes == CODE[label]).sum() / assessed for label in (Label.WORSENING, Label.IMPROVING)])
    table = np.array(shares)
    return FalseLabels(*table.mean(axis=0).tolist(), *table.max(axis=0).tolist())


def confirmed(panel: Panel, trace: Trace, label: Label) -> tuple[float, int]:
    """Of the months with this label, the share in which the next three are a quarter above (below) the same baseline."""
    held, total = 0, 0
    for row in range(len(panel.values) - NEXT_MONTHS):
        if not FIRST_YEAR <= panel.first.plus(row).year <= LAST_YEAR:
            continue
        columns = np.flatnonzero(trace.codes[row] == CODE[label])
        after = panel.values[row + 1 : row + 1 + NEXT_MONTHS][:, columns].mean(axis=0)
        baseline = trace.baseline[row, columns]
        good = after > baseline * LEAST_RATIO if label is Label.WORSENING else after * LEAST_RATIO < baseline
        held, total = held + int(good.sum()), total + len(columns)
    return held / max(total, 1), total


def changes_a_year(panel: Panel, trace: Trace) -> tuple[float, float]:
    """Flips from worsening to improving or back, and changes of label of any kind, in a year of a unit with 25 deaths."""
    worsening, improving = CODE[Label.WORSENING], CODE[Label.IMPROVING]
    years = flips = changes = 0
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        begin = panel.row(Month(year, 1))
        active = np.nansum(panel.values[begin : begin + 12], axis=0) >= LEAST_DEATHS_A_YEAR
        before, after = trace.codes[begin - 1 : begin + 11, active], trace.codes[begin : begin + 12, active]
        years += int(active.sum())
        changes += int((before != after).sum())
        flips += int((((before == worsening) & (after == improving)) | ((before == improving) & (after == worsening))).sum())
    return flips / years, changes / years


@dataclass(frozen=True)
class Agreement:
    """Labels from first prints against labels from final figures, of units with 25 deaths in the year that ends there."""

    same: float
    opposite: float
    pairs: int
    provisional: float
    same_where_not_provisional: float


def agreement(prints: Mapping[date, Panel], final: Panel, first_rule: Rule, final_rule: Rule) -> Agreement:
    """Label each vintage's last month, if it has become final; pairs that are quiet in both do not count."""
    truth = final_rule(final)
    outcomes: list[tuple[bool, bool, bool]] = []
    for _, panel in sorted(prints.items()):
        row = final.row(panel.last)
        if final.preliminary[row]:
            continue
        first = first_rule(panel)
        for column, unit in enumerate(panel.units):
            if unit not in final.units:
                continue
            place = final.column(unit)
            said, became = first.label(-1, column), truth.label(row, place)
            active = np.nansum(final.values[row - 11 : row + 1, place]) >= LEAST_DEATHS_A_YEAR
            if active and not said is became is Label.QUIET:
                opposite = {said, became} == {Label.WORSENING, Label.IMPROVING}
                outcomes.append((said is became, opposite, bool(first.provisional[-1, column])))
    same, opposite_, provisional = np.array(outcomes).T
    firm = same[~provisional]
    return Agreement(float(same.mean()), float(opposite_.mean()), len(outcomes), float(provisional.mean()), float(firm.mean()))


def noticed(trace: Trace, changes: Sequence[tuple[str, Month]], labels: frozenset[Label], within: int) -> NDArray[np.bool_]:
    """For each known change (unit and month): whether one of these labels stands in its month or up to ``within`` later."""
    found = []
    for unit, month in changes:
        row, column = month.ordinal - trace.first.ordinal, trace.units.index(unit)
        found.append(any(trace.label(number, column) in labels for number in range(row, row + within + 1)))
    return np.array(found)


def alerted(
    alerts: Sequence[Alert], changes: Sequence[tuple[str, Month]], direction: Direction, within: int
) -> NDArray[np.bool_]:
    """For each known change: whether an alert in its direction went out in its month or up to ``within`` later."""
    sent = {(alert.unit, alert.month) for alert in alerts if alert.direction is direction}
    return np.array([any((unit, month.plus(late)) in sent for late in range(within + 1)) for unit, month in changes])


def gamma_poisson(panel: Panel) -> Trace:
    """What the rule is not: labels from the posterior of recent against baseline rate, as if deaths came one by one.

    Same windows, hurdle and size of change as the rule "trend"; gamma(1/2, 0) priors. The ratio of two such rates is an F
    variable.
    """
    parameters = TrendParameters()
    base = trace(panel, parameters)
    recent, before = parameters.recent_months, parameters.baseline_months
    shapes = base.recent * recent + 0.5, base.baseline * before + 0.5

    def chance_above(ratio: float) -> NDArray[np.float64]:
        with np.errstate(invalid="ignore"):
            part: NDArray[np.float64] = special.betainc(*shapes, recent * ratio / (recent * ratio + before))
        return 1 - part

    up, down = chance_above(parameters.least_ratio), 1 - chance_above(1 / parameters.least_ratio)
    codes = np.full(up.shape, CODE[Label.UNCHANGING])
    codes[up >= parameters.enter] = CODE[Label.WORSENING]
    codes[down >= parameters.enter] = CODE[Label.IMPROVING]
    codes[np.isnan(base.recent)] = CODE[Label.NOT_ASSESSED]
    return replace(base, codes=codes, p_up=up, p_down=down)
