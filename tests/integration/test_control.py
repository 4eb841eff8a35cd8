"""Claimed control from the command line to the store: conserved, all or nothing, and never public without a licence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from conflict_atlas.control.geojson import Holder
from conflict_atlas.control.importing import Claim, import_control
from conflict_atlas.control.outlines import crossing
from conflict_atlas.control.store import ControlStore
from conflict_atlas.events.errors import EventsError, ImportRefused
from conflict_atlas.events.vocabulary import LicenceClass
from conflict_atlas.publish import control as published
from conflict_atlas.publish.health import Standing, examine
from conflict_atlas.publish.licences import Audience, LicenceRefused
from conflict_atlas.workspace import Workspace
from support.control import SQUARE, as_folder, as_tar, as_zip, days, geojson
from support.program import done, run

SAID = ("--claimant", "A map maker", "--url", "https://example.org/map", "--holder", "A side")
CLAIM = Claim("A map maker", "https://example.org/map", Holder(name="A side"))
OPEN = Claim("A map maker", "https://example.org/map", Holder(name="A side"), "CC BY 4.0")


def test_a_tar_of_daily_files_becomes_a_vintage_that_accounts_for_every_one(workspace: Workspace, tmp_path: Path) -> None:
    files = days(0, 1, 2, 5) | {
        "data/claims_20240720.geojson": geojson(),
        "data/claims_someday.geojson": geojson([SQUARE]),
        "data/README.md": b"words",
    }
    outcome = done("control", "import", as_tar(tmp_path / "daily.tar.gz", files, "w:gz"), *SAID, workspace=workspace.root)
    assert "6 daily files = 4 days + 2 set aside." in outcome.out
    assert "Held by A side according to A map maker, 2024-07-01 to 2024-07-06" in outcome.out
    assert "2 days in between are missing, in 1 gaps; they are not filled in." in outcome.out
    assert "1 other files lay beside" in outcome.out
    assert "Not shown on public pages: no licence was declared." in outcome.out
    assert "claims_20240720.geojson: it holds no area" in outcome.out
    assert "claims_someday.geojson: its name does not state one day" in outcome.out
    (vintage,) = ControlStore(workspace.root).vintages()
    assert [entry.day.day for entry in vintage.days] == [1, 2, 3, 6]
    assert vintage.files[0].records == 6
    assert (workspace.raw_dir / vintage.files[0].sha256).is_file()
    assert not list(workspace.tmp_dir.iterdir())


@pytest.mark.parametrize("pack", ["folder", "zip", "tar"])
def test_however_they_are_packed_the_same_days_come_out(workspace: Workspace, tmp_path: Path, pack: str) -> None:
    makers = {"folder": as_folder, "zip": as_zip, "tar": as_tar}
    path = makers[pack](tmp_path / "daily", days(0, 1))
    vintage = import_control(workspace, path, CLAIM).vintage
    store = ControlStore(workspace.root)
    assert [entry.day for entry in vintage.days] == [date(2024, 7, 1), date(2024, 7, 2)]
    (area,) = store.areas(vintage, date(2024, 7, 2))
    assert area.polygons[0][0][0] == (30.01, 50.0), "coordinates are kept as they came"
    assert vintage.days[1].file.endswith("claims_20240702.geojson")
    assert store.vintage(vintage.vintage_id) == vintage


def test_the_same_bytes_with_the_same_words_are_not_imported_twice_and_with_a_licence_they_are(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = as_zip(tmp_path / "daily.zip", days(0))
    first = import_control(workspace, path, CLAIM)
    assert import_control(workspace, path, CLAIM).new is False
    second = import_control(workspace, path, OPEN)
    assert second.new
    assert second.vintage.vintage_id == first.vintage.vintage_id + "-2"
    assert (first.vintage.licence_class, second.vintage.licence_class) == (LicenceClass.SIGNED_IN, LicenceClass.OPEN)
    assert second.vintage.licence_basis == "declared by the operator"


def _state(workspace: Workspace) -> dict[str, bytes]:
    """Every file below the workspace but the lock, whose text names the last writer."""
    files = (path for path in workspace.root.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(workspace.root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a/20240701.geojson": geojson([SQUARE]), "b/20240701.json": geojson([SQUARE])}, "are both of 2024-07-01"),
        ({"20240701.geojson": b"{}"}, "holds no day that can be read: 20240701.geojson"),
        ({"README.md": b"words"}, "no .geojson or .json"),
        ({"../20240701.geojson": geojson([SQUARE])}, "outside itself"),
    ],
)
def test_a_refused_import_changes_nothing(workspace: Workspace, tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    path = as_tar(tmp_path / "daily.tar", files)
    before = _state(workspace)
    refused = run("control", "import", path, *SAID, workspace=workspace.root)
    assert refused.status == 1
    assert words in refused.err
    assert _state(workspace) == before


def test_an_import_that_fails_at_the_last_step_changes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_tar(tmp_path / "daily.tar", days(0, 1))
    before = _state(workspace)

    def fail(self: Path, target: Path) -> Path:
        if "control" in target.parts:
            raise OSError(28, "No space left on device")
        os.rename(self, target)  # noqa: PTH104
        return target

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="No space left"):
        import_control(workspace, path, CLAIM)
    monkeypatch.undo()
    assert _state(workspace) == before


def test_what_a_killed_import_left_behind_is_swept_by_the_next(workspace: Workspace, tmp_path: Path) -> None:
    store = ControlStore(workspace.root)
    left = store.folder / ".incoming-x"
    left.mkdir(parents=True)
    (left / "areas.parquet").write_bytes(b"half")
    mark = workspace.tmp_dir / "control-x" / ("placing-" + "0" * 64)
    mark.parent.mkdir()
    mark.touch()
    (workspace.raw_dir / ("0" * 64)).write_bytes(b"placed and never listed")
    assert store.vintages() == ()
    import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), CLAIM)
    assert not left.exists()
    assert not (workspace.raw_dir / ("0" * 64)).exists()
    assert len(store.vintages()) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--claimant", " ", "--url", "https://example.org", "--holder", "A"), "name the claimant"),
        (("--claimant", "M", "--url", "javascript:alert(1)", "--holder", "A"), "is no address"),
        (("--claimant", "M", "--url", "https://example.org"), "say who is said to hold the areas"),
        (("--claimant", "M", "--url", "https://example.org", "--holder", "A", "--holder-field", "b"), "not both"),
        (("--claimant", "M", "--url", "https://example.org", "--holder", "A", "--licence", "free"), "the ones we know are"),
    ],
)
def test_what_must_be_said_beside_the_files_is_asked_for(
    workspace: Workspace, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    refused = run("control", "import", as_zip(tmp_path / "daily.zip", days(0)), *words, workspace=workspace.root)
    assert refused.status == 1
    assert message in refused.err


def test_holders_may_be_named_by_the_files(workspace: Workspace, tmp_path: Path) -> None:
    files = {
        "20240701.geojson": geojson([SQUARE], properties={"who": "North"}),
        "20240702.geojson": geojson([SQUARE], properties={"who": "South"}),
    }
    claim = Claim("A map maker", "https://example.org", Holder(field="who"))
    assert import_control(workspace, as_zip(tmp_path / "daily.zip", files), claim).vintage.holders == ("North", "South")


def test_the_list_says_what_is_held_and_json_holds_all_of_it(workspace: Workspace, tmp_path: Path) -> None:
    assert "No claimed control yet" in run("control", "list", workspace=workspace.root).err
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0, 2)), OPEN).vintage
    assert (
        "Shown to everybody under CC BY 4.0, declared by the operator." in done("control", "list", workspace=workspace.root).out
    )
    assert done("control", "list", "--json", workspace=workspace.root).value() == [vintage.to_json()]


def test_a_withdrawn_vintage_is_no_longer_shown_and_stays_with_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    store = ControlStore(workspace.root)
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), OPEN).vintage
    before = store.digest
    done("control", "withdraw", vintage.vintage_id, "--reason", "the licence was misread", workspace=workspace.root)
    assert store.vintages() == ()
    assert store.digest != before
    assert [item.reason for item in store.withdrawals()] == ["the licence was misread"]
    assert "the licence was misread" in done("control", "list", workspace=workspace.root).out
    assert store.ever_added() == (vintage,)
    again = run("control", "withdraw", vintage.vintage_id, "--reason", "again", workspace=workspace.root)
    assert again.status == 1
    assert "Vintages: none yet" in again.err


def test_without_a_licence_nothing_leaves_by_a_public_door(workspace: Workspace, tmp_path: Path) -> None:
    store = ControlStore(workspace.root)
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), CLAIM).vintage
    assert published.public_vintages(store) == ()
    with pytest.raises(LicenceRefused, match="signed-in users only: no licence declared"):
        published.day_file(store, vintage, date(2024, 7, 1), Audience.PUBLIC)
    with pytest.raises(LicenceRefused):
        published.index([vintage], Audience.PUBLIC)
    assert json.loads(published.day_file(store, vintage, date(2024, 7, 1), Audience.OPERATOR))["day"] == "2024-07-01"


def test_a_day_for_the_map_names_claimant_day_holder_and_credit(workspace: Workspace, tmp_path: Path) -> None:
    store = ControlStore(workspace.root)
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), OPEN).vintage
    day = json.loads(published.day_file(store, vintage, date(2024, 7, 1), Audience.PUBLIC))
    assert (day["type"], day["day"], day["claimant"], day["tolerance_m"]) == (
        "FeatureCollection",
        "2024-07-01",
        "A map maker",
        250,
    )
    assert "according to A map maker" in day["note"]
    assert "CC BY 4.0" in day["credit"]
    (feature,) = day["features"]
    properties = {"holder": "A side", "claimant": "A map maker", "day": "2024-07-01", "area_km2": 15729}
    assert feature["properties"] == properties
    assert feature["geometry"] == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


def test_the_index_for_the_map_lists_days_and_gaps(workspace: Workspace, tmp_path: Path) -> None:
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0, 1, 4)), OPEN).vintage
    index = json.loads(published.index([vintage], Audience.PUBLIC))
    assert index["longest_age_days"] == 7
    (entry,) = index["vintages"]
    assert entry["days"] == ["2024-07-01", "2024-07-02", "2024-07-05"]
    assert entry["missing"] == [{"first": "2024-07-03", "last": "2024-07-04"}]
    assert entry["path"] == f"map/control/{vintage.vintage_id}/{{day}}.json"


def test_the_doctor_looks_at_claims_and_at_the_files_that_they_came_in(workspace: Workspace, tmp_path: Path) -> None:
    store = ControlStore(workspace.root)
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), CLAIM).vintage

    def found() -> dict[str, Standing]:
        return {item.subject: item.standing for item in examine(workspace.root) if vintage.vintage_id in item.subject}

    assert set(found().values()) == {Standing.GOOD}
    (workspace.raw_dir / vintage.digest).chmod(0o644)
    (workspace.raw_dir / vintage.digest).write_bytes(b"changed")
    assert found()[f"raw bytes of {vintage.vintage_id}"] is Standing.FAILED
    (store.folder / vintage.vintage_id / "areas.parquet").write_bytes(b"changed")
    assert found() == {vintage.vintage_id: Standing.FAILED}


def test_a_day_that_is_not_held_and_a_record_that_cannot_be_read_are_errors_of_the_core(
    workspace: Workspace, tmp_path: Path
) -> None:
    store = ControlStore(workspace.root)
    vintage = import_control(workspace, as_zip(tmp_path / "daily.zip", days(0)), CLAIM).vintage
    with pytest.raises(EventsError, match="holds nothing for 2024-07-02"):
        store.areas(vintage, date(2024, 7, 2))
    broken = store.folder / "broken"
    broken.mkdir()
    (broken / "vintage.json").write_text("{")
    with pytest.raises(EventsError, match="restore it from a backup"):
        store.vintages()


def test_a_folder_without_daily_files_and_a_missing_one_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="holds no daily files"):
        import_control(workspace, as_folder(tmp_path / "folder", {"README.md": b"words"}), CLAIM)
    with pytest.raises(ImportRefused, match="no such file"):
        import_control(workspace, tmp_path / "never", CLAIM)


@pytest.mark.shared
def test_a_real_archive_of_daily_areas_comes_in_without_a_day_set_aside(workspace: Workspace, tmp_path: Path) -> None:
    shared = Path(os.environ.get("CONFLICT_ATLAS_SHARED", Path(__file__).parents[3] / "shared"))
    packed = shared / "data" / "claims" / "deepstate_daily.tar.zst"
    if not packed.is_file() or not shutil.which("zstd"):
        pytest.skip("the example data are not beside the project, or zstd is not installed")
    subprocess.run(["zstd", "-dq", packed, "-o", tmp_path / "daily.tar"], check=True)
    subprocess.run(["tar", "-xf", tmp_path / "daily.tar", "-C", tmp_path, "--wildcards", "*_202408*"], check=True)
    claim = Claim("DeepState", "https://deepstatemap.live", Holder(name="Russia"))
    vintage = import_control(workspace, tmp_path / "deepstate", claim).vintage
    assert (len(vintage.days), vintage.set_aside) == (29, ())
    assert vintage.on(date(2024, 8, 18)) is None
    assert vintage.days[0].area_km2 == pytest.approx(109_300, rel=0.01)
    (area,) = ControlStore(workspace.root).areas(vintage, vintage.days[0].day)
    drawn = published.for_the_web(area.polygons)
    assert crossing(drawn) is None
    assert sum(len(ring) for polygon in drawn for ring in polygon) < area.points
