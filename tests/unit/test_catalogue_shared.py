"""The catalogue against the example data beside the project: recomputed here, never copied."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.crosswalk import ConflictName, Crosswalk, Outcome

SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or Path(__file__).parents[2].parent / "shared") / "data"
UCDP = SHARED / "ucdp"
UNION = UCDP / "events_union_best_available.parquet"
THRESHOLD = 25

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not UNION.exists(), reason=f"the example data is not here: {UNION} is missing"),
]


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def query(question: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(question, [str(UNION)]).fetchall()


def ids_at_threshold(events: Iterable[dict[str, str]]) -> set[str]:
    sums: dict[str, int] = {}
    for event in events:
        sums[event["conflict_new_id"]] = sums.get(event["conflict_new_id"], 0) + int(event["best"])
    return {conflict for conflict, deaths in sums.items() if deaths >= THRESHOLD}


def untracked(ids: Iterable[str]) -> set[str]:
    return {conflict for conflict in ids if tracked.by_conflict(conflict) is None}


class TestCoverage:
    pytestmark = shared

    def test_every_id_with_25_deaths_or_more_in_2025_is_tracked(self) -> None:
        ids = ids_at_threshold(rows(UCDP / "official_format" / "ged_2025_compact.csv"))
        assert len(ids) == 198
        assert untracked(ids) == set()

    def test_every_id_with_25_deaths_or_more_in_the_candidate_months_of_2026_is_tracked(self) -> None:
        ids = ids_at_threshold(rows(UCDP / "official_format" / "GEDevent_v26_0_2.csv"))
        assert ids
        assert untracked(ids) == set()

    def test_every_id_whose_events_reach_into_2024_is_tracked_so_that_none_with_25_deaths_in_2024_is_missing(
        self,
    ) -> None:
        summary = rows(UCDP / "ged251_conflicts_summary.csv")
        assert min(int(row["best"]) for row in summary) >= THRESHOLD
        assert untracked(row["id"] for row in summary if row["end_year"] == "2024") == set()

    def test_no_event_of_2024_at_hand_belongs_to_an_id_whose_totals_end_before_2024(self) -> None:
        last_year = {row["id"]: row["end_year"] for row in rows(UCDP / "ged251_conflicts_summary.csv")}
        seen = query(
            "select distinct conflict_new_id::varchar from read_parquet(?)"
            " where year = 2024 and conflict_new_id is not null and provenance like 'UCDP GED 25.1%'"
        )
        assert {last_year.get(str(conflict), "2024") for (conflict,) in seen} == {"2024"}

    def test_every_tracked_id_exists_in_the_data(self) -> None:
        known = {row["id"] for row in rows(UCDP / "ged251_conflicts_summary.csv")}
        known |= {
            str(row[0]) for row in query("select distinct conflict_new_id from read_parquet(?) where conflict_new_id is not null")
        }
        assert {conflict for entry in tracked.all() for conflict in entry.conflicts} - known == set()


class TestCountries:
    pytestmark = shared

    def test_every_country_name_of_the_example_data_is_known(self) -> None:
        written = {str(row[0]) for row in query("select distinct country from read_parquet(?)")}
        written |= {row["name"] for row in rows(SHARED / "views" / "country_list.csv")}
        with (SHARED / "country_month" / "ucdp_best_by_country_month.csv").open(encoding="utf-8") as file:
            written |= {name for name in next(csv.reader(file)) if name}
        for name in (
            "GEDEvent_v23_0_10.csv",
            "GEDevent_v26_0_2.csv",
            "ged23_sample1000_49col.csv",
            "ged_2025_compact.csv",
        ):
            written |= {row["country"] for row in rows(UCDP / "official_format" / name)}
        assert {name for name in written if countries.by_name(name) is None} == set()

    def test_name_number_and_region_of_the_candidate_files_agree_with_the_table(self) -> None:
        for name in ("GEDEvent_v23_0_10.csv", "GEDevent_v26_0_2.csv"):
            for row in rows(UCDP / "official_format" / name):
                country = countries.by_ucdp_id(int(row["country_id"]))
                assert country is not None, row["country_id"]
                assert country == countries.by_name(row["country"])
                assert country.region == row["region"]

    def test_dates_of_membership_are_those_of_gleditsch_and_ward(self) -> None:
        listed = {(int(float(row["gwcode"])), row["startdate"]) for row in rows(UCDP / "ps_gw_states.csv")}
        ours = {(span.number, span.first.isoformat()) for c in countries.all() for span in c.gw if span.first}
        assert ours <= listed


class TestCrosswalk:
    pytestmark = shared

    def test_exact_names_leave_50_names_unmatched_and_2_names_with_61_rows_ambiguous(self) -> None:
        names = [ConflictName(row["id"], row["name"]) for row in rows(UCDP / "ged251_conflicts_summary.csv")]
        names += [
            ConflictName(str(conflict), str(name))
            for conflict, name in query(
                "select distinct conflict_new_id, conflict_name from read_parquet(?) where conflict_new_id is not null"
            )
        ]
        without_id = query(
            "select conflict_name, type_of_violence, country, count(*) from read_parquet(?)"
            " where conflict_new_id is null group by all"
        )
        count = Crosswalk(names).count((str(n), int(str(t)), str(c), int(str(k))) for n, t, c, k in without_id)
        assert count.names == {Outcome.MATCHED: 1_090, Outcome.UNMATCHED: 50, Outcome.AMBIGUOUS: 2}
        assert count.rows == {Outcome.MATCHED: 153_050, Outcome.UNMATCHED: 1_320, Outcome.AMBIGUOUS: 61}
        assert count.ambiguous == ("FPR - Civilians", "UPC - Civilians")


def test_importing_the_catalogue_loads_no_heavy_module_and_reads_no_file() -> None:
    modules = "countries, crosswalk, lifecycle, names, placeholders, regions, tracked"
    program = (
        f"import sys; from conflict_atlas.events.catalogue import {modules};"
        "heavy = ('yaml', 'duckdb', 'django', 'numpy', 'pandas');"
        "print([name for name in heavy if name in sys.modules], countries.all.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] 0"
