"""The facts of a data brief, on lakes made to measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.brief.facts import conflict_brief, country_brief
from conflict_atlas.analysis.brief.values import Brief, Count, Obstacle, OneSided, Refusal, Standing, Unknown, YearOnYear
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import summarise
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, month, vintage


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace")


def lake_of(workspace: Workspace) -> Lake:
    return Lake(workspace.lake_dir)


def by_country(first: str, **values: object) -> dict[str, object]:
    """A row by country and month in Azerbaijan."""
    return {"month": f"{first}-01", "country": "AZE", "best": 1, **values}


def by_conflict(first: str, **values: object) -> dict[str, object]:
    """A row by conflict, country and month."""
    return by_country(first, conflict_id="388", conflict_name="Azerbaijan: Nagorno-Karabakh", type_of_violence=1, **values)


def counts_in(value: object) -> Iterator[Count]:
    """Every count of a brief, wherever it stands."""
    if isinstance(value, Count):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from counts_in(item)
    elif is_dataclass(value) and not isinstance(value, Answer):
        for field in fields(value):
            yield from counts_in(getattr(value, field.name))


def assert_each_number_is_that_of_its_rows(lake: Lake, brief: Brief) -> None:
    for count in counts_in(brief):
        answer = summarise(lake, count.filters, count.by, count.series)
        found = [tally.best for tally in answer.rows if tally.grain is count.grain]
        assert sum(best or 0 for best in found) == (count.best or 0), count


def commit_events(
    workspace: Workspace, days: list[date], first: str = "2018-01", last: str = "2020-12", **values: object
) -> None:
    coverage = [held(first, last), held(first, last, Completeness.PARTIAL, Series.LOCATED)]
    rows = [event(number, date_start=day, **values) for number, day in enumerate(days, start=1)]
    commit(workspace, vintage("events", coverage=coverage), rows)


def test_twelve_months_stand_against_the_twelve_before_where_both_are_complete(workspace: Workspace) -> None:
    commit_events(workspace, [date(2019, 5, 1)] * 2 + [date(2020, 7, 12)] * 3)
    comparison = conflict_brief(lake_of(workspace), ("388",)).recent.comparison
    assert isinstance(comparison, YearOnYear)
    assert (comparison.later.best, comparison.later.first, comparison.later.last) == (3, month("2020-01"), month("2020-12"))
    assert (comparison.earlier.best, comparison.earlier.first, comparison.earlier.last) == (2, month("2019-01"), month("2019-12"))


def test_a_year_without_deaths_that_is_complete_is_a_zero(workspace: Workspace) -> None:
    commit_events(workspace, [date(2018, 5, 1)])
    recent = conflict_brief(lake_of(workspace), ("388",)).recent
    assert recent.latest is not None
    assert recent.latest.best == 0


def test_months_that_are_held_in_part_move_the_window_back(workspace: Workspace) -> None:
    coverage = [held("2018-01", "2020-06"), held("2020-07", "2020-12", Completeness.PARTIAL)]
    commit(workspace, vintage("events", coverage=coverage), [event(1, date_start=date(2020, 3, 1)), event(2)])
    recent = conflict_brief(lake_of(workspace), ("388",)).recent
    assert recent.latest is not None
    assert (recent.latest.first, recent.latest.last, recent.latest.best) == (month("2019-07"), month("2020-06"), 1)


def test_a_year_under_four_fifths_of_the_world_is_compared_with_nothing(workspace: Workspace) -> None:
    coverage = [
        held("2019-01", "2019-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.79),
        held("2020-01", "2020-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.80),
    ]
    rows = [by_country("2019-03"), by_country("2020-03", best=2)]
    commit(workspace, vintage("months", Grain.COUNTRY_MONTH, coverage), rows)
    comparison = country_brief(lake_of(workspace), "AZE").recent.comparison
    assert comparison == Refusal(Obstacle.HELD_IN_PART, month("2019-01"), month("2019-12"), 0.79)


def test_a_series_that_holds_most_of_the_world_and_little_of_the_country_is_not_compared(workspace: Workspace) -> None:
    coverage = [held("2019-01", "2020-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.9)]
    commit(workspace, vintage("months", Grain.COUNTRY_MONTH, coverage), [by_country("2019-03"), by_country("2020-03", best=3)])
    commit(workspace, vintage("whole", Grain.CONFLICT_COUNTRY_MONTH, [held()]), [by_conflict("2020-03", best=10)])
    recent = country_brief(lake_of(workspace), "AZE").recent
    assert recent.latest is not None
    assert recent.latest.best == 10
    assert isinstance(recent.comparison, Refusal)
    assert (recent.comparison.obstacle, recent.comparison.share) == (Obstacle.SMALL_PART, 0.3)


def test_where_only_one_year_is_held_the_brief_says_so(workspace: Workspace) -> None:
    commit_events(workspace, [date(2020, 7, 12)], first="2020-01")
    comparison = conflict_brief(lake_of(workspace), ("388",)).recent.comparison
    assert comparison == Refusal(Obstacle.NOT_HELD, month("2019-01"), month("2019-12"))


def test_a_release_of_unknown_coverage_has_no_twelve_months_to_show(workspace: Workspace) -> None:
    commit(workspace, vintage("events", coverage=[held("2018-01", "2020-12", Completeness.UNKNOWN)]), [event(1)])
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert brief.recent.latest is None
    assert brief.recent.comparison == Refusal(Obstacle.NO_TWELVE_MONTHS)
    assert brief.span is not None
    assert brief.span.count.completeness is Completeness.UNKNOWN
    assert [item.what for item in brief.missing] == [Unknown.PART]


def test_a_total_that_does_not_list_a_conflict_is_no_zero(workspace: Workspace) -> None:
    rows = [{"conflict_id": "333", "conflict_name": "Another", "first_year": 1990, "last_year": 2000, "best": 30}]
    commit(workspace, vintage("totals", Grain.CONFLICT_TOTAL, [held("1989-01", "2024-12")]), rows)
    commit(workspace, vintage("other", Grain.CONFLICT_COUNTRY_MONTH, [held("2025-01", "2025-12")]), [by_conflict("2025-03")])
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert brief.span is not None
    assert (brief.span.count.best, brief.span.count.first) == (1, month("2025-01"))
    assert (Unknown.TOTAL, month("1989-01"), month("2024-12")) in [(item.what, item.first, item.last) for item in brief.missing]


def test_totals_and_months_of_another_grain_are_never_added(workspace: Workspace) -> None:
    total = {"conflict_id": "388", "conflict_name": "Name", "first_year": 1991, "last_year": 2023, "best": 30}
    commit(workspace, vintage("totals", Grain.CONFLICT_TOTAL, [held("1989-01", "2024-12")]), [total])
    commit(workspace, vintage("months", Grain.CONFLICT_COUNTRY_MONTH, [held("2025-01", "2025-12")]), [by_conflict("2025-03")])
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert {count.best for count in counts_in(brief)} <= {30, 1, 0}
    assert brief.span is not None
    assert (brief.span.count.best, brief.span.first_year, brief.span.last_year) == (30, 1991, 2023)


def test_the_years_of_a_partial_series_are_those_with_deaths_in_them(workspace: Workspace) -> None:
    coverage = [held("2000-01", "2010-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.9)]
    rows = [by_country("2000-01", best=0), by_country("2003-01"), by_country("2009-12", best=4), by_country("2010-01", best=0)]
    commit(workspace, vintage("months", Grain.COUNTRY_MONTH, coverage), rows)
    span = country_brief(lake_of(workspace), "AZE").span
    assert span is not None
    assert (span.count.best, span.first_year, span.last_year) == (5, 2003, 2009)


def test_the_civilians_share_is_a_bound_of_known_and_unknown(workspace: Workspace) -> None:
    commit_events(workspace, [date(2020, 7, 12)], best=10, deaths_a=1, deaths_civilians=5, deaths_unknown=4)
    found = conflict_brief(lake_of(workspace), ("388",)).civilians
    assert found is not None
    assert (found.civilians, found.unknown, found.count.best, found.one_sided) == (5, 4, 10, OneSided.NONE)


@pytest.mark.parametrize(("kinds", "expected"), [((3,), OneSided.ALL), ((1, 3), OneSided.SOME), ((1, 2), OneSided.NONE)])
def test_one_sided_violence_is_told_apart(workspace: Workspace, kinds: tuple[int, ...], expected: OneSided) -> None:
    rows = [event(number, type_of_violence=kind) for number, kind in enumerate(kinds, start=1)]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    found = conflict_brief(lake_of(workspace), ("388",)).civilians
    assert found is not None
    assert found.one_sided is expected


def test_parts_that_exceed_the_whole_give_no_share(workspace: Workspace) -> None:
    commit_events(workspace, [date(2020, 7, 12)], best=3, deaths_civilians=2, deaths_unknown=2)
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert brief.civilians is None
    assert Unknown.CIVILIANS in [item.what for item in brief.missing]


def test_months_with_as_many_deaths_are_counted_beside_the_first(workspace: Workspace) -> None:
    commit_events(workspace, [date(2019, 2, 1), date(2018, 5, 1), date(2020, 7, 12)])
    peak = conflict_brief(lake_of(workspace), ("388",)).peak
    assert peak is not None
    assert (peak.count.best, peak.count.first, peak.ties) == (1, month("2018-05"), 2)


def test_parties_are_named_from_the_events_and_the_largest_pair_leads(workspace: Workspace) -> None:
    rows = [event(1), event(2, dyad_id="9", dyad_name="A - B", best=5)]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    parties = conflict_brief(lake_of(workspace), ("388",)).parties
    assert parties is not None
    assert (parties.name, parties.key, parties.count.best, parties.of) == ("A - B", "9", 5, 2)


def test_without_events_nobody_is_named_as_fighting(workspace: Workspace) -> None:
    commit(workspace, vintage("months", Grain.CONFLICT_COUNTRY_MONTH, [held()]), [by_conflict("2020-03")])
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert brief.parties is None
    assert Unknown.PARTIES in [item.what for item in brief.missing]


def test_a_conflict_in_several_countries_is_placed_by_country_and_one_in_a_single_country_by_cell(workspace: Workspace) -> None:
    commit_events(workspace, [date(2020, 7, 12)])
    alone = conflict_brief(lake_of(workspace), ("388",)).where
    assert alone is not None
    assert alone.dimension is Dimension.CELL
    rows = [event(1), event(2, country="ARM", country_gw=371, best=2)]
    commit(workspace, vintage("later", coverage=[held("2019-01", "2020-12")], release="26.1"), rows)
    where = conflict_brief(lake_of(workspace), ("388",)).where
    assert where is not None
    assert (where.dimension, where.key, where.count.best, where.whole.best, where.of) == (Dimension.COUNTRY, "ARM", 2, 3, 2)


def test_first_prints_and_final_figures_together_are_partly_preliminary(workspace: Workspace) -> None:
    commit(workspace, vintage("final", coverage=[held("2019-01", "2019-12")]), [event(1, date_start=date(2019, 3, 1))])
    commit(workspace, vintage("print", coverage=[held(preliminary=True)], release="20.0.1"), [event(2)])
    brief = conflict_brief(lake_of(workspace), ("388",))
    assert brief.span is not None
    assert brief.span.count.standing is Standing.MIXED
    assert brief.recent.latest is not None
    assert brief.recent.latest.standing is Standing.PRELIMINARY


def monthly_levels(workspace: Workspace, levels: list[int], months: int) -> None:
    """A conflict with so many deaths in each month of one level after the other, from January 2015 on."""
    first = month("2015-01")
    deaths = [level for level in levels for _ in range(months)]
    rows = [by_conflict(str(first.plus(number)), best=best) for number, best in enumerate(deaths) if best]
    coverage = [held(str(first), str(first.plus(len(deaths) - 1)))]
    commit(workspace, vintage("months", Grain.CONFLICT_COUNTRY_MONTH, coverage), rows)


def test_phases_begin_with_the_first_deaths_and_the_latest_has_its_mean(workspace: Workspace) -> None:
    monthly_levels(workspace, [0, 2, 100], 24)
    phases = conflict_brief(lake_of(workspace), ("388",)).phases
    assert phases is not None
    assert (phases.number, phases.first) == (2, month("2017-01"))
    assert (phases.latest.first, phases.latest.last, phases.latest.best) == (month("2019-01"), month("2020-12"), 2400)
    assert phases.deaths_a_month == 100
    assert phases.incomplete_months == 0


def test_months_of_one_level_are_no_phases(workspace: Workspace) -> None:
    monthly_levels(workspace, [5], 72)
    assert conflict_brief(lake_of(workspace), ("388",)).phases is None


def test_less_than_sixty_complete_months_have_no_phases(workspace: Workspace) -> None:
    monthly_levels(workspace, [2, 100], 29)
    assert conflict_brief(lake_of(workspace), ("388",)).phases is None


def test_phases_of_a_country_count_the_months_that_are_held_thinly(workspace: Workspace) -> None:
    coverage = [
        held("2015-01", "2018-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.9),
        held("2019-01", "2019-12", Completeness.PARTIAL, Series.WITHIN_MONTH, share=0.4),
    ]
    first = month("2015-01")
    rows = [by_country(str(first.plus(number)), best=1 if number < 36 else 200) for number in range(60)]
    commit(workspace, vintage("months", Grain.COUNTRY_MONTH, coverage), rows)
    phases = country_brief(lake_of(workspace), "AZE").phases
    assert phases is not None
    assert (phases.number, phases.latest.first, phases.incomplete_months) == (2, month("2018-01"), 12)


def test_an_empty_lake_tells_nothing(workspace: Workspace) -> None:
    brief = country_brief(lake_of(workspace), "AZE")
    assert (brief.span, brief.where, brief.peak, brief.civilians, brief.filed) == (None, None, None, None, None)
    assert list(counts_in(brief)) == []


def test_what_the_page_has_asked_is_not_asked_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_events(workspace, [date(2020, 7, 12)])
    lake = lake_of(workspace)
    first = conflict_brief(lake, ("388",))
    asked: list[object] = []
    monkeypatch.setattr("conflict_atlas.analysis.brief.inquiry.summarise", lambda *question: asked.append(question))
    assert conflict_brief(lake, ("388",), first.answers) == first
    assert asked == []


days = st.dates(date(2018, 1, 1), date(2020, 12, 31))
some_events = st.lists(
    st.tuples(days, st.integers(0, 60), st.integers(0, 40), st.sampled_from(("AZE", "ARM")), st.sampled_from(("1", "2"))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(some_events, st.sampled_from(Completeness))
def test_every_number_is_that_of_the_rows_it_leads_to(
    made: list[tuple[date, int, int, str, str]], completeness: Completeness
) -> None:
    """Also with events that last into the next month, and whatever is known of the coverage."""
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "workspace")
        rows = [
            event(
                number,
                date_start=day,
                date_end=min(date.fromordinal(day.toordinal() + lasting), date(2020, 12, 31)),
                best=best,
                country=country,
                dyad_id=dyad,
                dyad_name=f"A - {dyad}",
            )
            for number, (day, lasting, best, country, dyad) in enumerate(made, start=1)
        ]
        coverage = [held("2018-01", "2020-12", completeness, series) for series in Series]
        commit(workspace, vintage("events", coverage=coverage), rows)
        lake = lake_of(workspace)
        for brief in (conflict_brief(lake, ("388",)), country_brief(lake, "AZE")):
            assert_each_number_is_that_of_its_rows(lake, brief)
            windows = brief.recent.comparison
            if isinstance(windows, YearOnYear):
                assert windows.earlier.last.plus(1) == windows.later.first
                assert windows.later.months == windows.earlier.months == 12
        whole = conflict_brief(lake, ("388",)).span
        assert whole is not None
        assert whole.count.best == sum(best for _, _, best, _, _ in made)
        assert Month.of(date(2018, 1, 1)) == whole.count.first


def test_every_number_of_the_starter_pack_is_that_of_its_rows(starter_lake: Lake) -> None:
    """A sample: every sixth page, and those with a rule of their own."""
    slugs = ["nagorno-karabakh", "sudan", *[entry.slug for entry in tracked.all()][::6]]
    codes = [
        "ISR",
        "SSD",
        "ISL",
        *[country.iso3 for country in countries.all() if country.region and not country.filed_under][::12],
    ]
    for slug in slugs:
        brief = conflict_brief(starter_lake, tracked.all_conflicts(slug))
        assert_each_number_is_that_of_its_rows(starter_lake, brief)
    for code in codes:
        assert_each_number_is_that_of_its_rows(starter_lake, country_brief(starter_lake, code))
