"""The record of a vintage and its JSON form."""

from __future__ import annotations

import json
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.months import Month
from conflict_atlas.events.vintages import Coverage, Origin, SourceFile, Vintage
from conflict_atlas.events.vocabulary import Completeness, Grain, LicenceClass, Series

TEXT = st.text(max_size=10)
MONTHS = st.builds(Month, st.integers(1946, 2100), st.integers(1, 12))
COVERAGE = st.builds(
    Coverage,
    st.sampled_from(Series),
    MONTHS,
    MONTHS,
    st.sampled_from(Completeness),
    st.none() | st.floats(0, 1),
    st.booleans(),
    TEXT,
)
FILES = st.builds(SourceFile, TEXT, TEXT, st.integers(0), st.integers(0))
VINTAGES = st.builds(
    Vintage,
    vintage_id=TEXT,
    source=TEXT,
    release=TEXT,
    grain=st.sampled_from(Grain),
    origin=st.builds(Origin, *[TEXT] * 7),
    licence_class=st.sampled_from(LicenceClass),
    imported_at=st.datetimes(timezones=st.just(UTC)),
    importer_version=TEXT,
    digest=TEXT,
    files=st.lists(FILES, max_size=2).map(tuple),
    rows=st.integers(0),
    quarantined=st.integers(0),
    coverage=st.lists(COVERAGE, min_size=1, max_size=3).map(tuple),
    totals=st.dictionaries(TEXT, st.none() | st.integers(), max_size=2),
    notes=st.lists(TEXT, max_size=2).map(tuple),
)


@given(VINTAGES)
def test_a_vintage_comes_back_from_its_json(vintage):
    assert Vintage.from_json(json.loads(json.dumps(vintage.to_json()))) == vintage


@given(VINTAGES)
def test_the_period_of_a_vintage_spans_all_that_it_covers(vintage):
    assert vintage.first == min(entry.first for entry in vintage.coverage)
    assert vintage.last == max(entry.last for entry in vintage.coverage)


@given(VINTAGES)
def test_the_fields_of_the_json_stand_in_a_fixed_order(vintage):
    assert list(vintage.to_json()) == [
        "vintage_id", "source", "release", "grain", "origin", "licence_class", "imported_at", "importer_version", "digest",
        "files", "rows", "quarantined", "coverage", "totals", "notes",
    ]  # fmt: skip
