"""The rule of one grain, against random vintages and a second, slower statement of the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import BoundingBox, Filters, Print
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.events.views import ANSWERS, Choice, choose_vintages, needed
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from support.lakes import NOON, held, month, vintage

DEATHS = Series.DEATHS
FIRST = month("2020-01")
COMPLETE, PARTIAL, UNKNOWN = Completeness.COMPLETE, Completeness.PARTIAL, Completeness.UNKNOWN


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    first = draw(st.integers(0, 12))
    return Coverage(
        draw(st.sampled_from([DEATHS, DEATHS, DEATHS, Series.LOCATED])),
        FIRST.plus(first),
        FIRST.plus(first + draw(st.integers(0, 8))),
        draw(st.sampled_from(Completeness)),
        preliminary=draw(st.booleans()),
    )


@st.composite
def lakes(draw: st.DrawFn) -> list[Vintage]:
    return [
        vintage(
            f"v{number}",
            draw(st.sampled_from(Grain)),
            draw(st.lists(coverages(), min_size=1, max_size=3)),
            release=draw(st.sampled_from(["24.1", "25.1", "25.0.3", "unstated"])),
            imported_at=NOON + timedelta(days=draw(st.integers(0, 2))),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


breakdowns = st.lists(st.sampled_from(Dimension), max_size=2, unique=True).map(tuple)


@st.composite
def periods(draw: st.DrawFn) -> Filters:
    first, length = draw(st.integers(-2, 20)), draw(st.integers(0, 24))
    chosen = draw(st.sampled_from(["none", "from", "to", "both"]))
    return Filters(
        start=FIRST.plus(first).first_day if chosen in ("from", "both") else None,
        end=FIRST.plus(first + length).last_day if chosen in ("to", "both") else None,
    )


def answered(choice: Choice) -> dict[Month, tuple[str, Completeness, bool]]:
    """Month by month who answers; fails if two do."""
    found: dict[Month, tuple[str, Completeness, bool]] = {}
    for pick in choice.picks:
        for one in month_range(pick.first, pick.last):
            assert one not in found, f"{one} is answered twice"
            found[one] = (pick.vintage_id, pick.completeness, pick.preliminary)
    return found


def ask(vintages: list[Vintage], filters: Filters, by: tuple[Dimension, ...]) -> Choice:
    try:
        return choose_vintages(vintages, filters, by, DEATHS)
    except CannotAnswer:
        assume(False)
        raise AssertionError from None


def standing(coverage: Coverage) -> tuple[int, bool]:
    return ({COMPLETE: 2, PARTIAL: 1, UNKNOWN: 0}[coverage.completeness], not coverage.preliminary)


@given(lakes(), breakdowns, periods())
def test_every_month_of_the_period_is_answered_once_or_is_a_gap(
    vintages: list[Vintage], by: tuple[Dimension, ...], filters: Filters
) -> None:
    choice = ask(vintages, filters, by)
    months = [*answered(choice), *(one for gap in choice.gaps for one in month_range(gap.first, gap.last))]
    assert len(months) == len(set(months))
    entries = [entry for one in vintages for entry in one.coverage if entry.series is DEATHS]
    first = Month.of(filters.start) if filters.start else min(entry.first for entry in entries)
    last = Month.of(filters.end) if filters.end else max(entry.last for entry in entries)
    assert sorted(months) == list(month_range(first, last))


@given(lakes(), breakdowns, periods())
@settings(max_examples=200)
def test_each_month_is_answered_by_the_best_that_can_complete_final_fine_and_new_first(
    vintages: list[Vintage], by: tuple[Dimension, ...], filters: Filters
) -> None:
    choice = ask(vintages, filters, by)
    entries = [(one, entry) for one in vintages for entry in one.coverage if entry.series is DEATHS]
    final = {
        one
        for _, entry in entries
        if entry.completeness is COMPLETE and not entry.preliminary
        for one in month_range(entry.first, entry.last)
    }
    able = [(one, entry) for one, entry in entries if needed(filters, by) <= ANSWERS[one.grain]]
    grains = {one.vintage_id: one.grain for one in vintages}
    who = answered(choice)
    set_behind_were_needed = any(preliminary and one in final for one, (_, _, preliminary) in who.items())
    for one, (vintage_id, completeness, preliminary) in who.items():
        if grains[vintage_id] is Grain.CONFLICT_TOTAL:
            continue
        rivals = [
            (standing(entry), list(Grain).index(other.grain) * -1, other.release, other.imported_at)
            for other, entry in able
            if entry.first <= one <= entry.last
            and other.grain is not Grain.CONFLICT_TOTAL
            and (set_behind_were_needed or not (entry.preliminary and one in final))
        ]
        best_standing = max(rival[0] for rival in rivals)
        assert ({COMPLETE: 2, PARTIAL: 1, UNKNOWN: 0}[completeness], not preliminary) == best_standing
        fineness = list(Grain).index(grains[vintage_id]) * -1
        assert fineness == max(rival[1] for rival in rivals if rival[0] == best_standing)


@given(lakes(), breakdowns, periods())
@settings(max_examples=200)
def test_a_conflict_total_is_taken_whole_or_not_at_all_and_pushes_nothing_better_aside(
    vintages: list[Vintage], by: tuple[Dimension, ...], filters: Filters
) -> None:
    choice = ask(vintages, filters, by)
    totals = {one.vintage_id: one for one in vintages if one.grain is Grain.CONFLICT_TOTAL}
    for pick in choice.picks:
        if pick.vintage_id in totals:
            runs = {(entry.first, entry.last) for entry in totals[pick.vintage_id].coverage if entry.series is DEATHS}
            assert (pick.first, pick.last) in runs
            for other in vintages:
                if other.grain is Grain.CONFLICT_TOTAL or not needed(filters, by) <= ANSWERS[other.grain]:
                    continue
                for entry in other.coverage:
                    if entry.series is DEATHS and entry.first <= pick.last and pick.first <= entry.last:
                        assert standing(entry) <= ({COMPLETE: 2, PARTIAL: 1, UNKNOWN: 0}[pick.completeness], not pick.preliminary)


@given(lakes(), breakdowns, periods(), st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_vintages(
    vintages: list[Vintage], by: tuple[Dimension, ...], filters: Filters, random: object
) -> None:
    choice = ask(vintages, filters, by)
    shuffled = list(vintages)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose_vintages(shuffled, filters, by, DEATHS) == choice


@given(lakes(), breakdowns, st.sampled_from(Grain))
def test_a_vintage_that_is_worse_in_every_month_changes_nothing(
    vintages: list[Vintage], by: tuple[Dimension, ...], grain: Grain
) -> None:
    choice = ask(vintages, Filters(), by)
    worse = vintage(
        "a",
        grain,
        [Coverage(DEATHS, pick.first, pick.last, UNKNOWN, preliminary=True) for pick in choice.picks],
        release="0",
        imported_at=NOON - timedelta(days=1),
    )
    lowest = all(pick.completeness is not UNKNOWN for pick in choice.picks)
    assume(lowest)
    assert choose_vintages([*vintages, worse], Filters(), by, DEATHS).picks == choice.picks


@given(lakes(), breakdowns)
def test_naming_a_vintage_asks_that_one_and_no_other(vintages: list[Vintage], by: tuple[Dimension, ...]) -> None:
    choice = ask(vintages, Filters(vintage="v0"), by)
    assert {pick.vintage_id for pick in choice.picks} == {"v0"}


def test_a_later_total_that_overlaps_does_not_cut_an_earlier_one() -> None:
    early = vintage("early", Grain.CONFLICT_TOTAL, [held("2020-01", "2021-12")], release="24.1")
    late = vintage("late", Grain.CONFLICT_TOTAL, [held("2021-01", "2023-12")], release="25.1")
    choice = choose_vintages([early, late], Filters(), [Dimension.CONFLICT], DEATHS)
    assert [(pick.vintage_id, str(pick.first), str(pick.last)) for pick in choice.picks] == [("late", "2021-01", "2023-12")]
    assert [(str(gap.first), str(gap.last)) for gap in choice.gaps] == [("2020-01", "2020-12")]


def test_a_total_of_two_runs_of_months_answers_nothing_because_its_rows_do_not_say_which_run_they_are_of() -> None:
    total = vintage("total", Grain.CONFLICT_TOTAL, [held("2020-01", "2020-12"), held("2021-01", "2021-12")])
    with pytest.raises(CannotAnswer):
        choose_vintages([total], Filters(), [Dimension.CONFLICT], DEATHS)


def test_events_of_equal_standing_for_the_whole_period_replace_a_total() -> None:
    total = vintage("total", Grain.CONFLICT_TOTAL, [held("2020-01", "2021-12")])
    events = vintage("events", Grain.EVENT, [held("2020-01", "2021-12")])
    choice = choose_vintages([total, events], Filters(), [Dimension.CONFLICT], DEATHS)
    assert [pick.vintage_id for pick in choice.picks] == ["events"]


def test_events_of_a_part_of_its_period_do_not_replace_a_total() -> None:
    total = vintage("total", Grain.CONFLICT_TOTAL, [held("2020-01", "2021-12")])
    events = vintage("events", Grain.EVENT, [held("2021-01", "2021-12")])
    choice = choose_vintages([total, events], Filters(), [Dimension.CONFLICT], DEATHS)
    assert [pick.vintage_id for pick in choice.picks] == ["total"]


def test_a_first_print_is_set_behind_where_the_final_release_covers_its_month_in_another_grain() -> None:
    types = vintage("types", Grain.TYPE_MONTH, [held("2023-01", "2023-12")])
    recent = vintage("recent", Grain.CONFLICT_COUNTRY_MONTH, [held("2024-01", "2024-12", preliminary=True)])
    first_print = vintage("first-print", Grain.EVENT, [held("2023-10", "2023-10", preliminary=True)])
    by_country = choose_vintages([types, recent, first_print], Filters(), [Dimension.COUNTRY], DEATHS)
    assert [pick.vintage_id for pick in by_country.picks] == ["recent"]
    october = next(gap for gap in by_country.gaps if gap.first == month("2023-10"))
    assert "first-print" in october.reason
    assert "name the vintage" in october.reason


def test_a_first_print_answers_a_question_that_would_get_no_answer_without_it() -> None:
    types = vintage("types", Grain.TYPE_MONTH, [held("2023-01", "2023-12")])
    first_print = vintage("first-print", Grain.EVENT, [held("2023-10", "2023-10", preliminary=True)])
    filters = Filters(start=date(2023, 10, 1), end=date(2023, 10, 31))
    choice = choose_vintages([types, first_print], filters, [Dimension.COUNTRY], DEATHS)
    assert [pick.vintage_id for pick in choice.picks] == ["first-print"]
    named = choose_vintages([types, first_print], Filters(vintage="first-print"), [Dimension.YEAR], DEATHS)
    assert [pick.vintage_id for pick in named.picks] == ["first-print"]


def test_what_was_imported_later_is_not_known_before(workspace, lake) -> None:
    from support.lakes import commit, event

    early = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
    commit(workspace, vintage("early", coverage=[held()], imported_at=early), [event(1)])
    commit(workspace, vintage("late", coverage=[held()], imported_at=early + timedelta(seconds=1)), [event(2)])
    for day, answers in ((date(2026, 1, 1), "early"), (date(2026, 1, 2), "late")):
        choice = choose_vintages(lake.vintages(day), Filters(), [Dimension.YEAR], DEATHS)
        assert [pick.vintage_id for pick in choice.picks] == [answers]
    with pytest.raises(CannotAnswer, match="no vintage here holds the deaths series"):
        choose_vintages(lake.vintages(date(2025, 12, 31)), Filters(), [Dimension.YEAR], DEATHS)


AGGREGATES = [
    vintage("totals", Grain.CONFLICT_TOTAL, [held("1989-01", "2024-12")]),
    vintage("types", Grain.TYPE_MONTH, [held("1989-01", "2024-12")]),
    vintage("cells", Grain.CONFLICT_CELL_MONTH, [held("1989-01", "2024-12", PARTIAL, Series.LOCATED)]),
]


@pytest.mark.parametrize(
    ("filters", "by", "series", "missing"),
    [
        (Filters(), Dimension.DYAD, DEATHS, "needs dyad"),
        (Filters(), Dimension.COUNTRY, DEATHS, "needs country"),
        (Filters(min_best=3), Dimension.YEAR, DEATHS, r"deaths of single events \(min-best\)"),
        (Filters(max_where_prec=2), Dimension.YEAR, Series.LOCATED, r"precision of place \(max-where-prec\)"),
        (Filters(start=date(2020, 1, 2)), Dimension.YEAR, DEATHS, "days within a month"),
        (Filters(end=date(2020, 1, 30)), Dimension.YEAR, DEATHS, "days within a month"),
        (Filters(bbox=BoundingBox(44.1, 38, 52, 42)), Dimension.YEAR, Series.LOCATED, "a box that cuts cells"),
        (Filters(bbox=BoundingBox(44, 38, 52, 42)), Dimension.YEAR, DEATHS, "needs cell, year"),
        (Filters(start=date(2020, 1, 1)), Dimension.CONFLICT, DEATHS, "by conflict for the whole of 1989-01 to 2024-12"),
        (Filters(conflicts=("388",)), Dimension.YEAR, DEATHS, "needs conflict, year"),
        (Filters(), Dimension.YEAR, Series.WITHIN_MONTH, "no vintage here holds the within-month series"),
        (Filters(vintage="nothing"), Dimension.YEAR, DEATHS, "there is no vintage 'nothing' here"),
        (Filters(vintage="types"), Dimension.YEAR, Series.LOCATED, "holds no located series, only deaths"),
        (Filters(start=date(2030, 1, 1)), Dimension.YEAR, DEATHS, "covers 1989-01 to 2024-12"),
    ],
)
def test_what_no_grain_can_answer_is_refused_with_what_is_missing_and_what_to_do(filters, by, series, missing) -> None:
    with pytest.raises(CannotAnswer, match=missing) as refusal:
        choose_vintages(AGGREGATES, filters, [by], series)
    assert any(advice in str(refusal.value) for advice in ("Import", "covers", "events vintages", "only"))


def test_months_before_and_behind_everything_held_are_gaps() -> None:
    filters = Filters(start=date(1980, 1, 1), end=date(2030, 12, 31))
    choice = choose_vintages(AGGREGATES, filters, [Dimension.TYPE], DEATHS)
    assert [(str(gap.first), str(gap.last), gap.reason) for gap in choice.gaps] == [
        ("1980-01", "1988-12", "no vintage here covers it"),
        ("2025-01", "2030-12", "no vintage here covers it"),
    ]


def test_a_day_exact_period_is_left_to_events() -> None:
    events = vintage("events", Grain.EVENT, [held("2020-01", "2020-12", PARTIAL)])
    choice = choose_vintages([*AGGREGATES, events], Filters(start=date(2020, 3, 5)), [Dimension.TYPE], DEATHS)
    assert [pick.vintage_id for pick in choice.picks] == ["events"]


def test_of_two_imports_of_one_release_the_later_answers() -> None:
    first = vintage("first", coverage=[held()])
    again = replace(vintage("again", coverage=[held()]), imported_at=NOON + timedelta(seconds=1))
    assert choose_vintages([again, first], Filters(), [], DEATHS).picks[0].vintage_id == "again"


@given(lakes(), st.sampled_from(Grain), breakdowns, periods())
def test_a_grain_that_is_named_answers_as_if_no_other_were_here(vintages, grain, by, filters):
    of_grain = [one for one in vintages if one.grain is grain]
    try:
        expected = choose_vintages(of_grain, filters, by, DEATHS)
    except CannotAnswer:
        with pytest.raises(CannotAnswer):
            choose_vintages(vintages, replace(filters, grain=grain), by, DEATHS)
        return
    assert choose_vintages(vintages, replace(filters, grain=grain), by, DEATHS) == expected


@given(lakes(), st.sampled_from([Grain.EVENT, Grain.CONFLICT_CELL_MONTH]), periods())
def test_with_a_grain_the_period_asked_for_does_not_change_who_answers_a_month(vintages, grain, filters):
    """The map file is made for the whole period: a part of it must be answered by the same vintages."""
    try:
        whole = answered(choose_vintages(vintages, Filters(grain=grain), (), DEATHS))
        part = answered(choose_vintages(vintages, replace(filters, grain=grain), (), DEATHS))
    except CannotAnswer:
        assume(False)
    assert part.items() <= whole.items()
    first = Month.of(filters.start) if filters.start else min(whole)
    last = Month.of(filters.end) if filters.end else max(whole)
    assert part.keys() == {one for one in whole if first <= one <= last}


@given(lakes(), breakdowns, periods())
def test_the_two_prints_share_out_the_months_and_name_what_they_leave_out(vintages, by, filters):
    try:
        whole = choose_vintages(vintages, filters, by, DEATHS)
    except CannotAnswer:
        assume(False)
    months = answered(whole)
    for wanted in Print:
        expected = {one: found for one, found in months.items() if found[2] == (wanted is Print.PRELIMINARY)}
        if not expected:
            with pytest.raises(CannotAnswer, match="ask without `print`"):
                choose_vintages(vintages, replace(filters, print=wanted), by, DEATHS)
            continue
        choice = choose_vintages(vintages, replace(filters, print=wanted), by, DEATHS)
        assert answered(choice) == expected
        gaps = {one for gap in choice.gaps for one in month_range(gap.first, gap.last)}
        assert gaps == {one for gap in whole.gaps for one in month_range(gap.first, gap.last)} | (months.keys() - expected.keys())
