"""The models that there are: ours, and those of other packages by the entry point ``conflict_atlas.models``.

What may live here: finding a model by its key, and asking it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast import baselines
from conflict_atlas.analysis.forecast.analog_forest import ForestParameters, analog_forest
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.task import Task
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

GROUP = "conflict_atlas.models"


@dataclass(frozen=True)
class Model:
    """A model by its key. ``parameters`` is a dataclass of all its numbers; None where it has none beside its code."""

    key: str
    version: str
    title: str
    ask: Callable[[Task], Draws]
    parameters: object = None


OURS = "analog-forest"
OUR_MODELS = (
    Model(OURS, "1", "Analog forest: what followed in months like these", analog_forest, ForestParameters()),
    Model("conflictology", "1", "Conflictology: the unit's own last twelve months", baselines.conflictology),
    Model("last-poisson", "1", "Last value: the last month goes on", baselines.last_poisson),
    Model("bootstrap", "1", "Bootstrap: any month of any unit of twenty years", baselines.bootstrap),
    Model(
        "negative-binomial", "1", "Negative binomial: by the moments of the unit's last 18 months", baselines.negative_binomial
    ),
    Model("zero", "1", "Zero: nobody dies", baselines.zero),
)


@cache
def all_models() -> dict[str, Model]:
    """Every model by its key: ours first, then those of other packages. Raises AnalysisError where a key is taken."""
    models = {model.key: model for model in OUR_MODELS}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in models:
            raise AnalysisError(f"two models are called {point.name!r}: uninstall {point.value}, or let it take another name")
        models[point.name] = point.load()
    return models


def model(key: str) -> Model:
    """The model of that key. Raises AnalysisError that lists the known ones."""
    try:
        return all_models()[key]
    except KeyError:
        raise AnalysisError(f"unknown model {key!r}. Known models: {', '.join(all_models())}.") from None


def forecast(
    panel: Panel, origin: Month, horizons: tuple[int, int] = (1, 12), key: str = OURS, draws: int = 1000, seed: int = 1
) -> Draws:
    """The forecast of a model, which sees the panel up to ``origin`` and nothing behind it.

    ``horizons`` are the nearest and the farthest month, 1 for the one after the origin. Raises PanelError or AnalysisError.
    """
    return model(key).ask(Task(panel.until(origin), *horizons, draws, seed))
