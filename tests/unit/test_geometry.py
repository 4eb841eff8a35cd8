"""The borders: what lies where, the antimeridian, disputed areas, label anchors, grid cells."""

from __future__ import annotations

import csv
import json
import os
from importlib.resources import files
from pathlib import Path

import pytest

from conflict_atlas.events.grid import cell_of
from conflict_atlas.publish.drawing import geometry
from conflict_atlas.publish.drawing.errors import FrontEndNotBuilt
from conflict_atlas.publish.drawing.geometry import Resolution, View, in_polygon, world
from conflict_atlas.publish.drawing.prio_grid import box_around, cell_box

REPOSITORY = Path(__file__).parents[2]

# Longitude, latitude, and the codes that the UN-based view and Natural Earth give to the place.
POLICY_POINTS = {
    "Simferopol": (34.10, 44.95, "UKR", "RUS"),
    "Laayoune": (-13.20, 27.15, "ESH", "MAR"),
    "Golan": (35.78, 33.00, "SYR", "ISR"),
    "Srinagar": (74.80, 34.09, "XJK", "IND"),
    "Taipei": (121.56, 25.04, "TWN", "TWN"),
    "Gaza": (34.46, 31.50, "PSE", "PSE"),
    "Ramallah": (35.20, 31.90, "PSE", "PSE"),
    "Pristina": (21.17, 42.66, "SRB", "XKX"),
    "Hargeisa": (44.06, 9.56, "SOM", "XSL"),
    "Stepanakert": (46.75, 39.82, "AZE", "AZE"),
}
DISPUTED = {
    "Jammu and Kashmir": (74.80, 34.09, "XJK"),
    "Aksai Chin": (79.20, 35.10, "XAC"),
    "Arunachal Pradesh": (93.60, 27.10, "XAP"),
    "Hala'ib Triangle": (36.00, 22.30, "XHT"),
    "Bir Tawil": (33.70, 21.90, "XBT"),
    "Ilemi Triangle": (35.20, 4.90, "XIT"),
}


APART_IN_NATURAL_EARTH = {"XKX": "Kosovo", "XNC": "Northern Cyprus", "XSG": "Siachen Glacier", "XSL": "Somaliland"}
IN_DISPUTE = {
    "Abyei": (28.67, 9.49),
    "Crimea": (34.32, 45.30),
    "Golan Heights": (35.74, 33.10),
    "Kosovo": (20.88, 42.57),
    "Northern Cyprus": (33.65, 35.19),
    "Somaliland": (47.20, 9.43),
    "Western Sahara, western part": (-13.44, 25.50),
    "Ilemi Triangle, northern part": (35.55, 5.14),
    **{name: point[:2] for name, point in DISPUTED.items()},
}
EVERY_MAP = [(view, resolution) for view in View for resolution in Resolution]


@pytest.mark.parametrize(("view", "resolution"), EVERY_MAP)
@pytest.mark.parametrize("place", POLICY_POINTS)
def test_each_point_of_the_map_policy_lies_where_the_view_puts_it(place: str, view: View, resolution: Resolution) -> None:
    longitude, latitude, *codes = POLICY_POINTS[place]
    assert world(resolution, view).at(longitude, latitude) == codes[list(View).index(view)]


@pytest.mark.parametrize(("view", "resolution"), EVERY_MAP)
@pytest.mark.parametrize("name", IN_DISPUTE)
def test_every_view_hatches_and_names_the_same_areas_in_dispute(name: str, view: View, resolution: Resolution) -> None:
    borders = world(resolution, view)
    area = next(area for area in borders.disputed if area.name == name)
    drawn = borders.area(area.code) if area.code else area
    assert drawn is not None
    assert any(in_polygon(polygon, *IN_DISPUTE[name]) for polygon in drawn.polygons)


@pytest.mark.parametrize(("view", "resolution"), EVERY_MAP)
def test_disputes_that_the_policy_page_calls_drawn_alike_are_drawn_alike(view: View, resolution: Resolution) -> None:
    alike = {(41.05, 43.05): "GEO", (43.97, 42.25): "GEO", (29.16, 47.30): "MDA", (121.5, 25.04): "TWN", (46.75, 39.82): "AZE"}
    assert {point: world(resolution, view).at(*point) for point in alike} == alike


def test_areas_in_dispute_say_how_each_view_draws_them() -> None:
    by_name = {area.name: area for area in world(Resolution.LOCAL).disputed}
    assert by_name["Crimea"].note == "Drawn in Ukraine by the UN-based borders, in Russia by Natural Earth."
    assert by_name["Golan Heights"].note == "Drawn in Syria by the UN-based borders, in Israel by Natural Earth."
    assert by_name["Somaliland"].drawn_in == {View.UN: ("SOM",), View.NATURAL_EARTH: ("XSL",)}
    assert by_name["Jammu and Kashmir"].drawn_in == {View.UN: ("XJK",), View.NATURAL_EARTH: ("IND", "PAK")}


