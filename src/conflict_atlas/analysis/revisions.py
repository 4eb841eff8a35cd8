"""How first prints are revised: what a month's figure, as printed some months later, has become when it was final.

What may live here: the table of revisions, drawing revised values from it, and how one month's figure changed from vintage
to vintage. The table is estimated by ``revisions_building`` and lies beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.lake_panels import country_panel
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.vintages import Vintage

TABLE_FILE = "revisions.json"


@dataclass(frozen=True, eq=False)
class RevisionTable:
    """Quantiles of log(final + 1) - log(print + 1), by age of the print in months and by its size in deaths.

    ``ages`` and ``sizes`` are the lower bounds of the classes; ``quantiles`` has the shape ages x sizes x probabilities,
    ``pairs`` (ages x sizes) says on how many pairs of print and final each row rests.
    """

    ages: tuple[int, ...]
    sizes: tuple[int, ...]
    probabilities: tuple[float, ...]
    quantiles: NDArray[np.float64]
    pairs: NDArray[np.int64]
    correlation: float
    """Of the revisions of two months of one unit: a country that is counted up is counted up for months."""
    prints: tuple[str, ...]
    final: str

    def draw(
        self, values: NDArray[np.float64], ages: NDArray[np.int64], draws: int, generator: np.random.Generator
    ) -> NDArray[np.float64]:
        """Revised values, draws x months x units: whole deaths; NaN stays NaN.

        ``values`` and ``ages`` (how many months after its month each value was printed) are months x units. In each draw the
        months of a unit share a part of their luck (a Gaussian copula of one factor).
        """
        shared = np.sqrt(self.correlation) * generator.standard_normal((draws, 1, values.shape[1]))
        own = np.sqrt(1 - self.correlation) * generator.standard_normal((draws, *values.shape))
        chances = special.ndtr(shared + own)
        known = ~np.isnan(values)
        age = np.searchsorted(self.ages, ages, side="right") - 1
        size = np.searchsorted(self.sizes, np.where(known, values, 0), side="right") - 1
        revised = np.broadcast_to(np.where(known, values, np.nan), chances.shape).copy()
        for row in range(len(self.ages)):
            for column in range(len(self.sizes)):
                here = (age == row) & (size == column) & known
                if here.any():
                    change = np.interp(chances[:, here], self.probabilities, self.quantiles[row, column])
                    revised[:, here] = np.maximum(np.rint(np.expm1(np.log1p(values[here]) + change)), 0)
        return revised

    def to_json(self) -> dict[str, Any]:
        """The table as JSON values; rows of age, size, pairs and quantiles."""
        rows = [
            {
                "age": age,
                "size": size,
                "pairs": int(self.pairs[row, column]),
                "quantiles": [round(float(value), 4) for value in self.quantiles[row, column]],
            }
            for row, age in enumerate(self.ages)
            for column, size in enumerate(self.sizes)
        ]
        return {
            "final": self.final,
            "prints": list(self.prints),
            "correlation": self.correlation,
            "probabilities": list(self.probabilities),
            "rows": rows,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RevisionTable:
        """The inverse of ``to_json``. Raises AnalysisError for a table with rows missing."""
        rows = value["rows"]
        ages = tuple(dict.fromkeys(row["age"] for row in rows))
        sizes = tuple(dict.fromkeys(row["size"] for row in rows))
        if len(rows) != len(ages) * len(sizes):
            raise AnalysisError(f"the table of revisions has {len(rows)} rows for {len(ages)} ages and {len(sizes)} sizes")
        shape = (len(ages), len(sizes))
        return cls(
            ages,
            sizes,
            tuple(value["probabilities"]),
            np.array([row["quantiles"] for row in rows], dtype=np.float64).reshape(*shape, -1),
            np.array([row["pairs"] for row in rows], dtype=np.int64).reshape(shape),
            value["correlation"],
            tuple(value["prints"]),
            value["final"],
        )


@cache
def shipped_table() -> RevisionTable:
    """The table that comes with the program."""
    return RevisionTable.from_json(json.loads((files("conflict_atlas.analysis") / TABLE_FILE).read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Printed:
    """What one vintage said about a month: ``figure`` is None where it did not hold the unit or the month."""

    known_on: date
    figure: int | None
    preliminary: bool


def country_prints(lake: Lake) -> dict[date, Panel]:
    """The panel of countries as it stood on each day on which something was imported or withdrawn.

    Panels that count something else than the latest one does are left out: their figures differ for another reason.
    """
    days = {vintage.imported_at.date() for vintage in lake.vintages()}
    days |= {vintage.imported_at.date() for vintage in _withdrawn(lake)} | {item.at.date() for item in lake.withdrawals()}
    panels: dict[date, Panel] = {}
    for day in sorted(days):
        try:
            panels[day] = country_panel(lake, day)
        except CannotAnswer:
            continue
    target = panels[max(panels)].target if panels else ""
    return {day: panel for day, panel in panels.items() if panel.target == target}


def _withdrawn(lake: Lake) -> list[Vintage]:
    return [lake.vintage(item.vintage_id) for item in lake.withdrawals()]


def history(prints: Mapping[date, Panel], unit: str, month: Month) -> tuple[Printed, ...]:
    """How one month's figure changed: what each vintage said, in the order of their dates. Vintages without it are left out."""
    found = []
    for known_on, panel in sorted(prints.items()):
        if unit not in panel.units or not panel.first <= month <= panel.last:
            continue
        row = panel.row(month)
        value = panel.values[row, panel.column(unit)]
        found.append(Printed(known_on, None if np.isnan(value) else int(value), bool(panel.preliminary[row])))
    return tuple(found)
