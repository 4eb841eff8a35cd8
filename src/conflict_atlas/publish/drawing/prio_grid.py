"""PRIO-GRID cells: half a degree square, numbered from the south-west corner of the globe, row by row.

``gid = row * 720 + column + 1``: the numbering of all 4,689 rows with ``priogrid_gid`` in the official files at hand
(candidates 23.0.10 and 26.0.2, a sample of GED 23.1) follows from their coordinates by this formula.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from conflict_atlas.publish.drawing.projection import Box

COLUMNS = 720
ROWS = 360


def cell_of(longitude: float, latitude: float) -> int:
    """The number of the cell that holds a point. The north and east edges of the globe belong to the last cells."""
    row = min(math.floor((latitude + 90) * 2), ROWS - 1)
    column = min(math.floor((longitude + 180) * 2), COLUMNS - 1)
    return row * COLUMNS + column + 1


def cell_box(gid: int) -> Box:
    """The bounds of a cell."""
    if not 1 <= gid <= ROWS * COLUMNS:
        raise ValueError(f"{gid} is no PRIO-GRID cell: the numbers run from 1 to {ROWS * COLUMNS}")
    row, column = divmod(gid - 1, COLUMNS)
    west, south = column / 2 - 180, row / 2 - 90
    return Box(west, south, west + 0.5, south + 0.5)


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
