"""Starter pack and imported files side by side: nothing is counted twice, and every total is the publisher's."""

from __future__ import annotations

import csv
import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import Dimension, Grain, Series
from conflict_atlas.workspace import Workspace
from support.example_data import OFFICIAL, UCDP, shared_test
from support.official import counted, official_row, write_official
from support.program import done

CANDIDATE_23 = OFFICIAL / "GEDEvent_v23_0_10.csv"
CANDIDATE_26 = OFFICIAL / "GEDevent_v26_0_2.csv"
SAMPLE = OFFICIAL / "ged23_sample1000_49col.csv"
BREAKDOWNS = ("conflict", "year", "type", "month", "country")
ALL_OF_TYPE_AND_MONTH = 3_954_558
"""Deaths 1989-2024 in GED 25.1, best estimate, as the publisher's world totals by type and month add up."""


@pytest.fixture
def started(starter_workspace: Workspace, tmp_path: Path) -> Path:
    """A workspace of one's own with the starter pack."""
    return Path(shutil.copytree(starter_workspace.root, tmp_path / "workspace"))


def summary(workspace: Path, by: str, *more: object) -> list[dict[str, str]]:
    return done("events", "summary", "--by", by, *more, workspace=workspace).rows()


def figures(rows: list[dict[str, str]], by: str) -> dict[str, tuple[int, ...]]:
    return {row[by]: tuple(int(row[name]) for name in ("events", "low", "best", "high")) for row in rows}


def sums(rows: list[dict[str, str]], by: str) -> dict[str, list[int]]:
    """Figures by key, whatever grain they come from: what a reader would get who added the rows of one key."""
    found: dict[str, list[int]] = {}
    for row in rows:
        before = found.setdefault(row[by], [0, 0, 0, 0])
        found[row[by]] = [sum(pair) for pair in zip(before, figures([row], by)[row[by]], strict=True)]
    return found


@shared_test
def test_a_first_print_of_a_month_that_the_final_release_covers_changes_no_row(
    started: Path, starter_workspace: Workspace
) -> None:
    done("events", "import", "ucdp-candidate", CANDIDATE_23, workspace=started)
    for by, series in ((by, series) for by in BREAKDOWNS for series in ("deaths", "within-month")):
        if series == "deaths" or by in ("country", "year", "month"):
            asked = (by, "--series", series)
            assert summary(started, *asked) == summary(starter_workspace.root, *asked), asked


@shared_test
def test_the_cells_of_a_first_print_give_way_to_its_events_and_no_sum_changes(
    started: Path, starter_workspace: Workspace
) -> None:
    done("events", "import", "ucdp-candidate", CANDIDATE_23, workspace=started)
    for by in ("conflict", "year", "type", "country"):
        before, after = (summary(root, by, "--series", "located") for root in (starter_workspace.root, started))
        assert sums(after, by) == sums(before, by), by
        assert "event" in {row["grain"] for row in after}


@shared_test
def test_the_first_print_is_there_for_who_names_it_or_asks_what_nothing_else_answers(started: Path) -> None:
    imported = done("events", "import", "ucdp-candidate", CANDIDATE_23, workspace=started).out
    assert "2,391 records = 2,391 rows + 0 set aside" in imported
    vintage_id = imported.split(":")[0]
    named = summary(started, "country", "--vintage", vintage_id)
    assert sum(int(row["events"]) for row in named) == 2391
    october = summary(started, "country", "--from", "2023-10-01", "--to", "2023-10-31")
    assert {row["vintages"] for row in october} == {vintage_id}
    assert {row["coverage"] for row in october} == {"complete"}
    assert {row["preliminary"] for row in october} == {"true"}


@shared_test
def test_events_of_a_candidate_release_say_what_the_starters_aggregate_of_it_said(
    started: Path, starter_workspace: Workspace
) -> None:
    done("events", "import", "ucdp-candidate", CANDIDATE_26, workspace=started)
    february = ("--from", "2026-02-01", "--to", "2026-02-28")
    numbers = ("events", "low", "best", "high", "deaths_a", "deaths_b", "deaths_fighters", "deaths_civilians", "deaths_unknown")
    for by in ("conflict", "country", "type", "year"):
        before = {row[by]: [row[name] for name in numbers] for row in summary(starter_workspace.root, by, *february)}
        rows = summary(started, by, *february)
        assert {row["grain"] for row in rows} == {"event"}
        assert {row[by]: [row[name] for name in numbers] for row in rows} == before


def generated_release(path: Path) -> Path:
    """A little release of 1989 to 2024 with events on both of its ends and some that cross a month or a year."""
    draw = random.Random(7)
    rows = []
    for number in range(400):
        year = 1989 + number % 36
        start = date(year, draw.randint(1, 12), draw.randint(1, 28))
        end = start + timedelta(days=draw.choice([0, 0, 0, 2, 45]))
        rows.append(
            official_row(
                number,
                iso3=draw.choice(["AZE", "SDN", "AFG"]),
                date_start=start.isoformat(),
                date_end=min(end, date(2024, 12, 31)).isoformat(),
                best=draw.randint(0, 40),
                type_of_violence=draw.randint(1, 3),
                conflict_new_id=draw.choice([388, 309, 333]),
                where_prec=draw.randint(1, 6),
            )
        )
    return write_official(path, rows)


