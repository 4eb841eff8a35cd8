"""Questions to the lake: pages of rows, several breakdowns at once, records set aside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conflict_atlas.events.errors import CannotAnswer, EventsError
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import list_quarantine, list_rows, summarise
from conflict_atlas.events.sources import source
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.official import official_row, write_official


@pytest.mark.parametrize("series", Series)
def test_pages_of_rows_are_all_rows_in_one_order_each_once(series: Series, starter_lake: Lake) -> None:
    asked = Filters(start=date(2025, 12, 1), end=date(2026, 2, 28)) if series is Series.DEATHS else Filters(countries=("AZE",))
    (whole,) = list_rows(starter_lake, asked, series, limit=10_000)
    assert whole.total == len(whole.rows) > 100
    pages = [list_rows(starter_lake, asked, series, limit=37, offset=offset)[0] for offset in range(0, whole.total + 37, 37)]
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.total for page in pages} == {whole.total}


def test_a_coverage_of_many_years_lists_each_row_once(workspace: Workspace, lake: Lake) -> None:
    years = [
        held(f"{year}-01", f"{year}-12", Completeness.PARTIAL, Series.LOCATED, share=0.5 + year % 2 / 10)
        for year in (2018, 2019, 2020)
    ]
    rows = [event(number, date_start=date(year, 12, 31)) for number, year in enumerate((2018, 2019, 2020, 2018))]
    commit(workspace, vintage("events", coverage=years), rows)
    (found,) = list_rows(lake, Filters(), Series.LOCATED)
    assert found.total == 4
    assert len(found.picks) == 3
    counted = summarise(lake, Filters(), [Dimension.YEAR], Series.LOCATED).rows
    assert [(row.key[0], row.events, row.share) for row in counted] == [("2018", 2, 0.5), ("2019", 1, 0.6), ("2020", 1, 0.5)]


def test_breakdowns_by_several_dimensions_add_up_to_the_count_of_one(starter_lake: Lake) -> None:
    year = Filters(start=date(2025, 1, 1), end=date(2025, 12, 31))
    for by in ([Dimension.TYPE], [Dimension.TYPE, Dimension.COUNTRY], [Dimension.CONFLICT, Dimension.MONTH], [Dimension.YEAR]):
        assert sum(row.best or 0 for row in summarise(starter_lake, year, by).rows) == 181_331
    (whole,) = summarise(starter_lake, year, []).rows
    assert (whole.key, whole.best, whole.grain) == ((), 181_331, Grain.CONFLICT_COUNTRY_MONTH)


def test_keys_come_in_the_order_of_numbers_and_the_unknown_last(workspace: Workspace, lake: Lake) -> None:
    rows = [event(number, conflict_id=text) for number, text in enumerate(["1000", "9", None, "388"])]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    assert [row.key[0] for row in summarise(lake, Filters(), [Dimension.CONFLICT]).rows] == ["9", "388", "1000", None]


def test_records_set_aside_are_listed_by_vintage_in_the_order_of_the_file(
    workspace: Workspace, lake: Lake, tmp_path: Path
) -> None:
    for release, faulty in (("26_0_1", (2, 4)), ("26_0_2", (3,))):
        month = release[-1]
        rows = [official_row(number, date_start=f"2026-0{month}-0{number}") for number in range(1, 6)]
        for number in faulty:
            rows[number - 1]["best"] = "about 12"
        import_files(workspace, source("ucdp-candidate"), [write_official(tmp_path / f"GEDEvent_v{release}.csv", rows)])
    found = list_quarantine(lake)
    assert [(item.file, item.line, item.column) for item in found] == [
        ("GEDEvent_v26_0_1.csv", 3, "best"),
        ("GEDEvent_v26_0_1.csv", 5, "best"),
        ("GEDEvent_v26_0_2.csv", 4, "best"),
    ]
    first, second = lake.vintages()
    assert list_quarantine(lake, second.vintage_id) == found[2:]
    assert {item.vintage_id for item in found[:2]} == {first.vintage_id}
    with pytest.raises(EventsError, match="no vintage 'nothing' here"):
        list_quarantine(lake, "nothing")


def test_an_empty_lake_answers_nothing(lake: Lake) -> None:
    for series in Series:
        with pytest.raises(CannotAnswer, match="Import a release"):
            summarise(lake, Filters(), [Dimension.YEAR], series)
        with pytest.raises(CannotAnswer, match="Import a release"):
            list_rows(lake, Filters(conflicts=("388",)), series)
    assert list_quarantine(lake) == ()
