"""Outlines of claimed areas: what can be drawn, how large it is, and what simplification may change."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.control import outlines
from conflict_atlas.control.outlines import Ring, Tangled, area_km2, check, crossing, simplified
from conflict_atlas.publish.control import TOLERANCE_M, for_the_web

SQUARE: Ring = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
HOLE: Ring = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6), (0.4, 0.4))
BOW_TIE: Ring = ((0, 0), (1, 1), (1, 0), (0, 1), (0, 0))


@st.composite
def stars(draw: st.DrawFn) -> Ring:
    """A ring whose points lie around a middle in the order of their angles: it cannot cross itself."""
    count = draw(st.integers(4, 60))
    radii = draw(st.lists(st.floats(0.05, 2), min_size=count, max_size=count))
    x, y = draw(st.floats(-170, 170)), draw(st.floats(-65, 65))
    points = [
        (x + r * math.cos(2 * math.pi * k / count), y + r * math.sin(2 * math.pi * k / count) / 2) for k, r in enumerate(radii)
    ]
    return (*points, points[0])


@given(stars())
def test_an_outline_that_winds_once_round_a_point_is_fine(ring: Ring) -> None:
    check(((ring,),))


@given(stars(), st.data())
def test_two_neighbours_that_change_places_tangle_an_outline_or_leave_it_whole(ring: Ring, data: st.DataObject) -> None:
    # Judged against every pair of edges, one by one.
    number = data.draw(st.integers(0, len(ring) - 4))
    points = list(ring[:-1])
    points[number], points[number + 2] = points[number + 2], points[number]
    changed = (*points, points[0])
    assert (crossing(((changed,),)) is not None) == _crosses_by_force(changed)


def _crosses_by_force(ring: Ring) -> bool:
    points = [(round(x * 1_000_000), round(y * 1_000_000)) for x, y in ring]

    def side(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    edges = list(pairwise(points))
    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for index, (a, b) in enumerate(edges)
        for c, d in edges[index + 1 :]
    )


@pytest.mark.parametrize(
    ("polygons", "words"),
    [
        (((BOW_TIE,),), "outlines cross at longitude"),
        (((SQUARE, tuple((x + 5, y) for x, y in HOLE)),), "lies outside its area"),
        (((SQUARE, tuple((x + 0.5, y) for x, y in HOLE)),), "outlines cross"),
        (((SQUARE,), (tuple((x + 0.5, y + 0.5) for x, y in SQUARE),)), "outlines cross"),
        ((((0, 0), (1, 0), (2, 0), (0, 0)),), "encloses nothing"),
    ],
)
def test_what_cannot_be_drawn_is_named_with_its_place(polygons: tuple[tuple[Ring, ...], ...], words: str) -> None:
    wrapped = polygons if isinstance(polygons[0][0][0], tuple) else (polygons,)
    with pytest.raises(Tangled, match=words):
        check(wrapped)  # type: ignore[arg-type]


def test_areas_may_touch_and_have_holes() -> None:
    check(((SQUARE, HOLE), (tuple((x + 1, y) for x, y in SQUARE),)))


def test_a_knot_that_would_take_too_long_to_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "MOST_PAIRS", 10)
    zigzag = tuple((float(k % 2), k / 100) for k in range(100))
    with pytest.raises(Tangled, match="cannot be checked"):
        check((((*zigzag, zigzag[0]),),))


def test_a_degree_square_at_the_equator_has_its_known_size_and_a_hole_is_taken_off() -> None:
    assert area_km2(((SQUARE,),)) == pytest.approx(12_364, rel=0.001)
    assert area_km2(((SQUARE, HOLE),)) == pytest.approx(12_364 * 0.96, rel=0.001)


def _metres_from(point: tuple[float, float], ring: Ring) -> float:
    """How far a point lies from an outline, on the plane that is true at its own latitude."""
    shrink = math.cos(math.radians(point[1]))
    best = math.inf
    for (x1, y1), (x2, y2) in pairwise(ring):
        ax, ay, bx, by = (x1 - point[0]) * shrink, y1 - point[1], (x2 - point[0]) * shrink, y2 - point[1]
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = min(1.0, max(0.0, -(ax * (bx - ax) + ay * (by - ay)) / length)) if length else 0.0
        best = min(best, math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    return best * 111_195


@settings(max_examples=60)
@given(stars())
def test_what_is_published_lies_within_the_stated_tolerance_and_never_crosses(ring: Ring) -> None:
    made = for_the_web(((ring,),))
    assert crossing(made) is None
    # A star of two degrees is measured at one latitude when it is thinned: four percent at the edge of the map.
    assert max(_metres_from(point, made[0][0]) for point in ring) <= TOLERANCE_M * 1.05
    assert made[0][0][0] == made[0][0][-1]
    assert len(made[0][0]) >= 4


@settings(max_examples=60)
@given(stars(), st.floats(10, 5_000))
def test_simplified_outlines_keep_some_of_their_own_points_and_no_others(ring: Ring, tolerance: float) -> None:
    made = simplified(((ring,),), tolerance)
    assert set(made[0][0]) <= set(ring)
    assert len(made[0][0]) <= len(ring)


def test_neighbours_that_would_cross_after_simplification_get_a_smaller_tolerance() -> None:
    # A tooth of one area reaches into a notch of the other: with the notch straightened they would cross.
    upper: Ring = ((0, 0.002), (0.04, 0.002), (0.05, 0.0005), (0.06, 0.002), (0.1, 0.002), (0.1, 0.05), (0, 0.05), (0, 0.002))
    lower: Ring = ((0, 0.001), (0.04, 0.001), (0.05, -0.001), (0.06, 0.001), (0.1, 0.001), (0.1, -0.05), (0, -0.05), (0, 0.001))
    check(((upper,), (lower,)))
    made = simplified(((upper,), (lower,)), 200)
    assert crossing(made) is None
