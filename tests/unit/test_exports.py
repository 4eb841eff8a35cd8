"""Exports hold exactly what the same question counts, with its credit and without what may name private persons."""

from __future__ import annotations

import csv
import errno
import json
import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.facts import HIDDEN
from conflict_atlas.events.filters import BoundingBox, Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import EVENT_COLUMNS, Completeness, Dimension, LicenceClass, Series
from conflict_atlas.publish import exports
from conflict_atlas.publish.exports import FORMATS, Exported, ExportFailed, export, write_credit
from conflict_atlas.publish.licences import Audience, LicenceRefused
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage

EVERYTHING = Filters()
DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def made(lake: Lake, out: Path, filters: Filters = EVERYTHING, series: Series = Series.DEATHS, **more: Any) -> Exported:
    return export(lake, filters, series, out.suffix.removeprefix("."), out, Audience.PUBLIC, **more)


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of an export, read by another program than the one that wrote it."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                return [{name: text or None for name, text in row.items()} for row in csv.DictReader(file)]
        case ".geojson":
            return [feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
        case ".parquet":
            with duckdb.connect() as connection:
                found = connection.execute(f"SELECT * FROM '{path}'")
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book["Rows"].iter_rows(values_only=True)
    book.close()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def mixed_lake(starter_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The starter pack and the events of a made-up release of 2015 and 2016."""
    workspace = Workspace.open(Path(shutil.copytree(starter_workspace.root, tmp_path_factory.mktemp("mixed") / "workspace")))
    draw = random.Random(5)
    rows = []
    for number in range(150):
        start = date(2015, 1, 1) + timedelta(days=draw.randint(0, 700))
        rows.append(
            event(
                number,
                date_start=start,
                date_end=start + timedelta(days=draw.choice([0, 0, 40])),
                country=draw.choice(["AZE", "SDN"]),
                type_of_violence=draw.randint(1, 3),
                where_prec=draw.randint(1, 6),
                best=draw.randint(0, 30),
            )
        )
    coverage = [held("2015-01", "2016-12", Completeness.COMPLETE, series=series) for series in Series]
    commit(workspace, vintage("made-up", coverage=coverage, rows=len(rows)), rows)
    return Lake(workspace.lake_dir)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Filters, Series, tuple[Dimension, ...]]:
    first = draw(st.sampled_from([date(2015, 1, 1), date(2015, 6, 1), date(2015, 6, 17), date(2020, 1, 1), date(2025, 1, 1)]))
    months = draw(
        st.sampled_from([date(2015, 12, 31), date(2016, 12, 31), date(2016, 3, 9), date(2020, 12, 31), date(2026, 2, 28)])
    )
    filters = Filters(
        start=first,
        end=max(months, first),
        countries=draw(st.sampled_from([(), ("AZE",), ("SDN", "UKR")])),
        conflicts=draw(st.sampled_from([(), (), ("388",)])),
        types=draw(st.sampled_from([(), (1,), (2, 3)])),
        min_best=draw(st.sampled_from([None, None, 4])),
        bbox=draw(st.sampled_from([None, None, BoundingBox(40, 30, 50, 45)])),
    )
    return filters, draw(st.sampled_from(Series)), draw(st.sampled_from([(), (Dimension.MONTH,)]))


@given(question=questions(), file_format=st.sampled_from(FORMATS))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
)
def test_an_export_holds_the_rows_and_the_sums_that_the_same_question_counts(
    question: tuple[Filters, Series, tuple[Dimension, ...]], file_format: str, mixed_lake: Lake, tmp_path: Path
) -> None:
    filters, series, by = question
    out = tmp_path / f"export.{file_format}"
    try:
        exported = made(mixed_lake, out, filters, series, by=by)
    except CannotAnswer:
        assume(False)
    (listed,) = list_rows(mixed_lake, filters, series, by, limit=1_000_000)
    rows = read(out)
    assert len(rows) == exported.rows == listed.total
    counted = summarise(mixed_lake, filters, by, series).rows
    for name in ("best", "low", "events"):
        if rows and name in rows[0] and all(row[name] is not None for row in rows):
            assert sum(int(row[name]) for row in rows) == sum(getattr(row, name) for row in counted), name
    if rows:
        assert tuple(rows[0]) == listed.columns


@pytest.mark.parametrize("file_format", FORMATS)
def test_all_formats_hold_the_same_values(file_format: str, mixed_lake: Lake, tmp_path: Path) -> None:
    filters = Filters(start=date(2015, 1, 1), end=date(2016, 12, 31))
    out = tmp_path / f"export.{file_format}"
    made(mixed_lake, out, filters)
    (listed,) = list_rows(mixed_lake, filters, limit=1000)
    assert listed.total == 150
    for row, values in zip(read(out), listed.rows, strict=True):
        for name, value in zip(listed.columns, values, strict=True):
            found = row[name]
            if isinstance(value, date):
                found = str(found)[:10]
                value = value.isoformat()
            if isinstance(value, list):
                found = found or ""
                value = found if isinstance(found, str) else value
            assert found == value or str(found) == str(value) or float(found) == float(value), name


def test_an_export_carries_its_credit(mixed_lake: Lake, tmp_path: Path) -> None:
    for file_format in FORMATS:
        out = tmp_path / f"export.{file_format}"
        exported = made(mixed_lake, out, Filters(start=date(2015, 1, 1), end=date(2016, 12, 31)))
        (credit,) = exported.credits
        assert "CC BY 4.0" in credit.line
        assert "Uppsala Conflict Data Program" in credit.line
        match file_format:
            case "geojson":
                assert json.loads(out.read_text())["credit"] == [credit.line]
            case "parquet":
                with duckdb.connect() as connection:
                    pairs = connection.execute(f"SELECT key, value FROM parquet_kv_metadata('{out}')").fetchall()
                assert (b"credit", credit.line.encode()) in pairs
            case "xlsx":
                assert openpyxl.load_workbook(out)["Credit"]["A1"].value == credit.line
        beside = write_credit(out, exported).read_text()
        assert credit.line in beside
        assert "made-up: event, 2015-01 to 2016-12, complete" in beside


def test_headlines_and_article_lists_leave_by_no_door_in_any_format(workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
    secret = "PRIVATE PERSON"
    rows = [event(1, source_headline=secret, source_article=secret, date_end=date(2020, 8, 20))]
    commit(workspace, vintage("events", coverage=[held(series=series) for series in Series]), rows)
    for series in Series:
        for by in ((), (Dimension.MONTH,)):
            for sets in (list_rows(lake, EVERYTHING, series, by),):
                for found in sets:
                    assert not set(HIDDEN) & set(found.columns)
                    assert secret not in str(found.rows)
            for file_format in FORMATS:
                out = tmp_path / f"export.{file_format}"
                made(lake, out, series=series, by=by)
                for row in read(out):
                    assert not set(HIDDEN) & set(row)
                assert secret.encode() not in out.read_bytes()
                assert secret not in str(read(out))
        assert secret not in str(summarise(lake, EVERYTHING, [Dimension.CONFLICT], series))
    assert set(HIDDEN) <= {column.name for column in EVENT_COLUMNS}


FORMULAS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://example.org","x")',
    "{=1+1}",
    "http://example.org",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_runs_a_text_as_a_formula(text: str, workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
    commit(workspace, vintage("events", coverage=[held()]), [event(1, place=text, latitude=-12.5)])
    made(lake, tmp_path / "export.csv")
    (row,) = read(tmp_path / "export.csv")
    assert row["place"][0] not in "=+-@\t\r"
    assert row["place"].removeprefix("'") == text
    assert row["latitude"] == "-12.5"
    made(lake, tmp_path / "export.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "export.xlsx")["Rows"]
    header, cells = list(sheet.iter_rows())
    place = next(cell for name, cell in zip(header, cells, strict=True) if name.value == "place")
    assert (place.data_type, place.hyperlink) == ("s", None)
    assert place.value.replace("_x000D_", "\r") == text


def test_a_place_that_is_not_near_has_no_point(workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
    rows = [event(number, where_prec=precision) for number, precision in enumerate([1, 2, 3, 7, None])]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    made(lake, tmp_path / "export.geojson")
    features = json.loads((tmp_path / "export.geojson").read_text())["features"]
    assert [feature["geometry"] and feature["geometry"]["type"] for feature in features] == ["Point", "Point", None, None, None]


def test_a_cell_is_a_square_of_half_a_degree(starter_lake: Lake, tmp_path: Path) -> None:
    filters = Filters(conflicts=("388",), start=date(2020, 1, 1), end=date(2020, 12, 31))
    made(starter_lake, tmp_path / "export.geojson", filters, Series.LOCATED)
    for feature in json.loads((tmp_path / "export.geojson").read_text())["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[4]
        assert (ring[2][0] - ring[0][0], ring[2][1] - ring[0][1]) == (0.5, 0.5)
        assert int((ring[0][1] + 90) * 2) * 720 + int((ring[0][0] + 180) * 2) + 1 == feature["properties"]["gid"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_rows_of_a_restricted_vintage_do_not_leave_for_the_public(
    file_format: str, workspace: Workspace, lake: Lake, tmp_path: Path
) -> None:
    restricted = vintage("restricted", coverage=[held()], licence_class=LicenceClass.SIGNED_IN)
    commit(workspace, restricted, [event(1)])
    out = tmp_path / f"export.{file_format}"
    with pytest.raises(LicenceRefused, match="signed-in users only"):
        made(lake, out)
    assert list(tmp_path.glob("*export*")) == []
    assert export(lake, EVERYTHING, Series.DEATHS, file_format, out, Audience.SIGNED_IN).rows == 1


def test_rows_of_different_grain_do_not_go_into_one_file(starter_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(CannotAnswer, match=r"different grain.*1989-01 to 2024-12 by type-month.*--from and --to"):
        made(starter_lake, tmp_path / "export.csv")
    assert list(tmp_path.iterdir()) == []


def test_months_that_are_not_in_the_file_are_named_beside_it(starter_lake: Lake, tmp_path: Path) -> None:
    exported = made(starter_lake, tmp_path / "rows.csv", Filters(countries=("AZE",)))
    assert [(str(gap.first), str(gap.last)) for gap in exported.gaps] == [("1989-01", "2024-12")]
    text = write_credit(tmp_path / "rows.csv", exported).read_text(encoding="utf-8")
    assert "Not in the file\n- 1989-01 to 2024-12: held by" in text


def test_a_missing_folder_and_a_folder_in_the_way_are_said(starter_lake: Lake, tmp_path: Path) -> None:
    filters = Filters(start=date(2025, 1, 1), end=date(2025, 12, 31))
    with pytest.raises(ExportFailed, match=r"there is no folder .*missing: make it first"):
        made(starter_lake, tmp_path / "missing" / "export.csv", filters)
    (tmp_path / "export.csv").mkdir()
    with pytest.raises(ExportFailed, match="is a folder"):
        made(starter_lake, tmp_path / "export.csv", filters)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), duckdb.IOException("No space left"), KeyboardInterrupt()]
)
def test_what_goes_wrong_on_the_way_leaves_the_old_file_and_no_half_one(
    file_format: str, fault: BaseException, starter_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"export.{file_format}"
    out.write_bytes(b"what stood there before")
    whole = exports._WRITERS[file_format]

    def fails_at_the_end(query: str, path: Path, credits: Any) -> int:
        whole(query, path, credits)
        raise fault

    monkeypatch.setitem(exports._WRITERS, file_format, fails_at_the_end)
    expected = KeyboardInterrupt if isinstance(fault, KeyboardInterrupt) else ExportFailed
    with pytest.raises(expected):
        made(starter_lake, out, Filters(start=date(2025, 1, 1), end=date(2025, 12, 31)))
    assert out.read_bytes() == b"what stood there before"
    assert list(tmp_path.iterdir()) == [out]


def test_the_disk_is_full_while_a_sheet_is_written(starter_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exports, "_write_cell", full)
    with pytest.raises(ExportFailed, match="No space left on device"):
        made(starter_lake, tmp_path / "export.xlsx", Filters(start=date(2025, 1, 1), end=date(2025, 12, 31)))
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(starter_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "XLSX_ROWS", 10)
    with pytest.raises(CannotAnswer, match="do not fit in a sheet"):
        made(starter_lake, tmp_path / "export.xlsx", Filters(start=date(2025, 1, 1), end=date(2025, 12, 31)))
    assert list(tmp_path.iterdir()) == []


def test_a_text_longer_than_a_cell_and_a_date_before_sheets_have_dates(workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
    commit(workspace, vintage("old", coverage=[held("1800-01", "1800-12")]), [event(1, date_start=date(1800, 5, 5))])
    made(lake, tmp_path / "export.xlsx", Filters(vintage="old"))
    assert read(tmp_path / "export.xlsx")[0]["date_start"] == "1800-05-05"
    commit(workspace, vintage("long", coverage=[held()]), [event(1, place="x" * 40_000)])
    with pytest.raises(CannotAnswer, match="40,000 characters"):
        made(lake, tmp_path / "long.xlsx", Filters(vintage="long"))
    made(lake, tmp_path / "long.csv", Filters(vintage="long"))
    assert len(read(tmp_path / "long.csv")[0]["place"]) == 40_000


def test_an_export_as_known_on_a_day_holds_what_was_known_then(workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
    for name, day, number in (("early", 1, 1), ("late", 5, 2)):
        commit(workspace, vintage(name, coverage=[held()], imported_at=datetime(2026, 1, day, tzinfo=UTC)), [event(number)])
    made(lake, tmp_path / "then.csv", as_known_on=date(2026, 1, 3))
    made(lake, tmp_path / "now.csv")
    assert [row["event_id"] for row in read(tmp_path / "then.csv")] == ["ucdp-ged:1"]
    assert [row["event_id"] for row in read(tmp_path / "now.csv")] == ["ucdp-ged:2"]
