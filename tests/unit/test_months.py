"""Months as values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.months import Month, month_range

MONTHS = st.builds(Month, st.integers(1, 9998), st.integers(1, 12))


@given(MONTHS)
def test_a_month_is_written_and_read_back(month):
    assert Month.parse(str(month)) == month
    assert Month.parse(f"{month}-01") == month
    assert Month.from_ordinal(month.ordinal) == month


@given(MONTHS, st.integers(-1000, 1000))
def test_going_forth_and_back_leads_home(month, steps):
    later = month.plus(steps)
    assert later.plus(-steps) == month
    assert (later > month) == (steps > 0)
    assert later.ordinal - month.ordinal == steps


@given(MONTHS)
def test_days_of_a_month_belong_to_it_and_their_neighbours_do_not(month):
    assert month.first_day.day == 1
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert Month.of(month.last_day + timedelta(days=1)) == month.plus(1)


@given(MONTHS, st.integers(-2, 30))
def test_a_range_names_every_month_once_and_none_when_it_ends_before_it_begins(first, length):
    months = list(month_range(first, first.plus(length)))
    assert len(months) == max(0, length + 1)
    assert months == sorted(set(months))


def test_the_last_day_knows_leap_years():
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(1900, 2).last_day == date(1900, 2, 28)


@pytest.mark.parametrize(
    "text", ["2024", "2024-13", "2024-00", "24-01", "2024-1", "2024-01-", "2024-01-1", " 2024-01", "２０２４-01"]
)
def test_what_is_no_month_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)
