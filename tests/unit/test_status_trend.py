"""The rule "trend": its formulas, written out once more here, and what must never change a label."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from scipy import stats

from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.assessment import Assessor
from conflict_atlas.analysis.status.labels import CODE, Label, Reason
from conflict_atlas.analysis.status.registry import rule
from conflict_atlas.analysis.status.trend import TrendParameters, probabilities, trace
from conflict_atlas.events.months import Month

FIRST = Month(2000, 1)
DEATHS = st.integers(0, 3000).map(float)
SERIES = arrays.arrays(np.float64, st.integers(16, 40), elements=DEATHS)
MANY = arrays.arrays(np.float64, st.tuples(st.integers(15, 30), st.integers(1, 5)), elements=DEATHS)
QUICK = settings(max_examples=40, deadline=None)


def panel_of(*columns: object) -> Panel:
    values = np.array(columns, dtype=np.float64).T
    return Panel.of(tuple(f"unit {number}" for number in range(values.shape[1])), FIRST, values)


def labels(panel: Panel, column: int = 0) -> list[Label]:
    found = trace(panel)
    return [found.label(row, column) for row in range(len(panel.values))]


def war(generator: np.random.Generator, months: int, level: float = 300) -> NDArray[np.float64]:
    return np.rint(level * np.exp(generator.normal(0, 0.3, months)))


class TestFormulas:
    @QUICK
    @given(SERIES)
    def test_probabilities_are_those_of_the_design(self, series: NDArray[np.float64]) -> None:
        found = trace(panel_of(series))
        for row in range(14, len(series)):
            logs = np.log(series[row - 14 : row + 1] + 1)
            recent, baseline = logs[12:], logs[:12]
            d = recent.mean() - baseline.mean()
            squares = ((recent - recent.mean()) ** 2).sum() + ((baseline - baseline.mean()) ** 2).sum()
            se = math.sqrt(1.5 * (squares + 4 * 0.9**2) / 17 * (1 / 3 + 1 / 12))
            t = stats.t(17 / 1.5)
            expected_up, expected_down = t.cdf((d - math.log(1.25)) / se), t.cdf((-d - math.log(1.25)) / se)
            if found.months_used(row, 0) != tuple(range(row - 14, row + 1)):
                continue
            assert found.p_up[row, 0] == pytest.approx(expected_up, abs=1e-9)
            assert found.p_down[row, 0] == pytest.approx(expected_down, abs=1e-9)
            assert found.recent[row, 0] == pytest.approx(series[row - 2 : row + 1].mean())
            assert found.baseline[row, 0] == pytest.approx(series[row - 14 : row - 2].mean())

    def test_one_recent_month_has_its_own_degrees_of_freedom(self) -> None:
        baseline = np.full(12, 99.0)
        up, down = probabilities(np.array([999.0]), baseline, TrendParameters())
        se = math.sqrt(1.5 * (4 * 0.9**2) / 15 * (1 + 1 / 12))
        d = math.log(1000) - math.log(100)
        assert up == pytest.approx(stats.t(10).cdf((d - math.log(1.25)) / se))
        assert down == pytest.approx(stats.t(10).cdf((-d - math.log(1.25)) / se))

    def test_a_tenfold_rise_is_worsening_a_tenfold_fall_improving_and_the_same_unchanging(self) -> None:
        assert labels(panel_of([50] * 15 + [500] * 3))[-1] is Label.WORSENING
        assert labels(panel_of([500] * 15 + [50] * 3))[-1] is Label.IMPROVING
        assert labels(panel_of([50] * 18))[-1] is Label.UNCHANGING

    def test_few_deaths_before_and_now_are_quiet_and_so_is_an_old_fall_to_nothing(self) -> None:
        assert labels(panel_of([2] * 15 + [0, 2, 2]))[-1] is Label.QUIET
        assert labels(panel_of([500] * 15 + [0] * 15))[-1] is Label.QUIET

    def test_a_label_is_held_until_its_p_falls_under_sixty_percent(self) -> None:
        panel = panel_of([100] * 15 + [210] * 14)
        found = trace(panel)
        held = [row for row in range(15, 29) if found.label(row, 0) is Label.WORSENING]
        assert any(found.p_up[row, 0] < 0.80 for row in held)
        assert all(found.p_up[row, 0] >= 0.60 for row in held)
        assert found.label(28, 0) is Label.UNCHANGING

    def test_one_month_alone_carries_a_label_only_at_ninety_five_percent(self) -> None:
        found = trace(panel_of([100] * 15 + [1500]))
        assert found.label(15, 0) is Label.WORSENING
        assert found.fast[15, 0]
        moderate = trace(panel_of([100] * 15 + [250]))
        assert moderate.label(15, 0) is Label.UNCHANGING

    def test_a_single_month_two_months_ago_does_not_carry_a_label(self) -> None:
        series = [20, 40] * 8 + [1500, 30, 30]
        found = trace(panel_of(series))
        assert found.p_up[-1, 0] < 0.95
        assert found.label(-1, 0) is not Label.WORSENING


class TestInvariants:
    @QUICK
    @given(MANY, st.randoms(use_true_random=False))
    def test_the_order_of_units_does_not_matter(self, values: NDArray[np.float64], shuffle: object) -> None:
        units = tuple(map(str, range(values.shape[1])))
        order = list(range(len(units)))
        shuffle.shuffle(order)  # type: ignore[attr-defined]
        one = trace(Panel.of(units, FIRST, values))
        other = trace(Panel.of(tuple(units[number] for number in order), FIRST, values[:, order]))
        np.testing.assert_array_equal(one.codes[:, order], other.codes)

    @QUICK
    @given(MANY, st.integers(0, 14))
    def test_the_future_does_not_change_a_label(self, values: NDArray[np.float64], cut: int) -> None:
        units = tuple(map(str, range(values.shape[1])))
        row = len(values) - 1 - min(cut, len(values) - 1)
        overwritten = values.copy()
        overwritten[row + 1 :] = 7777
        before, after = trace(Panel.of(units, FIRST, values)), trace(Panel.of(units, FIRST, overwritten))
        np.testing.assert_array_equal(before.codes[: row + 1], after.codes[: row + 1])
        np.testing.assert_array_equal(before.p_up[: row + 1], after.p_up[: row + 1])

    @QUICK
    @given(SERIES, st.integers(1, 24))
    def test_months_of_zero_before_a_quiet_past_change_no_label(self, series: NDArray[np.float64], zeros: int) -> None:
        quiet_first = np.concatenate((np.zeros(16), series))
        longer = np.concatenate((np.zeros(zeros), quiet_first))
        assert labels(panel_of(longer))[zeros + 15 :] == labels(panel_of(quiet_first))[15:]

    @given(st.integers(15, 60), st.integers(1, 30))
    @QUICK
    def test_more_months_of_zero_leave_nothing_but_quiet(self, months: int, more: int) -> None:
        assert set(labels(panel_of(np.zeros(months + more)))[14:]) == {Label.QUIET}

    @QUICK
    @given(st.integers(0, 10_000), st.sampled_from([0.0, np.nan]), st.integers(20, 38))
    def test_a_gap_of_one_month_in_reporting_flips_no_label_of_a_war(self, seed: int, gap: float, at: int) -> None:
        series = war(np.random.default_rng(seed), 40)
        with_gap = series.copy()
        with_gap[at] = gap
        told, found = trace(panel_of(series)), trace(panel_of(with_gap))
        assert found.label(at, 0) is found.label(at - 1, 0)
        assert found.carried[at, 0]
        for row in range(at, 40):
            assert {told.label(row, 0), found.label(row, 0)} != {Label.WORSENING, Label.IMPROVING}
            assert found.label(row, 0) not in (Label.QUIET, Label.NOT_ASSESSED)

    def test_a_second_month_of_nothing_confirms_the_first(self) -> None:
        series = [*war(np.random.default_rng(1), 30), 0, 0]
        found = labels(panel_of(series))
        assert found[-2] is found[-3]
        assert found[-1] is Label.IMPROVING

    @QUICK
    @given(st.integers(0, 10_000), st.integers(1, 20))
    def test_deaths_that_are_added_to_old_months_in_bulk_change_no_label_of_today(self, seed: int, times: int) -> None:
        series = war(np.random.default_rng(seed), 60)
        later = series.copy()
        later[:25] += 40 * times
        assert labels(panel_of(series))[-1] is labels(panel_of(later))[-1]
        np.testing.assert_array_equal(trace(panel_of(series)).p_up[44:], trace(panel_of(later)).p_up[44:])

    def test_a_country_born_in_the_series_is_missing_before_and_not_zero(self) -> None:
        series = war(np.random.default_rng(2), 60)
        born = np.concatenate((np.full(30, np.nan), series[30:]))
        found = trace(panel_of(born))
        assert {found.reason(row, 0) for row in range(44)} == {Reason.TOO_SHORT}
        assert found.label(44, 0) is Label.UNCHANGING
        from_nothing = trace(panel_of(np.concatenate((np.zeros(30), series[30:]))))
        assert from_nothing.label(33, 0) is Label.WORSENING

    def test_a_partial_last_month_is_not_used(self) -> None:
        complete = panel_of([*war(np.random.default_rng(3), 40), 12.0])
        partial = replace(complete, share=np.append(np.ones(40), 0.3))
        found = Assessor.of(partial, rule("trend"))
        assert found.latest() == partial.last.plus(-1)
        assert (
            found.assess("unit 0").label
            is Assessor.of(complete.until(complete.last.plus(-1)), rule("trend")).assess("unit 0").label
        )
        last = found.assess("unit 0", partial.last)
        assert (last.label, last.reason) == (Label.NOT_ASSESSED, Reason.SERIES_INCOMPLETE)

    @pytest.mark.parametrize("share", [0.79, np.nan])
    def test_an_incomplete_month_anywhere_in_the_windows_leaves_no_label(self, share: float) -> None:
        panel = panel_of(war(np.random.default_rng(4), 50))
        shares = np.ones(50)
        shares[20] = share
        found = trace(replace(panel, share=shares))
        assert {found.reason(row, 0) for row in range(20, 35)} == {Reason.SERIES_INCOMPLETE}
        assert np.isnan(found.p_up[20:35]).all()
        assert {found.reason(row, 0) for row in (19, 35)} == {Reason.NONE}

    def test_two_missing_months_leave_no_label_until_the_windows_are_past_them(self) -> None:
        series = war(np.random.default_rng(5), 50)
        series[20:22] = np.nan
        found = trace(panel_of(series))
        assert {found.reason(row, 0) for row in range(21, 36)} == {Reason.GAP}
        assert found.reason(36, 0) is Reason.NONE

    def test_a_series_shorter_than_both_windows_is_not_assessed(self) -> None:
        found = trace(panel_of([10.0] * 14))
        assert (found.codes == CODE[Label.NOT_ASSESSED]).all()
        assert found.reason(13, 0) is Reason.TOO_SHORT

    def test_units_whose_names_begin_alike_are_not_mixed(self) -> None:
        values = np.column_stack((np.full(20, 100.0), np.append(np.full(17, 100.0), [2000, 2000, 2000])))
        found = Assessor.of(Panel.of(("Sudan", "South Sudan"), FIRST, values), rule("trend"))
        assert found.assess("Sudan").label is Label.UNCHANGING
        assert found.assess("South Sudan").label is Label.WORSENING
