"""Where the forecast is made better: scores of other numbers of the model on origins up to October 2016, and on no later one.

``python -m benchmarks.development`` prints those of the model as it is; numbers of ``ForestParameters`` that differ are
written behind it, as in ``own_half_life_months=2``. A variant is chosen here; what it does on the official
windows is looked at afterwards, by ``python -m benchmarks forecast``. Needs the example data.
"""

from __future__ import annotations

import sys
from dataclasses import fields, replace

import numpy as np

from benchmarks.forecast import HISTORY
from conflict_atlas.analysis.forecast import models
from conflict_atlas.analysis.forecast.analog_forest import ForestParameters, analog_forest
from conflict_atlas.analysis.forecast.task import Task
from conflict_atlas.analysis.panel_file import read_panel
from conflict_atlas.analysis.scores import scoreboard
from conflict_atlas.analysis.scores.scored import score
from conflict_atlas.events.months import Month

LAST_OUTCOME = Month(2017, 12)
"""The panel is cut here: no month of a window that is held out can be seen."""
ORIGINS = tuple(Month(year, month) for year in range(2010, 2017) for month in (1, 4, 7, 10))
SCORES = ("crps", "ign", "mis", "log_crps")


def variant(words: list[str]) -> ForestParameters:
    """The model's numbers with those changed that the words name. Raises ValueError for a word that names none."""
    rule = ForestParameters()
    kinds = {item.name: type(getattr(rule, item.name)) for item in fields(rule)}
    for word in words:
        name, _, value = word.partition("=")
        if name not in kinds:
            raise ValueError(f"{name!r} is no number of the model: {', '.join(kinds)}")
        rule = replace(rule, **{name: kinds[name](value)})
    return rule


def measure(rule: ForestParameters) -> str:
    """Ratios to the baseline over all origins, one line a score, and the share of origins won by CRPS."""
    panel = read_panel(HISTORY, "state-based deaths").until(LAST_OUTCOME)
    found = np.empty((2, len(ORIGINS), len(SCORES)))
    for number, origin in enumerate(ORIGINS):
        sys.stderr.write(f"  origin {origin}\n")
        task = Task(panel.until(origin), *scoreboard.HORIZONS, draws=1000, seed=1)
        for row, draws in enumerate((analog_forest(task, rule), models.model(scoreboard.BASELINE).ask(task))):
            means = score(draws, panel).mean()
            found[row, number] = [getattr(means, name) for name in SCORES]
    ours, theirs = found
    ratios = ours[:, 0] / theirs[:, 0]
    lines = [f"{len(ORIGINS)} origins from {ORIGINS[0]} to {ORIGINS[-1]}, against {scoreboard.BASELINE}:"]
    lines += [f"{name} {total:.4f}" for name, total in zip(SCORES, ours.mean(axis=0) / theirs.mean(axis=0), strict=True)]
    lines += [f"mean of the crps ratios {ratios.mean():.4f}, worst {ratios.max():.4f}, won {np.mean(ratios < 1):.3f}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(measure(variant(sys.argv[1:])) + "\n")
