"""One table in every wrapping gives the same rows."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49
from conflict_atlas.workspace import Workspace
from fixtures import ged

RECORDS = [
    ged.row(1, source_article='"Agency, ""one""\nand two"', adm_1="Région Ÿ 😀"),
    ged.row(2, low="", number_of_sources="-1", date_start="2020-03-01 00:00:00.000", where_coordinates="5\" gun, 'x'"),
    ged.row(3, best="nine", source_headline="set aside"),
    ged.row(4, type_of_violence="3", conflict_name="XXX70 - XXX71", low="11", high="9"),
]
WHOLE = {
    "year", "type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_b_new_id", "number_of_sources",
    "where_prec", "priogrid_gid", "country_id", "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "high",
}  # fmt: skip
"""Columns that a spreadsheet holds as numbers in these records."""


def csv_bytes() -> bytes:
    return ged.text(RECORDS).encode()


def float_csv_bytes() -> bytes:
    return ged.text([{**record, "id": record["id"] + ".0", "year": record["year"] + ".0"} for record in RECORDS]).encode()


def zip_bytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("GEDEvent.csv", csv_bytes())
        archive.writestr("readme.txt", "read me")
    return out.getvalue()


def xlsx_bytes() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, LAYOUT_49)
        for number, record in enumerate(RECORDS, start=1):
            for column, name in enumerate(LAYOUT_49):
                value = record[name]
                if value and name in WHOLE:
                    sheet.write_number(number, column, float(value))
                elif value:
                    sheet.write_string(number, column, value)
    return out.getvalue()


def parquet_bytes(folder: Path) -> bytes:
    source_path, path = folder / "table.csv", folder / "table.parquet"
    source_path.write_bytes(csv_bytes())
    casts = ", ".join(f"CAST({name} AS DOUBLE) AS {name}" for name in sorted(WHOLE))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE ({casts}) FROM read_csv('{source_path}', all_varchar = true, header = true)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return path.read_bytes()


def imported(workspace: Workspace, name: str, content: bytes) -> tuple[list[tuple], list[tuple], tuple]:
    """Rows, records set aside and counts of a file, without what tells one import from another."""
    path = workspace.root.parent / name
    path.write_bytes(content)
    vintage = import_files(workspace, source("ucdp-ged"), [path])[0].vintage
    lake = Lake(workspace.lake_dir)
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT * EXCLUDE (vintage_id, source_file) FROM read_parquet(?) ORDER BY source_row",
            [str(lake.rows_path(vintage.vintage_id))],
        ).fetchall()
        aside = connection.execute(
            'SELECT record, "column", reason FROM read_parquet(?) ORDER BY record',
            [str(lake.quarantine_path(vintage.vintage_id))],
        ).fetchall()
    return rows, aside, (vintage.rows, vintage.quarantined, vintage.totals, vintage.coverage)


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.xlsx", "a.parquet", "zipped workbook.zip", "floats.csv", "crlf.csv"])
def test_every_format_gives_the_rows_of_the_csv_file(name, workspace, tmp_path):
    zipped_workbook = io.BytesIO()
    with zipfile.ZipFile(zipped_workbook, "w") as archive:
        archive.writestr("GEDEvent.xlsx", xlsx_bytes())
    content = {
        "a.zip": zip_bytes,
        "a.csv.gz": lambda: gzip.compress(csv_bytes()),
        "a.xlsx": xlsx_bytes,
        "a.parquet": lambda: parquet_bytes(tmp_path),
        "zipped workbook.zip": zipped_workbook.getvalue,
        "floats.csv": float_csv_bytes,
        "crlf.csv": lambda: ged.text(RECORDS, line_end="\r\n").encode(),
    }[name]()
    plain = imported(workspace, "plain.csv", csv_bytes())
    assert imported(workspace, name, content) == plain
    assert plain[1] == [(3, "best", "best: 'nine' is not a whole number, 0 or more")]


def test_the_name_of_the_file_leads_into_the_archive(workspace):
    imported(workspace, "ged251-csv.zip", zip_bytes())
    lake = Lake(workspace.lake_dir)
    vintage = lake.vintages()[0]
    assert (vintage.release, vintage.files[0].name) == ("25.1", "ged251-csv.zip")
    with duckdb.connect() as connection:
        path = str(lake.rows_path(vintage.vintage_id))
        assert connection.execute("SELECT DISTINCT source_file FROM read_parquet(?)", [path]).fetchall() == [
            ("ged251-csv.zip/GEDEvent.csv",)
        ]


def test_the_fixture_holds_what_the_csv_module_reads():
    assert list(csv.DictReader(io.StringIO(ged.text(RECORDS), newline=""))) == RECORDS
