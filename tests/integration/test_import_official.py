"""Real files of the publisher: their totals equal an independent count by the csv module, with no tolerance."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import duckdb
import pytest

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.importing import Imported, import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.workspace import Workspace
from support.example_data import OFFICIAL, shared_test

FILES = {
    "GEDEvent_v23_0_10.csv": "ucdp-candidate",
    "GEDevent_v26_0_2.csv": "ucdp-candidate",
    "GEDevent_v26_0_2.xlsx": "ucdp-candidate",
    "ged23_sample1000_49col.csv": "ucdp-ged",
    "hdx_conflict_data_BGD_hxl.csv": "ucdp-ged",
}


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """A workspace and a function that imports one of the files into it, once."""
    workspace = Workspace.create(tmp_path_factory.mktemp("official") / "workspace")

    @cache
    def get(name: str) -> tuple[Lake, Imported]:
        return Lake(workspace.lake_dir), import_files(workspace, source(FILES[name]), [OFFICIAL / name])[0]

    return get


@cache
def counted(name: str) -> dict[str, Counter]:
    """Records and deaths of a csv file by conflict, year and type of violence, counted without any of our code."""
    with (OFFICIAL / name).open(encoding="utf-8-sig", newline="") as file:
        records = [record for record in csv.DictReader(file) if not record["date_start"].startswith("#")]
    sums: dict[str, Counter] = {"rows": Counter({"all": len(records)})}
    for key, column in (("conflict", "conflict_new_id"), ("year", "year"), ("type", "type_of_violence")):
        for estimate in ("low", "best", "high"):
            counter = sums[f"{key} {estimate}"] = Counter()
            for record in records:
                counter[record[column].removesuffix(".0")] += int(float(record[estimate]))
    return sums


def held(lake: Lake, vintage_id: str) -> dict[str, Counter]:
    """The same from the rows of a vintage."""
    path = str(lake.rows_path(vintage_id))
    with duckdb.connect() as connection:
        sums = {"rows": Counter({"all": connection.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchall()[0][0]})}
        for key, column in (("conflict", "conflict_id"), ("year", "year"), ("type", "type_of_violence")):
            for estimate in ("low", "best", "high"):
                found = connection.execute(
                    f"SELECT CAST({column} AS VARCHAR), sum({estimate}) FROM read_parquet(?) GROUP BY ALL", [path]
                ).fetchall()
                sums[f"{key} {estimate}"] = Counter(dict(found))
    return sums


@shared_test
@pytest.mark.parametrize("name", FILES)
def test_totals_equal_an_independent_count(name, official):
    lake, outcome = official(name)
    assert outcome.vintage.quarantined == 0
    assert held(lake, outcome.vintage.vintage_id) == counted(str(Path(name).with_suffix(".csv")))


@shared_test
def test_the_candidate_release_of_october_2023_is_accounted_for_to_the_last_row(official):
    _, outcome = official("GEDEvent_v23_0_10.csv")
    vintage = outcome.vintage
    assert (vintage.rows + vintage.quarantined, vintage.rows, vintage.totals["best"]) == (2391, 2391, 12603)
    assert (vintage.release, str(vintage.last)) == ("23.0.10", "2023-10")


@shared_test
def test_the_workbook_and_the_csv_file_of_one_release_give_the_same_rows(official):
    rows = []
    for name in ("GEDevent_v26_0_2.csv", "GEDevent_v26_0_2.xlsx"):
        lake, outcome = official(name)
        with duckdb.connect() as connection:
            path = str(lake.rows_path(outcome.vintage.vintage_id))
            query = "SELECT * EXCLUDE (vintage_id, source_file, source_row) FROM read_parquet(?) ORDER BY source_event_id"
            rows.append(connection.execute(query, [path]).fetchall())
    assert rows[0] == rows[1]


@shared_test
def test_a_file_with_seven_columns_is_refused_and_the_nearest_names_are_given(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    with pytest.raises(ImportRefused) as refusal:
        import_files(workspace, source("ucdp-ged"), [OFFICIAL / "ged_2025_compact.csv"])
    assert "'date_start' (nearest name seen: 'date')" in str(refusal.value)
    assert "The file has 7 named columns" in str(refusal.value)
    assert Lake(workspace.lake_dir).vintages() == ()
