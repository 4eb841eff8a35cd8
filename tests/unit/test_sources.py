"""The cards of the sources: releases by file name, coverage by what was counted, columns by name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import all_sources, source, ucdp_candidate, ucdp_ged
from conflict_atlas.events.sources.card import Measured
from conflict_atlas.events.vocabulary import EVENT_COLUMNS, Completeness, Series


def test_sources_are_found_by_their_key():
    assert list(all_sources()) == sorted(all_sources())
    assert {"ucdp-ged", "ucdp-candidate"} <= set(all_sources())
    assert all(key == found.key for key, found in all_sources().items())


def test_an_unknown_source_is_refused_with_the_known_ones():
    with pytest.raises(ImportRefused, match=r"unknown source 'gde'\. Known sources: .*ucdp-ged"):
        source("gde")


@pytest.mark.parametrize("key", sorted(all_sources()))
def test_every_column_of_a_source_leads_to_a_column_of_ours(key):
    ours = {column.name for column in EVENT_COLUMNS} | {"country_name"}
    targets = [column.target for column in source(key).columns]
    assert set(targets) <= ours
    assert len(targets) == len(set(targets))
    for layout in source(key).layouts:
        for column in source(key).columns:
            assert not column.required or any(own in layout for own in column.names)


@pytest.mark.parametrize(
    ("file_name", "release"),
    [
        ("ged251-csv.zip", "25.1"),
        ("ged261.csv", "26.1"),
        ("GEDEvent_v25_1.csv", "25.1"),
        ("GEDevent_v23_1.xlsx", "23.1"),
        ("gedevents_v19_1.csv.gz", "19.1"),
        ("events.csv", None),
        ("2020.csv", None),
    ],
)
def test_the_release_of_a_yearly_file_is_in_its_name(file_name, release):
    assert ucdp_ged.release_of(file_name) == release


@pytest.mark.parametrize(
    ("file_name", "release", "first", "last"),
    [
        ("GEDEvent_v23_0_10.csv", "23.0.10", "2023-10", "2023-10"),
        ("GEDevent_v26_0_2.xlsx", "26.0.2", "2026-02", "2026-02"),
        ("GEDEvent_v24_01_24_06.csv", "24.01.24.06", "2024-01", "2024-06"),
        ("GEDEvent_v25.0.3.csv", "25.0.3", "2025-03", "2025-03"),
    ],
)
def test_the_release_of_a_candidate_file_says_its_months(file_name, release, first, last):
    assert ucdp_candidate.release_of(file_name) == release
    assert ucdp_candidate.period_of(release) == (Month.parse(first), Month.parse(last))


@pytest.mark.parametrize("release", ["unstated", "23.0.13", "25.1", "", "24.13.24.14"])
def test_a_candidate_release_without_a_month_has_no_period(release):
    assert ucdp_candidate.period_of(release) is None


@given(st.text(max_size=30))
def test_any_file_name_has_a_release_or_none(file_name):
    for module in (ucdp_ged, ucdp_candidate):
        release = module.release_of(file_name)
        assert release is None or "." in release
        assert (
            release is None or module.period_of(release) is None or module.period_of(release)[0] <= module.period_of(release)[1]
        )


def test_a_yearly_release_of_full_size_is_complete_for_its_years_and_a_part_of_it_is_not():
    full = ucdp_ged.coverage_of(Measured("25.1", Month(1989, 1), Month(2024, 12), 385_918))
    part = ucdp_ged.coverage_of(Measured("25.1", Month(1989, 3), Month(2023, 2), 385_917))
    unknown = ucdp_ged.coverage_of(Measured("23.1", Month(1989, 1), Month(2022, 12), 1000))
    large = ucdp_ged.coverage_of(Measured("26.1", Month(1989, 1), Month(2025, 12), 418_000))
    deaths = {entry.series: entry for entry in full}[Series.DEATHS]
    assert (deaths.completeness, deaths.first, deaths.last) == (Completeness.COMPLETE, Month(1989, 1), Month(2024, 12))
    assert {entry.completeness for entry in full if entry.series is not Series.DEATHS} == {Completeness.PARTIAL}
    assert {entry.completeness for entry in part} == {Completeness.PARTIAL}
    assert {(entry.first, entry.last) for entry in part} == {(Month(1989, 1), Month(2023, 12))}
    assert {entry.completeness for entry in unknown} == {Completeness.UNKNOWN}
    assert {entry.completeness for entry in large if entry.series is Series.DEATHS} == {Completeness.COMPLETE}


def test_a_candidate_release_is_complete_for_its_own_month_only():
    entries = ucdp_candidate.coverage_of(Measured("23.0.10", Month(2023, 2), Month(2023, 11), 2391))
    deaths = [(str(entry.first), str(entry.last), entry.completeness) for entry in entries if entry.series is Series.DEATHS]
    assert deaths == [
        ("2023-02", "2023-09", Completeness.PARTIAL),
        ("2023-10", "2023-10", Completeness.COMPLETE),
        ("2023-11", "2023-11", Completeness.PARTIAL),
    ]
    assert all(entry.preliminary for entry in entries)


@given(st.builds(Month, st.integers(1989, 2030), st.integers(1, 12)), st.integers(0, 40), st.integers(1, 12))
def test_the_months_of_a_candidate_file_are_covered_without_gap_or_overlap(first, length, month):
    last = first.plus(length)
    for release in (f"23.0.{month}", "unstated"):
        entries = [
            entry for entry in ucdp_candidate.coverage_of(Measured(release, first, last, 10)) if entry.series is Series.DEATHS
        ]
        assert entries[0].first <= first
        assert entries[-1].last >= last
        assert all(one.last.plus(1) == other.first for one, other in pairwise(entries))


def test_the_period_of_a_yearly_release_begins_in_1989():
    assert ucdp_ged.period_of("25.1") == (Month(1989, 1), Month(2024, 12))
    assert ucdp_ged.period_of("unstated") is None
