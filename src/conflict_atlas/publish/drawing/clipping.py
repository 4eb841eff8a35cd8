"""Cutting borders to a local map, and finding where a name fits.

What may live here: plane geometry on rings of points. No projection, no drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflict_atlas.publish.drawing.geometry import Point, Polygon, Ring
from conflict_atlas.publish.drawing.projection import Box


def _keep(ring: Sequence[Point], axis: int, bound: float, sign: int) -> list[Point]:
    """The part of a ring on one side of a line (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for here, after in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        is_in, will_be_in = sign * (here[axis] - bound) >= 0, sign * (after[axis] - bound) >= 0
        if is_in:
            kept.append(here)
        if is_in != will_be_in:
            share = (bound - here[axis]) / (after[axis] - here[axis])
            other = here[1 - axis] + share * (after[1 - axis] - here[1 - axis])
            kept.append((bound, other) if axis == 0 else (other, bound))
    return kept


def clip_ring(ring: Ring, box: Box) -> Ring:
    """The part of a ring inside the box; empty where there is none."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    if max(xs) < box.west or min(xs) > box.east or max(ys) < box.south or min(ys) > box.north:
        return ()
    kept: list[Point] = list(ring)
    for axis, bound, sign in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        kept = _keep(kept, axis, bound, sign) if kept else kept
    return tuple(kept) if len(kept) >= 3 else ()


def clip_polygon(polygon: Polygon, box: Box) -> Polygon:
    """The part of a polygon inside the box, with what is left of its holes; empty where there is none."""
    outer = clip_ring(polygon[0], box)
    return (outer, *(hole for ring in polygon[1:] if (hole := clip_ring(ring, box)))) if outer else ()


def widest_chord(polygon: Polygon, lines: int = 15) -> tuple[Point, float]:
    """Where a line of text has most room: the middle of the widest horizontal chord, and its length.

    Chords near the top and bottom edge are left out, where a name would touch the border above or below it.
    """
    ys = [y for _, y in polygon[0]]
    low, high = min(ys), max(ys)
    best: tuple[Point, float] = (polygon[0][0], 0.0)
    for index in range(1, lines + 1):
        y = low + (high - low) * (0.15 + 0.7 * (index - 0.5) / lines)
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for ring in polygon
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (y1 > y) != (y2 > y)
        )
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            if east - west > best[1]:
                best = ((west + east) / 2, y), east - west
    return best
