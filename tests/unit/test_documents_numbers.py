"""Number phrases: digits and words, ranges, bounds, shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.documents.numbers import Number, find_numbers, value_of
from conflict_atlas.documents.view import matching_view


def one(text: str) -> Number:
    view = matching_view(text)
    found = find_numbers(view, 0, len(view))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "qualifier"),
    [
        ("3,825 soldiers", 3825, None, None, "exact"),
        ("at least two hundred people", 200, 200, None, "at_least"),
        ("more than one hundred thousand people", 100_000, 100_000, None, "more_than"),
        ("about eight hundred thousand barrels", 800_000, None, None, "approx"),
        ("up to 180 mercenaries", 180, None, 180, "up_to"),
        ("fewer than ten", 10, None, 10, "up_to"),
        ("one to three hundred killed", None, 100, 300, "range"),
        ("541\u2013547+ killed", None, 541, 547, "range_plus"),
        ("between 35 and more than 40 soldiers", None, 35, 40, "range_plus"),
        ("between two and three thousand people", None, 2000, 3000, "range"),
        ("28,000\u201338,000 killed", None, 28_000, 38_000, "range"),
        ("1.5 million people", 1_500_000, None, None, "exact"),
        ("hundreds of thousands of refugees", None, 100_000, 999_999, "vague"),
        ("two hundred and thirty", 230, None, None, "exact"),
        ("half of the land", 0.5, None, None, "exact"),
        ("one-third of it", 1 / 3, None, None, "exact"),
        ("nine in ten people", 0.9, None, None, "exact"),
    ],
)
def test_a_number_is_what_its_words_say(
    text: str, value: float | None, low: float | None, high: float | None, qualifier: str
) -> None:
    found = one(text)
    assert (found.value, found.low, found.high, found.qualifier) == (
        pytest.approx(value) if value else value,
        low,
        high,
        qualifier,
    )


def test_a_change_is_two_numbers_and_no_range() -> None:
    text = "camps grew from 14,000 to 26,500 people"
    assert [found.value for found in find_numbers(text, 0, len(text))] == [14_000, 26_500]


@given(st.integers(0, 10**9))
def test_digits_with_separators_are_read_back(number: int) -> None:
    assert value_of(f"{number:,}") == number


@given(st.text(alphabet="0123456789,.-+%$ onetwothreehundredmillionandtoorbetween\u2013\u00a0", max_size=150))
def test_phrases_never_overlap_and_bounds_are_in_order(text: str) -> None:
    view = matching_view(text)
    end = 0
    for number in find_numbers(view, 0, len(view)):
        assert number.start >= end
        assert number.start < number.end <= len(text)
        end = number.end
        if number.low is not None and number.high is not None:
            assert number.low <= number.high
