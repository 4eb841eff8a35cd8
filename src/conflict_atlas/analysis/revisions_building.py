"""Estimate the table of revisions from the same table of country and month as it stood on several dates.

What may live here: which of such vintages may be compared, and the estimate. Run ``python -m
conflict_atlas.analysis.revisions_building FOLDER`` on a folder of files named by their dates, YYYY-MM-DD.csv: it prints the
table that is kept as ``revisions.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.panel_file import read_panel
from conflict_atlas.analysis.revisions import RevisionTable
from conflict_atlas.events.months import Month

_Pairs = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]

AGES = (0, 1, 2, 3, 6, 12)
SIZES = (0, 1, 5, 25, 100, 500)
PROBABILITIES = (0.0, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 1.0)
LEAST_PAIRS = 30
"""A class with fewer pairs takes over the row of the next younger age, which is revised more."""
RELEASED_IN = 7
"""A yearly release, which makes the year before final, is out by July."""
LATEST_FIRST_PRINT = 4
"""A vintage whose last month is further back than this holds a yearly release without candidate months: no first prints."""
MOST_DIFFERENCE = 0.05
"""Vintages whose totals of long-final months differ by more count something else (in 2023: events that cross a month, too)."""
LONG_FINAL_YEARS = 4
LEAST_FOR_CORRELATION = 25


def read_vintages(folder: Path) -> dict[date, Panel]:
    """The panels of a folder by their dates, months marked that were preliminary then. Raises AnalysisError if there are none."""
    found = {date.fromisoformat(path.stem): read_panel(path) for path in sorted(folder.glob("????-??-??.csv"))}
    if not found:
        raise AnalysisError(f"{folder} holds no vintage: name the files by their dates, YYYY-MM-DD.csv")
    return {known_on: _marked(panel, known_on) for known_on, panel in found.items()}


def last_final(known_on: date) -> Month:
    """The last month that was final on that day: December of the last year with a yearly release."""
    return Month(known_on.year - (1 if known_on.month >= RELEASED_IN else 2), 12)


def _marked(panel: Panel, known_on: date) -> Panel:
    preliminary = np.array([month > last_final(known_on) for month in panel.months])
    return replace(panel, preliminary=preliminary, vintages=(known_on.isoformat(),))


def comparable(vintages: Mapping[date, Panel]) -> dict[date, Panel]:
    """The vintages that count what the last one counts, hold first prints, and do not repeat the one before.

    The last one is among them.
    """
    last = vintages[max(vintages)]
    found: dict[date, Panel] = {}
    for known_on, panel in sorted(vintages.items()):
        fresh = Month.of(known_on).ordinal - panel.last.ordinal <= LATEST_FIRST_PRINT
        repeats = any(_same(panel, before) for before in found.values())
        if fresh and not repeats and _counts_the_same(panel, last):
            found[known_on] = panel
    return found


def _same(one: Panel, other: Panel) -> bool:
    return one.units == other.units and one.last == other.last and np.array_equal(one.values, other.values, equal_nan=True)


def _counts_the_same(panel: Panel, last: Panel) -> bool:
    until = panel.last.plus(-12 * LONG_FINAL_YEARS)
    then, now = np.nansum(panel.until(until).values), np.nansum(last.until(until).values)
    return bool(abs(then - now) <= MOST_DIFFERENCE * now)


def estimate(vintages: Mapping[date, Panel]) -> RevisionTable:
    """The table from all comparable vintages; final is what the last one says of months that are final in it."""
    used = comparable(vintages)
    final_on = max(used)
    final = used[final_on]
    others = [panel for known_on, panel in sorted(used.items()) if known_on != final_on]
    triples = [_pairs(panel, final) for panel in others]
    age, printed, became = (np.concatenate([array.ravel() for array in arrays]) for arrays in zip(*triples, strict=True))
    change = np.log1p(became) - np.log1p(printed)
    shape = (len(AGES), len(SIZES))
    quantiles, pairs = np.zeros((*shape, len(PROBABILITIES))), np.zeros(shape, dtype=np.int64)
    age_class = np.searchsorted(AGES, age, side="right") - 1
    size_class = np.searchsorted(SIZES, printed, side="right") - 1
    for row, column in np.ndindex(*shape):
        here = change[(age_class == row) & (size_class == column)]
        pairs[row, column] = len(here)
        if len(here) >= LEAST_PAIRS:
            quantiles[row, column] = np.quantile(here, PROBABILITIES)
        elif row:
            quantiles[row, column] = quantiles[row - 1, column]
        else:
            raise AnalysisError(f"only {len(here)} first prints of {SIZES[column]} deaths or more: give more vintages")
    prints = tuple(known_on.isoformat() for known_on in sorted(used) if known_on != final_on)
    return RevisionTable(AGES, SIZES, PROBABILITIES, quantiles, pairs, _correlation(triples), prints, final_on.isoformat())


def _correlation(triples: Sequence[_Pairs]) -> float:
    """Of the revisions of neighbouring months of one unit, both of a size that can be revised either way.

    Spearman's measure r, which does not see outliers, is that of a Gaussian copula with the correlation 2 sin(pi/6 r).
    """
    before, after = [], []
    for _, printed, became in triples:
        change = np.log1p(became) - np.log1p(printed)
        large = (printed[:-1] >= LEAST_FOR_CORRELATION) & (printed[1:] >= LEAST_FOR_CORRELATION)
        before.append(change[:-1][large])
        after.append(change[1:][large])
    ranks = stats.spearmanr(np.concatenate(before), np.concatenate(after)).statistic
    return round(float(max(0.0, 2 * np.sin(np.pi / 6 * ranks))), 2)


def _pairs(panel: Panel, final: Panel) -> _Pairs:
    """Age, print and final of every month (rows) and unit that was preliminary and has become final."""
    rows = [row for row, month in enumerate(panel.months) if panel.preliminary[row] and not final.preliminary[final.row(month)]]
    units = sorted(set(panel.units) | set(final.units))
    shift = panel.first.ordinal - final.first.ordinal
    printed = np.stack([_column(panel, unit)[rows] for unit in units], axis=1)
    became = np.stack([_column(final, unit)[[row + shift for row in rows]] for unit in units], axis=1)
    ages = np.repeat((len(panel.values) - 1 - np.array(rows, dtype=np.int64))[:, None], len(units), axis=1)
    return ages, printed, became


def _column(panel: Panel, unit: str) -> NDArray[np.float64]:
    """A country without a column had no events: such tables leave it out."""
    return np.nan_to_num(panel.values[:, panel.column(unit)]) if unit in panel.units else np.zeros(len(panel.values))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(estimate(read_vintages(Path(sys.argv[1]))).to_json(), indent=1) + "\n")
