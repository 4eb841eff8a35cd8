"""Reading daily files of claimed control: whatever comes, there is an area, a reason, or a refusal, and nothing else."""

from __future__ import annotations

import gzip
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflict_atlas.control import daily_files as reader
from conflict_atlas.control.daily_files import daily_files, day_in, files_in_folder, is_daily
from conflict_atlas.control.geojson import Broken, Holder, read_areas
from conflict_atlas.control.showing import LONGEST_AGE_DAYS, missing, shown_on
from conflict_atlas.events.errors import ImportRefused
from support.control import SQUARE, as_folder, as_tar, as_zip, days, geojson

RUSSIA = Holder(name="A side")


# One file


def test_an_area_is_read_with_its_holder() -> None:
    (area,) = read_areas(geojson([SQUARE]), RUSSIA)
    assert (area.holder, area.points) == ("A side", 5)
    assert area.polygons[0][0][0] == (30, 50)


def test_the_holder_may_stand_in_each_area() -> None:
    (area,) = read_areas(geojson([SQUARE], properties={"who": " North "}), Holder(field="who"))
    assert area.holder == "North"


def _with(change: Any) -> bytes:
    value = json.loads(geojson([SQUARE]))
    change(value)
    return json.dumps(value).encode()


def _ring(ring: Any) -> bytes:
    return _with(lambda value: value["features"][0]["geometry"].update(coordinates=[ring]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe{", "not written in UTF-8"),
        (b"[]", "no GeoJSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"type": "Topology"}', "no GeoJSON of areas"),
        (geojson(), "holds no area; whether nothing is claimed or a download failed cannot be told apart"),
        (geojson([SQUARE], crs="urn:ogc:def:crs:EPSG::3857"), "not degrees .* convert it to WGS 84"),
        (_with(lambda value: value.update(crs=7)), "not degrees"),
        (_with(lambda value: value.update(features={"a": 1})), "features are no list"),
        (_with(lambda value: value.update(features=[None])), "feature 1 is no feature"),
        (_with(lambda value: value["features"][0].update(geometry=None)), "area 1 is a 'None'"),
        (_with(lambda value: value["features"][0]["geometry"].update(type="Point")), "area 1 is a 'Point'"),
        (_with(lambda value: value["features"][0]["geometry"].update(coordinates=[])), "without outline"),
        (_with(lambda value: value["features"][0]["geometry"].update(coordinates=7)), "without outline"),
        (_ring(SQUARE[:3]), "fewer than four points"),
        (_ring(SQUARE[:4]), "not closed"),
        (_ring([[3_390_000, 6_500_000]] * 4), "no degrees: convert it to WGS 84"),
        (_ring([[30, 95], *SQUARE]), "no degrees"),
        (_ring([["30", "50"]] * 4), "no pair of numbers"),
        (_ring([[True, False]] * 4), "no pair of numbers"),
        (_ring([[30]] * 4), "no pair of numbers"),
        (_ring([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), "area 1: outlines cross"),
        (_ring([[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]), "180th meridian"),
        (geojson([SQUARE]).replace(b"30.0", b"NaN"), "NaN is no number"),
        (geojson([SQUARE]).replace(b"30.0", b"1e999"), "no degrees"),
        (geojson([SQUARE]).replace(b"30.0", b"1" + b"0" * 400), "no degrees"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, words: str) -> None:
    with pytest.raises(Broken, match=words):
        read_areas(content, RUSSIA)


@pytest.mark.parametrize("properties", [{}, {"who": 7}, {"who": "  "}, {"who": "x" * 500}])
def test_an_area_that_does_not_say_who_holds_it_breaks_the_day(properties: dict[str, Any]) -> None:
    with pytest.raises(Broken, match="'who'"):
        read_areas(geojson([SQUARE], properties=properties), Holder(field="who"))


def test_a_file_with_more_points_than_can_be_drawn_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_atlas.control.geojson.MOST_POINTS", 4)
    with pytest.raises(Broken, match="more than 4 points"):
        read_areas(geojson([SQUARE]), RUSSIA)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=200)
@given(st.binary(max_size=200))
@example(b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[]]}}]}')
def test_any_bytes_are_areas_or_a_reason(content: bytes) -> None:
    _read(content)


@settings(max_examples=200)
@given(_JSON, st.sampled_from(["coordinates", "geometry", "features", "crs", "type", "properties"]))
def test_any_value_in_any_place_is_areas_or_a_reason(value: Any, place: str) -> None:
    whole = json.loads(geojson([SQUARE]))
    feature = whole["features"][0]
    target = {"coordinates": feature["geometry"], "geometry": feature, "properties": feature}.get(place, whole)
    target[place] = value
    _read(json.dumps(whole).encode())


@settings(max_examples=200)
@given(st.data())
def test_a_file_with_bytes_changed_is_areas_or_a_reason(data: st.DataObject) -> None:
    content = bytearray(geojson([SQUARE]))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _read(bytes(content))


def _read(content: bytes) -> None:
    said = ""
    try:
        areas = read_areas(content, Holder(field="who"))
    except Broken as reason:
        areas, said = (), str(reason)
    assert bool(areas) != bool(said)


# Names and days


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("a/deepstatemap_data_20240708.geojson", date(2024, 7, 8)),
        ("2024-07-08.json", date(2024, 7, 8)),
        ("map 2024.07.08 v2.geojson", date(2024, 7, 8)),
        ("20240708/areas.geojson", None),
        ("areas_20241345.geojson", None),
        ("120240708.geojson", None),
        ("20240708_to_20240709.geojson", None),
        ("20240708_20240708.geojson", date(2024, 7, 8)),
    ],
)
def test_the_day_is_the_one_that_the_file_name_states(name: str, day: date | None) -> None:
    assert day_in(name) == day