@pytest.mark.parametrize("view", list(View))
def test_an_area_in_dispute_is_drawn_where_its_note_says(view: View) -> None:
    borders = world(Resolution.LOCAL, view)
    for area in borders.disputed:
        assert borders.at(*area.anchor) == area.drawn_in[view][0], area.name


@pytest.mark.parametrize("resolution", list(Resolution))
def test_natural_earth_keeps_four_areas_apart_under_codes_of_their_own(resolution: Resolution) -> None:
    borders = world(resolution, View.NATURAL_EARTH)
    assert {area.code: area.disputed_name for area in borders.areas if area.is_disputed} == APART_IN_NATURAL_EARTH
    assert {area.code for area in borders.areas if area.code.startswith("X")} == set(APART_IN_NATURAL_EARTH)


def test_what_iso_gives_a_code_of_its_own_has_it_in_both_views() -> None:
    for name, (longitude, latitude, code) in {
        "Cayenne": (-52.5, 4.5, "GUF"),
        "Reunion": (55.5, -21.1, "REU"),
        "Spitsbergen": (16.5, 78.5, "SJM"),
        "Bonaire": (-68.26, 12.18, "BES"),
        "Christmas Island": (105.64, -10.49, "CXR"),
        "Paris": (2.35, 48.86, "FRA"),
        "Nordkapp": (25.5, 70.9, "NOR"),
    }.items():
        assert [world(Resolution.LOCAL, view).at(longitude, latitude) for view in View] == [code, code], name


