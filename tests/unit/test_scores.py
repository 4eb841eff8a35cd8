"""Scores are what their formulas say, and what a public library says."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from conflict_atlas.analysis.errors import DrawsError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.scores import calibration, proper
from conflict_atlas.analysis.scores.scored import by_year, score
from conflict_atlas.events.months import Month

SAMPLES = hnp.arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 60)), elements=st.integers(0, 5000))


@settings(max_examples=100, deadline=None)
@given(SAMPLES, st.data())
def test_crps_is_that_of_scoringrules_to_nine_digits(draws: np.ndarray, data: st.DataObject) -> None:
    came = np.array(data.draw(st.lists(st.integers(0, 5000), min_size=len(draws), max_size=len(draws))), dtype=float)
    theirs = scoringrules.crps_ensemble(came, draws.astype(float), estimator="nrg")
    np.testing.assert_allclose(proper.crps(draws, came), theirs, atol=1e-9, rtol=1e-9)
    logs = scoringrules.crps_ensemble(np.log1p(came), np.log1p(draws.astype(float)), estimator="nrg")
    np.testing.assert_allclose(proper.log_crps(draws, came), logs, atol=1e-9, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(SAMPLES, st.integers(0, 5000))
def test_crps_is_its_formula_over_all_pairs(draws: np.ndarray, came: int) -> None:
    one = draws[0].astype(float)
    expected = np.abs(one - came).mean() - 0.5 * np.abs(one[:, None] - one[None, :]).mean()
    assert proper.crps(one[None], np.array([float(came)]))[0] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(SAMPLES, st.integers(0, 5000))
def test_the_interval_score_is_that_of_scoringrules(draws: np.ndarray, came: int) -> None:
    low, high = np.quantile(draws, (0.05, 0.95), axis=-1)
    theirs = scoringrules.interval_score(np.full(len(draws), float(came)), low, high, 0.1)
    np.testing.assert_allclose(proper.interval_score(draws, np.full(len(draws), float(came))), theirs, atol=1e-9, rtol=1e-9)


def test_the_ignorance_score_counts_the_draws_in_the_bin_that_came() -> None:
    draws = np.array([[0] * 900 + [1] * 60 + [30] * 40])
    for came, inside in ((0, 900), (2, 60), (3, 0), (26, 40), (5000, 0)):
        assert proper.ignorance(draws, np.array([float(came)]))[0] == pytest.approx(-np.log2((inside + 1) / 1011), abs=1e-12)


def test_the_ignorance_score_does_not_hang_on_the_number_of_draws() -> None:
    few = np.array([[0] * 9 + [30]])
    many = np.repeat(few, 100, axis=1)
    assert proper.ignorance(few, np.array([30.0]))[0] == proper.ignorance(many, np.array([30.0]))[0]


@settings(max_examples=40, deadline=None)
@given(SAMPLES, st.integers(0, 5000), st.randoms())
def test_no_score_hangs_on_the_order_of_draws(draws: np.ndarray, came: int, chance: object) -> None:
    order = list(range(draws.shape[1]))
    chance.shuffle(order)  # type: ignore[attr-defined]
    observed = np.full(len(draws), float(came))
    for rule in (proper.crps, proper.log_crps, proper.ignorance, proper.interval_score):
        np.testing.assert_allclose(rule(draws[:, order], observed), rule(draws, observed), rtol=1e-12)


def test_a_certain_and_right_forecast_has_no_loss() -> None:
    draws = np.full((1, 1000), 7)
    assert proper.crps(draws, np.array([7.0]))[0] == 0
    assert proper.interval_score(draws, np.array([7.0]))[0] == 0


def board(values: list[list[float]]) -> Panel:
    return Panel.of(("A", "B"), Month(2019, 12), np.array(values))


def test_what_is_not_known_is_not_scored_and_not_counted() -> None:
    draws = Draws(("A", "B"), Month(2020, 1), np.ones((2, 2, 10), dtype=np.int64))
    scored = score(draws, board([[0, 0], [3, np.nan], [1, 1]]))
    found = scored.mean()
    assert found.n == 3
    assert found.crps == pytest.approx((2 + 0 + 0) / 3)


def test_months_of_an_incomplete_series_are_not_scored() -> None:
    actuals = board([[0, 0], [3, 3], [1, 1]])
    share = np.array([1.0, 0.5, 0.9])
    partial = Panel(actuals.units, actuals.first, actuals.values, share, actuals.preliminary)
    draws = Draws(("A", "B"), Month(2020, 1), np.ones((2, 2, 10), dtype=np.int64))
    assert score(draws, partial).mean().n == 2


def test_the_score_without_the_five_largest_leaves_out_the_deadliest_units() -> None:
    units = tuple("ABCDEF")
    actuals = Panel.of(units, Month(2020, 1), np.array([[0.0, 10, 20, 30, 40, 50]]))
    draws = Draws(units, Month(2020, 1), np.ones((6, 1, 4), dtype=np.int64))
    assert score(draws, actuals).mean().crps_without_top5 == 1.0


def test_a_forecast_over_two_years_is_scored_by_year_and_as_a_whole() -> None:
    draws = Draws(("A", "B"), Month(2019, 12), np.ones((2, 2, 4), dtype=np.int64))
    rows = by_year(draws, score(draws, board([[1, 1], [3, 3], [0, 0]])))
    assert [(window, found.n, found.crps) for window, found in rows] == [
        ("2019", 2, 0.0),
        ("2020", 2, 2.0),
        ("2019-12 to 2020-01", 4, 1.0),
    ]


@pytest.mark.parametrize(
    ("units", "first", "said"),
    [(("A", "C"), Month(2020, 1), "no unit C"), (("A", "B"), Month(2031, 1), "hold nothing of 2031-01 to 2031-02")],
)
def test_forecast_and_actuals_that_do_not_fit_are_refused(units: tuple[str, ...], first: Month, said: str) -> None:
    draws = Draws(units, first, np.ones((2, 2, 4), dtype=np.int64))
    with pytest.raises(DrawsError, match=said):
        score(draws, board([[0, 0], [3, 3], [1, 1]]))


def test_auc_brier_and_reliability_are_their_definitions() -> None:
    generator = np.random.default_rng(3)
    said = np.round(generator.random(300), 1)
    came = generator.random(300) < said
    pairs = [(a > b) + (a == b) / 2 for a in said[came] for b in said[~came]]
    assert calibration.auc(said, came) == pytest.approx(np.mean(pairs), abs=1e-12)
    always = came.mean()
    assert calibration.brier_skill(said, came) == pytest.approx(1 - np.mean((said - came) ** 2) / (always * (1 - always)))
    bins = calibration.reliability(said, came)
    assert sum(item.n for item in bins) == 300
    assert np.isnan(calibration.auc(said, np.ones(300, dtype=bool)))


def test_the_transform_of_a_calibrated_forecast_is_even() -> None:
    generator = np.random.default_rng(4)
    draws = generator.poisson(4, (4000, 500))
    counts = calibration.pit_counts(calibration.pit(draws, generator.poisson(4, 4000).astype(float)))
    assert sum(counts) == 4000
    assert max(counts) < 480
    assert min(counts) > 320
