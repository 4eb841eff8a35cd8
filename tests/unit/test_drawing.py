"""Maps and charts as text: what they say, what they never say, and that any name leaves them well formed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.events.grid import cell_of
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.publish.drawing.bars import Bar, bars
from conflict_atlas.publish.drawing.cell_map import CellValue, cell_map, cell_map_legend
from conflict_atlas.publish.drawing.clipping import clip_polygon, widest_chord
from conflict_atlas.publish.drawing.control_map import HeldArea, box_of, control_map, control_map_legend
from conflict_atlas.publish.drawing.geometry import Resolution, View, world
from conflict_atlas.publish.drawing.monthly_series import (
    MonthValue,
    State,
    monthly_series,
    series_legend,
    series_rows,
)
from conflict_atlas.publish.drawing.numbers import nice_step, thin, with_range
from conflict_atlas.publish.drawing.prio_grid import box_around
from conflict_atlas.publish.drawing.projection import Box, LocalFrame, WorldFrame, natural_earth
from conflict_atlas.publish.drawing.shading import NO_FIGURE, Cover, Shade, shade_of
from conflict_atlas.publish.drawing.share_bound import ShareBound, share_bound, share_bound_of
from conflict_atlas.publish.drawing.world_map import (
    MapValue,
    PlaceMarker,
    map_credit,
    world_map,
    world_map_legend,
)

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "A title", "description": "A description."}
KARABAKH = cell_of(46.75, 39.82)


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def titles(markup: str) -> list[str]:
    return [element.text or "" for element in tree(markup).iter(f"{SVG}title")]


def a_world(values: dict[str, MapValue] | None = None, **more: object) -> str:
    return world_map(values or {}, policy_href="../map-policy/", **WORDS, **more)  # type: ignore[arg-type]


# Numbers


def test_numbers_are_written_with_thousands_and_ranges_in_brackets() -> None:
    assert thin(13_949) == "13,949"
    assert with_range(13_949, 13_316, 20_194) == "13,949 (13,316-20,194)"
    assert with_range(13_949, None, 20_194) == "13,949"


@given(st.floats(min_value=0.5, max_value=1e9), st.integers(min_value=1, max_value=10))
def test_axis_steps_are_round_and_cover_the_largest_value(largest: float, steps: int) -> None:
    step = nice_step(largest, steps)
    assert step * steps >= largest
    assert str(step).rstrip("0") in ("1", "2", "5")


# Projection


def test_the_natural_earth_projection_has_its_published_proportions() -> None:
    assert natural_earth(0, 0) == (0, 0)
    assert natural_earth(180, 0)[0] == pytest.approx(2.7354, abs=1e-4)
    assert natural_earth(0, 90)[1] == pytest.approx(1.4224, abs=1e-4)
    assert natural_earth(180, 0)[0] / natural_earth(0, 90)[1] == pytest.approx(1 / 0.52, rel=1e-3)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_the_projection_is_symmetric_and_stays_in_its_frame(longitude: float, latitude: float) -> None:
    x, y = natural_earth(longitude, latitude)
    assert natural_earth(-longitude, -latitude) == pytest.approx((-x, -y))
    frame = WorldFrame(1000, -90, 90)
    px, py = frame.place(longitude, latitude)
    assert -0.01 <= px <= 1000.01
    assert -1 <= py <= frame.height + 1


def test_a_local_frame_is_true_to_scale_in_both_directions() -> None:
    frame = LocalFrame(Box(44, 38, 50, 42), 600)
    assert frame.place(44, 42) == (0, 0)
    assert frame.place(50, 38)[0] == pytest.approx(600)
    # One degree of longitude at 40 degrees north is 85.2 km, one of latitude 111.2 km.
    assert frame.scale_x / frame.scale_y == pytest.approx(85.2 / 111.2, abs=0.001)
    assert frame.units_per_km == pytest.approx(100 / 85.2, rel=0.001)


@pytest.mark.parametrize("bounds", [(10, 0, 5, 10), (0, 10, 5, 0), (-181, 0, 0, 10), (0, 0, 10, 91)])
def test_a_box_that_is_no_box_is_refused(bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="west to east"):
        Box(*bounds)


# Clipping and labels


def test_a_polygon_is_cut_to_the_box_and_its_hole_with_it() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    hole = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0))
    clipped = clip_polygon((square, hole), Box(5, 5, 20, 20))
    assert set(clipped[0]) == {(5.0, 5.0), (10.0, 5.0), (10.0, 10.0), (5.0, 10.0)}
    assert set(clipped[1]) == {(5.0, 5.0), (6.0, 5.0), (6.0, 6.0), (5.0, 6.0)}
    assert clip_polygon((square,), Box(30, 30, 40, 40)) == ()


def test_a_name_stands_where_the_shape_is_widest() -> None:
    bottle = ((4.0, 10.0), (4.0, 5.0), (0.0, 5.0), (0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (6.0, 5.0), (6.0, 10.0))
    (x, y), width = widest_chord((bottle,))
    assert (x, width) == (5, 10)
    assert y < 5


# Shades


@pytest.mark.parametrize(
    ("deaths", "level"), [(0, 0), (1, 1), (24, 1), (25, 2), (99, 2), (100, 3), (999, 3), (1000, 4), (10_000, 5)]
)
def test_classes_change_at_25_100_1000_and_10000_deaths(deaths: int, level: int) -> None:
    assert shade_of(deaths) == Shade(level, Cover.WHOLE)


def test_no_figure_and_zero_are_two_shades_and_an_incomplete_zero_says_nothing() -> None:
    assert shade_of(None) == NO_FIGURE != shade_of(0)
    assert shade_of(0, incomplete=True) == NO_FIGURE
    assert shade_of(30, incomplete=True).cover is Cover.INCOMPLETE


def test_every_shade_without_a_whole_figure_has_a_pattern_that_the_map_defines() -> None:
    values = {"SDN": MapValue("Sudan", 5000, incomplete=True), "TCD": MapValue("Chad", None)}
    drawn = a_world(values)
    used = set(re.findall(r"url\(#([^)]+)\)", drawn))
    defined = {pattern.get("id") for pattern in tree(drawn).iter(f"{SVG}pattern")}
    assert used
    assert used <= defined
    assert len({re.sub(r'id="[^"]*"', "", found) for found in re.findall("<pattern.*?</pattern>", drawn)}) == len(defined)


# World map


def test_each_country_says_its_figure_and_links_to_its_page() -> None:
    drawn = tree(a_world({"SDN": MapValue("Sudan", 12_345, href="countries/SDN/")}))
    link = next(link for link in drawn.iter(f"{SVG}a") if link.get("href") == "countries/SDN/")
    assert link.get("aria-label") == "Sudan: 12,345 deaths"
    assert link.find(f"{SVG}path") is not None


def test_an_incomplete_figure_says_so_and_a_missing_one_is_never_a_zero() -> None:
    said = titles(a_world({"SDN": MapValue("Sudan", 7, incomplete=True), "TCD": MapValue("Chad", None)}))
    assert "Sudan: 7 deaths, incomplete" in said
    assert "Chad: no figure" in said
    assert not any(text.startswith("Chad: 0") for text in said)


def test_a_country_without_a_value_is_named_and_not_linked() -> None:
    drawn = a_world(names={"TCD": "Chad"})
    assert "Chad: no figure" in titles(drawn)
    assert all("map-policy" in (link.get("href") or "") for link in tree(drawn).iter(f"{SVG}a"))


@pytest.mark.parametrize("view", list(View))
def test_all_disputed_areas_are_named_and_lead_to_the_map_policy(view: View) -> None:
    drawn = a_world(view=view)
    for area in world(Resolution.WORLD, view).disputed:
        # The coarse maps have no shape for the Siachen Glacier, which lies within Jammu and Kashmir.
        assert (area.label in titles(drawn)) is (area.key != "siachen-glacier")
    assert [link.get("href") for link in tree(drawn).iter(f"{SVG}a")] == ["../map-policy/"] * 14
    assert "Crimea: disputed area. Drawn in Ukraine by the UN-based borders, in Russia by Natural Earth." in titles(drawn)


@pytest.mark.parametrize("view", list(View))
def test_a_disputed_area_is_drawn_over_the_countries(view: View) -> None:
    drawn = a_world({code: MapValue(code, 50) for code in ("RUS", "UKR")}, view=view)
    assert drawn.index("RUS: 50 deaths") < drawn.index("Crimea: disputed area")
    assert drawn.index("UKR: 50 deaths") < drawn.index("Crimea: disputed area")


def test_the_two_views_differ_and_say_whose_borders_they_are() -> None:
    assert a_world() != a_world(view=View.NATURAL_EARTH)
    assert "Natural Earth, world-atlas" in map_credit("p", view=View.NATURAL_EARTH)


def test_a_small_area_in_dispute_gets_no_disc() -> None:
    drawn = tree(a_world({"XKX": MapValue("Kosovo", 900)}, view=View.NATURAL_EARTH))
    assert not [c for c in drawn.iter(f"{SVG}circle") if c.get("r") == "8"]


def test_no_country_gets_the_figure_of_a_disputed_area() -> None:
    said = titles(a_world({"XJK": MapValue("Somewhere", 50)}))
    assert not any("Somewhere" in text for text in said)


def test_a_small_country_with_deaths_gets_a_disc_and_a_quiet_one_does_not() -> None:
    discs = [c for c in tree(a_world({"PSE": MapValue("Palestine", 900)})).iter(f"{SVG}circle") if c.get("r") == "8"]
    assert len(discs) == 1
    quiet = tree(a_world({"PSE": MapValue("Palestine", 0), "SGP": MapValue("Singapore", None)}))
    assert not [c for c in quiet.iter(f"{SVG}circle") if c.get("r") == "8"]


def test_places_are_marked_only_where_the_caller_gives_them() -> None:
    marker = PlaceMarker(32.5, 15.6, "Khartoum", "conflicts/x/")
    assert "Khartoum" in titles(a_world(markers=[marker]))
    assert "Marked" in world_map_legend({}, marker_words="Marked place")
    assert "Marked" not in world_map_legend({})


def test_countries_come_in_order_of_their_deaths() -> None:
    values = {"FRA": MapValue("France", 3), "SDN": MapValue("Sudan", 12_000), "TCD": MapValue("Chad", 200)}
    said = [text for text in titles(a_world(values)) if "deaths" in text]
    assert said == ["Sudan: 12,000 deaths", "Chad: 200 deaths", "France: 3 deaths"]


def test_the_legend_lists_each_shade_in_use_and_explains_stripes_once() -> None:
    values = {
        "SDN": MapValue("Sudan", 5, incomplete=True),
        "TCD": MapValue("Chad", 50, incomplete=True),
        "FRA": MapValue("France", 0),
    }
    words = [item.text or "".join(item.itertext()) for item in tree(world_map_legend(values)).iter("li")]
    assert words == ["0", "1 to 24", "25 to 99", "Striped: figure incomplete", "No figure", "Disputed area"]


def test_every_map_credits_the_united_nations_and_plotly_and_links_the_policy() -> None:
    for resolution in Resolution:
        credit = map_credit("../map-policy/", resolution)
        assert "United Nations Geospatial, plotly.js" in credit
        assert 'href="../map-policy/"' in credit


@pytest.mark.parametrize("view", list(View))
def test_the_world_map_is_light_enough_for_a_first_page(view: View) -> None:
    codes = ["SDN", "TCD", "FRA", "UKR", "RUS", "MMR", "COL", "MEX", "COD", "NGA"]
    values = {code: MapValue(f"Country {code}", 100 + i, href=f"countries/{code}/") for i, code in enumerate(codes)}
    drawn = a_world(values, view=view)
    # The budget is in brotli, which the standard library lacks; it packs this text smaller than deflate does.
    assert len(zlib.compress(drawn.encode(), 9)) < 32_000


def test_the_same_values_give_the_same_text() -> None:
    values = {"SDN": MapValue("Sudan", 5), "TCD": MapValue("Chad", None)}
    assert a_world(values) == a_world(dict(reversed(values.items())))


# Cell map


def test_a_cell_says_its_place_and_figure_and_links_to_its_rows() -> None:
    cell = CellValue(KARABAKH, 45, "39.75 N, 46.75 E", "../evidence/?cell=1")
    drawn = cell_map([cell], box=box_around([KARABAKH]), policy_href="p", **WORDS)
    link = next(tree(drawn).iter(f"{SVG}a"))
    assert link.get("href") == "../evidence/?cell=1"
    assert link.get("aria-label") == "39.75 N, 46.75 E: 45 deaths"


def test_a_cell_lies_where_the_grid_says() -> None:
    drawn = tree(cell_map([CellValue(KARABAKH, 45, "x")], box=Box(46, 39, 48, 41), policy_href="p", **WORDS))
    square = next(drawn.iter(f"{SVG}rect"))
    assert (float(square.get("x", "")), float(square.get("width", ""))) == (120, 120)


def test_a_cell_outside_the_box_is_not_drawn() -> None:
    drawn = cell_map([CellValue(1, 45, "far away")], box=Box(46, 39, 48, 41), policy_href="p", **WORDS)
    assert not any("far away" in text for text in titles(drawn))


def test_a_local_map_names_countries_where_there_is_room_and_has_a_scale() -> None:
    drawn = tree(cell_map([], box=Box(42, 36, 52, 44), policy_href="p", names={"AZE": "Azerbaijan"}, **WORDS))
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert "Azerbaijan" in words
    assert any(word and word.endswith(" km") for word in words)


def test_a_local_map_of_kashmir_hatches_it_and_its_legend_says_so() -> None:
    box = Box(72, 32, 80, 37)
    drawn = cell_map([], box=box, policy_href="../map-policy/", **WORDS)
    assert any(words.startswith("Jammu and Kashmir: disputed area. Drawn apart") for words in titles(drawn))
    assert "Disputed area" in cell_map_legend([], box=box)
    assert "Disputed area" not in cell_map_legend([], box=Box(42, 36, 52, 44))


# Monthly series


def months(first: Month, *states_and_figures: tuple[State, int]) -> list[MonthValue]:
    return [
        MonthValue(first.plus(i), state, (figure,) if state.has_figure else ())
        for i, (state, figure) in enumerate(states_and_figures)
    ]


MIXED = months(
    Month(2024, 1),
    (State.KNOWN, 12),
    (State.KNOWN, 0),
    (State.UNKNOWN, 0),
    (State.NOT_COVERED, 0),
    (State.PARTIAL, 8),
    (State.PRELIMINARY, 20),
)


def test_zero_unknown_and_not_covered_are_said_and_drawn_differently() -> None:
    drawn = monthly_series(MIXED, **WORDS)
    assert [text for text in titles(drawn) if " 2024: " in text] == [
        "January 2024: 12 deaths",
        "February 2024: 0 deaths",
        "March 2024: not known",
        "April 2024: not covered",
        "May 2024: 8 deaths, partial",
        "June 2024: 20 deaths, preliminary",
    ]
    dashes = [path.get("stroke-dasharray") for path in tree(drawn).iter(f"{SVG}path") if path.get("stroke-width") == "1.5"]
    assert dashes == [None, "1 5", None, "7 3"]
    assert drawn.count('fill="url(#monthly-series-none)"') == 1


def test_the_legend_names_only_the_states_that_occur() -> None:
    assert "Not known" in series_legend(MIXED)
    assert "no deaths recorded" in series_legend(MIXED)
    plain = series_legend(months(Month(2024, 1), (State.KNOWN, 3)))
    assert [item for item in ("Not known", "Partial", "Preliminary", "Not covered", "no deaths") if item in plain] == []


def test_the_table_beside_the_series_has_every_month_and_no_figure_where_there_is_none() -> None:
    rows = series_rows(MIXED)
    assert [row.total for row in rows] == [12, 0, None, None, 8, 20]
    assert rows[2].parts == (None,)
    assert [row.month for row in rows] == list(month_range(Month(2024, 1), Month(2024, 6)))


def test_stacked_parts_add_up_to_the_height_of_the_month() -> None:
    values = [MonthValue(Month(2024, 1), State.KNOWN, (50, 30, 20))]
    drawn = tree(monthly_series(values, kinds=("a", "b", "c"), **WORDS))
    bars_drawn = [path.get("d", "") for path in drawn.iter(f"{SVG}path") if "deaths-type" in path.get("fill", "")]
    tops = [float(re.search(r"V([\d.]+)h", d)[1]) for d in bars_drawn]  # type: ignore[index]
    bottoms = [float(re.search(r"M[\d.]+ ([\d.]+)V", d)[1]) for d in bars_drawn]  # type: ignore[index]
    assert bottoms[1:] == tops[:-1]
    assert bottoms[0] - tops[2] == pytest.approx(226)


def test_a_series_with_a_silent_gap_or_a_wrong_number_of_parts_is_refused() -> None:
    gap = [MonthValue(Month(2024, 1), State.KNOWN, (1,)), MonthValue(Month(2024, 3), State.KNOWN, (1,))]
    with pytest.raises(ValueError, match="without a gap"):
        monthly_series(gap, **WORDS)
    with pytest.raises(ValueError, match="needs 2 parts"):
        monthly_series(gap[:1], kinds=("a", "b"), **WORDS)
    with pytest.raises(ValueError, match="without months"):
        monthly_series([], **WORDS)
    with pytest.raises(ValueError, match="at most 3"):
        series_legend(gap[:1], kinds=("a", "b", "c", "d"))
    with pytest.raises(ValueError, match="2024-01 is unknown"):
        MonthValue(Month(2024, 1), State.UNKNOWN, (0,))


@pytest.mark.parametrize("count", [1, 2, 7, 25, 60, 434, 900])
def test_a_series_of_any_length_has_labels_on_both_axes(count: int) -> None:
    values = [MonthValue(Month(1989, 2).plus(i), State.KNOWN, (i,)) for i in range(count)]
    words = [text.text or "" for text in tree(monthly_series(values, **WORDS)).iter(f"{SVG}text")]
    assert "0" in words
    assert any(re.fullmatch(r"\d{4}(-\d\d)?", word) for word in words)


# Bars and bounds


def test_bars_say_their_figures_and_a_missing_one_is_not_a_zero() -> None:
    drawn = bars([Bar("State-based", 13_949, 13_316, 20_194, "rows/"), Bar("Non-state", None)], **WORDS)
    words = [text.text for text in tree(drawn).iter(f"{SVG}text")]
    assert words == ["State-based", "13,949 (13,316-20,194)", "Non-state", "not known"]
    assert next(tree(drawn).iter(f"{SVG}a")).get("href") == "rows/"
    with pytest.raises(ValueError, match="without rows"):
        bars([], **WORDS)


def test_a_bound_is_rounded_outwards_so_that_it_still_holds() -> None:
    assert ShareBound(0.534, 0.896).words == "53 to 90 %"
    assert ShareBound(0.29, 0.29).words == "29 %"
    assert ShareBound(0, 1).words == "0 to 100 %"


def test_a_share_with_unknown_victims_is_bounded_by_none_and_all_of_them() -> None:
    assert share_bound_of(known=53, unknown=37, total=100) == ShareBound(0.53, 0.9)
    assert share_bound_of(known=0, unknown=0, total=0) is None
    assert share_bound_of(known=80, unknown=30, total=100) is None


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.4), (-0.1, 0.5), (0.5, 1.1)])
def test_a_bound_that_is_no_bound_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        ShareBound(low, high)


def test_a_bound_is_drawn_as_an_interval() -> None:
    drawn = share_bound(ShareBound(0.5, 1), label="Civilians", **WORDS)
    assert "M240.0 26H466.0" in drawn


# Every drawing


def every_drawing(name: str) -> dict[str, str]:
    words = {"title": name, "description": name}
    box = box_around([KARABAKH])
    cells = [CellValue(KARABAKH, 45, name, name)]
    return {
        "control": control_map(
            [_held(name, 36)],
            claimant=name,
            box=Box(30, 44, 40, 52),
            policy_href=name,
            names={"UKR": name},
            title=name,
            description=name,
        ),
        "control legend": control_map_legend([_held(name, 36)], claimant=name, box=Box(30, 44, 40, 52)),
        "world": world_map(
            {"SDN": MapValue(name, 7, href=name)},
            policy_href=name,
            measure=name,
            names={"TCD": name},
            markers=[PlaceMarker(30, 10, name, name)],
            **words,
        ),
        "world legend": world_map_legend({}, measure=name, marker_words=name),
        "credit": map_credit(name),
        "cells": cell_map(cells, box=box, policy_href=name, measure=name, names={"AZE": name}, **words),
        "cells legend": cell_map_legend(cells, box=box, measure=name),
        "series": monthly_series(MIXED, kinds=(name,), unit=name, **words),
        "series legend": series_legend(MIXED, kinds=(name,)),
        "bars": bars([Bar(name, 5, href=name)], **words),
        "bound": share_bound(ShareBound(0.2, 0.4), label=name, **words),
    }


NASTY = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "\"' onload=alert(1) x='",
            "]]> --> <!-- &amp; &#0;",
            "\u202eدولة\u202c \u2066x",
            "\x00\x01\x0b\x1f\x7f\ufffe\uffff",
            "\ud800 lone half",
        ]
    ),
)


@settings(deadline=None, max_examples=40)
@given(NASTY)
def test_any_name_leaves_every_drawing_well_formed_and_without_new_elements(name: str) -> None:
    plain = {kind: [element.tag for element in tree(drawn).iter()] for kind, drawn in every_drawing("name").items()}
    for kind, drawn in every_drawing(name).items():
        drawn.encode("utf-8")
        tags = [element.tag for element in tree(drawn).iter()]
        assert "script" not in " ".join(tags)
        # An empty or long name may be left off a map; nothing may ever be added.
        assert len(tags) <= len(plain[kind]), kind


DRAWINGS: dict[str, Callable[[], str]] = {
    "world": lambda: every_drawing("name")["world"],
    "cells": lambda: every_drawing("name")["cells"],
    "series": lambda: every_drawing("name")["series"],
    "bars": lambda: every_drawing("name")["bars"],
    "bound": lambda: every_drawing("name")["bound"],
}


@pytest.mark.parametrize("kind", DRAWINGS)
def test_every_drawing_has_a_name_a_description_and_no_script_or_inline_style(kind: str) -> None:
    root = tree(DRAWINGS[kind]())
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert by_id[root.get("aria-labelledby")].text == "name"
    assert by_id[root.get("aria-describedby")].text == "name"
    assert root.get("role") in ("img", "group")
    has_links = any(element.tag == f"{SVG}a" for element in root.iter())
    assert (root.get("role") == "group") == has_links
    for element in root.iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject")
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("kind", DRAWINGS)
def test_every_colour_is_a_custom_property_with_a_value_to_fall_back_on(kind: str) -> None:
    for element in tree(DRAWINGS[kind]()).iter():
        for key in ("fill", "stroke"):
            value = element.get(key)
            assert value is None or re.fullmatch(r"none|url\(#[\w-]+\)|var\(--[\w-]+,#[0-9a-f]{6}\)", value), value


# Claimed control


def _held(holder: str, west: float) -> HeldArea:
    ring = ((west, 47.0), (west + 2, 47.0), (west + 2, 49.0), (west, 49.0), (west, 47.0))
    return HeldArea(holder, ((ring,),))


def _control(*areas: HeldArea, claimant: str = "A map maker") -> str:
    return control_map(areas, claimant=claimant, box=box_of(areas), policy_href="p", names={}, **WORDS)


def test_a_claimed_area_says_who_holds_it_according_to_whom() -> None:
    areas = (_held("North", 36), _held("South", 38))
    drawn = _control(*areas)
    assert {"Held by North according to A map maker", "Held by South according to A map maker"} <= set(titles(drawn))
    words = [
        item.text or "".join(item.itertext())
        for item in tree(control_map_legend(areas, claimant="M", box=box_of(areas))).iter("li")
    ]
    assert words[:2] == ["Held by North according to M", "Held by South according to M"]


def test_two_holders_differ_by_their_pattern_and_not_by_colour_alone() -> None:
    drawn = tree(_control(_held("North", 36), _held("South", 38)))
    marks = {pattern.get("id"): [path.get("d") for path in pattern] for pattern in drawn.iter(f"{SVG}pattern")}
    assert marks["control-map-0"] != marks["control-map-1"]


@given(st.floats(-180, 178), st.floats(-88, 86))
def test_a_map_of_claimed_control_stays_on_the_globe(west: float, south: float) -> None:
    ring = ((west, south), (west + 2, south), (west + 2, south + 2), (west, south))
    box = box_of([HeldArea("North", ((ring,),))])
    assert box.holds(west, south)
    assert box.holds(west + 2, south + 2)
