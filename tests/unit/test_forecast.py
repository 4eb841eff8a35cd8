"""A forecast sees its past only, says the same for the same seed, and refuses what it cannot go by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.errors import AnalysisError, DrawsError, PanelError
from conflict_atlas.analysis.forecast import models
from conflict_atlas.analysis.forecast.analog_forest import with_mates
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.draws_file import read_draws, write_draws
from conflict_atlas.analysis.forecast.features import NAMES, features
from conflict_atlas.analysis.forecast.similar import months_alike
from conflict_atlas.analysis.forecast.summary import Outlook, outlooks
from conflict_atlas.analysis.forecast.task import Task
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

FIRST = Month(2010, 1)
ORIGIN = FIRST.plus(95)


def panel(seed: int = 1, months: int = 108, units: int = 12) -> Panel:
    """Made-up wars: some at peace, some at rest between bursts; one born late."""
    generator = np.random.default_rng(seed)
    level = np.repeat([0, 0, 3, 20, 150, 900], units // 6)
    bursts = generator.gamma(0.7, 1.4, (months, units))
    values = generator.poisson(level * bursts).astype(float)
    values[:40, units - 1] = np.nan
    return Panel.of(tuple(f"unit {number}" for number in range(units)), FIRST, values)


@pytest.mark.parametrize("key", list(models.all_models()))
def test_a_future_that_is_overwritten_changes_no_forecast(key: str) -> None:
    known = panel()
    values = known.values.copy()
    values[known.row(ORIGIN) + 1 :] = 99_999
    other = Panel.of(known.units, known.first, values)
    one, two = (models.forecast(item, ORIGIN, (1, 6), key, 200) for item in (known, other))
    np.testing.assert_array_equal(one.outcomes, two.outcomes)


@pytest.mark.parametrize("key", list(models.all_models()))
def test_the_same_seed_gives_the_same_draws_and_the_shape_that_was_asked_for(key: str) -> None:
    one = models.forecast(panel(), ORIGIN, (2, 5), key, 150, seed=7)
    two = models.forecast(panel(), ORIGIN, (2, 5), key, 150, seed=7)
    np.testing.assert_array_equal(one.outcomes, two.outcomes)
    assert one.outcomes.shape == (12, 4, 150)
    assert (one.first, one.last) == (ORIGIN.plus(2), ORIGIN.plus(5))


def test_baselines_are_what_they_are_called() -> None:
    known = panel()
    recent = known.until(ORIGIN).values[-12:]
    own = models.forecast(known, ORIGIN, (1, 2), "conflictology", 400)
    for number in range(12):
        assert set(own.outcomes[number].ravel()) <= set(recent[:, number].astype(int))
    assert not models.forecast(known, ORIGIN, (1, 2), "zero", 10).outcomes.any()
    last = models.forecast(known, ORIGIN, (1, 1), "last-poisson", 20_000).outcomes.mean(axis=(1, 2))
    np.testing.assert_allclose(last, recent[-1], rtol=0.05, atol=0.05)
    spread = models.forecast(known, ORIGIN, (1, 1), "negative-binomial", 20_000).outcomes[9, 0]
    history = known.until(ORIGIN).values[-18:, 9]
    assert spread.mean() == pytest.approx(history.mean(), rel=0.1)
    assert spread.var() == pytest.approx(history.var(ddof=1), rel=0.2)
    pool = models.forecast(known, ORIGIN, (1, 1), "bootstrap", 20_000)
    everything = known.until(ORIGIN).values
    assert pool.outcomes.mean() == pytest.approx(np.nanmean(everything), rel=0.1)


def test_the_forest_beats_the_last_twelve_months_where_the_past_teaches_something() -> None:
    from conflict_atlas.analysis.scores.scored import score

    known = panel(seed=5, months=168, units=36)
    origin = FIRST.plus(150)
    ours, theirs = (score(models.forecast(known, origin, (1, 12), key), known).mean() for key in (models.OURS, "conflictology"))
    assert ours.ign < theirs.ign
    assert ours.log_crps < theirs.log_crps


def test_a_country_that_does_not_exist_at_the_origin_gets_no_forecast() -> None:
    known = panel()
    values = known.values.copy()
    values[60:, 0] = np.nan
    made = models.forecast(Panel.of(known.units, FIRST, values), ORIGIN, (1, 3), draws=50)
    assert made.units == known.units[1:]


def test_a_country_born_late_is_forecast_from_its_own_months() -> None:
    made = models.forecast(panel(), FIRST.plus(44), (1, 3), "conflictology", 100)
    own = panel().values[40:45, 11].astype(int)
    assert set(made.of("unit 11").ravel()) <= set(own)


def test_a_month_that_holds_too_little_teaches_nothing() -> None:
    known = panel()
    share = np.ones(len(known.values))
    share[50:60] = 0.3
    partial = Panel(known.units, FIRST, known.values, share, known.preliminary)
    _, cases, _ = with_mates(Task(partial.until(ORIGIN), 1, 3, 50, 1))
    landed = {FIRST.plus(int(row)) for row in cases.origins + cases.inputs[:, -1].astype(int)}
    assert not landed & {FIRST.plus(row) for row in range(50, 60)}
    assert FIRST.plus(61) in landed


def test_sums_over_months_are_sums_of_paths_that_could_be() -> None:
    """Months of one path are alike: drawn apart, their sum would be too sure of itself."""
    generator = np.random.default_rng(2)
    level = np.repeat(generator.gamma(1.0, 60, (20, 30)), 12, axis=0)
    known = Panel.of(tuple(f"unit {number}" for number in range(30)), FIRST, generator.poisson(level).astype(float))
    made = models.forecast(known, FIRST.plus(200), (1, 6))
    shuffled = generator.permuted(made.outcomes, axis=2)
    together, apart = made.outcomes.sum(axis=1).var(axis=1), shuffled.sum(axis=1).var(axis=1)
    assert np.median(together / apart) > 1.3
    np.testing.assert_array_equal(np.sort(made.outcomes, axis=2), np.sort(shuffled, axis=2))


def test_features_look_back_only_and_count_no_month_before_a_birth() -> None:
    known = panel()
    whole, cut = features(known), features(known.until(ORIGIN))
    np.testing.assert_array_equal(whole.values[: len(cut.values)], cut.values)
    born = whole.values[40, 11]
    assert born[NAMES.index("log mean 60")] == pytest.approx(np.log1p(known.values[40, 11]), rel=1e-6)
    assert np.isnan(whole.values[39, 11]).all()


def test_months_alike_are_past_months_with_what_followed_them() -> None:
    history = panel().until(ORIGIN)
    task = Task(history, 1, 3, 300, 1)
    draws, cases, mates = with_mates(task)
    found = months_alike(task, cases, mates)
    assert set(found) == set(history.units)
    for unit, alike in found.items():
        assert 0 < len(alike) <= 5
        for item in alike:
            row, column = history.row(Month.parse(item.month)), history.column(item.unit)
            assert item.after == np.nansum(history.values[row + 1 : row + 4, column])
            assert not (item.unit == unit and ORIGIN.ordinal - Month.parse(item.month).ordinal < 12)
    told = outlooks(draws, history, found)
    assert [Outlook.from_json(item.to_json()) for item in told] == list(told)


def test_what_is_told_is_what_was_drawn() -> None:
    history = panel().until(ORIGIN)
    draws = models.forecast(history, ORIGIN, (1, 4), draws=400)
    told = {outlook.unit: outlook for outlook in outlooks(draws, history)}
    loud, silent = told["unit 10"], told["unit 0"]
    assert not silent.has_skill
    assert loud.has_skill
    assert loud.last_three == history.values[-3:, 10].sum()
    assert loud.worse == pytest.approx((draws.of("unit 10")[:3].sum(axis=0) > loud.last_three).mean())
    assert [month.month for month in loud.months] == [str(ORIGIN.plus(ahead)) for ahead in range(1, 5)]
    for number, month in enumerate(loud.months):
        assert list(month.quantiles) == sorted(month.quantiles)
        assert month.none == pytest.approx((draws.of("unit 10")[number] == 0).mean())
        assert list(month.at_least) == sorted(month.at_least, reverse=True)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 7), st.integers(0, 2**31))
def test_a_forecast_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, units: int, months: int, draws: int, seed: int
) -> None:
    made = Draws(
        tuple(f"Côte d'Ivoire, {number}" for number in range(units)),
        Month(2019, 11),
        np.random.default_rng(seed).integers(0, 10**7, (units, months, draws)),
    )
    path = tmp_path_factory.mktemp("draws") / "f.parquet"
    write_draws(made, path)
    found = read_draws(path)
    assert (found.units, found.first) == (made.units, made.first)
    np.testing.assert_array_equal(found.outcomes, made.outcomes)
    assert [item.name for item in path.parent.iterdir()] == ["f.parquet"]


def table(**columns: list[object]) -> pd.DataFrame:
    whole = {"unit": ["A", "A", "B", "B"], "month": ["2020-01"] * 4, "draw": [0, 1, 0, 1], "outcome": [1, 2, 3, 4]}
    return pd.DataFrame(whole | columns)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (table(outcome=[1, 2, -3, 4]), "row 3 .*-3"),
        (table(outcome=[1, 2.5, 3, 4]), "row 2 .*2.5"),
        (table(outcome=[1, None, 3, 4]), "row 2"),
        (table(month=["2020-01", "soon", "2020-01", "2020-01"]), "row 2 .*soon"),
        (table(draw=[0, 0, 0, 1]), "A, 2020-01 has draw 0 twice"),
        (table(unit=["A", "A", "A", "B"], draw=[0, 1, 2, 0]), "draws where most have"),
        (table(month=["2020-01", "2020-01", "2020-03", "2020-03"]), "has 0 draws where most have 2"),
        (table().drop(columns="outcome"), "no column 'outcome'"),
        (table().drop(columns="unit"), "no column 'unit' or 'country_id'"),
        (table().iloc[:0], "no draws"),
    ],
)
def test_a_wrong_forecast_file_is_refused_with_its_place(tmp_path: Path, frame: pd.DataFrame, said: str) -> None:
    frame.to_parquet(tmp_path / "f.parquet")
    with pytest.raises(DrawsError, match=said):
        read_draws(tmp_path / "f.parquet")


def test_what_is_no_forecast_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "f.parquet").write_text("unit,month\n")
    with pytest.raises(DrawsError, match="no Parquet file"):
        read_draws(tmp_path / "f.parquet")
    with pytest.raises(DrawsError, match="no such file"):
        read_draws(tmp_path / "g.parquet")


def test_draws_refuse_what_they_cannot_be() -> None:
    for outcomes, said in (
        (np.array([[[1, -1]]]), "draw 1: -1"),
        (np.array([[[1.5]]]), "whole numbers"),
        (np.zeros((2, 1, 1), dtype=int), "draws of 1 units"),
        (np.zeros((1, 0, 1), dtype=int), "no draws"),
    ):
        with pytest.raises(DrawsError, match=said):
            Draws(("A",), FIRST, outcomes)


def test_a_task_that_cannot_be_done_is_refused_with_what_to_do() -> None:
    known = panel()
    for ask, said in (
        (lambda: models.forecast(known, FIRST.plus(10)), "needs 24 or more"),
        (lambda: models.forecast(known, FIRST.plus(500)), "does not hold"),
        (lambda: models.forecast(known, ORIGIN, (3, 2)), "write the nearest and the farthest"),
        (lambda: models.forecast(known, ORIGIN, draws=0), "ask for 1 or more"),
        (lambda: models.forecast(Panel.of(("A",), FIRST, np.full((40, 1), np.nan)), FIRST.plus(39)), "nothing to forecast"),
    ):
        with pytest.raises(PanelError, match=said):
            ask()
    with pytest.raises(AnalysisError, match=r"Known models: analog-forest"):
        models.model("crystal-ball")
