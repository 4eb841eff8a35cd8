"""Dates in text: what the words say, and what the text around them adds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.documents.dates import Reference, find_dates
from conflict_atlas.documents.view import matching_view


def dates(text: str, **known: object) -> list[tuple[str | None, str | None, str]]:
    view = matching_view(text)
    found = find_dates(view, text, 0, len(text), Reference(**known))
    assert all(text[item.start : item.end] == item.quote for item in found)
    return [(item.from_, item.to, item.kind) for item in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 13 March 2022", "2022-03-13", "2022-03-13"),
        ("on March 14, 2008", "2008-03-14", "2008-03-14"),
        ("in September 2020", "2020-09-01", "2020-09-30"),
        ("in late September 2020", "2020-09-21", "2020-09-30"),
        ("in early April 2016", "2016-04-01", "2016-04-10"),
        ("in mid-May 2021", "2021-05-11", "2021-05-20"),
        ("in 1923", "1923-01-01", "1923-12-31"),
        ("in the late 1980s", "1987-01-01", "1989-12-31"),
        ("in spring 1993", "1993-03-01", "1993-05-31"),
        ("in winter 2020", "2020-12-01", "2021-02-28"),
        ("in 1988\u201389", "1988-01-01", "1989-12-31"),
        ("between 3 and 5 July 2024", "2024-07-03", "2024-07-05"),
        ("September 27\u201328, 2020", "2020-09-27", "2020-09-28"),
        ("from 29 June to 2 July 2023", "2023-06-29", "2023-07-02"),
        ("from 28 December to 3 January 2024", "2023-12-28", "2024-01-03"),
        ("in the first half of 2021", "2021-01-01", "2021-06-30"),
        ("in the third quarter of 2021", "2021-07-01", "2021-09-30"),
        ("in the first week of April 2021", "2021-04-01", "2021-04-07"),
        ("2021-02-03", "2021-02-03", "2021-02-03"),
        ("by 1921", None, "1921-12-31"),
        ("since May 1994", "1994-05-01", None),
    ],
)
def test_a_date_is_as_exact_as_its_words(text: str, first: str | None, last: str | None) -> None:
    assert dates(text) == [(first, last, "date")]


def test_a_day_without_year_takes_the_year_of_its_paragraph_then_the_most_recent_past() -> None:
    assert dates("It began on 13 September 2022. Clashes followed on September 21.")[1][0] == "2022-09-21"
    assert dates("On September 19 it began.", document=date(2024, 1, 24))[0][0] == "2023-09-19"
    assert dates("On 14 March it was said.", period=(date(2022, 3, 13), date(2022, 12, 31)))[0][0] == "2022-03-14"
    assert dates("On 14 March it was said.") == [(None, None, "date")]


def test_years_that_are_only_spoken_of_give_no_year() -> None:
    text = "Since 1994 there had been calm. On September 19 it ended."
    assert dates(text, document=date(2024, 1, 24))[1][0] == "2023-09-19"


def test_planned_days_lie_ahead() -> None:
    assert dates("A team is expected on 23 August.", document=date(2021, 8, 19))[0][0] == "2021-08-23"
    assert dates("They agreed to extend it until 2 August.", document=date(2022, 6, 2))[0][1] == "2022-08-02"


def test_relative_days_are_counted_from_what_was_told() -> None:
    text = "On 26 August 2015 it was declared. The following day it was broken. Two days later they met."
    assert [found[0] for found in dates(text)] == ["2015-08-26", "2015-08-27", "2015-08-29"]
    assert dates("They were killed yesterday.", document=date(2023, 10, 24))[0][0] == "2023-10-23"
    assert dates("It happened on Friday.", document=date(2023, 10, 14))[0][0] == "2023-10-13"


def test_durations_and_ages_are_no_dates() -> None:
    assert dates("an ultimatum of 72 hours") == [(None, None, "duration")]
    assert dates("a 39-year-old man") == []


@given(st.text(alphabet="0123456789 -/.,ofMaySeptember\u2013\u00a0yeardayslater\n", max_size=120))
def test_offsets_always_hold_and_nothing_crashes(text: str) -> None:
    for known in ({}, {"document": date(2020, 2, 29)}, {"period": (date(1999, 12, 31), date(2000, 1, 1))}):
        for first, last, _ in dates(text, **known):
            assert first is None or last is None or first <= last
