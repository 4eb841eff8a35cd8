"""The commands ``forecast`` and ``score``: on a bare panel, and on what a workspace holds."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from conflict_atlas.analysis.forecast import archive
from conflict_atlas.analysis.forecast.draws_file import read_draws
from conflict_atlas.cli.forecast import MODELS
from conflict_atlas.events.months import Month
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.program import Outcome, done, run

COLUMNS = ["model", "window", "n", "crps", "ign", "mis", "log_crps", "crps_without_top5"]
BASELINES = MODELS[1:]


def write_panel(path: Path, months: int = 60) -> Path:
    """Seven units of steady violence of different size from January 2018."""
    deaths = np.random.default_rng(1).poisson([0.1, 1, 3, 10, 30, 100, 300], (months, 7))
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["month", *"ABCDEFG"])
        writer.writerows([Month(2018, 1).plus(row), *values] for row, values in enumerate(deaths.tolist()))
    return path


@pytest.fixture
def panel_file(tmp_path: Path) -> Path:
    return write_panel(tmp_path / "panel.csv")


def forecast(panel: Path, out: Path, *more: object) -> Outcome:
    return run("forecast", "--panel", panel, "--origin", "2021-06", "--out", out, *more)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_writes_a_forecast_file_of_what_was_asked_for(panel_file: Path, tmp_path: Path, model: str) -> None:
    out = tmp_path / "forecast.parquet"
    told = forecast(panel_file, out, "--model", model, "--horizons", "2-4", "--draws", 50, "--seed", 7)
    assert told.status == 0, told.err
    assert "2021-08 to 2021-10" in told.out
    columns = duckdb.sql(f"DESCRIBE SELECT * FROM '{out}'").fetchall()
    assert [(name, kind) for name, kind, *_ in columns] == [
        ("unit", "VARCHAR"),
        ("month", "VARCHAR"),
        ("draw", "INTEGER"),
        ("outcome", "BIGINT"),
    ]
    draws = read_draws(out)
    assert (draws.units, draws.first, draws.last, draws.size) == (tuple("ABCDEFG"), Month(2021, 8), Month(2021, 10), 50)


def test_twelve_months_and_a_thousand_draws_are_made_where_nothing_else_is_asked_for(panel_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "forecast.parquet"
    assert forecast(panel_file, out, "--model", "conflictology").status == 0
    assert read_draws(out).outcomes.shape == (7, 12, 1000)


def test_the_same_seed_gives_the_same_bytes_and_the_future_no_others(panel_file: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.parquet" for name in ("one", "again", "cut", "other")]
    forecast(panel_file, files[0], "--seed", 3)
    forecast(panel_file, files[1], "--seed", 3)
    forecast(write_panel(tmp_path / "cut.csv", months=42), files[2], "--seed", 3)
    forecast(panel_file, files[3], "--seed", 4)
    one, again, cut, other = (path.read_bytes() for path in files)
    assert one == again == cut
    assert one != other


def test_scores_are_printed_by_file_and_window(panel_file: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{model}.parquet" for model in ("conflictology", "zero")]
    for path in files:
        forecast(panel_file, path, "--model", path.stem, "--horizons", "7-12")
    told = done("score", "--actuals", panel_file, "--forecast", files[0], files[1], "--format", "csv")
    assert told.out.splitlines()[0].split(",") == COLUMNS
    rows = told.rows()
    assert [(row["model"], row["window"], row["n"]) for row in rows] == [("conflictology", "2022", "42"), ("zero", "2022", "42")]
    for name in COLUMNS[3:]:
        assert 0 < float(rows[0][name]) < float(rows[1][name])
    repeated = done("score", "--actuals", panel_file, "--forecast", files[0], "--forecast", files[1])
    assert repeated.out == told.out


def test_the_score_of_nobody_dies_is_what_happened(panel_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "zero.parquet"
    forecast(panel_file, out, "--model", "zero", "--horizons", "1-1")
    with panel_file.open() as file:
        came = [float(cell) for row in csv.DictReader(file) for name, cell in row.items() if row["month"] == "2021-07" != cell]
    (row,) = done("score", "--actuals", panel_file, "--forecast", out).rows()
    assert float(row["crps"]) == pytest.approx(np.mean(came), abs=1e-6)
    assert float(row["log_crps"]) == pytest.approx(np.log1p(came).mean(), abs=1e-6)
    assert float(row["mis"]) == pytest.approx(20 * np.mean(came), abs=1e-5)
    assert float(row["crps_without_top5"]) == pytest.approx(np.mean(sorted(came)[:2]), abs=1e-6)


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        ("month,A\n2020-01,-1\n", "-1"),
        ("month,A\n2020-01,many\n", "'many' is no number"),
        ("month,A\n2020-01,1\n2020-01,1\n", "2020-01 is there twice"),
        ("month,A\n2020-01,1\n2020-03,1\n", "2020-02 is missing"),
        ("month,A\n2020-01,1\n", "does not hold 2021-06"),
        ("month,A\n2021-05,1\n2021-06,1\n", "needs 24 or more"),
    ],
)
def test_a_panel_that_is_none_is_refused_and_nothing_is_written(tmp_path: Path, panel: str, said: str) -> None:
    (tmp_path / "panel.csv").write_text(panel)
    told = forecast(tmp_path / "panel.csv", tmp_path / "out.parquet", "--model", "zero")
    assert told.status == 1
    assert said in told.err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("SELECT unit, month, draw, -outcome - 1 AS outcome FROM file", "whole number of 0 or more"),
        ("SELECT unit, month, draw, outcome + 0.5 AS outcome FROM file", "whole number of 0 or more"),
        ("SELECT unit, month, draw, NULL::BIGINT AS outcome FROM file", "whole number of 0 or more"),
        ("SELECT * FROM file WHERE NOT (unit = 'C' AND month = '2021-08' AND draw = 3)", "C, 2021-08 has 19 draws where most"),
        ("SELECT * FROM file UNION ALL (SELECT * FROM file WHERE unit = 'B' AND draw = 0)", "draw 0 twice"),
        ("SELECT * FROM file WHERE month <> '2021-08'", "2021-08"),
        ("SELECT unit, month, draw FROM file", "no column 'outcome'"),
        ("SELECT 'X' || unit AS unit, month, draw, outcome FROM file", "the actuals hold no unit XA"),
    ],
)
def test_a_forecast_file_that_is_none_is_refused_with_its_place(panel_file: Path, tmp_path: Path, select: str, said: str) -> None:
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    forecast(panel_file, good, "--model", "zero", "--draws", 20, "--horizons", "1-3")
    changed = select.replace("FROM file", f"FROM '{good}'")
    duckdb.sql(f"COPY ({changed}) TO '{bad}' (FORMAT parquet)")
    told = run("score", "--actuals", panel_file, "--forecast", bad)
    assert told.status == 1
    assert said in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forecast", "--panel", "p.csv"), "needs --origin"),
        (("forecast", "--panel", "p.csv", "--origin", "June"), "YYYY-MM"),
        (("forecast", "--panel", "p.csv", "--origin", "2020-01", "--out", "o", "--horizons", "12-1"), "as 1-12"),
        (("forecast", "--panel", "p.csv", "--origin", "2020-01", "--out", "o", "--horizons", "0-3"), "as 1-12"),
        (("forecast", "--panel", "p.csv", "--origin", "2020-01", "--out", "o", "--draws", "0"), "--draws"),
        (
            ("forecast", "--panel", "p.csv", "--origin", "2020-01", "--out", "o", "--model", "oracle"),
            "Known models: analog-forest",
        ),
        (("forecast", "--origin", "2020-01", "--seed", "2"), "--origin, --seed: only with --panel"),
        (("score", "--actuals", "p.csv"), "needs --forecast"),
        (("score", "--forecast", "f.parquet"), "needs --actuals"),
    ],
)
def test_wrong_arguments_are_status_2(arguments: tuple[str, ...], said: str) -> None:
    told = run(*arguments)
    assert told.status == 2
    assert said in told.err


def test_what_pages_read_the_baselines_and_all_scores_do_without_the_forest_library(panel_file: Path, tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "import conflict_atlas.analysis.flags, conflict_atlas.analysis.forecast.archive, conflict_atlas.analysis.scores.scoreboard\n"
        "assert not {'sklearn', 'pandas'} & set(sys.modules)\n"
        "from conflict_atlas.cli import main\n"
        "out = sys.argv[2]\n"
        f"for model in {BASELINES!r}:\n"
        "    main(['forecast', '--panel', sys.argv[1], '--origin', '2021-06', '--model', model, '--out', out],"
        " standalone_mode=False)\n"
        "    main(['score', '--actuals', sys.argv[1], '--forecast', out], standalone_mode=False)\n"
        "assert 'sklearn' not in sys.modules\n"
    )
    command = [sys.executable, "-c", program, str(panel_file), str(tmp_path / "out.parquet")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def war(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a complete release of eleven years of one war."""
    workspace = Workspace.create(tmp_path_factory.mktemp("war"))
    days = [date(2010 + number // 12, number % 12 + 1, 10) for number in range(132)]
    rows = [event(number, date_start=day, best=20 + number % 7) for number, day in enumerate(days, start=1)]
    commit(workspace, vintage("release", coverage=[held("2010-01", "2020-12")], rows=len(rows)), rows)
    return workspace


def test_a_workspace_issues_what_its_series_allow_once_and_scores_it_when_months_have_come(war: Workspace) -> None:
    told = done("forecast", workspace=war.root)
    kinds = {record.unit_kind: record for record in archive.issues(war.root)}
    assert set(kinds) == {"country", "conflict"}
    assert {str(record.origin) for record in kinds.values()} == {"2020-12"}
    assert all(f"issued {record.name}" in told.out for record in kinds.values())
    by_kind = {issue.record.unit_kind: issue for issue in archive.latest(war.root)}
    at_war, at_peace = by_kind["country"].of("AZE"), by_kind["country"].of("ISL")
    assert at_war
    assert at_peace
    assert (at_war.has_skill, at_peace.has_skill) == (True, False)
    assert at_war.months[0].month == "2021-01"
    assert 5 < at_war.months[0].mean < 50
    assert at_war.alike
    assert "nothing new" in done("forecast", workspace=war.root).out
    assert len(archive.issues(war.root)) == 2
    assert done("score", workspace=war.root).rows() == []
    rows = [event(1000 + number, date_start=date(2021, number, 10), best=20) for number in (1, 2)]
    commit(war, vintage("candidate", release="21.0.2", coverage=[held("2021-01", "2021-02", preliminary=True)], rows=2), rows)
    scored = {row["model"]: row for row in done("score", workspace=war.root).rows()}
    assert set(scored) == {record.name for record in kinds.values()}
    assert {row["window"] for row in scored.values()} == {"2021-01 to 2021-02"}
    assert all(float(row["crps"]) < 20 for row in scored.values())


def test_a_workspace_without_data_says_what_to_import(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty")
    told = run("forecast", workspace=tmp_path / "empty")
    assert told.status == 1
    assert "import" in told.err.casefold()
