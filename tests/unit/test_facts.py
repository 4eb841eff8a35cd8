"""Events spread over months, and filters, against plain Python over the same rows."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import BoundingBox, Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2018, 11, 1), date(2021, 3, 31))
"""Over a leap year and two turns of the year."""


def lake_of(folder: str, rows: list[dict[str, object]], first: str = "1989-01", last: str = "2030-12") -> Lake:
    workspace = Workspace.create(Path(folder))
    commit(workspace, vintage("events", coverage=[held(first, last, series=series) for series in Series]), rows)
    return Lake(workspace.lake_dir)


@st.composite
def dated_events(draw: st.DrawFn) -> list[dict[str, object]]:
    rows = []
    for number in range(draw(st.integers(1, 6))):
        start = draw(DAYS)
        end = draw(st.none() | st.integers(-3, 400).map(lambda days, start=start: start + timedelta(days=days)))
        best = draw(st.integers(0, 2_000))
        deaths = {"deaths_a": draw(st.integers(0, 50)), "deaths_civilians": draw(st.none() | st.integers(0, 50))}
        rows.append(event(number, date_start=start, date_end=end, best=best, low=best // 2, high=best * 2, **deaths))
    return rows


def parts(row: dict[str, object], name: str) -> dict[str, int]:
    """The parts of an event by month, from the definition: rounded-down cumulative shares by days."""
    start, end = row["date_start"], row["date_end"] or row["date_start"]
    assert isinstance(start, date)
    assert isinstance(end, date)
    days = [start + timedelta(days=number) for number in range(max((end - start).days, 0) + 1)]
    found: dict[str, int] = {}
    before = 0
    for number, day in enumerate(days, start=1):
        upto = int(Fraction(int(str(row[name]))) * number / len(days))
        found[f"{day:%Y-%m}"] = found.get(f"{day:%Y-%m}", 0) + upto - before
        before = upto
    return found


@given(dated_events())
@QUICK
def test_an_event_is_spread_by_days_in_whole_numbers_that_add_up_to_it(rows: list[dict[str, object]]) -> None:
    expected = {name: Counter[str]() for name in ("low", "best", "high")}
    for row in rows:
        for name, counter in expected.items():
            counter.update(parts(row, name))
    with TemporaryDirectory() as folder:
        answer = summarise(lake_of(folder, rows), Filters(), [Dimension.MONTH])
    for name, counter in expected.items():
        assert {row.key[0]: getattr(row, name) for row in answer.rows if getattr(row, name)} == {
            k: v for k, v in counter.items() if v
        }
        assert all((getattr(row, name) or 0) >= 0 for row in answer.rows)
        assert sum(getattr(row, name) for row in answer.rows) == sum(int(str(row[name])) for row in rows)
    assert sum(row.events or 0 for row in answer.rows) == len(rows)


@given(dated_events(), DAYS, st.integers(0, 200))
@QUICK
def test_windows_that_cut_events_share_them_out_without_loss(rows: list[dict[str, object]], first: date, days: int) -> None:
    cut = first + timedelta(days=days)
    windows = [Filters(end=first - timedelta(days=1)), Filters(start=first, end=cut), Filters(start=cut + timedelta(days=1))]
    with TemporaryDirectory() as folder:
        lake = lake_of(folder, rows)
        answers = [summarise(lake, window, [Dimension.MONTH]) for window in windows]
    assert sum(row.best or 0 for answer in answers for row in answer.rows) == sum(int(str(row["best"])) for row in rows)
    assert sum(row.events or 0 for answer in answers for row in answer.rows) == len(rows)
    for answer, window in zip(answers, windows, strict=True):
        for row in answer.rows:
            assert window.start is None or row.key[0] >= f"{window.start:%Y-%m}"
            assert window.end is None or row.key[0] <= f"{window.end:%Y-%m}"


@given(dated_events(), st.integers(0, 28))
@QUICK
def test_two_vintages_share_out_an_event_at_the_month_where_one_ends(rows: list[dict[str, object]], months: int) -> None:
    change = Month(2018, 11).plus(months)
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder))
        for name, first, last in (("early", "1989-01", str(change)), ("late", str(change.plus(1)), "2030-12")):
            commit(workspace, vintage(name, coverage=[held(first, last)]), rows)
        answer = summarise(Lake(workspace.lake_dir), Filters(), [Dimension.MONTH])
    assert sum(row.best or 0 for row in answer.rows) == sum(int(str(row["best"])) for row in rows)
    assert sum(row.events or 0 for row in answer.rows) == len(rows)


def test_the_rows_behind_a_month_are_the_parts_that_it_counts(workspace, lake) -> None:
    long = event(1, date_start=date(2020, 1, 31), date_end=date(2020, 3, 1), best=310)
    commit(workspace, vintage("events", coverage=[held()]), [long, event(2, date_start=date(2020, 2, 1), best=5)])
    answer = summarise(lake, Filters(), [Dimension.MONTH])
    assert [(row.key[0], row.best, row.events, row.spread_share) for row in answer.rows] == [
        ("2020-01", 10, 1, 1.0),
        ("2020-02", 295, 1, 290 / 295),
        ("2020-03", 10, 0, 1.0),
    ]
    (found,) = list_rows(lake, Filters(), Series.DEATHS, [Dimension.MONTH])
    column = {name: number for number, name in enumerate(found.columns)}
    assert [(str(row[column["month"]])[:7], row[column["event_id"]], row[column["best"]]) for row in found.rows] == [
        ("2020-01", "ucdp-ged:1", 10),
        ("2020-02", "ucdp-ged:1", 290),
        ("2020-02", "ucdp-ged:2", 5),
        ("2020-03", "ucdp-ged:1", 10),
    ]


PLACES = [
    ("AZE", 40.2, 46.7),
    ("FJI", -17.0, 179.9),
    ("FJI", -16.5, -179.9),
    ("SDN", 15.5, 32.5),
    ("SSD", 4.9, 31.6),
    ("ISR", 31.4, 34.4),
    (None, None, None),
]
COUNTRIES = st.sampled_from(["AZE", "FJI", "SDN", "SSD"])


@st.composite
def varied_events(draw: st.DrawFn) -> list[dict[str, object]]:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        country, latitude, longitude = draw(st.sampled_from(PLACES))
        start = draw(st.dates(date(2020, 1, 1), date(2020, 12, 31)))
        rows.append(
            event(
                number,
                date_start=start,
                date_end=start + timedelta(days=draw(st.sampled_from([0, 0, 0, 20]))),
                country=country,
                country_gw=666 if country == "ISR" else 373,
                admin1=draw(st.sampled_from(["Gaza Strip", "West Bank", "Jerusalem district", "Southern district", None])),
                latitude=latitude,
                longitude=longitude,
                where_prec=draw(st.none() | st.integers(1, 7)),
                type_of_violence=draw(st.integers(1, 3)),
                conflict_id=draw(st.sampled_from(["388", "259", None])),
                dyad_id=draw(st.sampled_from(["840", "841", None])),
                best=draw(st.integers(0, 9)),
            )
        )
    return rows


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    start = draw(st.none() | st.dates(date(2019, 12, 1), date(2020, 12, 31)))
    boxes = [BoundingBox(30, 0, 47, 45), BoundingBox(179.5, -20, -179.5, 0), BoundingBox(31.55, 4.85, 31.65, 4.95)]
    return Filters(
        start=start,
        end=draw(st.none() | st.integers(0, 300).map(lambda days: (start or date(2020, 1, 1)) + timedelta(days=days))),
        countries=draw(st.sampled_from([(), (), ("SDN",), ("SDN", "FJI")])),
        regions=draw(st.sampled_from([(), (), ("Africa",), ("Europe", "Middle East")])),
        conflicts=draw(st.sampled_from([(), (), ("388",)])),
        dyads=draw(st.sampled_from([(), (), ("840", "841")])),
        types=draw(st.sampled_from([(), (), (1,), (2, 3)])),
        cells=draw(st.sampled_from([(), (), (event(0)["gid"],)])),
        territories=draw(st.sampled_from([(), (), ("PSE",), ("ISR", "SDN")])),
        min_best=draw(st.none() | st.integers(0, 9)),
        bbox=draw(st.none() | st.sampled_from(boxes)),
        max_where_prec=draw(st.none() | st.integers(1, 7)),
    )


def territory(row: dict[str, object]) -> object:
    """Where the place lies as the default map draws it; None where the publisher's unit does not tell."""
    if row["country_gw"] != 666:
        return row["country"]
    units = {"Gaza Strip": "PSE", "West Bank": "PSE", "Southern district": "ISR"}
    return units.get(str(row["admin1"]))


