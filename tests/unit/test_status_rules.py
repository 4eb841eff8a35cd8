"""Rules: the two that read days, the registry, drawing for reporting lag, and what would flip a label."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.metadata import EntryPoint

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.errors import AnalysisError, PanelError
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status import hdx_signals, registry, trendfinder
from conflict_atlas.analysis.status.backtest import false_labels, gamma_poisson, kept_backtest, steady_panel
from conflict_atlas.analysis.status.daily import DailyPanel, moving_sum
from conflict_atlas.analysis.status.flip import flips
from conflict_atlas.analysis.status.labels import Label, Reason
from conflict_atlas.analysis.status.lag import LagParameters, trace_with_lag
from conflict_atlas.analysis.status.trend import trace
from conflict_atlas.events.months import Month

FIRST = Month(2000, 1)


def days(values: object, first: date = date(2020, 1, 1)) -> DailyPanel:
    return DailyPanel(("A",), first, np.asarray(values, dtype=np.float64)[:, None])


def panel_of(series: object, prints: int = 0) -> Panel:
    values = np.asarray(series, dtype=np.float64)[:, None]
    panel = Panel.of(("A",), FIRST, values)
    return replace(panel, preliminary=np.arange(len(values)) >= len(values) - prints)


class TestRulesOnDays:
    def test_a_moving_sum_is_unknown_until_there_are_enough_days(self) -> None:
        found = moving_sum(np.arange(5.0)[:, None], 3)[:, 0]
        np.testing.assert_array_equal(found, [np.nan, np.nan, 3, 6, 9])

    def test_signals_alert_on_the_day_that_thirty_days_reach_the_most_of_a_year_and_then_stay_silent(self) -> None:
        values = np.full(900, 2.0)
        values[500:] = 10
        sent = np.flatnonzero(hdx_signals.alerts(days(values))[:, 0])
        assert sent.tolist() == [504, 684, 864]
        assert not hdx_signals.alerts(days(values / 4)).any()

    def test_signals_compare_with_the_days_before_and_not_with_the_day_itself(self) -> None:
        values = np.zeros(800)
        values[395 + 100] = 99
        assert not hdx_signals.alerts(days(values)).any()
        values[395 + 100] = 101
        assert np.flatnonzero(hdx_signals.alerts(days(values))[:, 0]).tolist() == [495]

    def test_signals_by_month_are_worsening_in_months_with_an_alert(self) -> None:
        values = np.zeros(800)
        values[495] = 500
        found = hdx_signals.trace(days(values))
        alert = Month.of(date(2021, 5, 10))
        assert [str(found.first.plus(row)) for row in range(len(found.codes)) if found.label(row, 0) is Label.WORSENING] == [
            str(alert)
        ]
        assert found.reason(0, 0) is Reason.TOO_SHORT

    @pytest.mark.parametrize(
        ("week", "label"), [(76, Label.UNCHANGING), (78, Label.WORSENING), (53, Label.UNCHANGING), (52, Label.IMPROVING)]
    )
    def test_trendfinder_sets_a_week_against_the_four_before(self, week: int, label: Label) -> None:
        values = np.concatenate((np.full(31 + 21, 10.0), np.full(7, week / 7)))
        found = trendfinder.trace(days(values, date(2021, 1, 1)))
        assert found.label(0, 0) is Label.NOT_ASSESSED
        assert found.label(1, 0) is label

    def test_trendfinder_says_nothing_where_there_is_little(self) -> None:
        values = np.zeros(59)
        values[-1] = 5
        assert trendfinder.trace(days(values, date(2021, 1, 1))).label(1, 0) is Label.QUIET

    def test_days_with_gaps_are_refused(self) -> None:
        with pytest.raises(PanelError, match="without gaps"):
            days([1, np.nan])


class TestRegistry:
    def test_our_rules_are_there_and_an_unknown_one_is_named_with_them(self) -> None:
        assert list(registry.all_rules())[:3] == ["trend", "hdx-signals", "trendfinder"]
        with pytest.raises(AnalysisError, match="Known rules: trend, hdx-signals, trendfinder"):
            registry.rule("momentum")

    def test_a_rule_that_needs_days_says_so_of_months(self) -> None:
        found = registry.rule("hdx-signals").trace(panel_of([10] * 20))
        assert {found.reason(row, 0) for row in range(20)} == {Reason.NEEDS_DAILY_EVENTS}

    def test_another_package_brings_a_rule_but_not_by_a_name_that_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def found(name: str) -> None:
            point = EntryPoint(name, "conflict_atlas.analysis.status.registry:OUR_RULES", registry.GROUP)
            monkeypatch.setattr(registry, "entry_points", lambda group: [point])
            registry.all_rules.cache_clear()

        try:
            found("theirs")
            assert registry.rule("theirs") is registry.OUR_RULES
            found("trend")
            with pytest.raises(AnalysisError, match="two rules are called 'trend'"):
                registry.all_rules()
        finally:
            monkeypatch.undo()
            registry.all_rules.cache_clear()


class TestReportingLag:
    def test_final_figures_are_labelled_as_they_are(self) -> None:
        panel = panel_of([100] * 20)
        np.testing.assert_array_equal(trace_with_lag(panel, trace).p_up, trace(panel).p_up)

    def test_a_rise_that_hangs_on_first_prints_is_provisional_and_a_steep_one_is_not(self) -> None:
        narrow = trace_with_lag(panel_of([100] * 17 + [180] * 3, prints=3), trace)
        steep = trace_with_lag(panel_of([100] * 17 + [3000] * 3, prints=3), trace)
        assert narrow.provisional[-1, 0]
        assert steep.label(-1, 0) is Label.WORSENING
        assert not steep.provisional[-1, 0]
        assert not steep.provisional[:17].any()

    def test_draws_are_the_same_for_a_seed_and_months_before_the_first_print_are_left(self) -> None:
        panel = panel_of([100] * 20 + [300] * 4, prints=4)
        one, two = trace_with_lag(panel, trace), trace_with_lag(panel, trace)
        np.testing.assert_array_equal(one.p_up, two.p_up)
        np.testing.assert_array_equal(one.p_up[:20], trace(panel).p_up[:20])
        other = trace_with_lag(panel, trace, LagParameters(seed=1))
        assert (other.p_up[20:] != one.p_up[20:]).any()


class TestFlips:
    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 10_000), st.sampled_from([5, 60, 400]))
    def test_the_bounds_are_exact(self, seed: int, level: int) -> None:
        series = np.random.default_rng(seed).poisson(level, 24).astype(float)
        panel = panel_of(series)
        now = trace(panel).label(-1, 0)
        for flip in flips(panel, "A", now, trace):
            inside = [flip.at_least] + ([flip.at_most] if flip.at_most is not None else [])
            for deaths in inside:
                assert trace(panel_of([*series, deaths])).label(-1, 0) is flip.label
            outside = ([flip.at_least - 1] if flip.at_least else []) + ([flip.at_most + 1] if flip.at_most is not None else [])
            for deaths in outside:
                assert trace(panel_of([*series, deaths])).label(-1, 0) is not flip.label

    def test_an_unchanging_war_becomes_worse_by_many_deaths_and_better_by_few(self) -> None:
        found = flips(panel_of([300, 260, 340, 280] * 6), "A", Label.UNCHANGING, trace)
        assert [flip.label for flip in found] == [Label.IMPROVING, Label.WORSENING]
        assert found[-1].at_most is None


class TestBacktest:
    def test_the_rule_is_calmer_than_a_posterior_of_rates_on_steady_series(self) -> None:
        panels = [steady_panel(50, 20, 40, 100, np.random.default_rng(9))]
        ours, theirs = false_labels(panels, trace), false_labels(panels, gamma_poisson)
        assert ours.improving < 0.5 * theirs.improving

    def test_the_kept_table_has_a_day_a_commit_and_every_must_is_reached(self) -> None:
        kept = kept_backtest()
        date.fromisoformat(kept.measured_on)
        assert kept.commit
        musts = [row for row in kept.rows if row.at_most is not None or row.at_least is not None]
        assert len(musts) >= 15
        for row in musts:
            assert row.at_most is None or row.reached <= row.at_most, row.name
            assert row.at_least is None or row.reached >= row.at_least, row.name
