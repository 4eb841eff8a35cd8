"""The model "analog forest": what followed in months like this one, anywhere, found by a forest of random trees.

What may live here: this model. A forest groups past months whose features lead to like changes (Geurts, Ernst & Wehenkel
2006, extremely randomised trees); the draws of a unit are what came of those it shares a leaf with (Meinshausen 2006), so
that a forecast is made of cases that can be named. Two parts: the change of the cases from their level, laid on the level of
the unit; and the unit's own past, the nearer the likelier. The larger a war, the fewer cases are like it and the more it goes
by its own past. Tried on origins up to October 2016 and left out, since no score fell: outcomes of cases not laid on the
level of the unit, a second forest with finer leaves, levels of twelve months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.features import Features, features
from conflict_atlas.analysis.forecast.task import Task
from conflict_atlas.analysis.forecast.trajectories import tied_together

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ForestParameters:
    """Every number of the model; the digest of an issued forecast is taken over them."""

    trees: int = 100
    least_leaf: int = 50
    own_share: float = 0.3
    """So many draws come from the unit's own past, the others from cases."""
    large_war: float = 250.0
    """Deaths a month, as the level of the unit."""
    own_share_of_large_war: float = 0.5
    largest_war: float = 1000.0
    """Deaths a month; hardly any case is like it."""
    own_share_of_largest_war: float = 0.85
    own_months: int = 60
    own_half_life_months: float = 4.0
    quiet_kept: float = 0.15
    """Cases without deaths in 60 months are mostly alike: so many are kept, each with more weight."""
    most_cases: int = 60_000
    least_share: float = 0.80
    """A case whose outcome lies in a month that holds less of the publisher's total teaches nothing."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Past months with what followed: ``origins`` and ``units`` are rows and columns of the history."""

    origins: NDArray[np.int64]
    units: NDArray[np.int64]
    inputs: NDArray[np.float32]
    changes: _Floats
    weights: _Floats


def analog_forest(task: Task, parameters: ForestParameters | None = None) -> Draws:
    """The forecast of the model."""
    return with_mates(task, parameters)[0]


def with_mates(task: Task, parameters: ForestParameters | None = None) -> tuple[Draws, Cases, NDArray[np.int64]]:
    """The forecast, the cases, and for each question (unit by unit, horizon by horizon) the numbers of those it was made of."""
    rule = parameters or ForestParameters()
    rng = task.rng
    known = features(task.history)
    cases = _cases(task, known, rule, rng)
    questions = _questions(task, known)
    levels = np.repeat(known.log_level[-1, task.present], len(task.horizons))
    shares = (
        (0.0, rule.own_share),
        (rule.large_war, rule.own_share_of_large_war),
        (rule.largest_war, rule.own_share_of_largest_war),
    )
    of_own = [round(task.draws * share) for _, share in shares]
    mates = _mates(cases, questions, task.draws - min(of_own), rule.trees, rule.least_leaf, rng)
    of_cases = np.expm1(cases.changes[mates] + levels[:, None])
    own = _own_past(task, max(of_own), rule, rng)
    mixed = np.empty((len(questions), task.draws))
    class_of = np.searchsorted([np.log1p(least) for least, _ in shares], levels, side="right") - 1
    for number, count in enumerate(of_own):
        rows = class_of == number
        # Which draws come first is chance already.
        mixed[rows] = np.concatenate([of_cases[rows, : task.draws - count], own[rows, :count]], axis=1)
    outcomes = np.rint(np.maximum(mixed, 0)).reshape(len(task.units), len(task.horizons), task.draws)
    return task.answer(tied_together(outcomes, task, rng)), cases, mates


def _cases(task: Task, known: Features, rule: ForestParameters, rng: np.random.Generator) -> Cases:
    """A sample of every month, unit and horizon whose outcome lies within the history."""
    values, horizons = task.history.values, task.horizons
    with np.errstate(invalid="ignore"):
        usable = task.history.share >= rule.least_share
    months, units = values.shape
    origin, column, step = (axis.ravel() for axis in np.meshgrid(np.arange(months), np.arange(units), horizons, indexing="ij"))
    within = origin + step < months
    origin, column, step = origin[within], column[within], step[within]
    taught = ~np.isnan(values[origin, column]) & ~np.isnan(values[origin + step, column]) & usable[origin + step]
    quiet = known.quiet[origin, column]
    taught &= ~quiet | (rng.random(len(origin)) < rule.quiet_kept)
    found = np.flatnonzero(taught)
    if len(found) > rule.most_cases:
        found = np.sort(rng.choice(found, rule.most_cases, replace=False))
    origin, column, step = origin[found], column[found], step[found]
    changes = np.log1p(values[origin + step, column]) - known.log_level[origin, column]
    inputs = np.column_stack([known.values[origin, column], step.astype(np.float32)])
    weights = np.where(known.quiet[origin, column], 1 / rule.quiet_kept, 1.0)
    return Cases(origin, column, inputs, changes, weights)


def _questions(task: Task, known: Features) -> NDArray[np.float32]:
    now = known.values[-1, task.present]
    horizons = np.tile(task.horizons.astype(np.float32), len(now))
    return np.column_stack([np.repeat(now, len(task.horizons), axis=0), horizons])


def _mates(
    cases: Cases, questions: NDArray[np.float32], draws: int, trees: int, least_leaf: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """So many cases for each question, each from the leaf of a tree, every tree as often as the others."""
    if not draws:
        return np.empty((len(questions), 0), dtype=np.int64)
    from sklearn.ensemble import ExtraTreesRegressor

    forest = ExtraTreesRegressor(
        trees, min_samples_leaf=min(least_leaf, len(cases.changes)), n_jobs=-1, random_state=int(rng.integers(2**31))
    )
    forest.fit(cases.inputs, cases.changes, sample_weight=cases.weights)
    of_tree = np.array_split(rng.permutation(draws), trees)
    found = np.empty((len(questions), draws), dtype=np.int64)
    for tree, places in zip(forest.estimators_, of_tree, strict=True):
        if not len(places):
            continue
        leaves, asked = tree.apply(cases.inputs), tree.apply(questions)
        order = np.argsort(leaves, kind="stable")
        mass = np.concatenate([[0.0], cases.weights[order].cumsum()])
        begin = mass[np.searchsorted(leaves[order], asked, side="left")]
        end = mass[np.searchsorted(leaves[order], asked, side="right")]
        thrown = begin[:, None] + rng.random((len(questions), len(places))) * (end - begin)[:, None]
        found[:, places] = order[np.minimum(np.searchsorted(mass, thrown, side="right") - 1, len(order) - 1)]
    return found


def _own_past(task: Task, draws: int, rule: ForestParameters, rng: np.random.Generator) -> _Floats:
    """Months of the unit's own past, those of ``own_half_life_months`` ago half as likely as the last."""
    recent = task.history.values[-rule.own_months :, task.present]
    ages = np.arange(len(recent))[::-1]
    outcomes = np.empty((recent.shape[1], len(task.horizons), draws))
    for number, column in enumerate(recent.T):
        there = ~np.isnan(column)
        weights = 0.5 ** (ages[there] / rule.own_half_life_months)
        outcomes[number] = rng.choice(column[there], (len(task.horizons), draws), p=weights / weights.sum())
    return outcomes.reshape(-1, draws)
