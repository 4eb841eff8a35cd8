"""Schematic maps: what they say, that names never collide, and that the shipped ones are clean and true to their sources."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.dossiers.dates import read_edtf
from conflict_atlas.dossiers.dossier import LegendEntry, MapArea, MapLine, MapPlace, Picture, SchematicMap
from conflict_atlas.dossiers.markup import references
from conflict_atlas.dossiers.pictures import why_not_shown
from conflict_atlas.publish.drawing.clipping import clip_ring
from conflict_atlas.publish.drawing.geometry import in_polygon
from conflict_atlas.publish.drawing.labelling import Label, Room, Sheet, Wanted, place_labels, text_width, wrapped
from conflict_atlas.publish.drawing.projection import KM_PER_DEGREE, Box, LocalFrame
from conflict_atlas.publish.drawing.schematic_map import WIDTH, SchematicWords, draw, labels
from conflict_atlas.publish.drawing.schematic_styles import AREA_STYLES, LINE_STYLES, area_style

SVG = "{http://www.w3.org/2000/svg}"
REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "src/conflict_atlas/starter/dossiers/nagorno-karabakh"
HOSTILE = "</text><script>alert('x')</script>&\x00\"'"


def entries(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def a_shipped_map(entry: dict[str, Any]) -> SchematicMap:
    areas = tuple(
        MapArea(**area | {"label": area.get("label", ""), "outline": tuple(map(tuple, area["outline"]))})
        for area in entry["areas"]
    )
    lines = tuple(MapLine(line.get("label", ""), line["category"], tuple(map(tuple, line["points"]))) for line in entry["lines"])
    return SchematicMap(
        **entry
        | {
            "bounds": tuple(entry["bounds"]),
            "legend": tuple(LegendEntry(**one) for one in entry["legend"]),
            "areas": areas,
            "lines": lines,
            "places": tuple(MapPlace(**place) for place in entry["places"]),
        }
    )


SHIPPED = {entry["key"]: a_shipped_map(entry) for entry in entries("maps.yaml")}
EVERY_SHIPPED = pytest.mark.parametrize("drawn", SHIPPED.values(), ids=list(SHIPPED))


def a_map(**changes: Any) -> SchematicMap:
    """Two square areas side by side, a line between them, and a place in each."""
    return replace(
        SchematicMap(
            key="test",
            title="Who held what",
            as_of="1994",
            alt="Two squares.",
            caption="",
            credit="Conflict Atlas",
            licence="CC BY 4.0",
            bounds=(10.0, 40.0, 14.0, 43.0),
            legend=(
                LegendEntry("first", "Held by one"),
                LegendEntry("second", "Held by the other"),
                LegendEntry("front", "Front"),
            ),
            areas=(
                MapArea("west", "Westland", "first", ((9.0, 39.0), (12.0, 39.0), (12.0, 44.0), (9.0, 44.0))),
                MapArea("east", "Eastland", "second", ((12.0, 39.0), (15.0, 39.0), (15.0, 44.0), (12.0, 44.0))),
            ),
            lines=(MapLine("", "front", ((12.0, 39.0), (12.0, 44.0))),),
            places=(MapPlace("Alpha / Beta", 11.0, 41.0), MapPlace("Gamma", 13.0, 42.0)),
        ),
        **changes,
    )


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def words_of(markup: str) -> list[str]:
    return ["".join(text.itertext()) for text in tree(markup).iter(f"{SVG}text")]


# What the drawing says


def test_the_map_has_a_name_and_a_description_and_is_an_image() -> None:
    root = tree(draw(a_map(), "page-"))
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert named[root.get("aria-labelledby")] == "Who held what"
    assert named[root.get("aria-describedby")] == "Two squares."
    assert root.get("id") == "page-map-test"


def test_the_map_says_that_it_is_schematic_and_says_it_in_the_words_given() -> None:
    assert "Schematic: shapes are simplified, not to be measured." in " ".join(words_of(draw(a_map())))
    assert "Schéma" in " ".join(words_of(draw(a_map(), words=SchematicWords(schematic="Schéma : sans échelle"))))


def test_every_legend_entry_and_every_name_is_written() -> None:
    written = " ".join(words_of(draw(a_map())))
    for words in ("Held by one", "Held by the other", "Front", "Westland", "Eastland", "Gamma"):
        assert words in written


def test_two_maps_of_one_page_share_no_id() -> None:
    ids = [element.get("id") for prefix in ("a-", "b-") for element in tree(draw(a_map(), prefix)).iter() if element.get("id")]
    assert not [id for id, count in Counter(ids).items() if count > 1]


def test_a_map_holds_no_script_and_no_style_and_is_the_same_each_time() -> None:
    drawn = draw(a_map())
    assert "<script" not in drawn
    assert " style=" not in drawn
    assert "<style" not in drawn
    assert drawn == draw(a_map())


def test_hostile_text_stays_text() -> None:
    hostile = a_map(
        title=HOSTILE,
        alt=HOSTILE,
        legend=(LegendEntry(HOSTILE, HOSTILE), LegendEntry("first", HOSTILE)),
        areas=(MapArea("a", HOSTILE, HOSTILE, ((10.5, 40.5), (13.0, 40.5), (13.0, 42.5))),),
        lines=(MapLine(HOSTILE, HOSTILE, ((10.5, 40.5), (13.0, 40.5))),),
        places=(MapPlace(HOSTILE, 12.0, 41.0),),
    )
    root = tree(draw(hostile))
    assert not list(root.iter(f"{SVG}script"))
    assert "alert('x')" in " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))


def test_no_two_styles_of_areas_differ_by_tone_alone() -> None:
    marks = [(style.marks, style.turn, style.step) for style in AREA_STYLES.values()]
    assert len(set(marks)) == len(marks)
    assert len({(style.weight, style.dashes, style.cased) for style in LINE_STYLES.values()}) == len(LINE_STYLES)


def test_categories_without_a_style_of_their_own_differ_from_each_other() -> None:
    legend = (LegendEntry("second", "x"), LegendEntry("own", "x"), LegendEntry("other", "x"), LegendEntry("front", "x"))
    assert area_style("own", legend) != area_style("other", legend)
    assert area_style("own", legend) not in AREA_STYLES.values()
    assert area_style("forgotten", legend) == area_style("own", legend)


def test_areas_of_one_category_run_into_each_other_without_a_line() -> None:
    def edges(drawn: str) -> int:
        return len(re.findall(r'<path d="M200\.0[^"]*"[^>]*stroke-width="0\.9"', drawn))

    west, east = a_map().areas
    assert edges(draw(a_map())) == 1
    assert edges(draw(a_map(areas=(west, replace(east, category="first"))))) == 0


def test_what_lies_outside_the_bounds_is_not_drawn() -> None:
    far = a_map(places=(MapPlace("Far away", 100.0, 10.0), MapPlace("Near", 12.0, 41.0)))
    assert "Far away" not in " ".join(words_of(draw(far)))
    assert "Near" in " ".join(words_of(draw(far)))


# Where names stand


def collisions(placed: tuple[Label, ...]) -> list[tuple[str, str]]:
    return [
        (" ".join(one.lines), " ".join(other.lines))
        for one, other in itertools.combinations(placed, 2)
        if one.room.overlap(other.room) > 0
    ]


@EVERY_SHIPPED
def test_no_names_of_a_shipped_map_collide_or_leave_the_map(drawn: SchematicMap) -> None:
    placed = labels(drawn)
    height = LocalFrame(Box(*drawn.bounds), WIDTH).height
    assert collisions(placed) == []
    for label in placed:
        assert label.room.lies_in(Room(0, 0, WIDTH, height)), label.lines


@EVERY_SHIPPED
def test_no_name_of_a_shipped_map_covers_a_dot_of_another_place(drawn: SchematicMap) -> None:
    frame = LocalFrame(Box(*drawn.bounds), WIDTH)
    placed = labels(drawn)
    for place in drawn.places:
        x, y = frame.place(place.longitude, place.latitude)
        for label in placed:
            if " ".join(label.lines) != place.label:
                assert not label.room.overlap(Room(x - 3.2, y - 3.2, x + 3.2, y + 3.2)), (place.label, label.lines)


@EVERY_SHIPPED
def test_everything_written_stays_inside_the_view_box(drawn: SchematicMap) -> None:
    root = tree(draw(drawn))
    width, height = map(float, (root.get("viewBox") or "").split()[2:])
    for group in root.iter(f"{SVG}g"):
        size = float(group.get("font-size", 0))
        for text in group.findall(f"{SVG}text"):
            spans = text.findall(f"{SVG}tspan")
            assert 0 < float(text.get("y", "nan")) < height
            for span in spans:
                room = text_width(span.text or "", size)
                start = (
                    float(span.get("x", "nan"))
                    - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")] * room
                )
                assert start >= -0.5, span.text
                assert start + room <= width + 0.5, span.text


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(30, 370), st.floats(30, 370), st.text("abcdefgh", min_size=1, max_size=9)),
        min_size=1,
        max_size=8,
    )
)
def test_a_name_is_never_left_out_and_stays_on_the_sheet(places: list[tuple[float, float, str]]) -> None:
    edge = Room(0, 0, 400, 400)
    sheet = Sheet(edge, tuple((x, y) for x, y, _ in places), (), 14)
    placed = place_labels([Wanted(words, point=(x, y)) for x, y, words in places], sheet)
    assert ["".join(label.lines) for label in placed] == [words for _, _, words in places]
    assert all(label.room.lies_in(edge) for label in placed)


@given(st.lists(st.text("abcW i", min_size=1, max_size=12), max_size=12), st.floats(40, 300))
def test_wrapping_keeps_every_word_and_the_width_where_a_word_allows_it(words: list[str], width: float) -> None:
    text = " ".join(words)
    lines = wrapped(text, width, 14)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line, 14) <= width or " " not in line for line in lines)


# The shipped maps of Nagorno-Karabakh


def area_km2(outline: tuple[tuple[float, float], ...]) -> float:
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(outline, outline[1:] + outline[:1], strict=True))
    return abs(doubled) / 2 * math.cos(math.radians(39.8)) * KM_PER_DEGREE**2


def km2(drawn: SchematicMap, *categories: str) -> float:
    return sum(area_km2(area.outline) for area in drawn.areas if area.category in categories)


def test_there_are_three_maps_with_their_dates_and_every_one_may_be_shown() -> None:
    assert [drawn.as_of for drawn in SHIPPED.values()] == ["1994-05", "2020-11-10", "2023-09-21/2024-01-01"]
    for drawn in SHIPPED.values():
        read_edtf(drawn.as_of)
        assert why_not_shown(drawn) == ""


@EVERY_SHIPPED
def test_areas_do_not_overlap_and_leave_no_gap(drawn: SchematicMap) -> None:
    box = Box(*drawn.bounds)
    for step_x, step_y in itertools.product(range(60), range(60)):
        x = box.west + (step_x + 0.51) / 60 * (box.east - box.west)
        y = box.south + (step_y + 0.53) / 60 * (box.north - box.south)
        holders = [area.key for area in drawn.areas if in_polygon((area.outline,), x, y)]
        assert len(holders) == 1, (x, y, holders)


@EVERY_SHIPPED
def test_neighbouring_areas_share_their_points(drawn: SchematicMap) -> None:
    box = Box(*drawn.bounds)
    sides = Counter(
        frozenset(ends) for area in drawn.areas for ends in zip(area.outline, area.outline[1:] + area.outline[:1], strict=True)
    )
    lonely = [ends for ends, count in sides.items() if count == 1 and all(box.holds(*point) for point in ends)]
    assert lonely == []
    assert max(sides.values()) == 2


@EVERY_SHIPPED
def test_every_category_of_a_shipped_map_has_a_style_and_a_legend_entry_and_none_is_idle(drawn: SchematicMap) -> None:
    used = {area.category for area in drawn.areas} | {line.category for line in drawn.lines}
    assert used == {entry.category for entry in drawn.legend}
    assert used <= AREA_STYLES.keys() | LINE_STYLES.keys()


@EVERY_SHIPPED
def test_every_claim_that_a_caption_names_is_there(drawn: SchematicMap) -> None:
    known = {json.loads(row)["claim_id"] for row in (FOLDER / "claims.jsonl").read_text(encoding="utf-8").splitlines()}
    named = references(drawn.caption)
    assert named
    assert set(named) <= known
    assert "enc-seen-as-azerbaijan" in named


def test_the_shapes_are_about_as_large_as_the_sources_say() -> None:
    before, after = SHIPPED["may-1994"], SHIPPED["november-2020"]
    oblast = km2(before, "first") + sum(area_km2(area.outline) for area in before.areas if area.key.startswith("edge-"))
    assert 0.5 < km2(before, "first") / oblast < 1, "most of Nagorno-Karabakh"
    assert km2(before, "first-beyond") / 86_600 == pytest.approx(0.09, abs=0.015), "about 9 percent of Azerbaijan"
    assert 1 - km2(after, "first") / oblast == pytest.approx(1 / 3, abs=0.03), "one third of Nagorno-Karabakh"
    held = km2(before, "first", "first-beyond")
    assert 1 - km2(after, "first") / held == pytest.approx(0.75, abs=0.03), "about 75 percent of the land held before"
    assert km2(SHIPPED["september-2023"], "first") == 0


def test_places_lie_where_the_sources_put_them() -> None:
    def holder(drawn: SchematicMap, name: str) -> str:
        place = next(place for place in drawn.places if place.label.split(" / ")[0] == name)
        return next(area.category for area in drawn.areas if in_polygon((area.outline,), place.longitude, place.latitude))

    before, after, last = SHIPPED.values()
    for name in ("Shusha", "Hadrut"):
        assert holder(before, name) == "first"
        assert holder(after, name) == "second-gained"
    for name in ("Stepanakert", "Martuni", "Martakert"):
        assert (holder(before, name), holder(after, name), holder(last, name)) == ("first", "first", "second-gained")
    for name in ("Lachin", "Kalbajar"):
        assert (holder(before, name), holder(after, name)) == ("first-beyond", "second-handed-over")
    assert holder(last, "Yevlakh") == holder(after, "Barda") == holder(after, "Ganja") == "second"
    assert holder(after, "Goris") == holder(last, "Kornidzor") == "neighbour"


def test_an_outline_is_cut_to_the_bounds_before_it_is_drawn() -> None:
    drawn = SHIPPED["may-1994"]
    frame = LocalFrame(Box(*drawn.bounds), WIDTH)
    iran = next(area for area in drawn.areas if area.key == "iran")
    assert all(
        -0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= frame.height + 0.6
        for x, y in (frame.place(*point) for point in clip_ring(iran.outline, Box(*drawn.bounds)))
    )


# The shipped pictures


def test_every_shipped_picture_is_a_drawing_of_ours_that_a_strict_policy_lets_through() -> None:
    import hashlib

    pictures = [Picture(**entry) for entry in entries("pictures.yaml")]
    assert len(pictures) == 3
    for picture in pictures:
        data = (FOLDER / "pictures" / picture.file).read_bytes()
        assert hashlib.sha256(data).hexdigest() == picture.sha256
        assert why_not_shown(picture) == ""
        root = ElementTree.fromstring(data)
        assert not {element.tag for element in root.iter()} & {f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}use"}
        assert not [
            name
            for element in root.iter()
            for name in element.attrib
            if name == "style" or name.startswith("on") or "href" in name
        ]
        assert b"var(" not in data
        assert references(picture.caption)


def test_text_in_the_shipped_pictures_can_be_read_on_a_phone() -> None:
    for entry in entries("pictures.yaml"):
        root = ElementTree.parse(FOLDER / "pictures" / entry["file"]).getroot()
        width = float((root.get("viewBox") or "").split()[2])
        sizes = [float(element.get("font-size", 0)) for element in root.iter() if element.get("font-size")]
        # 10 pixels on a screen of 320.
        assert min(sizes) * 320 / width >= 10
