"""Small forecasts made to measure: two units, four months, five draws, and the records of two issues."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conflict_atlas.analysis.forecast.archive import Record
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.summary import outlooks
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.months import Month

HISTORY = Panel.of(("SDN", "ISL"), Month(2023, 1), np.tile([[30.0, 0.0]], (12, 1)), "deaths, all violence")
DRAWS = Draws(
    ("SDN", "ISL"),
    Month(2024, 1),
    np.stack([np.arange(20).reshape(4, 5) + 10, np.zeros((4, 5), dtype=np.int64)]),
)
OUTLOOKS = outlooks(DRAWS, HISTORY)
FIRST = Record(
    name="2023-12-country-analog-forest-0123456789ab",
    issued_at="2024-02-01T12:00:00+00:00",
    origin="2023-12",
    first=1,
    last=4,
    unit_kind="country",
    target="deaths, all violence",
    model="analog-forest",
    model_version="1",
    configuration="0123456789ab" + "0" * 52,
    seed=1,
    draws=5,
    vintages=("ucdp-ged-24.1",),
    lake="0" * 64,
    program="0.1",
)
SECOND = replace(FIRST, name="2023-12-country-analog-forest-ba9876543210", issued_at="2024-03-01T12:00:00+00:00")
