"""Filters: what is written into a query comes back from it, and what cannot be read is named."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.events import filters as module
from conflict_atlas.events.filters import BoundingBox, FilterError, Filters, Print
from conflict_atlas.events.folding import words_of
from conflict_atlas.events.vocabulary import Grain

WORDS = st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 -]{0,6}[A-Za-z0-9]", fullmatch=True), max_size=3).map(tuple)
DEGREES = st.floats(-90, 90).map(lambda value: round(value, 3))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    south, north = sorted((draw(DEGREES), draw(DEGREES)))
    return Filters(
        start=draw(st.sampled_from((None, first))),
        end=draw(st.sampled_from((None, last))),
        countries=draw(st.lists(st.from_regex(r"[A-Z]{3}", fullmatch=True), max_size=3).map(tuple)),
        regions=draw(WORDS),
        conflicts=draw(WORDS),
        dyads=draw(WORDS),
        types=draw(st.lists(st.sampled_from((1, 2, 3)), max_size=3).map(tuple)),
        cells=draw(st.lists(st.integers(1, 259200), max_size=3).map(tuple)),
        min_best=draw(st.none() | st.integers(0, 10**6)),
        bbox=draw(st.none() | st.builds(BoundingBox, DEGREES, st.just(south), DEGREES, st.just(north))),
        max_where_prec=draw(st.none() | st.integers(1, 7)),
        vintage=draw(st.none() | st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True)),
        grain=draw(st.none() | st.sampled_from(Grain)),
        text=draw(st.none() | st.from_regex(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ ]{0,9}[A-Za-z]", fullmatch=True)),
        print=draw(st.none() | st.sampled_from(Print)),
    )


@settings(max_examples=200)
@given(filters())
def test_a_filter_comes_back_from_its_query(given_filters):
    assert Filters.from_query(given_filters.to_query()) == given_filters


def test_searched_words_are_folded_and_stand_once_each():
    assert words_of(" Côte  d'IVOIRE côte\u00a0Straße ") == ("cote", "d'ivoire", "strasse")


def test_an_empty_filter_has_an_empty_query():
    assert Filters().to_query() == {}
    assert Filters.from_query({"from": "", "country": " ", "unknown": "x"}) == Filters()


def test_every_field_has_a_name_in_queries():
    assert set(module._QUERY_NAMES) == set(module._READERS) == {field.name for field in fields(Filters)}


def test_codes_of_countries_are_read_in_any_case():
    assert Filters.from_query({"country": "arm, aze"}).countries == ("ARM", "AZE")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"from": "2020"}, "from '2020'"),
        ({"to": "2020-02-30"}, "to '2020-02-30'"),
        ({"from": "2021-01-01", "to": "2020-01-01"}, "ends before"),
        ({"type": "4"}, "type 4"),
        ({"type": "one"}, "type 'one'"),
        ({"min-best": "-1"}, "min-best"),
        ({"min-best": "2.5"}, "min-best '2.5'"),
        ({"max-where-prec": "0"}, "max-where-prec"),
        ({"bbox": "1,2,3"}, "bbox '1,2,3'"),
        ({"bbox": "1,2,3,x"}, "bbox"),
        ({"bbox": "0,50,1,40"}, "S below N"),
        ({"bbox": "nan,0,1,1"}, "bbox"),
        ({"bbox": "-181,0,1,1"}, "bbox"),
        ({"grain": "village"}, "grain 'village'"),
        ({"print": "last"}, "print 'last'"),
        ({"q": "\u0301"}, "write a word"),
        ({"q": "x" * 201}, "at most 200"),
    ],
)
def test_what_cannot_be_read_is_named(query, named):
    with pytest.raises(FilterError) as error:
        Filters.from_query(query)
    assert named in str(error.value)


@given(st.dictionaries(st.sampled_from(sorted(module._QUERY_NAMES.values())), st.text(max_size=12), max_size=4))
def test_any_query_is_read_or_refused(query):
    with suppress(FilterError):
        Filters.from_query(query)


def test_a_period_is_inclusive_and_may_be_one_day():
    assert Filters(start=date(2020, 1, 1), end=date(2020, 1, 1)).start == date(2020, 1, 1)
