"""The figures that the documentation quotes are those of the starter pack and of the files that it names."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import duckdb

from conflict_atlas.events import engine
from conflict_atlas.events.aliases import aliases
from conflict_atlas.events.answers import Tally
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import summarise
from conflict_atlas.events.sources import source
from conflict_atlas.events.vocabulary import Grain, Series
from conflict_atlas.workspace import Workspace
from support.example_data import OFFICIAL, UCDP, shared_test

DOCS = Path(__file__).resolve().parents[2] / "docs"
DATA = (DOCS / "data.md").read_text(encoding="utf-8")
ANOMALIES = (DOCS / "anomalies.md").read_text(encoding="utf-8")
CLAIMS = Path(__file__).resolve().parents[2] / "src/conflict_atlas/starter/dossiers/nagorno-karabakh/claims.jsonl"

WAR_YEAR = Filters(start=date(2020, 1, 1), end=date(2020, 12, 31))


def only(lake: Lake, filters: Filters, series: Series = Series.DEATHS) -> Tally:
    (row,) = summarise(lake, filters, (), series).rows
    return row


def best_of(lake: Lake, filters: Filters, series: Series = Series.DEATHS) -> int:
    return sum(row.best or 0 for row in summarise(lake, filters, (), series).rows)


def pack_rows(lake: Lake, grain: Grain) -> str:
    (vintage,) = (vintage for vintage in lake.vintages() if vintage.grain is grain)
    return f"read_parquet({engine.quote(str(lake.rows_path(vintage.vintage_id)))})"


def test_the_four_figures_for_one_war(starter_lake: Lake) -> None:
    located = only(starter_lake, Filters(WAR_YEAR.start, WAR_YEAR.end, conflicts=("388",)), Series.LOCATED)
    within_month = only(starter_lake, Filters(WAR_YEAR.start, WAR_YEAR.end, countries=("AZE",)), Series.WITHIN_MONTH)
    total = only(starter_lake, Filters(conflicts=("388",), end=date(2024, 12, 31)))
    assert f"| {located.best:,} ({located.low}-{located.high}) |" in DATA
    assert f"conflict 388 in 2020: {located.events} events" in DATA
    assert f"| {within_month.best:,} |" in DATA
    assert f"| {total.best:,} ({total.low:,}-{total.high:,}) |" in DATA
    assert f"{total.first_year} to {total.last_year}" == "1991 to 2023"
    claims = [json.loads(line) for line in CLAIMS.read_text(encoding="utf-8").splitlines()]
    own_losses = {
        claim["value"] for claim in claims if claim["claimant_role"] == "own_losses" and claim.get("measure") == "killed"
    }
    assert "| 3,825 and 2,906 |" in DATA
    assert own_losses == {3825, 2906}


def test_what_within_one_month_leaves_out_of_2022(starter_lake: Lake) -> None:
    year = Filters(start=date(2022, 1, 1), end=date(2022, 12, 31))
    held, published = best_of(starter_lake, year, Series.WITHIN_MONTH), best_of(starter_lake, year)
    ethiopia = best_of(starter_lake, Filters(year.start, year.end, countries=("ETH",)), Series.WITHIN_MONTH)
    assert f"{held:,} of {published:,}, and {ethiopia:,} for Ethiopia" in DATA


def test_names_types_and_samples_of_the_starter_pack(starter_lake: Lake) -> None:
    several = {
        kind: sum(key[0] == kind and len(names) > 1 for key, names in aliases(starter_lake).by_id.items()) for kind in _KINDS
    }
    assert "{conflict} conflicts, {dyad} dyads, {actor} actors".format(**several) in ANOMALIES
    cells = pack_rows(starter_lake, Grain.CONFLICT_CELL_MONTH)
    of_year = dict(engine.fetch(f"SELECT year(month), sum(events) FROM {cells} GROUP BY ALL"))
    assert f"{of_year[2021]} events of 2021, {of_year[2022]} of 2022; all {of_year[2023]:,} of 2023" in ANOMALIES
    types = (
        f"SELECT conflict_id FROM {cells} GROUP BY ALL HAVING count(DISTINCT type_of_violence) > 1 AND conflict_id IS NOT NULL"
    )
    assert f"| {len(engine.fetch(types))} ids among the starter pack's cells |" in ANOMALIES
    totals = pack_rows(starter_lake, Grain.CONFLICT_TOTAL)
    events, best, least = engine.fetch(f"SELECT sum(events), sum(best), min(best) FROM {totals}")[0]
    assert f"totals name {events:,} events, GED 25.1 has 385,918 rows" in ANOMALIES
    assert f"by type, {best:,}" in ANOMALIES
    assert f"its smallest total is {least}" in ANOMALIES
    assert best == best_of(starter_lake, Filters(end=date(2024, 12, 31)))


def test_cells_of_first_prints_are_marked_and_credited_as_such(starter_lake: Lake) -> None:
    (cells,) = (vintage for vintage in starter_lake.vintages() if vintage.grain is Grain.CONFLICT_CELL_MONTH)
    assert {entry.first.year for entry in cells.coverage if entry.preliminary} == {2023, 2026}
    assert "the cells of 2023 are first prints" in ANOMALIES
    assert "Hegre" in cells.origin.citation


_KINDS = ("conflict", "dyad", "actor")


def rows_of(name: str) -> list[dict[str, str]]:
    csv.field_size_limit(1 << 26)
    with (OFFICIAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def odd(rows: list[dict[str, str]]) -> dict[str, int]:
    """How many rows are odd in which way, counted by the csv module."""

    def number(row: dict[str, str], column: str) -> float:
        return float(row[column])

    return {
        "rows": len(rows),
        "low above best": sum(number(row, "low") > number(row, "best") for row in rows),
        "best above high": sum(number(row, "best") > number(row, "high") for row in rows),
        "placeholder": sum("XXX" in row["conflict_name"] or "XXX" in row["dyad_name"] for row in rows),
        "without deaths": sum(number(row, "best") == 0 for row in rows),
        "not checked": sum(row["code_status"].startswith("Check") for row in rows),
        "666": sum(number(row, "country_id") == 666 for row in rows),
        "no sources": sum(number(row, "number_of_sources") == -1 for row in rows),
        "across months": sum(row["date_start"][:7] != row["date_end"][:7] for row in rows),
        "deaths": int(sum(number(row, "best") for row in rows)),
        "deaths across months": int(sum(number(row, "best") for row in rows if row["date_start"][:7] != row["date_end"][:7])),
    }


@shared_test
def test_what_is_odd_in_files_of_the_publisher() -> None:
    old, new, sample = (rows_of(name) for name in ("GEDEvent_v23_0_10.csv", "GEDevent_v26_0_2.csv", "ged23_sample1000_49col.csv"))
    first, second, third = odd(old), odd(new), odd(sample)
    quoted = (
        f"{first['low above best']} and {first['best above high']} of {first['rows']:,} rows",
        f"{second['low above best']} and {second['best above high']} of {second['rows']:,};",
        f"the 1,000-row sample of 23.1: {third['low above best']} and {third['best above high']} |",
        f"{first['placeholder']} rows of 23.0.10",
        f"{second['placeholder']} of 26.0.2 (23 %)",
        f"{first['without deaths']} rows of 23.0.10, {second['without deaths']} of 26.0.2",
        f"{first['not checked']} of {first['rows']:,} rows of 23.0.10, {second['not checked']} of {second['rows']:,} of 26.0.2",
        f"{first['666']} rows of 23.0.10, {second['666']} of 26.0.2",
        f"{third['no sources']} of 1,000 rows of the 23.1 sample",
        f"{third['across months']} of 1,000 events cross a month and hold {third['deaths across months']:,} of {third['deaths']:,} deaths",
        f"{sum(not row['date_start'].startswith('2023-10') for row in old)} rows before October 2023",
        f"{sum(row['date_start'].startswith('2026-01') for row in new)} rows of January",
    )
    missing = [text for text in quoted if text not in ANOMALIES]
    assert not missing
    compact = rows_of("ged_2025_compact.csv")
    assert f"{sum('XXX' in row['conflict_name'] for row in compact):,} of `ged_2025_compact.csv`" in ANOMALIES


@shared_test
def test_what_is_odd_in_the_inputs_of_the_starter_pack() -> None:
    union = engine.quote(str(UCDP / "events_union_best_available.parquet"))
    ids = "count(*) FILTER (conflict_new_id IS NULL AND dyad_new_id IS NULL AND date_end IS NULL)"
    count, whole = duckdb.execute(f"SELECT {ids}, count(*) FROM {union} WHERE contains(provenance, '21.1')").fetchall()[0]
    assert count == whole
    assert f"| {count:,} rows without an id" in ANOMALIES
    sample = f"SELECT count(latitude), count(where_prec) FROM {union} WHERE contains(provenance, '25.1')"
    placed, precise = duckdb.execute(sample).fetchall()[0]
    assert f"| {placed:,} rows with coordinates and no precision of place |" in ANOMALIES
    assert precise == 0


@shared_test
def test_a_first_print_changes_no_total_and_is_half_of_what_became_final(starter_lake: Lake, workspace: Workspace) -> None:
    (imported,) = import_files(workspace, source("ucdp-candidate"), [OFFICIAL / "GEDEvent_v23_0_10.csv"])
    month = Filters(start=date(2023, 10, 1), end=date(2023, 10, 31))
    first = only(Lake(workspace.lake_dir), month)
    final = best_of(starter_lake, month)
    assert imported.vintage.rows == 2391
    assert f"stays {final:,}, the final figure; the {first.best:,} deaths of the first print" in DATA
    assert f"{first.best:,} deaths in events that began in it (23.0.10), {final:,} in GED 25.1" in ANOMALIES