def _published(view: View) -> dict[str, object]:
    built = files("conflict_atlas").joinpath("built")
    name = json.loads(built.joinpath("manifest.json").read_text(encoding="utf-8"))[f"borders-{view.value}.json"]
    return dict(json.loads(built.joinpath(name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("view", list(View))
def test_the_browser_gets_the_same_areas_as_the_drawings(view: View) -> None:
    topology = _published(view)
    borders = world(Resolution.LOCAL, view)
    countries, disputed = (topology["objects"][name]["geometries"] for name in ("countries", "disputed"))  # type: ignore[index]
    assert {shape["properties"]["iso3"] for shape in countries} == {area.code for area in borders.areas if area.polygons}
    assert all(shape["properties"]["name"] for shape in countries)
    apart = {shape["properties"]["iso3"] for shape in countries if shape["properties"]["disputed"]}
    assert apart == {area.code for area in borders.areas if area.is_disputed}
    assert [(shape["properties"]["key"], shape["properties"]["note"]) for shape in disputed] == [
        (area.key, area.note) for area in borders.disputed
    ]
    assert topology["credit"] == borders.credit


@pytest.mark.parametrize("resolution", list(Resolution))
@pytest.mark.parametrize("name", DISPUTED)
def test_disputed_areas_are_areas_of_their_own_with_a_name(name: str, resolution: Resolution) -> None:
    longitude, latitude, code = DISPUTED[name]
    assert world(resolution).at(longitude, latitude) == code
    area = world(resolution).area(code)
    assert area is not None
    assert area.disputed_name == name


@pytest.mark.parametrize("resolution", list(Resolution))
def test_only_the_six_disputed_areas_carry_codes_that_begin_with_x(resolution: Resolution) -> None:
    own = {area.code for area in world(resolution).areas if area.code.startswith("X")}
    disputed = {area.code for area in world(resolution).areas if area.is_disputed}
    assert own == disputed == {code for _, _, code in DISPUTED.values()}


@pytest.mark.parametrize(("view", "resolution"), EVERY_MAP)
def test_no_border_jumps_across_the_map_at_the_antimeridian(view: View, resolution: Resolution) -> None:
    for area in world(resolution, view).areas:
        for polygon in area.polygons:
            for ring in polygon:
                for (x1, _), (x2, _) in zip(ring, ring[1:] + ring[:1], strict=True):
                    at_the_pole = area.code == "ATA"
                    assert abs(x2 - x1) < 180 or at_the_pole, area.code


@pytest.mark.parametrize(("view", "resolution"), EVERY_MAP)
def test_russia_and_antarctica_keep_what_lies_beyond_the_antimeridian(view: View, resolution: Resolution) -> None:
    borders = world(resolution, view)
    assert borders.at(-175.0, 66.5) == "RUS"
    assert borders.at(178.0, 67.5) == "RUS"
    assert borders.at(37.6, 55.75) == "RUS"
    assert borders.at(0.0, -89.5) == "ATA"
    assert borders.at(-100.0, -80.0) == "ATA"


@pytest.mark.parametrize("view", list(View))
def test_fiji_lies_on_both_sides_of_the_antimeridian(view: View) -> None:
    fiji = world(Resolution.LOCAL, view).area("FJI")
    assert fiji is not None
    longitudes = [x for polygon in fiji.polygons for ring in polygon for x, _ in ring]
    assert min(longitudes) < -178
    assert max(longitudes) > 177
    assert world(Resolution.LOCAL, view).at(178.0, -17.8) == "FJI"


# Too small for Natural Earth's 50m map: the label point is that of the UN-based view.
WITHOUT_SHAPE = {View.UN: set(), View.NATURAL_EARTH: {"BVT", "GIB", "TKL", "TUV"}}


@pytest.mark.parametrize("view", list(View))
def test_every_label_stands_in_its_own_country(view: View) -> None:
    areas = world(Resolution.LOCAL, view).areas
    assert {area.code for area in areas if not area.polygons} == WITHOUT_SHAPE[view]
    for area in areas:
        assert not area.polygons or any(in_polygon(polygon, *area.anchor) for polygon in area.polygons), area.code


@pytest.mark.parametrize("view", list(View))
def test_label_anchors_of_the_fine_map_lie_in_the_same_country_on_the_coarse_one(view: View) -> None:
    coarse = world(Resolution.WORLD, view)
    strays = [area.code for area in coarse.areas if area.polygons and coarse.at(*area.anchor) != area.code]
    assert strays == []


def test_countries_too_small_for_the_world_map_keep_their_anchor_in_it() -> None:
    singapore = world(Resolution.WORLD).area("SGP")
    assert singapore is not None
    assert singapore.polygons == ()
    assert singapore.anchor == pytest.approx((103.8, 1.35), abs=0.2)


@pytest.mark.parametrize(("code", "km2"), [("FRA", 549_000), ("BRA", 8_510_000), ("RUS", 17_000_000), ("UKR", 603_000)])
def test_areas_in_square_kilometres_are_near_the_published_ones(code: str, km2: int) -> None:
    area = world(Resolution.LOCAL).area(code)
    assert area is not None
    assert area.area_km2 == pytest.approx(km2, rel=0.03)


def test_the_geometry_names_its_source_and_its_credit() -> None:
    assert "United Nations Geospatial" in world(Resolution.WORLD).credit
    assert "plotly.js" in world(Resolution.WORLD).credit
    assert world(Resolution.WORLD).source.startswith("plotly.js 3.7")
    assert world(Resolution.WORLD, View.NATURAL_EARTH).credit == "Natural Earth, world-atlas"
    assert world(Resolution.WORLD, View.NATURAL_EARTH).source.startswith("world-atlas 2.0")


def test_a_front_end_that_is_not_built_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry, "files", lambda package: tmp_path)
    with pytest.raises(FrontEndNotBuilt, match="run make setup"):
        world.__wrapped__(Resolution.WORLD)


def test_grid_cells_are_numbered_from_the_south_west_row_by_row() -> None:
    assert cell_of(-180, -90) == 1
    assert cell_of(-179.5, -90) == 2
    assert cell_of(-180, -89.5) == 721
    assert cell_of(180, 90) == 259_200
    # Rows of the official files: coordinates and priogrid_gid.
    assert cell_of(68.398770, 32.748040) == 176_897
    assert cell_of(20.4, -9.65) == 115_601
    assert cell_of(36.558974, 35.763369) == 181_154
    assert cell_of(92.191859, 22.643168) == 162_545


def test_a_cell_holds_the_point_that_it_was_found_by() -> None:
    for longitude, latitude in [(0, 0), (46.75, 39.82), (-75.1, 4.6), (179.9, -17.1), (-179.99, 66.4)]:
        assert cell_box(cell_of(longitude, latitude)).holds(longitude, latitude)


@pytest.mark.parametrize("gid", [0, -1, 259_201])
def test_a_number_outside_the_grid_is_refused(gid: int) -> None:
    with pytest.raises(ValueError, match="no PRIO-GRID cell"):
        cell_box(gid)


def test_a_box_around_cells_stays_on_the_globe_and_is_never_tiny() -> None:
    box = box_around([cell_of(179.9, 10)])
    assert box.east == 180
    assert box.east - box.west == pytest.approx(6)
    assert box.north - box.south == pytest.approx(6)
    with pytest.raises(ValueError, match="no cells"):
        box_around([])


@pytest.mark.shared
def test_every_cell_number_of_the_official_files_follows_from_its_coordinates() -> None:
    shared = Path(os.environ.get("CONFLICT_ATLAS_SHARED", REPOSITORY.parent / "shared"))
    folder = shared / "data" / "ucdp" / "official_format"
    if not folder.is_dir():
        pytest.skip("the example data are not beside the project")
    checked = 0
    for name in ("GEDEvent_v23_0_10.csv", "GEDevent_v26_0_2.csv", "ged23_sample1000_49col.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert cell_of(float(row["longitude"]), float(row["latitude"])) == int(float(row["priogrid_gid"]))
                checked += 1
    assert checked == 4_689