def matching(rows: list[dict[str, object]], asked: Filters, series: Series) -> Iterator[dict[str, object]]:
    """The filter, said again in plain Python."""
    for row in rows:
        started, ended = row["date_start"], row["date_end"]
        latitude, longitude = row["latitude"], row["longitude"]
        box = asked.bbox
        country = countries.by_iso3(str(row["country"]))
        conditions = [
            asked.start is None or started >= asked.start,
            asked.end is None or started <= asked.end,
            not asked.countries or row["country"] in asked.countries,
            not asked.regions or (country is not None and country.region in asked.regions),
            not asked.conflicts or row["conflict_id"] in asked.conflicts,
            not asked.dyads or row["dyad_id"] in asked.dyads,
            not asked.types or row["type_of_violence"] in asked.types,
            not asked.cells or row.get("gid") in asked.cells,
            not asked.territories or territory(row) in asked.territories,
            asked.min_best is None or row["best"] >= asked.min_best,
            asked.max_where_prec is None or (row["where_prec"] is not None and row["where_prec"] <= asked.max_where_prec),
            series is not Series.LOCATED or (row["where_prec"] in (1, 2) and latitude is not None),
            series is not Series.WITHIN_MONTH or f"{started:%Y-%m}" == f"{ended:%Y-%m}",
        ]
        if box is not None:
            conditions.append(
                latitude is not None
                and box.south <= latitude <= box.north
                and (
                    box.west <= longitude <= box.east if box.west <= box.east else longitude >= box.west or longitude <= box.east
                )
            )
        if all(conditions):
            yield row


