"""Lifecycle: what complete, partial and missing years can and cannot say."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.catalogue.lifecycle import ACTIVE_DEATHS_A_YEAR, Stage, YearOfDeaths, of
from conflict_atlas.events.catalogue.tracked import Ending

years = st.lists(
    st.builds(YearOfDeaths, st.integers(1989, 2030), st.integers(0, 2_000), st.booleans(), st.booleans()),
    unique_by=lambda item: item.year,
)


def test_twenty_five_deaths_in_the_latest_complete_year_make_a_conflict_active() -> None:
    found = of([YearOfDeaths(2024, 0, True), YearOfDeaths(2025, 25, True, preliminary=True)])
    assert (found.stage, found.year, found.reaches_war_threshold) == (Stage.ACTIVE, 2025, False)
    assert "25 deaths in 2025 (preliminary figures)" in found.basis


def test_a_thousand_deaths_reach_the_war_threshold() -> None:
    assert of([YearOfDeaths(2025, 1_000, True)]).reaches_war_threshold is True


def test_twenty_four_deaths_in_the_latest_complete_year_make_it_inactive_since_the_first_such_year() -> None:
    found = of([YearOfDeaths(2021, 300, True), *(YearOfDeaths(year, 24, True) for year in (2022, 2023, 2024))])
    assert (found.stage, found.since, found.year) == (Stage.INACTIVE, 2022, 2024)
    assert found.basis == "Fewer than 25 deaths in every year from 2022 to 2024, covered completely."


def test_an_incomplete_year_before_leaves_open_since_when() -> None:
    found = of([YearOfDeaths(2023, 3, False), YearOfDeaths(2024, 0, True)])
    assert found.since == 2024
    assert "2023 is not covered completely, so it may have been inactive for longer" in found.basis


def test_a_missing_year_is_not_a_zero() -> None:
    assert of([YearOfDeaths(2022, 0, True), YearOfDeaths(2024, 0, True)]).since == 2024


def test_few_deaths_in_a_partial_year_say_nothing() -> None:
    assert of([YearOfDeaths(2025, 3, False)]).stage is Stage.UNKNOWN
    assert of([]).stage is Stage.UNKNOWN
    found = of([YearOfDeaths(2025, 0, True), YearOfDeaths(2026, 3, False)])
    assert (found.stage, found.year) == (Stage.INACTIVE, 2025)
    assert "what follows 2025 is covered only in part and does not decide" in found.basis


def test_a_partial_year_that_reaches_the_threshold_shows_a_conflict_to_be_active() -> None:
    found = of([YearOfDeaths(2025, 0, True), YearOfDeaths(2026, 758, False)])
    assert (found.stage, found.year, found.reaches_war_threshold) == (Stage.ACTIVE, 2026, None)
    assert "At least 758 deaths in 2026, a year that is covered only in part" in found.basis


def test_what_the_catalogue_states_goes_before_what_is_counted() -> None:
    active = [YearOfDeaths(2025, 100, True)]
    ending = Ending(date(2024, 1, 1), "an agreement", "a source")
    ended = of(active, ended=ending)
    assert (ended.stage, ended.basis) == (Stage.ENDED, "Ended on 2024-01-01 by an agreement (source: a source).")
    assert of(active, ended=ending, archived=True).stage is Stage.ARCHIVED


@given(years)
def test_inactive_is_never_said_without_a_complete_year_below_the_threshold(given_years: list[YearOfDeaths]) -> None:
    found = of(given_years)
    complete = {item.year: item.deaths for item in given_years if item.complete}
    if found.stage is Stage.INACTIVE:
        assert found.year == max(complete)
        assert found.since is not None
        assert all(complete[year] < ACTIVE_DEATHS_A_YEAR for year in range(found.since, found.year + 1))
    if found.stage is Stage.UNKNOWN:
        assert not complete


@given(years)
def test_the_order_of_the_years_does_not_matter_and_the_basis_is_a_sentence(given_years: list[YearOfDeaths]) -> None:
    found = of(given_years)
    assert of(list(reversed(given_years))) == found
    assert found.basis.endswith(".")