def test_what_systems_leave_behind_is_no_daily_file() -> None:
    names = ["a.geojson", "b.JSON", "._a.geojson", "__MACOSX/a.geojson", ".git/a.json", "readme.md"]
    assert [name for name in names if is_daily(name)] == ["a.geojson", "b.JSON"]


# Containers


def _all(name: str, path: Path) -> dict[str, bytes | None]:
    return {found: daily.content for found, daily in daily_files(name, path) if daily is not None}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_and_a_zip_give_the_same_daily_files(tmp_path: Path, mode: str) -> None:
    files = days(0, 1, 3) | {"data/README.md": b"words"}
    wanted = {name: content for name, content in files.items() if name.endswith(".geojson")}
    assert _all("a.tar", as_tar(tmp_path / "a.tar", files, mode)) == wanted
    assert _all("a.zip", as_zip(tmp_path / "a.zip", files)) == wanted


@pytest.mark.parametrize("name", ["../20240701.geojson", "/etc/20240701.geojson", "a/../../20240701.json", "C:\\20240701.json"])
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    for path in (as_tar(tmp_path / "a.tar", {name: b"{}"}), as_zip(tmp_path / "a.zip", {name: b"{}"})):
        with pytest.raises(ImportRefused, match="outside itself"):
            _all(path.name, path)


def test_a_link_is_refused_in_a_tar_a_zip_and_a_folder(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        link = tarfile.TarInfo("20240701.geojson")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        entry = zipfile.ZipInfo("20240701.geojson")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    for name in ("a.tar", "a.zip"):
        with pytest.raises(ImportRefused, match="holds a link"):
            _all(name, tmp_path / name)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "20240701.geojson").symlink_to("/etc/passwd")
    with pytest.raises(ImportRefused, match="is a link"):
        list(files_in_folder(tmp_path / "folder"))


def test_an_archive_bomb_ends_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_FILE", 1 << 16)
    monkeypatch.setattr(reader, "LARGEST_TOTAL", 1 << 18)
    many = {f"{20240701 + number}.geojson": b" " * (1 << 16) for number in range(9)}
    for path in (as_tar(tmp_path / "a.tar", many, "w:gz"), as_zip(tmp_path / "a.zip", many)):
        with pytest.raises(ImportRefused, match="archive bomb"):
            _all(path.name, path)
    one = {"20240701.geojson": b" " * (1 << 17)}
    for path in (as_tar(tmp_path / "b.tar", one, "w:gz"), as_zip(tmp_path / "b.zip", one)):
        assert _all(path.name, path) == {"20240701.geojson": None}, "one file that is too large is set aside, not read"


def test_a_tar_that_states_a_header_as_large_as_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_FILE", 1 << 16)
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 1 << 40
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT)))
    with pytest.raises(ImportRefused, match="archive bomb"):
        _all(path.name, path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_FILES", 2)
    files = days(0, 1, 2)
    for path in (as_tar(tmp_path / "a.tar", files), as_zip(tmp_path / "a.zip", files)):
        with pytest.raises(ImportRefused, match="more than 2 files"):
            _all(path.name, path)
    with pytest.raises(ImportRefused, match="more than 2 files"):
        list(files_in_folder(as_folder(tmp_path / "folder", files)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x28\xb5\x2f\xfdwhatever", "zstd -d"),
        (b"\x1f\x8b\x08rubbish", "no tar or zip"),
        (b"PK\x03\x04rubbish", "no tar or zip"),
        (b"words, words, words", "no tar or zip"),
        (b"<html>not found</html>" * 50, "no tar or zip"),
    ],
)
def test_what_is_no_archive_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(ImportRefused, match=words):
        _all("a", tmp_path / "a")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["tar", "tar.gz", "zip"]))
def test_an_archive_with_bytes_changed_or_cut_off_is_files_or_a_refusal(
    tmp_path_factory: Any, data: st.DataObject, kind: str
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    path = folder / f"a.{kind}"
    if kind == "zip":
        as_zip(path, days(0, 1))
    else:
        as_tar(path, days(0, 1), "w:gz" if kind == "tar.gz" else "w")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, min(len(content), 1500) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    said = path.name
    try:
        list(daily_files(path.name, path))
    except ImportRefused as refusal:
        said = str(refusal)
    assert path.name in said


def test_a_single_file_is_a_container_of_one_day(tmp_path: Path) -> None:
    (tmp_path / "20240701.geojson").write_bytes(geojson([SQUARE]))
    assert list(_all("20240701.geojson", tmp_path / "20240701.geojson")) == ["20240701.geojson"]


# Which day answers


_DAYS = st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), min_size=1, max_size=40)


@given(_DAYS, st.dates(date(2023, 12, 1), date(2025, 2, 1)))
def test_the_day_shown_is_held_not_later_and_not_too_old_and_none_lies_between(held: list[date], moment: date) -> None:
    shown = shown_on(held, moment)
    fresh = [day for day in held if 0 <= (moment - day).days <= LONGEST_AGE_DAYS]
    if shown is None:
        assert fresh == []
        return
    assert shown.day == max(fresh)
    assert shown.age_days == (moment - shown.day).days


@given(_DAYS)
def test_held_days_and_missing_ones_make_the_whole_period(held: list[date]) -> None:
    gaps = missing(held)
    assert len(set(held)) + sum(gap.days for gap in gaps) == (max(held) - min(held)).days + 1
    assert not any(gap.first <= day <= gap.last for gap in gaps for day in held)