KNOWN = [
    event(1000, date_start=date(1990, 1, 1), conflict_id=text, dyad_id=other) for text, other in (("388", "840"), ("259", "841"))
]
"""Makes every id of the filters known, outside the period of the random events."""


@given(varied_events(), filters(), st.sampled_from(Series))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_filter_counts_what_plain_python_counts(rows: list[dict[str, object]], asked: Filters, series: Series) -> None:
    wanted = list(matching(rows, asked, series))
    with TemporaryDirectory() as folder:
        lake = lake_of(folder, [*rows, *KNOWN], "2019-01", "2021-12")
        counts = summarise(lake, asked, [], series).rows
        (listed,) = list_rows(lake, asked, series, limit=1000)
        by_type = summarise(lake, asked, [Dimension.TYPE], series).rows
        by_year = summarise(lake, asked, [Dimension.YEAR, Dimension.COUNTRY], series).rows
        by_territory = summarise(lake, asked, [Dimension.TERRITORY], series).rows
    assert sum(row.events or 0 for row in counts) == listed.total == len(wanted)
    assert sum(row.best or 0 for row in counts) == sum(int(str(row["best"])) for row in wanted)
    ids = {row[listed.columns.index("event_id")] for row in listed.rows}
    assert ids == {row["event_id"] for row in wanted}
    assert {row.key[0]: row.events for row in by_type} == Counter(str(row["type_of_violence"]) for row in wanted)
    assert {row.key[0]: row.events for row in by_territory} == Counter(territory(row) for row in wanted)
    assert {row.key: row.events for row in by_year} == Counter((str(row["year"]), row["country"]) for row in wanted)


def test_a_box_of_cells_crosses_the_antimeridian(workspace, lake) -> None:
    def gid(south: float, west: float) -> int:
        return int((south + 90) * 2) * 720 + int((west + 180) * 2) + 1

    row = {"source_file": "f", "month": date(2020, 1, 1), "country": "FJI", "type_of_violence": 1, "events": 1, "best": 1}
    cells = [gid(-17, 179.5), gid(-17, -180), gid(-17, -179), gid(-17, 179), gid(-16, 179.5)]
    located = [held("2020-01", "2020-01", Completeness.PARTIAL, Series.LOCATED)]
    commit(workspace, vintage("cells", Grain.CONFLICT_CELL_MONTH, located), [{**row, "gid": cell} for cell in cells])
    across = Filters(bbox=BoundingBox(179.5, -17.0, -179.5, -16.5))
    answer = summarise(lake, across, [Dimension.CELL], Series.LOCATED)
    assert {row.key[0] for row in answer.rows} == {str(gid(-17, 179.5)), str(gid(-17, -180))}


