"""Casting, each kind of column held against a plain reading in Python."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflict_atlas.events import casting
from conflict_atlas.events.casting import RECORD, RowContext
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import source
from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49
from fixtures import ged

GED = source("ucdp-ged")
COLUMNS = {column.target: next(own for own in column.names if own in LAYOUT_49) for column in GED.columns}
NUMBERS = st.one_of(
    st.integers(-300, 3_000_000_000).map(str),
    st.from_regex(r"[+-]?[0-9]{0,4}[.]?[0-9]{0,3}([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.text(st.sampled_from("0123456789.-+eE _xXinfNaN"), max_size=8),
    st.sampled_from(
        ["", " ", "inf", "nan", "-1", "-1.0", "0x1F", "1_000", "1,000", "1e+05", "25e-1", "٣", "true", "TRUE", "1e999"]
    ),
)
DATES = st.one_of(
    st.dates(date(1, 1, 1)).map(str),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.tuples(
        st.dates(date(1980, 1, 1)).map(str), st.sampled_from([" 00:00:00.000", "T12:30", " 25", "x", " 00:00:00Z", " (BC)"])
    ).map("".join),
    st.sampled_from(
        ["", "epoch", "infinity", "2020-1-2", "2020/01/02", "0000-01-01", "-123-01-01", "02.01.2020", " 2020-01-02", "today"]
    ),
)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


def read(connection, target: str, text: str):
    """The value that a text in a column becomes."""
    query = casting.readings(GED, {target: "file_column"}, "given")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE given AS SELECT 1 AS \"record number\", nullif(?, '') AS file_column", [text]
    )
    assert RECORD == "record number"
    return connection.execute(f'SELECT "{target}" FROM ({query})').fetchall()[0][0]


def whole(text: str, largest: int) -> int | None:
    """A whole number up to ``largest`` by the rules of decimal numbers; None if the text is none."""
    text = text.strip(" ")
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if abs(number) <= largest and number == number.to_integral_value() else None


@settings(max_examples=300, deadline=None)
@given(text=NUMBERS)
@example(text="25e-1")
@example(text="0x1F")
@example(text="1_000")
@example(text="1e+05")
def test_a_count_is_a_whole_number_and_nothing_else_is(connection, text):
    value = whole(text, 2**31 - 1)
    assert read(connection, "best", text) == (value if value is not None and value >= 0 else None)


@settings(max_examples=150, deadline=None)
@given(text=NUMBERS)
def test_a_code_is_one_of_the_list(connection, text):
    value = whole(text, 127)
    assert read(connection, "type_of_violence", text) == (value if value in (1, 2, 3) else None)


@settings(max_examples=150, deadline=None)
@given(text=NUMBERS)
def test_minus_one_source_means_not_known(connection, text):
    value = whole(text, 32767)
    assert read(connection, "number_of_sources", text) == (value if value is not None and value >= 0 else None)
    assert read(connection, "number_of_sources", "-1") is None
    assert read(connection, "number_of_sources", "-1.0") is None


@settings(max_examples=200, deadline=None)
@given(text=DATES)
@example(text="epoch")
@example(text="-123-01-01")
def test_a_date_is_a_calendar_date_with_or_without_a_time(connection, text):
    expected = None
    if re.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.]\d*)?)?(Z|[+-]\d\d:?\d\d)?)?", text, re.ASCII):
        try:
            expected = date.fromisoformat(text[:10])
        except ValueError:
            expected = None
    assert read(connection, "date_start", text) == expected


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(NUMBERS, st.floats(-200, 200).map(repr), st.floats(allow_nan=True).map(repr)))
def test_a_latitude_lies_between_the_poles(connection, text):
    value = read(connection, "latitude", text)
    try:
        expected = float(text) if "_" not in text and text.isascii() else None
    except ValueError:
        expected = None
    assert value == (expected if expected is not None and -90 <= expected <= 90 else None)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("0123456789.- aA"), max_size=8))
def test_an_id_loses_blanks_around_it_and_a_decimal_part_of_zeros(connection, text):
    expected = text.strip(" ")
    if match := re.fullmatch(r"(\d+)\.0+", expected):
        expected = match[1]
    assert read(connection, "conflict_id", text) == (expected or None)


def normalized(connection, period=None, **changes: str):
    """One row as it comes out of an import, as a dictionary."""
    record = ged.row(7, **changes)
    columns = ", ".join(f"nullif(?, '') AS \"{name}\"" for name in record)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE given AS SELECT '1' AS \"{RECORD}\", {columns}", list(record.values()))
    connection.execute("CREATE OR REPLACE TEMP TABLE codes AS SELECT 700 AS ucdp_id, 'AFG' AS iso3")
    query = casting.normalized_select(GED, COLUMNS, "given", RowContext("v", "f.csv", period), "codes")
    found = connection.execute(query)
    return dict(zip([field[0] for field in found.description], found.fetchall()[0], strict=True))


def test_a_sound_row_has_no_flags_and_carries_its_origin(connection):
    row = normalized(connection)
    assert row["readable"] is True
    assert row["flags"] == []
    assert (row["event_id"], row["source"], row["vintage_id"]) == ("ucdp-ged:7", "ucdp-ged", "v")
    assert (row["source_file"], row["source_row"], row["country"], row["country_gw"]) == ("f.csv", 1, "AFG", 700)


@pytest.mark.parametrize(
    ("flag", "changes"),
    [
        ("low_above_best", {"low": "11"}),
        ("best_above_high", {"high": "9"}),
        ("end_before_start", {"date_end": "2020-02-28"}),
        ("deaths_differ_from_best", {"deaths_a": "2"}),
        ("placeholder_name", {"dyad_name": "XXX70 - XXX71"}),
        ("unknown_country", {"country_id": "9999"}),
        ("no_conflict_id", {"conflict_new_id": ""}),
        ("outside_release_period", {"date_start": "2020-02-29"}),
    ],
)
def test_what_is_odd_is_kept_and_flagged(connection, flag, changes):
    row = normalized(connection, period=(Month(2020, 3), Month(2020, 3)), **changes)
    assert row["readable"] is True
    assert row["flags"] == [flag]


def test_a_place_without_a_cell_gets_the_cell_of_its_coordinates(connection):
    assert normalized(connection, priogrid_gid="")["gid"] == normalized(connection)["gid"] == 179779
    assert normalized(connection, priogrid_gid="", latitude="")["gid"] is None
    assert normalized(connection, priogrid_gid="", latitude="90", longitude="180")["gid"] == 259200
    assert normalized(connection, priogrid_gid="", latitude="-90", longitude="-180")["gid"] == 1


def test_unknown_is_null_and_never_zero(connection):
    row = normalized(connection, low="", high="", deaths_a="", number_of_sources="-1", where_prec="", conflict_new_id="")
    for column in ("low", "high", "deaths_a", "number_of_sources", "where_prec", "conflict_id"):
        assert row[column] is None


@pytest.mark.parametrize("active_year", ["1", "0", "True", "False", "true", "1.0", ""])
def test_the_active_year_is_not_read_and_may_be_written_in_any_way(connection, active_year):
    assert normalized(connection, active_year=active_year)["readable"] is True


@pytest.mark.parametrize(
    ("changes", "failures", "unknown"),
    [
        ({"best": ""}, "best: empty, but every event must have a value here", None),
        ({"best": "about 12"}, "best: 'about 12' is not a whole number, 0 or more", None),
        ({"low": "-3"}, "low: '-3' is not a whole number, 0 or more", None),
        ({"date_end": "31/12/2020"}, "date_end: '31/12/2020' is not a date as YYYY-MM-DD", None),
        ({"latitude": "97"}, "latitude: '97' is not a latitude between -90 and 90", None),
        ({"id": " "}, "id: empty, but every event must have a value here", None),
        ({"type_of_violence": "9"}, None, "type_of_violence: '9' is none of the codes 1, 2, 3"),
        ({"type_of_violence": "nan"}, "type_of_violence: 'nan' is not a whole number", None),
        (
            {"best": "x", "longitude": "y", "date_prec": "8"},
            "longitude: 'y' is not a longitude between -180 and 180; best: 'x' is not a whole number, 0 or more",
            "date_prec: '8' is none of the codes 1, 2, 3, 4, 5",
        ),
    ],
)
def test_what_cannot_be_read_is_explained(connection, changes, failures, unknown):
    assert normalized(connection, **changes)["readable"] is False
    query = casting.explained_select(GED, COLUMNS, "given")
    assert connection.execute(query).fetchall() == [(1, failures, unknown)]


def test_a_sound_row_needs_no_explanation(connection):
    normalized(connection)
    assert connection.execute(casting.explained_select(GED, COLUMNS, "given")).fetchall() == [(1, None, None)]
