"""Dates of dossiers: what is read, how it is told, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.dossiers.dates import DateError, Span, read_edtf, written

TOLD = {
    "2020-09-27": "27 September 2020",
    "2020-11-09": "9 November 2020",
    "2020-09": "September 2020",
    "1921": "1921",
    "0650": "0650",
    "1921~": "about 1921",
    "1921?": "perhaps 1921",
    "1921%": "perhaps about 1921",
    "2020-09~": "about September 2020",
    "2020-21": "spring 2020",
    "2020-22": "summer 2020",
    "2020-23": "autumn 2020",
    "2020-24~": "about winter 2020",
    "198X": "1980s",
    "198X~": "about the 1980s",
    "[..1921]": "by 1921",
    "[1921..]": "1921 or later",
    "[1985..1989]": "late 1980s",
    "[1990..1994]": "early 1990s",
    "[1991..1993]": "between 1991 and 1993",
    "[1985..1989]/1994-05": "late 1980s to May 1994",
    "198X/1994-05": "1980s to May 1994",
    "1988~/1994-05-12": "about 1988 to 12 May 1994",
    "2020-09-27/2020-11-10": "27 September to 10 November 2020",
    "2020-09-27/2020-11": "27 September to November 2020",
    "2020-09-27/2020-09-27": "27 September 2020 to 27 September 2020",
    "2023-09-19/2023-09-20": "19 to 20 September 2023",
    "2022-12/2023-09": "December 2022 to September 2023",
    "2020-09/2020-11": "September to November 2020",
    "2020-09~/2020-11": "about September 2020 to November 2020",
    "2021/2022": "2021 to 2022",
    "2020-22/2021-21": "summer 2020 to spring 2021",
    "2023/..": "since 2023",
    "2023-09-20/": "from 20 September 2023",
    "../1921": "until 1921",
    "/1921": "until 1921",
}


@pytest.mark.parametrize(("text", "words"), TOLD.items())
def test_a_date_is_told_in_words(text: str, words: str) -> None:
    assert written(text) == words


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "approximate"),
    [
        ("2020-09-27", date(2020, 9, 27), date(2020, 9, 27), "day", False),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month", False),
        ("1921~", date(1921, 1, 1), date(1921, 12, 31), "year", True),
        ("2020-22", date(2020, 6, 1), date(2020, 8, 31), "season", False),
        ("198X", date(1980, 1, 1), date(1989, 12, 31), "decade", False),
        ("[1985..1989]", date(1985, 1, 1), date(1989, 12, 31), "interval", True),
        ("[..1921]", None, date(1921, 12, 31), "open", False),
        ("[1921..]", date(1921, 1, 1), None, "open", False),
        ("[1985..1989]/1994-05", date(1985, 1, 1), date(1994, 5, 31), "interval", True),
        ("2020-09-27/2020-11-10", date(2020, 9, 27), date(2020, 11, 10), "interval", False),
        ("1988?/1994", date(1988, 1, 1), date(1994, 12, 31), "interval", True),
        ("2023/..", date(2023, 1, 1), None, "open", False),
        ("/1921", None, date(1921, 12, 31), "open", False),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(
    text: str, first: date | None, last: date | None, precision: str, approximate: bool
) -> None:
    span = read_edtf(text)
    assert (span.text, span.first, span.last, span.precision, span.approximate) == (text, first, last, precision, approximate)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "27 September 2020", "2020-9-27", "20200927", "2020-09-27T10:00:00", "NO", "1e3", " 2020", "2020\n"),
        *("2020-13", "2020-00", "2020-02-30", "2021-02-29", "0000", "-0044", "Y12345", "19XX", "2020-XX", "2020-36", "2020-20"),
        *("..", "/", "../..", "2020/2021/2022", "2021/2020", "2020-11-10/2020-09-27", "[..1921]/1930", "1930/[1940..]"),
        *("[..]", "[1989..1985]", "[1985..1989]~", "{1985..1989}", "2020S2", "~2020", "٢٠٢٠", "2020" * 100),
    ],
)
def test_what_is_no_date_of_a_dossier_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(DateError, match=r"date|names|years"):
        read_edtf(text)
    with pytest.raises(DateError):
        written(text)


@given(st.text("0123456789X-/.[]~?% ", max_size=25) | st.text(max_size=12))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_told(text: str) -> None:
    try:
        span = read_edtf(text)
    except DateError:
        return
    assert isinstance(span, Span)
    assert written(text)
    assert span.first or span.last
    assert not (span.first and span.last and span.first > span.last)


@given(st.dates())
def test_every_day_can_be_told(day: date) -> None:
    assert read_edtf(day.isoformat()) == Span(day.isoformat(), day, day, "day", False)
    assert written(day.isoformat()) == f"{day.day} {day:%B} {day.year:04d}"


@given(
    st.one_of(
        st.dates().map(date.isoformat),
        st.dates().map(lambda day: day.isoformat()[:7]),
        st.dates().map(lambda day: day.isoformat()[:4]),
        st.integers(min_value=1, max_value=999).map(lambda decade: f"{decade:03}X"),
        st.tuples(st.integers(min_value=1, max_value=9999), st.integers(min_value=21, max_value=24)).map(
            lambda parts: f"{parts[0]:04}-{parts[1]}"
        ),
        st.tuples(st.integers(min_value=1, max_value=9998), st.integers(min_value=0, max_value=1)).map(
            lambda parts: f"[{parts[0]:04}..{sum(parts):04}]"
        ),
    )
)
@settings(max_examples=150, deadline=None)
def test_the_bounds_of_a_date_are_those_of_the_library(text: str) -> None:
    span, reference = read_edtf(text), parse_edtf(text)
    assert span.first is not None
    assert span.last is not None
    assert span.first.timetuple()[:3] == reference.lower_strict()[:3]
    assert span.last.timetuple()[:3] == reference.upper_strict()[:3]
