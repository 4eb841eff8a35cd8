"""The scoreboard: models side by side over past years, lost ones included, and how calibrated ours is.

What may live here: the board as a value, its file in the package, and making it by forecasting past years again, each from
what was known before it. The file is written by ``python -m benchmarks forecast``; pages read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.models import OURS, forecast
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.scores import calibration
from conflict_atlas.analysis.scores.calibration import ReliabilityBin
from conflict_atlas.analysis.scores.scored import Scored, Scores, score
from conflict_atlas.events.months import Month

SCOREBOARD_FILE = "scoreboard.json"
HORIZONS = (3, 14)
"""From the October before: the calendar year, as in the ViEWS prediction challenge."""
BASELINE = "conflictology"
CERTAIN_DEATHS = 25
"""Reliability is told for the chance of so many deaths or more in a month."""


@dataclass(frozen=True)
class BoardRow:
    """The scores of a model in a window: a year, or a horizon over all years."""

    model: str
    window: str
    scores: Scores


@dataclass(frozen=True)
class Board:
    """One target. ``pit`` counts cells of our model by tenth; ``reliability`` is that of its chance of 25 deaths or more."""

    target: str
    source: str
    measured_on: str
    commit: str
    years: tuple[BoardRow, ...]
    horizons: tuple[BoardRow, ...]
    pit: tuple[int, ...]
    reliability: tuple[ReliabilityBin, ...]
    covered: float
    above: float

    @property
    def models(self) -> tuple[str, ...]:
        """Every model, in the order of the rows."""
        return tuple(dict.fromkeys(row.model for row in self.years))

    @property
    def windows(self) -> tuple[str, ...]:
        """Every year."""
        return tuple(dict.fromkeys(row.window for row in self.years))

    def of(self, model: str, window: str) -> Scores | None:
        """The scores of a model in a year; None where it was not scored there."""
        return next((row.scores for row in self.years if (row.model, row.window) == (model, window)), None)

    def lost(self, model: str = OURS, baseline: str = BASELINE) -> tuple[str, ...]:
        """The years in which a model has a worse CRPS than the baseline."""
        pairs = ((window, self.of(model, window), self.of(baseline, window)) for window in self.windows)
        return tuple(window for window, ours, theirs in pairs if ours and theirs and ours.crps >= theirs.crps)


@cache
def shipped() -> tuple[Board, ...]:
    """The boards that come with the program; empty where none was measured."""
    path = files("conflict_atlas.analysis.scores") / SCOREBOARD_FILE
    if not path.is_file():
        return ()
    return tuple(_board(value) for value in json.loads(path.read_text(encoding="utf-8")))


def to_json(boards: Sequence[Board]) -> str:
    """Boards as the text of their file; scores to six digits."""
    return json.dumps([_rounded(asdict(board)) for board in boards], indent=1, ensure_ascii=False) + "\n"


def year_of(
    panel: Panel, year: int, models: Sequence[str], others: Mapping[str, Draws], progress: Callable[[str], None]
) -> dict[str, tuple[Draws, Scored]]:
    """Forecast a year from the October before by each model, and score it, with forecasts by ``others`` beside them."""
    origin = Month(year - 1, 10)
    found: dict[str, Draws] = {}
    for key in models:
        progress(f"{year}: {key}")
        found[key] = forecast(panel, origin, HORIZONS, key)
    return {name: (draws, score(draws, panel)) for name, draws in (found | dict(others)).items()}


def board(
    target: str,
    source: str,
    measured: tuple[str, str],
    years: Mapping[int, Mapping[str, tuple[Draws, Scored]]],
) -> Board:
    """The board of years that were forecast; ``measured`` is the day and the commit."""
    cells = [found[OURS] for found in years.values()]
    there = [~np.isnan(scored.observed) for _, scored in cells]
    outcomes = np.concatenate([draws.outcomes[known] for (draws, _), known in zip(cells, there, strict=True)])
    came = np.concatenate([scored.observed[known] for (_, scored), known in zip(cells, there, strict=True)])
    return Board(
        target=target,
        source=source,
        measured_on=measured[0],
        commit=measured[1],
        years=tuple(
            BoardRow(model, str(year), scored.mean()) for year, found in years.items() for model, (_, scored) in found.items()
        ),
        horizons=_by_horizon(years),
        pit=calibration.pit_counts(calibration.pit(outcomes, came)),
        reliability=calibration.reliability((outcomes >= CERTAIN_DEATHS).mean(axis=-1), came >= CERTAIN_DEATHS),
        covered=calibration.covered(outcomes, came),
        above=calibration.above(outcomes, came),
    )


def _by_horizon(years: Mapping[int, Mapping[str, tuple[Draws, Scored]]]) -> tuple[BoardRow, ...]:
    """Our model and the baseline, by months ahead, over all years together."""
    rows = []
    for model in (OURS, BASELINE):
        scored = [found[model][1] for found in years.values()]
        for place in range(HORIZONS[1] - HORIZONS[0] + 1):
            means = [item.mean(slice(place, place + 1)) for item in scored if not np.isnan(item.observed[:, place]).all()]
            if means:
                rows.append(BoardRow(model, str(HORIZONS[0] + place), _together(means)))
    return tuple(rows)


def _together(means: Sequence[Scores]) -> Scores:
    """The mean over years, each weighing as many cells as it has."""
    weights = np.array([item.n for item in means], dtype=float)

    def mean(name: str) -> float:
        return float(np.average([getattr(item, name) for item in means], weights=weights))

    return Scores(int(weights.sum()), mean("crps"), mean("ign"), mean("mis"), mean("log_crps"), mean("crps_without_top5"))


def _board(value: dict[str, Any]) -> Board:
    def rows(name: str) -> tuple[BoardRow, ...]:
        return tuple(BoardRow(row["model"], row["window"], Scores(**row["scores"])) for row in value[name])

    reliability = tuple(ReliabilityBin(**item) for item in value["reliability"])
    told = value | {"years": rows("years"), "horizons": rows("horizons"), "pit": tuple(value["pit"])}
    return Board(**(told | {"reliability": reliability}))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, (list, tuple)) else value
