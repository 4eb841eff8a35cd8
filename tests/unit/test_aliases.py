"""Names are dated aliases of ids; ids are known or not."""

from __future__ import annotations

from datetime import date

import pytest

from conflict_atlas.events import known
from conflict_atlas.events.aliases import aliases
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import Dimension, LicenceClass, Series
from conflict_atlas.events.withdrawing import withdraw
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage


def test_names_of_one_id_stand_side_by_side_newest_first(workspace: Workspace, lake: Lake) -> None:
    rows = [
        event(1, conflict_name="XXX373 - XXX373", date_start=date(2020, 1, 5)),
        event(2, conflict_name="Azerbaijan: Nagorno-Karabakh", date_start=date(2020, 3, 5)),
        event(3, conflict_name=" Azerbaijan: Nagorno-Karabakh ", date_start=date(2020, 2, 5)),
        event(4, conflict_name=None, date_start=date(2020, 4, 5)),
        event(5, conflict_id=None, conflict_name="Nameless", date_start=date(2020, 4, 5)),
    ]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    periods = aliases(lake).of("conflict", "388")
    assert [(period.name, period.first, period.last, period.rows) for period in periods] == [
        ("Azerbaijan: Nagorno-Karabakh", date(2020, 2, 5), date(2020, 3, 5), 2),
        ("XXX373 - XXX373", date(2020, 1, 5), date(2020, 1, 5), 1),
    ]
    assert aliases(lake).name("conflict", "388") == "Azerbaijan: Nagorno-Karabakh"
    assert aliases(lake).name("conflict", "1") is None
    assert aliases(lake).of("dyad", "1") == ()


def test_an_actor_is_named_whichever_side_it_is_on(workspace: Workspace, lake: Lake) -> None:
    rows = [
        event(1, side_a_id="7", side_a="The Actor", side_b_id="8", side_b="Another", date_start=date(2020, 1, 1)),
        event(2, side_a_id="8", side_a="Another", side_b_id="7", side_b="The Actor", date_start=date(2020, 5, 1)),
    ]
    commit(workspace, vintage("events", coverage=[held()]), rows)
    (period,) = aliases(lake).of("actor", "7")
    assert (period.first, period.last, period.rows) == (date(2020, 1, 1), date(2020, 5, 1), 2)


def test_the_same_event_in_two_vintages_is_not_two_rows_of_a_name(workspace: Workspace, lake: Lake) -> None:
    commit(workspace, vintage("one", coverage=[held()]), [event(1), event(2)])
    assert aliases(lake).of("conflict", "388")[0].rows == 2
    commit(workspace, vintage("two", coverage=[held()]), [event(1)])
    assert aliases(lake).of("conflict", "388")[0].rows == 2


def test_names_of_a_restricted_vintage_stay_in_the_lake(workspace: Workspace, lake: Lake) -> None:
    restricted = vintage("restricted", coverage=[held()], licence_class=LicenceClass.SIGNED_IN)
    commit(workspace, restricted, [event(1, conflict_name="A name behind a sign-in")])
    assert aliases(lake).by_id == {}


def test_the_name_of_a_count_is_the_newest_and_ties_go_one_way(workspace: Workspace, lake: Lake) -> None:
    rows = [event(n, conflict_name=name) for n, name in enumerate(["B", "A", "C", "A"])]
    commit(workspace, vintage("events", coverage=[held()]), [*rows, event(9, conflict_name="Old", date_start=date(2020, 1, 1))])
    names = {summarise(lake, Filters(), [Dimension.CONFLICT]).rows[0].name for _ in range(5)}
    assert names == {"C"}


def test_the_starter_pack_knows_the_names_of_the_conflicts_it_counts(starter_lake: Lake) -> None:
    names = aliases(starter_lake)
    assert names.name("conflict", "388") == "Azerbaijan: Artsakh (Nagorno-Karabakh)"
    for series in (Series.DEATHS, Series.LOCATED):
        counted = {row.key[0] for row in summarise(starter_lake, Filters(), [Dimension.CONFLICT], series).rows}
        assert all(names.of("conflict", number) for number in counted if number is not None)
    several = [periods for (kind, _), periods in names.by_id.items() if kind == "conflict" and len(periods) > 1]
    assert several
    for periods in several:
        dates = [period.last or date.min for period in periods]
        assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(conflicts=("388", "99999")), "no vintage here knows the conflict 99999. Ids are UCDP's numbers"),
        (Filters(dyads=("99999",)), "no vintage here knows the dyad 99999"),
        (Filters(countries=("AZB",)), "'AZB' is no ISO 3166-1 alpha-3 code"),
        (Filters(countries=("PSE",)), "Palestine is not counted apart.*Ask for ISR"),
        (
            Filters(regions=("Caucasus",)),
            "region 'Caucasus' is unknown: write one of Africa, Americas, Asia, Europe, Middle East",
        ),
        (Filters(territories=("GAZ",)), "territory 'GAZ' is no ISO 3166-1 alpha-3 code"),
        (Filters(cells=(0,)), "cell 0: PRIO-GRID has the cells 1 to 259200"),
    ],
)
def test_what_nobody_here_knows_is_refused_at_every_door(
    filters: Filters, message: str, workspace: Workspace, lake: Lake
) -> None:
    commit(workspace, vintage("events", coverage=[held()]), [event(1)])
    with pytest.raises(CannotAnswer, match=message):
        summarise(lake, filters, [])
    with pytest.raises(CannotAnswer, match=message):
        list_rows(lake, filters)


def test_a_known_id_without_rows_in_the_period_is_an_answer_without_rows(workspace: Workspace, lake: Lake) -> None:
    commit(workspace, vintage("events", coverage=[held()]), [event(1)])
    answer = summarise(lake, Filters(conflicts=("388",), start=date(2020, 11, 1)), [])
    assert answer.rows == ()
    assert [str(pick.first) for pick in answer.picks] == ["2020-11"]
    assert answer.gaps == ()


def test_ids_are_known_as_soon_as_a_vintage_brings_them(workspace: Workspace, lake: Lake) -> None:
    commit(workspace, vintage("one", coverage=[held()]), [event(1)])
    assert "77" not in known.ids(lake, "conflict")
    commit(workspace, vintage("two", coverage=[held()]), [event(1, conflict_id="77")])
    assert known.ids(lake, "conflict") == {"388", "77"}


def test_an_id_of_a_withdrawn_vintage_stays_known_for_questions_about_earlier_days(workspace: Workspace, lake: Lake) -> None:
    commit(workspace, vintage("gone", coverage=[held()]), [event(1, conflict_id="77")])
    commit(workspace, vintage("here", coverage=[held()]), [event(1)])
    withdraw(workspace, "gone", "a wrong file")
    assert summarise(lake, Filters(conflicts=("77",)), []).rows == ()