def test_a_month_of_a_leap_year_has_29_days(workspace, lake) -> None:
    whole = event(1, date_start=date(2020, 2, 1), date_end=date(2020, 3, 31), best=60)
    commit(workspace, vintage("events", coverage=[held()]), [whole])
    answer = summarise(lake, Filters(), [Dimension.MONTH])
    assert [row.best for row in answer.rows] == [29, 31]
    assert calendar.monthrange(2020, 2)[1] == 29


def test_an_event_whose_end_is_before_its_start_or_unknown_stays_in_the_month_it_began_in(workspace, lake) -> None:
    rows = [
        event(1, date_start=date(2020, 3, 1), date_end=date(2020, 2, 1), best=7),
        event(2, date_start=date(2020, 3, 31), date_end=None, best=5),
    ]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    answer = summarise(lake, Filters(), [Dimension.MONTH])
    assert [(row.key[0], row.best, row.events) for row in answer.rows] == [("2020-03", 12, 2)]


@pytest.mark.parametrize("series", Series)
def test_a_sum_with_an_unknown_part_is_unknown(series: Series, workspace, lake) -> None:
    rows = [event(1, deaths_unknown=None, low=None), event(2)]
    commit(workspace, vintage("events", coverage=[held(series=series)]), rows)
    (row,) = summarise(lake, Filters(), [Dimension.YEAR], series).rows
    assert (row.best, row.low, row.deaths_unknown, row.deaths_fighters) == (2, None, None, 0)


def test_a_year_is_the_publishers_and_a_period_is_of_the_day_it_began(workspace, lake) -> None:
    counted_before = event(1, date_start=date(2020, 1, 1), year=2019, best=4)
    commit(workspace, vintage("events", coverage=[held()]), [counted_before, event(2, best=3)])
    rows = summarise(lake, Filters(), [Dimension.YEAR]).rows
    assert [(row.key[0], row.best, str(row.first), str(row.last), row.first_year) for row in rows] == [
        ("2019", 4, "2019-01", "2019-12", 2019),
        ("2020", 3, "2020-01", "2020-12", 2020),
    ]
    january = Filters(start=date(2020, 1, 1), end=date(2020, 1, 31))
    assert [(row.key[0], row.best) for row in summarise(lake, january, [Dimension.YEAR]).rows] == [("2019", 4)]


def test_the_territories_of_country_666_add_up_to_it_and_lead_to_their_rows(starter_lake: Lake) -> None:
    israel = Filters(countries=("ISR",))
    whole = summarise(starter_lake, israel, (), Series.LOCATED).rows
    by_territory = summarise(starter_lake, israel, (Dimension.TERRITORY,), Series.LOCATED).rows
    assert {row.key[0] for row in by_territory} == {"ISR", "PSE", None}
    assert sum(row.best or 0 for row in by_territory) == sum(row.best or 0 for row in whole)
    for row in by_territory:
        if row.key[0]:
            asked = Filters(countries=("ISR",), territories=(row.key[0],))
            (answer,) = summarise(starter_lake, asked, (), Series.LOCATED).rows
            assert (answer.best, answer.events) == (row.best, row.events)


def test_events_of_country_666_are_told_apart_by_the_publishers_unit_and_jerusalem_is_not(tmp_path: Path) -> None:
    places = ["Gaza Strip", "West Bank", "Southern district", "Jerusalem district", None]
    rows = [event(number, country="ISR", country_gw=666, admin1=place) for number, place in enumerate(places, start=1)]
    rows.append(event(9, country="LBN", country_gw=660, admin1="South"))
    answer = summarise(lake_of(str(tmp_path), rows), Filters(), (Dimension.TERRITORY,))
    assert {row.key[0]: row.events for row in answer.rows} == {"PSE": 2, "ISR": 1, "LBN": 1, None: 2}
