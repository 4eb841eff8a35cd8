"""The rules that there are: ours, and those of other packages by the entry point ``conflict_atlas.rules``.

What may live here: what a rule is to the rest of the program, and finding one by its key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

import numpy as np

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status import hdx_signals, trend, trendfinder
from conflict_atlas.analysis.status.daily import DailyPanel
from conflict_atlas.analysis.status.labels import CODE, REASON_CODE, Label, Reason, Trace, without_windows

GROUP = "conflict_atlas.rules"


@dataclass(frozen=True)
class Rule:
    """A rule by its key. It reads months, or days, or both; ``parameters`` is a dataclass of all its numbers."""

    key: str
    version: str
    title: str
    parameters: object
    by_month: Callable[[Panel], Trace] | None = None
    by_day: Callable[[DailyPanel], Trace] | None = None

    def trace(self, panel: Panel) -> Trace:
        """The labels of a panel of months; a rule that needs days gives "not assessed: needs daily events"."""
        return self.by_month(panel) if self.by_month else needs_daily_events(panel)


def needs_daily_events(panel: Panel) -> Trace:
    """What a rule that reads days says of a panel of months."""
    shape = panel.values.shape
    codes = np.full(shape, CODE[Label.NOT_ASSESSED])
    return without_windows(panel.units, panel.first, codes, np.full(shape, REASON_CODE[Reason.NEEDS_DAILY_EVENTS]))


OUR_RULES = (
    Rule("trend", "1", "Trend: three months against the twelve before", trend.TrendParameters(), by_month=trend.trace),
    Rule(
        "hdx-signals", "1", "HDX Signals: thirty days against the year before", hdx_signals.Parameters(), by_day=hdx_signals.trace
    ),
    Rule("trendfinder", "1", "Trendfinder: a week against the weeks before", trendfinder.Parameters(), by_day=trendfinder.trace),
)


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its key: ours first, then those of other packages in alphabetical order.

    Raises AnalysisError where a package brings a rule by a key that is taken.
    """
    rules = {rule.key: rule for rule in OUR_RULES}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in rules:
            raise AnalysisError(f"two rules are called {point.name!r}: uninstall {point.value}, or let it take another name")
        rules[point.name] = point.load()
    return rules


def rule(key: str) -> Rule:
    """The rule of that key. Raises AnalysisError that lists the known ones."""
    try:
        return all_rules()[key]
    except KeyError:
        raise AnalysisError(f"unknown rule {key!r}. Known rules: {', '.join(all_rules())}.") from None
