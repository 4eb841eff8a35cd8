"""The table of the forecast: past years forecast again, each from what was known before it, beside baselines and submissions.

Reads the example data, in the folder that ``CONFLICT_ATLAS_SHARED`` names or in ``shared`` beside the repository, and the
starter pack. Keeps the scoreboards in the package, where the page of the scoreboard finds them. The years 2018-2021 are the
official windows of the ViEWS prediction challenge and were looked at here only; the model was made on origins up to October
2016.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.processes import COMMAND, run
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.draws_file import read_draws
from conflict_atlas.analysis.forecast.models import OUR_MODELS, OURS, forecast
from conflict_atlas.analysis.lake_panels import country_panel
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.panel_file import read_panel
from conflict_atlas.analysis.revisions_building import comparable, read_vintages
from conflict_atlas.analysis.scores import calibration, scoreboard
from conflict_atlas.analysis.scores.scored import Scored, Scores, score
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or ROOT.parent / "shared")
VIEWS = SHARED / "data" / "views"
HISTORY = VIEWS / "state_based_country_month_1990_2021.parquet"
VINTAGES = SHARED / "data" / "vintages"
KEPT = ROOT / "src" / "conflict_atlas" / "analysis" / "scores" / scoreboard.SCOREBOARD_FILE

OFFICIAL_YEARS = (2018, 2019, 2020, 2021)
PACK_YEARS = (2018, 2019, 2025)
"""Years in which the starter pack's series, and the year before the origin, hold 80 % of all deaths or more."""
SUBMITTED = "bodentien-rueter"
FILES = {
    SUBMITTED: "bodentien_rueter_cm_nbinom_test_window_{}.parquet",
    "official bootstrap": "bm_cm_bootstrap_expanded_{}.parquet",
    "official last value": "bm_cm_last_historical_poisson_expanded_{}.parquet",
}
ROLLING = tuple(Month(year, month) for year in range(2013, 2021) for month in (1, 4, 7, 10))
"""Quarterly origins up to the last with fourteen months behind it; those before 2017 the model was made on."""
ROLLING_PROCESSES = 2
REAL_TIME_EVERY = 2
"""Every second vintage: each is a forecast of its own."""
Years = dict[int, dict[str, tuple[Draws, Scored]]]


def measure() -> list[Figure]:
    """Every row of the table that can be measured here."""
    # First, while this process is small: the kernel counts a child's memory from its fork on.
    one_origin = _one_origin() if HISTORY.is_file() else []
    figures = _on_the_pack()
    if not HISTORY.is_file():
        return [*figures, Figure("forecast on the official windows", 0, "", note="not measurable here: no example data")]
    panel = read_panel(HISTORY, "state-based deaths")
    years: Years = {}
    for year in OFFICIAL_YEARS:
        others = {name: read_draws(VIEWS / file.format(year)) for name, file in FILES.items()}
        years[year] = scoreboard.year_of(panel, year, [model.key for model in OUR_MODELS], others, _say)
    _keep_board(
        scoreboard.board("state-based deaths", "ViEWS prediction challenge 2023/24, windows 2018-2021", _measured(), years)
    )
    return [*_official(years), *_active(panel, years), *_rolling(panel), *_real_time(), *one_origin, *figures]


def _say(step: str) -> None:
    sys.stderr.write(f"  {step}\n")


def _measured() -> tuple[str, str]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    return datetime.now(UTC).date().isoformat(), commit


_boards: list[scoreboard.Board] = []


def _keep_board(board: scoreboard.Board) -> None:
    """Put a board into the file; one of the same target that was there is replaced."""
    _boards.append(board)
    targets = {item.target for item in _boards}
    kept = [item for item in scoreboard.shipped() if item.target not in targets]
    boards = sorted([*kept, *_boards], key=lambda item: item.target, reverse=True)
    KEPT.write_text(scoreboard.to_json(boards), encoding="utf-8")


def _mean(years: Years, model: str) -> Scores:
    means = [found[model][1].mean() for found in years.values()]
    return Scores(
        sum(item.n for item in means),
        *(
            float(np.mean([getattr(item, name) for item in means]))
            for name in ("crps", "ign", "mis", "log_crps", "crps_without_top5")
        ),
    )


