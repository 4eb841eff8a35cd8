"""Outlines of areas on the globe: whether they can be drawn, how large they are, and fewer points for the web.

What may live here: geometry of polygons given by longitude and latitude. No file, no claim.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from conflict_atlas.control.limits import MOST_PAIRS

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""The first point stands at the end again, as in GeoJSON."""
Polygon = tuple[Ring, ...]
"""The outer ring, then holes."""

EARTH_RADIUS_KM = 6371.0088
_M_PER_DEGREE = math.pi * EARTH_RADIUS_KM * 1000 / 180
_STEPS = 1_000_000
"""Steps to a degree, 11 cm, in which crossings are looked for: whole numbers leave no doubt on which side a point lies."""
_CHUNK = 1 << 20

_Numbers = npt.NDArray[np.int64]


class Tangled(Exception):
    """Outlines that cross or that nobody can draw; the message says which and where."""


def check(polygons: Sequence[Polygon]) -> None:
    """Raises Tangled where an outline crosses itself or another, where a hole lies outside, or where there is no area."""
    if (at := crossing(polygons)) is not None:
        raise Tangled(f"outlines cross at {_place(at)}")
    for polygon in polygons:
        for ring in polygon:
            if not _steps_area(ring):
                raise Tangled(f"the outline at {_place(ring[0])} encloses nothing")
        for hole in polygon[1:]:
            if not any(_holds(polygon[0], point) for point in hole):
                raise Tangled(f"the hole at {_place(hole[0])} lies outside its area")


def area_km2(polygons: Sequence[Polygon]) -> float:
    """Square kilometres on the sphere, holes taken off (Chamberlain and Duquette 2007, equation 4)."""
    return sum(_ring_km2(ring) * (1 if index == 0 else -1) for polygon in polygons for index, ring in enumerate(polygon))


def simplified(polygons: Sequence[Polygon], tolerance_m: float) -> tuple[Polygon, ...]:
    """The same areas with fewer points: no point that goes lies farther than the tolerance from what is left.

    Outlines that did not cross do not cross afterwards: where they would, a smaller tolerance is taken, and in the end none.
    A ring of which too little would be left stays as it is.
    """
    for attempt in range(5):
        made = tuple(tuple(_thinned(ring, tolerance_m / 2**attempt) for ring in polygon) for polygon in polygons)
        if crossing(made) is None:
            return made
    return tuple(polygons)


def crossing(polygons: Sequence[Polygon]) -> Point | None:
    """A point near which two edges cross, of one ring or of two; None where none do. Rings may touch.

    Raises Tangled where so many edges lie over one another that looking would take too long.
    """
    edges = _edges(polygons)
    for first, second in _neighbours(edges):
        a, b = edges[first, :2], edges[first, 2:]
        c, d = edges[second, :2], edges[second, 2:]
        cross = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
        if cross.any():
            x, y = edges[first[np.argmax(cross)], :2]
            return float(x) / _STEPS, float(y) / _STEPS
    return None


def _place(point: Point) -> str:
    return f"longitude {point[0]:.4f}, latitude {point[1]:.4f}"


def _edges(polygons: Sequence[Polygon]) -> _Numbers:
    """Every edge as x1, y1, x2, y2 in whole steps, in the order of the smaller x; those of no length are left out."""
    rings = [np.rint(np.array(ring, dtype=float) * _STEPS).astype(np.int64) for polygon in polygons for ring in polygon]
    edges = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    edges = edges[(edges[:, 0] != edges[:, 2]) | (edges[:, 1] != edges[:, 3])]
    ordered: _Numbers = edges[np.argsort(np.minimum(edges[:, 0], edges[:, 2]), kind="stable")]
    return ordered


def _neighbours(edges: _Numbers) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Pairs of edges whose boxes overlap, by their numbers, in portions."""
    left, right = np.minimum(edges[:, 0], edges[:, 2]), np.maximum(edges[:, 0], edges[:, 2])
    low, high = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    numbers = np.arange(len(edges))
    counts = np.searchsorted(left, right, side="right") - numbers - 1
    if int(counts.sum()) > MOST_PAIRS:
        raise Tangled("its outlines lie over one another so often that they cannot be checked")
    totals = np.concatenate([[0], np.cumsum(counts)])
    begin = 0
    while begin < len(edges):
        end = max(begin + 1, int(np.searchsorted(totals, totals[begin] + _CHUNK, side="right")) - 1)
        first = np.repeat(numbers[begin:end], counts[begin:end])
        second = first + 1 + np.arange(len(first)) - np.repeat(totals[begin:end] - totals[begin], counts[begin:end])
        overlap = (low[first] <= high[second]) & (low[second] <= high[first])
        yield first[overlap], second[overlap]
        begin = end


def _side(a: _Numbers, b: _Numbers, c: _Numbers) -> _Numbers:
    """On which side of the line from a to b the point c lies: 1, 0 or -1. Exact: the products stay below 2 to the 63."""
    sides: _Numbers = np.sign((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))
    return sides


def _steps_area(ring: Ring) -> int:
    """Twice the area in square steps, exact."""
    points = [(round(x * _STEPS), round(y * _STEPS)) for x, y in ring]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points)))


def _holds(ring: Ring, point: Point) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _ring_km2(ring: Ring) -> float:
    points = np.radians(np.array(ring, dtype=float))
    x, sines = points[:, 0], np.sin(points[:, 1])
    return abs(float(np.sum((x[1:] - x[:-1]) * (2 + sines[1:] + sines[:-1]))) / 2) * EARTH_RADIUS_KM**2


def _thinned(ring: Ring, tolerance_m: float) -> Ring:
    """Douglas and Peucker (1973), from the first point and the one farthest from it. The ring itself if under four are left."""
    degrees = np.array(ring, dtype=float)
    shrink = math.cos(math.radians(float(degrees[:, 1].mean())))
    points = degrees * (_M_PER_DEGREE * shrink, _M_PER_DEGREE)
    farthest = int(np.argmax(np.hypot(*(points - points[0]).T)))
    kept = {0, farthest, len(points) - 1}
    waiting = [(0, farthest), (farthest, len(points) - 1)]
    while waiting:
        begin, end = waiting.pop()
        if end - begin < 2:
            continue
        away = _distances(points[begin + 1 : end], points[begin], points[end])
        worst = int(np.argmax(away))
        if away[worst] > tolerance_m:
            middle = begin + 1 + worst
            kept.add(middle)
            waiting += [(begin, middle), (middle, end)]
    return tuple(ring[index] for index in sorted(kept)) if len(kept) >= 4 else ring


def _distances(
    points: npt.NDArray[np.float64], a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """How far points lie from the edge between a and b."""
    along = b - a
    length = float(along @ along)
    share = np.clip((points - a) @ along / length, 0, 1) if length else np.zeros(len(points))
    distances: npt.NDArray[np.float64] = np.hypot(*(points - (a + share[:, None] * along)).T)
    return distances