def test_a_complete_release_takes_every_starter_row_out_of_the_answers_for_its_years(started: Path, tmp_path: Path) -> None:
    path = generated_release(tmp_path / "ged251.csv")
    imported = done("events", "import", "ucdp-ged", path, "--coverage", "complete", workspace=started).out
    vintage_id = imported.split(":")[0]
    years = ("--from", "1989-01-01", "--to", "2024-12-31")
    for series in ("deaths", "located", "within-month"):
        for by in (*BREAKDOWNS, "dyad"):
            rows = summary(started, by, *years, "--series", series)
            assert rows
            assert {row["vintages"] for row in rows} == {vintage_id}, (series, by)
    lake = Lake(Workspace.open(started).lake_dir)
    cells = summarise(lake, Filters(), [Dimension.CELL, Dimension.YEAR], Series.LOCATED)
    assert {row.grain for row in cells.rows if row.first <= Month(2024, 12)} == {Grain.EVENT}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("ucdp-candidate", CANDIDATE_23, marks=pytest.mark.shared),
        pytest.param("ucdp-candidate", CANDIDATE_26, marks=pytest.mark.shared),
        pytest.param("ucdp-ged", SAMPLE, marks=pytest.mark.shared),
        ("ucdp-ged", None),
    ],
)
def test_totals_by_conflict_year_and_type_are_those_that_the_csv_module_counts(
    source: str, path: Path | None, tmp_path: Path
) -> None:
    if path is None:
        path = generated_release(tmp_path / "ged241.csv")
    elif not path.is_file():
        pytest.skip(f"the example data is not here: {path} is missing")
    workspace = Workspace.create(tmp_path / "workspace").root
    done("events", "import", source, path, workspace=workspace)
    for by, column in (("conflict", "conflict_new_id"), ("year", "year"), ("type", "type_of_violence")):
        assert figures(summary(workspace, by), by) == counted(path, column), by


def test_deaths_by_conflict_and_by_type_and_month_add_up_to_the_same_world_total(starter_lake: Lake) -> None:
    until_2024 = Filters(end=date(2024, 12, 31))
    for by in (Dimension.CONFLICT, Dimension.TYPE, Dimension.MONTH, Dimension.YEAR):
        answer = summarise(starter_lake, until_2024, [by])
        assert sum(row.best or 0 for row in answer.rows) == ALL_OF_TYPE_AND_MONTH, by
        assert not answer.gaps


@shared_test
def test_the_starters_totals_are_those_of_its_inputs() -> None:
    by_conflict = sum(found[2] for found in counted_totals().values())
    assert by_conflict == ALL_OF_TYPE_AND_MONTH


def counted_totals() -> dict[str, tuple[int, int, int, int]]:
    with (UCDP / "ged251_conflicts_summary.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: (int(row["event_count"]), int(row["low"]), int(row["best"]), int(row["high"]))
            for row in csv.DictReader(file)
        }


@shared_test
def test_every_conflict_total_is_the_publishers(starter_workspace: Workspace) -> None:
    rows = [row for row in summary(starter_workspace.root, "conflict") if row["grain"] == "conflict-total"]
    assert figures(rows, "conflict") == counted_totals()


def test_nagorno_karabakh_has_different_figures_and_none_is_the_other(starter_lake: Lake) -> None:
    conflict, azerbaijan = Filters(conflicts=("388",)), Filters(countries=("AZE",))
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    (located,) = summarise(starter_lake, replace(conflict, start=first, end=last), [Dimension.YEAR], Series.LOCATED).rows
    assert located.best == 203
    (within,) = summarise(starter_lake, replace(azerbaijan, start=first, end=last), [Dimension.YEAR], Series.WITHIN_MONTH).rows
    assert within.best == 1793
    total, *_ = summarise(starter_lake, conflict, []).rows
    assert (total.grain, total.low, total.best, total.high) == (Grain.CONFLICT_TOTAL, 13_316, 13_949, 20_194)
    assert (str(total.first), str(total.last), total.first_year, total.last_year) == ("1989-01", "2024-12", 1991, 2023)


@pytest.mark.parametrize("series", [Series.LOCATED, Series.WITHIN_MONTH])
def test_no_year_of_a_subset_holds_more_than_the_official_world_total(starter_lake: Lake, series: Series) -> None:
    world = {row.key: row.best or 0 for row in summarise(starter_lake, Filters(), [Dimension.YEAR]).rows}
    for row in summarise(starter_lake, Filters(end=date(2025, 12, 31)), [Dimension.YEAR], series).rows:
        assert row.share == round((row.best or 0) / world[row.key], 4), row.key
        assert row.best is not None
        assert row.best <= world[row.key]


def test_the_rows_behind_a_starter_number_add_up_to_it(starter_lake: Lake) -> None:
    asked = Filters(conflicts=("388",), start=date(2020, 1, 1), end=date(2020, 12, 31))
    (rows,) = list_rows(starter_lake, asked, Series.LOCATED, limit=1000)
    best = rows.columns.index("best")
    assert sum(row[best] for row in rows.rows) == 203
    assert rows.total == len(rows.rows)
