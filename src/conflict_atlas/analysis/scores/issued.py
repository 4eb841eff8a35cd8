"""Scores of issued forecasts as data arrive.

What may live here: laying each archived issue on the series that the lake holds now. A month counts once it is covered well
enough; a first print counts until the final figure replaces it, so that a score may still move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from conflict_atlas.analysis.forecast import archive
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.scores.scored import LEAST_SHARE, Scores, score
from conflict_atlas.events.months import Month


@dataclass(frozen=True)
class IssuedScore:
    """The scores of an issue over the months that have come, from ``first`` to ``last``; ``preliminary``: first prints among them."""

    name: str
    model: str
    target: str
    first: Month
    last: Month
    preliminary: bool
    scores: Scores


def score_issued(root: Path, actuals: Mapping[str, Panel]) -> tuple[IssuedScore, ...]:
    """Score every issue of the workspace at ``root`` of which a month has come; ``actuals`` by kind of unit.

    Forecasts of one target are never scored on another: where the series has changed, the issue is left out.
    """
    found = []
    for record in archive.issues(root):
        panel = actuals.get(record.unit_kind)
        if panel is None or panel.target != record.target:
            continue
        draws = archive.draws_of(root, record)
        came = _came(draws, panel)
        if not came:
            continue
        units = tuple(unit for unit in draws.units if unit in panel.units)
        held = Draws(units, draws.first, draws.only(units).outcomes[:, : came[-1] + 1])
        rows = [panel.row(held.first.plus(number)) for number in came]
        found.append(
            IssuedScore(
                record.name,
                record.model,
                record.target,
                held.first.plus(came[0]),
                held.first.plus(came[-1]),
                bool(panel.preliminary[rows].any()),
                score(held, panel).mean(),
            )
        )
    return tuple(found)


def _came(draws: Draws, panel: Panel) -> list[int]:
    """The numbers of the months that the panel holds well enough and with a figure."""
    numbers = [number for number, month in enumerate(draws.months) if panel.first <= month <= panel.last]
    return [
        number
        for number in numbers
        if panel.share[panel.row(draws.months[number])] >= LEAST_SHARE
        and not np.isnan(panel.values[panel.row(draws.months[number])]).all()
    ]
