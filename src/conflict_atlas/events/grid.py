"""PRIO-GRID: cells half a degree square, numbered from the south-west corner of the globe, row by row.

``gid = row * 720 + column + 1``: the numbering of all 4,689 rows with ``priogrid_gid`` in the official files at hand
(candidates 23.0.10 and 26.0.2, a sample of GED 23.1) follows from their coordinates by this formula. What may live here:
that numbering, in Python and in SQL.
"""

from __future__ import annotations

import math

ROWS, COLUMNS = 360, 720
CELLS = ROWS * COLUMNS
CELL_DEGREES = 0.5

GID_SQL = (
    f"CAST(least(floor((latitude + 90) * 2), {ROWS - 1}) * {COLUMNS} + least(floor((longitude + 180) * 2), {COLUMNS - 1}) + 1 "
    "AS INTEGER)"
)
"""The number of the cell that holds the columns ``latitude`` and ``longitude``; null where one of them is."""

SOUTH_SQL = f"((gid - 1) // {COLUMNS}) / 2.0 - 90"
WEST_SQL = f"((gid - 1) % {COLUMNS}) / 2.0 - 180"


def cell_of(longitude: float, latitude: float) -> int:
    """The number of the cell that holds a point. The north and east edges of the globe belong to the last cells."""
    row = min(math.floor((latitude + 90) * 2), ROWS - 1)
    column = min(math.floor((longitude + 180) * 2), COLUMNS - 1)
    return row * COLUMNS + column + 1


def south_west(gid: int) -> tuple[float, float]:
    """Latitude and longitude of the corner where a cell begins. Raises ValueError for a number that is no cell."""
    if not 1 <= gid <= CELLS:
        raise ValueError(f"{gid} is no PRIO-GRID cell: the numbers run from 1 to {CELLS}")
    row, column = divmod(gid - 1, COLUMNS)
    return row / 2 - 90, column / 2 - 180
