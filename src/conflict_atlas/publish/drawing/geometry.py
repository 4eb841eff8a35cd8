"""The borders that maps are drawn with, read from the built front end.

What may live here: reading the geometry files, and finding the area in which a point lies.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from conflict_atlas.publish.drawing.errors import FrontEndNotBuilt

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


class Resolution(Enum):
    """How fine the borders are: for the world on one page, or for a part of it."""

    WORLD = "110m"
    LOCAL = "50m"


@dataclass(frozen=True)
class Area:
    """A country or a disputed area. ``code`` is ISO 3166 alpha-3, or a code of the source that begins with X.

    ``polygons`` is empty for countries too small for the world map; ``anchor`` (longitude, latitude) is always there.
    ``above`` marks a shape that lies over its neighbour's and must be drawn after it.
    """

    code: str
    disputed_name: str | None
    anchor: Point
    area_km2: int
    polygons: tuple[Polygon, ...]
    above: bool

    @property
    def is_disputed(self) -> bool:
        """Whether the source keeps the area apart from every country."""
        return self.disputed_name is not None


@dataclass(frozen=True)
class World:
    """All areas of one resolution, by code, with the words that the source asks to be shown."""

    resolution: Resolution
    source: str
    credit: str
    areas: tuple[Area, ...]

    def area(self, code: str) -> Area | None:
        """The area with this code."""
        return next((area for area in self.areas if area.code == code), None)

    def at(self, longitude: float, latitude: float) -> str | None:
        """The code of the area that holds the point; None at sea."""
        found = None
        for area in self.areas:
            if any(in_polygon(polygon, longitude, latitude) for polygon in area.polygons) and (not found or area.above):
                found = area.code
        return found


def in_polygon(polygon: Polygon, x: float, y: float) -> bool:
    """Whether a point lies in a polygon with holes (even-odd rule)."""
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def _unpack(flat: list[int], steps: int) -> Ring:
    longitudes = accumulate(flat[0::2])
    latitudes = accumulate(flat[1::2])
    return tuple((x / steps, y / steps) for x, y in zip(longitudes, latitudes, strict=True))


def _area(record: dict[str, Any], steps: int) -> Area:
    return Area(
        code=record["code"],
        disputed_name=record.get("disputed"),
        anchor=(record["anchor"][0], record["anchor"][1]),
        area_km2=record["area_km2"],
        polygons=tuple(tuple(_unpack(ring, steps) for ring in polygon) for polygon in record["polygons"]),
        above=record.get("above", False),
    )


@lru_cache(maxsize=2)
def world(resolution: Resolution) -> World:
    """The borders at this resolution. Read once a process."""
    path = files("conflict_atlas").joinpath("built", "geometry", f"world-{resolution.value}.json")
    if not path.is_file():
        raise FrontEndNotBuilt("The map geometry is missing, because the front end is not built: run make setup.")
    data = json.loads(path.read_text(encoding="utf-8"))
    areas = tuple(_area(record, data["steps_per_degree"]) for record in data["features"])
    return World(resolution, data["source"], data["credit"], areas)
