"""The map file of a lake: its records are what the same question counts, whatever the filter, in both modes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from benchmarks.explorer_files import UNION, import_union

from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import Dimension, Grain, LicenceClass, Series
from conflict_atlas.publish.exports import export
from conflict_atlas.publish.licences import Audience
from conflict_atlas.publish.mapfile.blocks import block, count_of_blocks, count_of_records
from conflict_atlas.publish.mapfile.collecting import Mode, basis_of, collect
from conflict_atlas.publish.mapfile.records import MapFileError
from conflict_atlas.publish.mapfile.tables import BLOCK, Standing, tables
from conflict_atlas.workspace import Workspace
from support.example_data import shared_test
from support.lakes import commit, event, held, vintage
from support.mapfiles import ROOT, Fixture, build_scripts, fixture, run_node
from support.mapfilter import matching


def check_answers(found: Fixture) -> None:
    """Records and tables alone answer every question as the lake does."""
    records = found.collected.records
    answered = 0
    for asked in found.asked:
        indices = matching(records, found.tables, asked.query)
        assert indices.tolist() == list(asked.indices), asked.query
        weight = asked.count if records.weight is None else int(records.weight[indices].sum(dtype=np.uint64))
        assert (len(indices), weight, int(records.best[indices].sum(dtype=np.uint64))) == (
            asked.count,
            asked.events,
            asked.deaths,
        )
        answered += 0 < asked.count < records.count
    assert answered > len(found.asked) / 5, "the questions are all trivial"


def check_blocks(lake: Lake, found: Fixture) -> None:
    """The rows of a block are those of its records, in their order, and hold nothing that stays in the lake."""
    basis, records, told = found.collected.basis, found.collected.records, found.tables
    blocks = count_of_blocks(lake, basis)
    assert (count_of_records(lake, basis), blocks) == (records.count, -(-records.count // BLOCK))
    for number in {0, 1, blocks // 2, blocks - 1}:
        shown = block(lake, basis, number)
        assert shown["first"] == number * BLOCK
        assert len(shown["rows"]) == min(BLOCK, records.count - number * BLOCK)
        assert not {"source_headline", "source_article"} & set(shown["columns"])
        for place, values in enumerate(shown["rows"], start=number * BLOCK):
            row = dict(zip(shown["columns"], values, strict=True))
            party, area = told["parties"][records.party[place]], told["areas"][records.area[place]]
            day = row.get("date_start") or row["month"]
            assert (date.fromisoformat(day) - date.fromisoformat(told["epoch"])).days == records.day[place]
            assert (row["conflict_id"], row["conflict_name"], row.get("dyad_id")) == (
                party["conflict"],
                party["name"],
                party["dyad"],
            )
            assert (row["country"], row["best"], row["gid"] or 0) == (
                area["country"],
                records.best[place],
                records.cells[records.place_cell[records.place[place]]],
            )
    with pytest.raises(IndexError):
        block(lake, basis, blocks)


def test_events_are_answered_by_records_as_by_the_lake(event_workspace, event_fixture):
    assert event_fixture.tables["mode"] == "event"
    check_answers(event_fixture)
    check_blocks(Lake(event_workspace.lake_dir), event_fixture)


def test_cells_are_answered_by_records_as_by_the_lake(starter_lake, cell_fixture):
    assert cell_fixture.tables["mode"] == "cell"
    check_answers(cell_fixture)
    check_blocks(starter_lake, cell_fixture)


@shared_test
def test_real_events_declared_partial_are_answered_alike(tmp_path):
    if not UNION.is_file():
        pytest.skip(f"{UNION} is missing")
    lake = Lake(import_union(tmp_path / "union").lake_dir)
    found = fixture(lake, 12)
    assert {entry["completeness"] for entry in found.tables["coverage"]} == {"partial"}
    assert found.tables["count"] == sum(item.rows for item in lake.vintages())
    check_answers(found)
    check_blocks(lake, found)


def test_the_tables_say_what_the_question_counts(event_workspace, starter_lake):
    for lake in (Lake(event_workspace.lake_dir), starter_lake):
        basis = basis_of(lake)
        collected = collect(lake, basis)
        told = tables(lake, collected, {}, {}, {})
        answer = summarise(lake, basis.mode.filters, (), basis.mode.series)
        assert (told["events"], told["deaths"]) == (sum(row.events for row in answer.rows), sum(row.best for row in answer.rows))
        assert [(entry["first"], entry["last"]) for entry in told["coverage"]] == [
            (str(pick.first), str(pick.last)) for pick in answer.picks
        ]
        by_conflict = summarise(lake, basis.mode.filters, (Dimension.CONFLICT,), basis.mode.series)
        deaths = np.bincount(collected.records.party, weights=collected.records.best, minlength=len(collected.parties))
        ours: dict[str | None, int] = {}
        for party, sum_of_party in zip(collected.parties, deaths, strict=True):
            ours[party.conflict] = ours.get(party.conflict, 0) + int(sum_of_party)
        theirs: dict[str | None, int] = {}
        for row in by_conflict.rows:
            theirs[row.key[0]] = theirs.get(row.key[0], 0) + row.best
        assert ours == theirs


def test_an_export_of_the_explorers_question_holds_its_records(event_workspace, event_fixture, tmp_path):
    lake = Lake(event_workspace.lake_dir)
    for asked in [one for one in event_fixture.asked if one.count][:12]:
        filters = Filters.from_query({**asked.query, "grain": "event"})
        out = tmp_path / "export.csv"
        assert export(lake, filters, Series.DEATHS, "csv", out, Audience.PUBLIC).rows == asked.count
        assert sum(rows.total for rows in list_rows(lake, filters)) == asked.count


def test_a_final_release_answers_for_its_months_and_the_first_print_for_the_rest(event_fixture):
    assert [(entry["first"], entry["last"], entry["preliminary"]) for entry in event_fixture.tables["coverage"]] == [
        ("1989-01", "2024-12", False),
        ("2025-01", "2025-12", True),
    ]


def test_a_vintage_for_signed_in_users_makes_no_public_file(starter_workspace, tmp_path):
    import shutil

    workspace = Workspace.open(Path(shutil.copytree(starter_workspace.root, tmp_path / "workspace")))
    lake = Lake(workspace.lake_dir)
    closed = replace(vintage("closed", coverage=[held()], rows=1), licence_class=LicenceClass.SIGNED_IN)
    commit(workspace, closed, [event(1)])
    assert basis_of(lake).mode is Mode.CELL
    commit(workspace, vintage("open", coverage=[held("2021-01", "2021-12")], rows=1), [event(2, date_start=date(2021, 1, 1))])
    assert basis_of(lake).mode is Mode.CELL, "what an export would refuse makes no file either"


def test_an_empty_lake_has_no_map_file(lake):
    assert basis_of(lake) is None


def test_an_unknown_number_of_deaths_is_refused_and_not_taken_for_zero(workspace, lake):
    commit(workspace, vintage("one", coverage=[held()], rows=2), [event(1), event(2, best=None)])
    with pytest.raises(MapFileError, match="1 rows of the vintages one have no best estimate"):
        collect(lake, basis_of(lake))


def test_places_keep_what_is_known_of_them(workspace, lake):
    rows = [
        event(1, latitude=None, longitude=None, gid=None),
        event(2, latitude=None, longitude=None, gid=5),
        event(3, latitude=40.000000001, longitude=45.5),
        event(4, latitude=40.0, longitude=None, gid=None),
    ]
    commit(workspace, vintage("one", coverage=[held()], rows=4), rows)
    records = collect(lake, basis_of(lake)).records
    assert np.isnan(records.place_lon[0])
    places = records.place.tolist()
    assert [places[0], places[3]] == [0, 0]
    assert records.cells[records.place_cell[places[1]]] == 5
    assert np.isnan(records.place_lon[places[1]])
    assert records.place_lat[places[2]] > 40
    assert records.place_lon[places[2]] == 45.5


def test_a_conflict_bears_its_newest_name_and_stands_where_its_page_says(workspace, lake):
    rows = [
        event(1, date_start=date(2020, 1, 1), conflict_name="Old"),
        event(2, date_start=date(2020, 3, 1), conflict_name="New"),
        event(3, conflict_id="999999", conflict_name=None, dyad_id=None, dyad_name="XXX70 - XXX70"),
    ]
    commit(workspace, vintage("one", coverage=[held()], rows=3), rows)
    standing = Standing("worsening", "active", "civil-war", ("people-in-need",))
    told = tables(lake, collect(lake, basis_of(lake)), {"nagorno-karabakh": standing}, {"civil-war": "Civil war"}, {})
    found = {entry["id"]: entry for entry in told["conflicts"]}
    assert found["388"] == {
        "id": "388",
        "name": "New",
        "slug": "nagorno-karabakh",
        "label": "worsening",
        "stage": "active",
        "kind": "civil-war",
        "lens": ["people-in-need"],
    }
    assert (found["999999"]["slug"], found["999999"]["label"]) == (None, None)
    assert [entry["ids"] for entry in told["tracked"] if entry["slug"] == "nagorno-karabakh"] == [["388"]]
    assert {party["dyad_name"] for party in told["parties"]} >= {"unnamed actors (Mexico) [XXX70 - XXX70]"}


def test_grain_and_print_leave_months_out_and_say_so(event_workspace):
    lake = Lake(event_workspace.lake_dir)
    answer = summarise(lake, Filters.from_query({"grain": "event", "print": "preliminary"}), ())
    assert [(str(pick.first), pick.grain) for pick in answer.picks] == [("2025-01", Grain.EVENT)]
    assert [(str(gap.first), str(gap.last)) for gap in answer.gaps] == [("1989-01", "2024-12")]
    assert "leaves out" in answer.gaps[0].reason


@pytest.fixture(scope="module")
def engine_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer's engine as node runs it, with the script that asks it."""
    if not (ROOT / "web" / "node_modules" / "esbuild").is_dir():
        pytest.skip("the front end is not installed: run make setup")
    folder = build_scripts(tmp_path_factory.mktemp("engine"), "decode", "engine", "sites", "choice")
    return Path(shutil.copy(ROOT / "tests" / "support" / "engine_check.mjs", folder))


@pytest.mark.parametrize("mode", ["event", "cell"])
def test_the_engine_of_the_screen_counts_what_the_lake_counts(mode, engine_script, tmp_path, request):
    found: Fixture = request.getfixturevalue(f"{mode}_fixture")
    said = json.loads(run_node([str(engine_script), str(found.write(tmp_path / "fixture"))]))
    assert said["wrong"] == []
    assert said["compared"] > len(found.asked) / 2