def _against(name: str, ours: float, theirs: float, most: float | None = None, note: str = "") -> Figure:
    return Figure(f"forecast: {name}", ours / theirs, "", most, note=note or f"{ours:.3f} against {theirs:.3f}")


def _official(years: Years) -> list[Figure]:
    ours, baseline, submitted = (_mean(years, name) for name in (OURS, scoreboard.BASELINE, SUBMITTED))
    won = {
        name: sum(
            getattr(found[OURS][1].mean(), name) < getattr(found["conflictology"][1].mean(), name) for found in years.values()
        )
        for name in ("crps", "ign")
    }
    others = (("negative-binomial", 0.96), ("last-poisson", 0.76), ("zero", 0.57))
    return [
        _against("CRPS / conflictology, windows 2018-21", ours.crps, baseline.crps, 0.94),
        _against("IGN / conflictology", ours.ign, baseline.ign, 0.83),
        _against("MIS / conflictology", ours.mis, baseline.mis, 0.92),
        *(_against(f"CRPS / {name}", ours.crps, _mean(years, name).crps, most) for name, most in others),
        _against("CRPS / the submitted Bodentien-Rueter file", ours.crps, submitted.crps, 1.0),
        _against("IGN / the submitted Bodentien-Rueter file", ours.ign, submitted.ign, 1.0),
        _against("log-CRPS / conflictology", ours.log_crps, baseline.log_crps),
        _against("CRPS without the 5 largest / conflictology", ours.crps_without_top5, baseline.crps_without_top5),
        Figure("forecast: windows won against conflictology by CRPS", won["crps"], "of 4", least=4),
        Figure("forecast: windows won against conflictology by IGN", won["ign"], "of 4", least=4),
        *(
            Figure(
                f"forecast: CRPS of {name}, windows 2018-21",
                _mean(years, name).crps,
                "",
                note=f"IGN {_mean(years, name).ign:.3f}",
            )
            for name in FILES
        ),
    ]


def _active(panel: Panel, years: Years) -> list[Figure]:
    """Coverage where there was violence in the year before the origin."""
    draws, came = [], []
    for year, found in years.items():
        forecasted, scored = found[OURS]
        rows = panel.until(Month(year - 1, 10)).values[-12:]
        is_active = [np.nansum(rows[:, panel.column(unit)]) >= 25 for unit in forecasted.units]
        there = ~np.isnan(scored.observed) & np.array(is_active)[:, None]
        draws.append(forecasted.outcomes[there])
        came.append(scored.observed[there])
    outcomes, happened = np.concatenate(draws), np.concatenate(came)
    inside, over = calibration.covered(outcomes, happened), calibration.above(outcomes, happened)
    return [
        Figure("forecast: active units, 90 % interval covers", inside, "", 0.96, least=0.87, note=f"{len(happened)} cells"),
        Figure("forecast: active units, share above q95", over, "", 0.08, least=0.03),
    ]


def _both(panel: Panel, origin: Month) -> tuple[Draws, Draws]:
    """Our forecast and the baseline from an origin, from the next month on."""
    _say(f"origin {origin}")
    ours, theirs = (forecast(panel, origin, (1, scoreboard.HORIZONS[1]), key) for key in (OURS, scoreboard.BASELINE))
    return ours, theirs


