"""One status as it is shown: the label of one unit with everything that it rests on.

What may live here: the value, and making it from a panel and its trace.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conflict_atlas.analysis.change_points import Phase, phases
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.flip import Flip, flips
from conflict_atlas.analysis.status.labels import CODE, Label, Reason, Trace
from conflict_atlas.analysis.status.lag import trace_with_lag
from conflict_atlas.analysis.status.registry import Rule
from conflict_atlas.analysis.status.trend import TrendParameters
from conflict_atlas.events.months import Month


@dataclass(frozen=True)
class Window:
    """Months that are compared: how many of them, first and last, and deaths a month."""

    first: Month
    last: Month
    months: int
    deaths_a_month: float


@dataclass(frozen=True)
class StatusAssessment:
    """The status of one unit as of ``month``, which is the last that its windows hold. Windows are None without a label."""

    unit: str
    rule: str
    version: str
    month: Month
    label: Label
    reason: Reason
    p_up: float | None
    p_down: float | None
    recent: Window | None
    baseline: Window | None
    fast: bool
    """The label rests on the last month alone."""
    carried: bool
    """The last month has no figure, or one that looks like a gap in reporting: the label of the month before stands."""
    provisional: bool
    preliminary: tuple[Month, ...]
    """Months of the windows that are first prints."""
    quiet_since: Month | None
    flips: tuple[Flip, ...]
    """What the next month would have to be for another label."""
    phases: tuple[Phase, ...]
    target: str
    vintages: tuple[str, ...]

    @property
    def ratio(self) -> float | None:
        """Deaths a month now against before; None without windows or without deaths before."""
        if self.recent is None or self.baseline is None or not self.baseline.deaths_a_month:
            return None
        return self.recent.deaths_a_month / self.baseline.deaths_a_month


@dataclass(frozen=True)
class LabelInTime:
    """The label of one month in the history of a unit."""

    month: Month
    label: Label
    reason: Reason
    provisional: bool


@dataclass(frozen=True, eq=False)
class Assessor:
    """A panel read by a rule, once, from which assessments and histories of its units are made."""

    panel: Panel
    rule: Rule
    trace: Trace

    @classmethod
    def of(cls, panel: Panel, rule: Rule) -> Assessor:
        """Read the panel by the rule, first prints revised by draws."""
        trace = trace_with_lag(panel, rule.trace) if rule.by_month else rule.trace(panel)
        return cls(panel, rule, trace)

    @classmethod
    def as_printed(cls, panel: Panel, rule: Rule) -> Assessor:
        """Read the panel by the rule as it stands: numbers of events have no table of revisions."""
        return cls(panel, rule, rule.trace(panel))

    def latest(self) -> Month:
        """The last month for which the series is complete enough to assess anybody, else the last month of the panel."""
        labelled = np.flatnonzero((self.trace.codes != CODE[Label.NOT_ASSESSED]).any(axis=1))
        return self.panel.first.plus(int(labelled[-1])) if len(labelled) else self.panel.last

    def history(self, unit: str) -> tuple[LabelInTime, ...]:
        """The label of every month, each from nothing later than its month."""
        column = self.panel.column(unit)
        return tuple(
            LabelInTime(
                month,
                self.trace.label(row, column),
                self.trace.reason(row, column),
                bool(self.trace.provisional[row, column]),
            )
            for row, month in enumerate(self.panel.months)
        )

    def assess(self, unit: str, as_of: Month | None = None) -> StatusAssessment:
        """The status of a unit as of a month, by default the latest that can be assessed.

        Raises PanelError where the panel holds no such unit or month.
        """
        month = as_of or self.latest()
        panel = self.panel.until(month)
        row, column = panel.row(month), panel.column(unit)
        trace = self.trace
        label = trace.label(row, column)
        recent, baseline = self._windows(row, column)
        return StatusAssessment(
            unit=unit,
            rule=self.rule.key,
            version=self.rule.version,
            month=month,
            label=label,
            reason=trace.reason(row, column),
            p_up=_number(trace.p_up[row, column]),
            p_down=_number(trace.p_down[row, column]),
            recent=recent,
            baseline=baseline,
            fast=bool(trace.fast[row, column]),
            carried=bool(trace.carried[row, column]),
            provisional=bool(trace.provisional[row, column]),
            preliminary=self._preliminary(row, column),
            quiet_since=self._quiet_since(row, column),
            flips=flips(panel, unit, label, self.rule.trace) if label is not Label.NOT_ASSESSED else (),
            phases=phases(panel, unit),
            target=panel.target,
            vintages=panel.vintages,
        )

    def _windows(self, row: int, column: int) -> tuple[Window | None, Window | None]:
        trace, parameters = self.trace, self.rule.parameters
        begin = int(trace.first_used[row, column])
        if begin < 0 or not isinstance(parameters, TrendParameters):
            return None, None
        used = [self.panel.first.plus(number) for number in trace.months_used(row, column)]
        split = parameters.baseline_months
        recent, baseline = float(trace.recent[row, column]), float(trace.baseline[row, column])
        return (
            Window(used[split], used[-1], len(used) - split, recent),
            Window(used[0], used[split - 1], split, baseline),
        )

    def _preliminary(self, row: int, column: int) -> tuple[Month, ...]:
        begin = int(self.trace.first_used[row, column])
        if begin < 0:
            return ()
        return tuple(self.panel.first.plus(number) for number in range(begin, row + 1) if self.panel.preliminary[number])

    def _quiet_since(self, row: int, column: int) -> Month | None:
        if self.trace.label(row, column) is not Label.QUIET:
            return None
        first = row
        while first and self.trace.label(first - 1, column) is Label.QUIET:
            first -= 1
        return self.panel.first.plus(first)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
