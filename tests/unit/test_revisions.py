"""The table of revisions: how it is estimated, how revised values are drawn, and that the shipped one can be built again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from conflict_atlas.analysis import revisions
from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.revisions import Printed, RevisionTable, shipped_table
from conflict_atlas.analysis.revisions_building import comparable, estimate, last_final, read_vintages
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.workspace import Workspace
from support.example_data import SHARED, shared_test
from support.lakes import commit, event, held, vintage

VINTAGES = SHARED / "data" / "vintages"


@shared_test
def test_the_shipped_table_is_what_the_vintages_give() -> None:
    built = estimate(read_vintages(VINTAGES)).to_json()
    assert built == json.loads((files("conflict_atlas.analysis") / revisions.TABLE_FILE).read_text("utf-8"))


@shared_test
def test_vintages_that_count_something_else_hold_no_first_print_or_repeat_another_are_left_out() -> None:
    found = read_vintages(VINTAGES)
    left_out = {str(known_on) for known_on in set(found) - set(comparable(found))}
    assert left_out == {"2023-11-26", "2023-12-21", "2024-01-26", "2025-01-21"}


def write(folder: Path, known_on: str, months: int, last: float) -> None:
    first = Month(2015, 1)
    rows = [f"{first.plus(row)},{100 if row < months - 1 else last},0" for row in range(months)]
    (folder / f"{known_on}.csv").write_text("month,A,B\n" + "\n".join(rows) + "\n", encoding="utf-8")


def test_few_vintages_are_too_little_and_months_are_marked_that_were_preliminary_on_their_day(tmp_path: Path) -> None:
    write(tmp_path, "2021-02-20", 73, 50)
    write(tmp_path, "2023-09-20", 104, 100)
    with pytest.raises(AnalysisError, match="give more vintages"):
        estimate(read_vintages(tmp_path))
    panel = read_vintages(tmp_path)[date(2021, 2, 20)]
    assert panel.months[int(panel.preliminary.argmax())] == Month(2020, 1)


def test_a_folder_without_vintages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="name the files by their dates"):
        read_vintages(tmp_path)


def test_a_year_is_final_from_july_of_the_next() -> None:
    assert last_final(date(2025, 6, 30)) == Month(2023, 12)
    assert last_final(date(2025, 7, 1)) == Month(2024, 12)


def test_draws_are_whole_deaths_the_same_for_a_seed_and_keep_what_is_missing() -> None:
    table = shipped_table()
    values = np.array([[0.0, 300.0], [7.0, np.nan]])
    ages = np.array([[0, 0], [5, 5]])
    drawn = table.draw(values, ages, 400, np.random.default_rng(1))
    np.testing.assert_array_equal(drawn, table.draw(values, ages, 400, np.random.default_rng(1)))
    assert drawn.shape == (400, 2, 2)
    assert np.isnan(drawn[:, 1, 1]).all()
    known = drawn[~np.isnan(drawn)]
    assert (known >= 0).all()
    assert (known == np.rint(known)).all()
    assert (drawn[:, 0, 0] == 0).mean() > 0.9
    assert 0.2 < (drawn[:, 0, 1] > 300).mean() < 0.8


def test_months_of_a_unit_are_revised_alike_and_units_are_not() -> None:
    values, ages = np.full((2, 2), 300.0), np.zeros((2, 2), dtype=np.int64)
    drawn = shipped_table().draw(values, ages, 4000, np.random.default_rng(2))
    higher = drawn > np.median(drawn, axis=0)
    assert np.corrcoef(higher[:, 0, 0], higher[:, 1, 0])[0, 1] > 0.25
    assert abs(np.corrcoef(higher[:, 0, 0], higher[:, 0, 1])[0, 1]) < 0.1


def test_a_table_survives_being_written_and_one_with_rows_missing_is_refused() -> None:
    value = shipped_table().to_json()
    assert RevisionTable.from_json(value).to_json() == value
    with pytest.raises(AnalysisError, match="35 rows for 6 ages and 6 sizes"):
        RevisionTable.from_json(value | {"rows": value["rows"][1:]})


def test_how_a_months_figure_changed_is_told_by_each_vintage_that_holds_it() -> None:
    def panel(*values: float) -> Panel:
        return Panel.of(("Mali",), Month(2024, 1), np.array(values)[:, None])

    prints = {date(2024, 6, 1): panel(5, 9), date(2024, 3, 1): panel(4, 7), date(2024, 2, 1): panel(4)}
    assert revisions.history(prints, "Mali", Month(2024, 2)) == (
        Printed(date(2024, 3, 1), 7, False),
        Printed(date(2024, 6, 1), 9, False),
    )
    assert revisions.history(prints, "Niger", Month(2024, 2)) == ()


def test_a_lake_tells_how_a_figure_changed_from_import_to_import(workspace: Workspace) -> None:
    january, may = (datetime(2025, month, 9, tzinfo=UTC) for month in (1, 5))
    for name, release, imported, best in (("first", "24.0.1", january, 3), ("final", "25.1", may, 8)):
        made = vintage(name, coverage=[held("2020-01", "2024-12")], release=release, imported_at=imported)
        commit(workspace, made, [event(1, date_start=date(2024, 7, 12), best=best)])
    prints = revisions.country_prints(Lake(workspace.lake_dir))
    told = revisions.history(prints, "AZE", Month(2024, 7))
    assert [(found.known_on, found.figure) for found in told] == [(january.date(), 3), (may.date(), 8)]


def test_an_empty_lake_has_no_prints(lake: Lake) -> None:
    assert revisions.country_prints(lake) == {}