def _rolling(panel: Panel) -> list[Figure]:
    better = {"crps": 0, "ign": 0}
    chances, came, was_quiet, had_none = [], [], [], []
    with ProcessPoolExecutor(ROLLING_PROCESSES, mp_context=multiprocessing.get_context("spawn")) as processes:
        made = list(processes.map(_both, [panel] * len(ROLLING), ROLLING))
    for origin, (ours, theirs) in zip(ROLLING, made, strict=True):
        scores = [score(item, panel).mean(slice(scoreboard.HORIZONS[0] - 1, None)) for item in (ours, theirs)]
        for name in better:
            better[name] += getattr(scores[0], name) < getattr(scores[1], name)
        columns = [panel.column(unit) for unit in ours.units]
        row = panel.row(origin)
        ahead = panel.values[row + 1 : row + 4, columns]
        there = ~np.isnan(ahead).any(axis=0)
        chances.append((ours.outcomes[:, :3] >= 25).any(axis=1).mean(axis=-1)[there])
        came.append((ahead >= 25).any(axis=0)[there])
        before = np.nan_to_num(panel.values[row - 23 : row + 1, columns])
        was_quiet.append((before.max(axis=0) < 25)[there])
        had_none.append((before.sum(axis=0) == 0)[there])
    said, happened = np.concatenate(chances), np.concatenate(came)
    quiet, none = np.concatenate(was_quiet), np.concatenate(had_none)
    note = f"{len(ROLLING)} quarterly origins from {ROLLING[0]} to {ROLLING[-1]}, 3-14 months ahead"
    return [
        Figure("forecast: rolling origins better by CRPS", better["crps"] / len(ROLLING), "", least=0.85, note=note),
        Figure("forecast: rolling origins better by IGN", better["ign"] / len(ROLLING), "", least=1.0, note=note),
        Figure("forecast: P(25 in a month of the next 3), AUC", calibration.auc(said, happened), "", least=0.98),
        Figure(
            "forecast: the same where no month of 24 had 25, AUC",
            calibration.auc(said[quiet], happened[quiet]),
            "",
            least=0.86,
            note=f"{int(happened[quiet].sum())} of {int(quiet.sum())} cases came",
        ),
        Figure(
            "forecast: the same where nobody died in 24 months, AUC",
            calibration.auc(said[none], happened[none]),
            "",
            note=f"{int(happened[none].sum())} of {int(none.sum())} cases came: no skill here",
        ),
        Figure("forecast: the same, Brier skill", calibration.brier_skill(said, happened), "", least=0.70),
    ]


def _real_time() -> list[Figure]:
    """Forecasts from the table as it stood on past days, scored on the newest one."""
    vintages = comparable(read_vintages(VINTAGES))
    final = vintages.pop(max(vintages))
    ours: list[float] = []
    theirs: list[float] = []
    for known_on in sorted(vintages)[::REAL_TIME_EVERY]:
        _say(f"vintage of {known_on}")
        panel = _shared_units(vintages[known_on], final)
        for key, scores in ((OURS, ours), (scoreboard.BASELINE, theirs)):
            made = forecast(panel, panel.last, key=key)
            scores.append(score(made, final).mean().crps)
    note = f"{len(ours)} vintages"
    return [_against("real-time vintages, CRPS / conflictology", float(np.mean(ours)), float(np.mean(theirs)), 0.97, note)]


def _shared_units(panel: Panel, other: Panel) -> Panel:
    return panel.only(tuple(unit for unit in panel.units if unit in other.units))


def _one_origin() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "forecast.parquet")
        taken = run([COMMAND, "forecast", "--panel", str(HISTORY), "--origin", "2017-10", "--out", out])
    return [
        Figure(
            "forecast: one origin, 191 units x 12 months",
            taken.seconds,
            "s",
            60,
            note=f"{taken.processor_seconds:.0f} s of processor",
        ),
        Figure("forecast: one origin, memory", taken.memory_mb, "MB", 1500),
    ]


def _on_the_pack() -> list[Figure]:
    """The starter pack's own target: a scoreboard of its own, since skill on one is not skill on the other."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "workspace")
        pack.load(workspace)
        panel = country_panel(Lake(workspace.lake_dir))
    years: Mapping[int, dict[str, tuple[Draws, Scored]]] = {
        year: scoreboard.year_of(panel, year, [model.key for model in OUR_MODELS], {}, _say) for year in PACK_YEARS
    }
    source = f"starter pack, {panel.vintages[0]}"
    _keep_board(scoreboard.board(panel.target, source, _measured(), years))
    ours, baseline = (_mean(dict(years), name) for name in (OURS, scoreboard.BASELINE))
    return [
        _against("starter pack's series, CRPS / conflictology", ours.crps, baseline.crps, 1.0),
        _against("starter pack's series, IGN / conflictology", ours.ign, baseline.ign, 1.0),
    ]
