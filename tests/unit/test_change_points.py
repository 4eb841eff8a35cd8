"""Phases are the best that can be had, and alerts go out for what is abrupt and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from conflict_atlas.analysis.change_points import AlertParameters, Direction, PhaseParameters, alerts, changes, phases
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

FIRST = Month(2010, 1)


def total(series: NDArray[np.float64], found: list[int], parameters: PhaseParameters) -> float:
    parts = np.split(series, found)
    assert all(len(part) >= parameters.least_months for part in parts)
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts) + parameters.penalty(len(series)) * len(found)


def best_total(series: NDArray[np.float64], parameters: PhaseParameters) -> float:
    """The least that any partition costs, by trying them all."""

    @cache
    def until(stop: int) -> float:
        whole = series[:stop]
        best = float(((whole - whole.mean()) ** 2).sum())
        for start in range(parameters.least_months, stop - parameters.least_months + 1):
            part = series[start:stop]
            best = min(best, until(start) + float(((part - part.mean()) ** 2).sum()) + parameters.penalty(len(series)))
        return best

    return until(len(series))


class TestPhases:
    @settings(max_examples=60, deadline=None)
    @given(
        arrays.arrays(np.float64, st.integers(3, 40), elements=st.floats(0, 9)),
        st.integers(1, 5),
        st.sampled_from([0.2, 0.9]),
    )
    def test_no_partition_costs_less(self, series: NDArray[np.float64], least: int, sd: float) -> None:
        parameters = PhaseParameters(sd=sd, least_months=min(least, len(series)))
        assert total(series, changes(series, parameters), parameters) == pytest.approx(best_total(series, parameters), abs=1e-8)

    def test_a_war_between_two_years_of_peace_is_a_phase_with_its_plain_mean(self) -> None:
        values = np.concatenate((np.zeros(24), [400.0, 500, 300, 400, 600, 200], np.zeros(24)))
        found = phases(Panel.of(("A",), FIRST, values[:, None]), "A")
        assert [(str(phase.first), str(phase.last), phase.deaths_a_month) for phase in found] == [
            ("2010-01", "2011-12", 0),
            ("2012-01", "2012-06", 400),
            ("2012-07", "2014-06", 0),
        ]

    def test_phases_begin_after_the_last_missing_month_and_count_incomplete_ones(self) -> None:
        values = np.concatenate((np.full(6, np.nan), np.full(12, 50.0)))
        panel = Panel.of(("A",), FIRST, values[:, None])
        shares = np.ones(18)
        shares[8:10] = (0.5, np.nan)
        (phase,) = phases(replace(panel, share=shares), "A")
        assert (str(phase.first), str(phase.last), phase.incomplete_months) == ("2010-07", "2011-06", 2)

    def test_a_unit_that_is_missing_to_the_end_has_no_phase(self) -> None:
        assert phases(Panel.of(("A",), FIRST, np.full((5, 1), np.nan)), "A") == ()


class TestAlerts:
    def test_an_abrupt_rise_and_an_abrupt_fall_are_noticed_at_once(self) -> None:
        generator = np.random.default_rng(6)
        values = np.concatenate((generator.poisson(4, 40), generator.poisson(900, 30), generator.poisson(4, 20)))
        found = alerts(Panel.of(("A",), FIRST, values[:, None].astype(float)))
        assert [(alert.month, alert.direction) for alert in found] == [
            (FIRST.plus(40), Direction.RISE),
            (FIRST.plus(70), Direction.FALL),
        ]

    def test_steady_series_give_few_alerts(self) -> None:
        values = np.random.default_rng(7).negative_binomial(10, 0.1, size=(120, 20)).astype(float)
        found = alerts(Panel.of(tuple(map(str, range(20))), FIRST, values))
        assert len(found) <= 0.01 * values.size

    def test_the_future_does_not_change_an_alert(self) -> None:
        generator = np.random.default_rng(8)
        values = np.concatenate((generator.poisson(3, 30), generator.poisson(300, 10))).astype(float)[:, None]
        overwritten = values.copy()
        overwritten[33:] = 5
        before, after = (alerts(Panel.of(("A",), FIRST, array)) for array in (values, overwritten))
        until = FIRST.plus(32)
        assert [alert for alert in before if alert.month <= until] == [alert for alert in after if alert.month <= until]
        assert any(alert.month == FIRST.plus(30) for alert in before)

    def test_a_month_without_a_figure_gives_no_alert_and_is_passed_over(self) -> None:
        values = np.full(40, 100.0)
        values[20] = np.nan
        assert alerts(Panel.of(("A",), FIRST, values[:, None])) == ()

    def test_changes_of_few_deaths_give_no_alert(self) -> None:
        values = np.concatenate((np.zeros(40), np.full(10, 20.0)))[:, None]
        panel = Panel.of(("A",), FIRST, values)
        assert alerts(panel) == ()
        assert alerts(panel, AlertParameters(least_deaths=10)) != ()
