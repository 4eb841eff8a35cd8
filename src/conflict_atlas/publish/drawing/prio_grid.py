"""PRIO-GRID cells as boxes on a map. Their numbering is that of ``events.grid``."""

from __future__ import annotations

from collections.abc import Iterable

from conflict_atlas.events.grid import CELL_DEGREES, south_west
from conflict_atlas.publish.drawing.projection import Box


def cell_box(gid: int) -> Box:
    """The bounds of a cell. Raises ValueError for a number that is no cell."""
    south, west = south_west(gid)
    return Box(west, south, west + CELL_DEGREES, south + CELL_DEGREES)


def box_around(gids: Iterable[int], margin: float = 1.0, smallest: float = 6.0) -> Box:
    """A box that shows these cells with a margin, in degrees; at least ``smallest`` each way, on the globe."""
    cells = [cell_box(gid) for gid in gids]
    if not cells:
        raise ValueError("a box around no cells cannot be drawn")
    west, east = _widen(min(c.west for c in cells) - margin, max(c.east for c in cells) + margin, smallest, 180)
    south, north = _widen(min(c.south for c in cells) - margin, max(c.north for c in cells) + margin, smallest, 90)
    return Box(west, south, east, north)


def _widen(low: float, high: float, smallest: float, edge: float) -> tuple[float, float]:
    missing = max(0.0, smallest - (high - low)) / 2
    low, high = low - missing, high + missing
    if low < -edge:
        low, high = -edge, min(high - edge - low, edge)
    if high > edge:
        low, high = max(low - high + edge, -edge), edge
    return low, high
