"""The starter pack: built from files, the same every time; loaded whole or not at all; without rows, headlines, private names."""

from __future__ import annotations

import csv
import filecmp
import json
import shutil
import threading
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import NAMES, RECORD, ROWS, Lake
from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS, Grain, Series
from conflict_atlas.events.withdrawing import withdraw
from conflict_atlas.starter import pack
from conflict_atlas.starter.building import build
from conflict_atlas.workspace import Workspace
from support.example_data import SHARED, STARTER_INPUTS, UCDP, shared_test
from support.lakes import commit, event, held, vintage
from support.program import done, run

PACK = Path(str(files("conflict_atlas.starter"))) / "pack"
FOLDERS = sorted(path.parent.name for path in PACK.glob(f"*/{RECORD}"))


def record(folder: str) -> Vintage:
    return Vintage.from_json(json.loads((PACK / folder / RECORD).read_text(encoding="utf-8")))


def query(text: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(text).fetchall()


def same_files(first: Path, second: Path) -> bool:
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    return all(filecmp.cmp(first / name, second / name, shallow=False) for name in names)


def small_inputs(folder: Path) -> list[Path]:
    """One small file of every kind: two events in one cell, two candidates, totals to match."""
    folder.mkdir(parents=True, exist_ok=True)
    union = folder / "union.parquet"
    names = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    with duckdb.connect() as connection:
        rows = ", ".join(
            f"({number}, TIMESTAMP '2020-07-12', 1, 388, 'Azerbaijan: Nagorno-Karabakh', 840, 'A - B', 121, 'A', 900, 'B', "
            f"'Azerbaijan', {precision}, 40.2, 46.7, 'HEADLINE', {', '.join('5' for _ in names)}, 'UCDP GED')"
            for number, precision in ((1, 1), (2, 2), (3, 5))
        )
        listed = (
            "id, date_start, type_of_violence, conflict_new_id, conflict_name, dyad_new_id, dyad_name, side_a_new_id, side_a, "
            f"side_b_new_id, side_b, country, where_prec, latitude, longitude, source_headline, {', '.join(names)}, provenance"
        )
        connection.execute(f"COPY (SELECT * FROM (VALUES {rows}) AS rows({listed})) TO '{union}' (FORMAT parquet)")
    texts = {
        "totals.csv": "id,name,violence_type,best,low,high,civilian_deaths,combatant_deaths,unknown_deaths,start_year,end_year,event_count\n"
        "388,Azerbaijan: Nagorno-Karabakh,1,15,15,15,15,0,0,1991,2023,3\n",
        "types.csv": "year,month,type,deaths\n2020,7,1,15\n",
        "compact.csv": "id,conflict_new_id,conflict_name,country,best,type_of_violence,date\n"
        "7,388,Azerbaijan: Nagorno-Karabakh,Azerbaijan,4,1,2025-03-01\n",
        "GEDEvent_v26_0_2.csv": "id,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,side_b_new_id,side_b,country,"
        f"where_prec,type_of_violence,code_status,date_start,date_end,{','.join(names)}\n"
        "8,388,Azerbaijan: Nagorno-Karabakh,840,A - B,121,A,900,B,Azerbaijan,1,1,Clear,2026-02-01,2026-02-02,3,3,3,3,0,0,0\n",
        "months.csv": ",Afghanistan,Sudan,South Sudan,Zimbabwe (Rhodesia),Azerbaijan\n2020-07-01,0,0,0,0,10\n2005-01-01,0,0,0,0,0\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [union, *(folder / name for name in texts)]


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class TestBuilding:
    @pytest.fixture
    def inputs(self, tmp_path: Path) -> list[Path]:
        return small_inputs(tmp_path / "inputs")

    def test_two_builds_from_two_places_give_the_same_bytes(self, inputs: list[Path], tmp_path: Path) -> None:
        elsewhere = [Path(shutil.copy(path, tmp_path / path.name)) for path in inputs]
        build(inputs, tmp_path / "first")
        build(list(reversed(elsewhere)), tmp_path / "second")
        assert same_files(tmp_path / "first", tmp_path / "second")

    def test_a_part_changes_its_name_if_and_only_if_what_it_says_changes(self, inputs: list[Path], tmp_path: Path) -> None:
        def ids(out: str) -> dict[str, str]:
            build(inputs, tmp_path / out)
            return {path.parent.name: json.loads(path.read_text())["vintage_id"] for path in (tmp_path / out).glob(f"*/{RECORD}")}

        before = ids("before")
        changed(inputs[3], ",4,1,2025-03-01", ",6,1,2025-03-01")
        after = ids("after")
        assert {name for name in before if before[name] != after[name]} == {"candidate-months-2025"}

    def test_parts_hold_what_their_inputs_hold_with_their_share(self, inputs: list[Path], tmp_path: Path) -> None:
        report = build(inputs, tmp_path / "pack")
        assert report["located-cells"] == {"rows": 1, "best": 10}
        cells = json.loads((tmp_path / "pack" / "located-cells" / RECORD).read_text())
        assert [(entry["first"], entry["last"], entry["share"]) for entry in cells["coverage"]] == [
            ("2020-07", "2020-07", 0.6667)
        ]
        rows = query(f"SELECT country, gid, events, best, source_file FROM '{tmp_path}/pack/located-cells/{ROWS}'")
        assert rows == [("AZE", 187654, 2, 10, "union.parquet")]
        months = query(f"SELECT country, month::VARCHAR, best FROM '{tmp_path}/pack/country-months/{ROWS}' ORDER BY ALL")
        assert ("AZE", "2020-07-01", 10) in months
        assert ("SSD", "2020-07-01", 0) in months
        assert ("SSD", "2005-01-01", 0) not in months, "South Sudan was no state in 2005"

    def test_a_part_of_an_earlier_build_does_not_stay_beside_the_new_ones(self, inputs: list[Path], tmp_path: Path) -> None:
        build(inputs, tmp_path / "pack")
        renamed = inputs[4].rename(inputs[4].with_name("GEDEvent_v26_0_3.csv"))
        changed(renamed, "2026-02-01,2026-02-02", "2026-03-01,2026-03-02")
        build([*inputs[:4], renamed, inputs[5]], tmp_path / "pack")
        folders = sorted(path.name for path in (tmp_path / "pack").iterdir())
        assert "candidate-months-26.0.3" in folders
        assert "candidate-months-26.0.2" not in folders

    @pytest.mark.parametrize(
        ("number", "old", "new", "message"),
        [
            (3, "Azerbaijan,4", "Atlantis,4", "compact.csv: no country of the catalogue is called 'Atlantis': add the alias"),
            (3, "Azerbaijan,4", ",4", "no country of the catalogue is called ''"),
            (3, "2025-03-01", "the first of March", "cannot be read"),
            (3, ",4,1,", ",four,1,", "cannot be read"),
            (4, "id,conflict_new_id", "number,conflict_new_id", "none of the files that a starter pack is made of. Understood: "),
            (5, ",Azerbaijan\n", ",Atlantis\n", "no country of the catalogue is called Atlantis"),
            (5, ",Azerbaijan\n", ",\n", "a column without a name holds deaths"),
        ],
    )
    def test_what_is_not_understood_is_refused_and_nothing_is_written(
        self, number: int, old: str, new: str, message: str, inputs: list[Path], tmp_path: Path
    ) -> None:
        build(inputs, tmp_path / "pack")
        before = shutil.copytree(tmp_path / "pack", tmp_path / "before")
        changed(inputs[number], old, new)
        with pytest.raises(ImportRefused, match=message):
            build(inputs, tmp_path / "pack")
        assert same_files(before, tmp_path / "pack")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["before", "inputs", "pack"]

    def test_missing_doubled_and_unknown_files_are_named(self, inputs: list[Path], tmp_path: Path) -> None:
        out = tmp_path / "pack"
        with pytest.raises(ImportRefused, match="also needs world deaths by type of violence and month"):
            build([*inputs[:2], *inputs[3:]], out)
        with pytest.raises(ImportRefused, match=r"again.csv and types.csv are both world deaths"):
            build([*inputs, Path(shutil.copy(inputs[2], tmp_path / "again.csv"))], out)
        with pytest.raises(ImportRefused, match=r"no such file: .*nowhere"):
            build([*inputs, tmp_path / "nowhere.csv"], out)
        (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
        with pytest.raises(ImportRefused, match=r"broken.parquet cannot be read"):
            build([tmp_path / "broken.parquet"], out)
        nameless = inputs[4].rename(inputs[4].with_name("candidate.csv"))
        with pytest.raises(ImportRefused, match=r"candidate.csv: its name does not say which candidate release it is"):
            build([*inputs[:4], nameless, inputs[5]], out)
        assert not out.exists()

    def test_the_command_prints_what_it_counted(self, inputs: list[Path], tmp_path: Path) -> None:
        first, *more = inputs
        report = done("starter", "build", "--events", first, *more, "--out", tmp_path / "pack").value()
        assert report["conflict-totals"] == {"rows": 1, "best": 15}
        refused = run("starter", "build", "--events", first, "--out", tmp_path / "other")
        assert (refused.status, refused.out) == (1, "")
        assert "also needs" in refused.err


class TestLoading:
    def test_all_parts_are_loaded_and_a_second_time_none(self, workspace: Workspace, lake: Lake) -> None:
        loaded = pack.load(workspace)
        assert len(loaded) == len(FOLDERS) == 6
        digest = lake.digest
        assert pack.load(workspace) == ()
        assert lake.digest == digest
        assert {item.imported_at.year for item in lake.vintages()} != {1970}

    def test_a_copy_that_fails_leaves_the_lake_empty(
        self, workspace: Workspace, lake: Lake, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy, copies = shutil.copyfile, []

        def fails_at_the_fourth(*paths: Path) -> Path:
            copies.append(paths)
            if len(copies) == 4:
                raise OSError(28, "No space left on device")
            return Path(copy(*paths))

        monkeypatch.setattr(pack.shutil, "copyfile", fails_at_the_fourth)
        with pytest.raises(OSError, match="No space left"):
            pack.load(workspace)
        assert lake.vintages() == ()
        monkeypatch.undo()
        assert len(pack.load(workspace)) == 6

    def test_a_workspace_that_went_without_the_pack_is_left_alone(self, workspace: Workspace, lake: Lake) -> None:
        commit(workspace, vintage("own", coverage=[held()]), [event(1)])
        assert pack.load_if_fresh(workspace) == ()
        assert len(lake.vintages()) == 1

    def test_a_newer_pack_is_loaded_beside_the_older(self, workspace: Workspace, lake: Lake, tmp_path: Path) -> None:
        build(small_inputs(tmp_path / "inputs"), tmp_path / "older")
        assert len(pack.load_from(workspace, tmp_path / "older")) == 6
        assert len(pack.load_if_fresh(workspace)) == 6
        assert len(lake.vintages()) == 12

    def test_what_was_withdrawn_is_not_brought_back(self, workspace: Workspace, lake: Lake) -> None:
        first, *_ = pack.load(workspace)
        withdraw(workspace, first.vintage_id, "not wanted")
        assert pack.load_if_fresh(workspace) == ()
        assert first.vintage_id not in {item.vintage_id for item in lake.vintages()}

    def test_up_without_starter_serves_an_empty_lake(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from conflict_atlas.site import server

        served: list[tuple[Path, bool]] = []
        monkeypatch.setattr(server, "serve", lambda root, host, port, with_dossiers: served.append((root, with_dossiers)) or 0)
        done("up", "--no-starter", workspace=tmp_path / "without")
        assert Lake(tmp_path / "without" / "lake").vintages() == ()
        said = done("up", workspace=tmp_path / "with").err
        assert "Starter pack loaded: 6 series" in said
        assert len(Lake(tmp_path / "with" / "lake").vintages()) == 6
        assert served == [(tmp_path / "without", False), (tmp_path / "with", True)]

    def test_two_that_load_at_once_load_it_once(self, workspace: Workspace, lake: Lake) -> None:
        outcomes: list[object] = []

        def load() -> None:
            try:
                outcomes.append(len(pack.load(workspace)))
            except Exception as error:
                outcomes.append(type(error).__name__)

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(lake.vintages()) == 6
        assert Counter(outcomes)[6] == 1
        assert set(outcomes) <= {6, 0, "WorkspaceError"}


class TestThePack:
    """The pack that comes with the program."""

    @shared_test
    def test_it_is_what_the_builder_makes_of_the_example_data(self, tmp_path: Path) -> None:
        build(STARTER_INPUTS, tmp_path / "pack")
        assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == FOLDERS
        for folder in FOLDERS:
            made = json.loads((tmp_path / "pack" / folder / RECORD).read_text(encoding="utf-8"))
            kept = json.loads((PACK / folder / RECORD).read_text(encoding="utf-8"))
            assert made | {"importer_version": ""} == kept | {"importer_version": ""}
            for name in (ROWS, NAMES):
                if (PACK / folder / name).is_file():
                    new, old = (f"(SELECT * FROM '{place / folder / name}')" for place in (tmp_path / "pack", PACK))
                    assert query(f"FROM {new} EXCEPT ALL FROM {old} UNION ALL (FROM {old} EXCEPT ALL FROM {new})") == []

    def test_every_record_says_how_many_rows_and_deaths_it_holds(self) -> None:
        for folder in FOLDERS:
            vintage = record(folder)
            (found,) = query(f"SELECT count(*), sum(best), min(vintage_id), max(vintage_id) FROM '{PACK / folder / ROWS}'")
            assert found == (vintage.rows, vintage.totals["best"], vintage.vintage_id, vintage.vintage_id)
            assert vintage.origin.licence == "CC BY 4.0"
            assert vintage.quarantined == 0

    def test_it_holds_aggregates_only_no_event_no_headline_no_place_name(self) -> None:
        allowed = {column.name for column in AGGREGATE_COLUMNS}
        for folder in FOLDERS:
            assert record(folder).grain is not Grain.EVENT
            columns = {name for name, *_ in query(f"DESCRIBE FROM '{PACK / folder / ROWS}'")}
            assert columns == allowed
        names = {name for name, *_ in query(f"DESCRIBE FROM '{PACK / 'located-cells' / NAMES}'")}
        assert names == {"kind", "id", "name", "first", "last", "rows"}
        assert query(f"SELECT DISTINCT kind FROM '{PACK / 'located-cells' / NAMES}' ORDER BY 1") == [
            ("actor",),
            ("conflict",),
            ("dyad",),
        ]

    @shared_test
    def test_no_text_of_a_headline_or_a_place_is_in_it(self) -> None:
        union = UCDP / "events_union_best_available.parquet"
        texts = query(
            f"SELECT DISTINCT unnest([source_headline, source_original, where_coordinates]) AS text FROM '{union}' "
            f"WHERE source_headline IS NOT NULL"
        )
        known = {text for (text,) in texts if text and len(text) > 25}
        assert len(known) > 1000
        held = {
            text for folder in FOLDERS for (text,) in query(f"SELECT DISTINCT conflict_name FROM '{PACK / folder / ROWS}'")
        } | {text for (text,) in query(f"SELECT DISTINCT name FROM '{PACK / 'located-cells' / NAMES}'")}
        assert not held & known

    def test_it_is_small(self) -> None:
        assert sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file()) < 800_000

    @pytest.mark.parametrize(
        ("year", "share"),
        [(2000, 0.45), (2020, 0.68), (2021, 0.45), (2022, 0.33), (2023, 0.85), (2024, 0.86), (2025, 0.91)],
    )
    def test_the_within_month_series_holds_the_share_of_the_world_total_that_the_design_counted(
        self, year: int, share: float
    ) -> None:
        (entry,) = [entry for entry in record("country-months").coverage if entry.first.year == year]
        assert entry.series is Series.WITHIN_MONTH
        assert entry.share is not None
        assert round(entry.share, 2) == share

    @shared_test
    def test_the_shares_are_those_that_the_csv_module_counts(self) -> None:
        world, held = Counter[str](), Counter[str]()
        with (UCDP / "ged251_monthly_deaths_by_type.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                world[row["year"]] += int(row["deaths"])
        with (SHARED / "data" / "country_month" / "ucdp_best_by_country_month.csv").open(newline="") as file:
            for month, *deaths in list(csv.reader(file))[1:]:
                held[month[:4]] += sum(int(float(text)) for text in deaths if text)
        shares = {str(entry.first.year): entry.share for entry in record("country-months").coverage}
        for year, total in world.items():
            assert shares[year] == round(held[year] / total, 4), year

    def test_months_whose_official_total_is_not_at_hand_have_no_share(self) -> None:
        (january,) = [entry for entry in record("country-months").coverage if str(entry.first) == "2026-01"]
        assert (str(january.last), january.share) == ("2026-01", None)
