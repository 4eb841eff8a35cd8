"""The borders that maps are drawn with, read from the built front end.

What may live here: reading the geometry files, and finding the area in which a point lies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from conflict_atlas import wording
from conflict_atlas.publish.drawing.errors import FrontEndNotBuilt

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


class Resolution(Enum):
    """How fine the borders are: for the world on one page, or for a part of it."""

    WORLD = "110m"
    LOCAL = "50m"


class View(Enum):
    """Whose borders are drawn. The values are what addresses and files write."""

    UN = "un"
    NATURAL_EARTH = "natural-earth"


@dataclass(frozen=True)
class Area:
    """A country or a disputed area. ``code`` is ISO 3166 alpha-3, or one that begins with X: of the source, or of ours.

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
class DisputedArea:
    """An area that is hatched and named in every view, and how the views draw it.

    ``code`` names the area of this view that it is; where it is None, ``polygons`` lie over areas of countries. ``drawn_in``:
    by view, the codes of the areas that hold it, the largest part first. ``note`` is one English sentence that says so.
    """

    key: str
    name: str
    note: str
    code: str | None
    drawn_in: Mapping[View, tuple[str, ...]]
    anchor: Point
    area_km2: int
    polygons: tuple[Polygon, ...]

    @property
    def label(self) -> str:
        """What a drawing says of the area: ``Crimea: disputed area. Drawn in Ukraine by ...``."""
        said = wording.gettext("%(name)s: disputed area.") % {"name": self.name}
        # The note is an English sentence of the source's making; in other languages the map policy tells it.
        return f"{said} {self.note}" if wording.language() == "en" else said


@dataclass(frozen=True)
class World:
    """All areas of one view at one resolution, by code, with the words that the source asks to be shown."""

    view: View
    resolution: Resolution
    source: str
    credit: str
    areas: tuple[Area, ...]
    disputed: tuple[DisputedArea, ...]

    def in_dispute(self, code: str) -> DisputedArea | None:
        """The disputed area that the area with this code is; None for a country."""
        return next((area for area in self.disputed if area.code == code), None)

    @property
    def overlays(self) -> tuple[DisputedArea, ...]:
        """The disputed areas that this view draws within countries."""
        return tuple(area for area in self.disputed if area.code is None)

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
        polygons=_polygons(record, steps),
        above=record.get("above", False),
    )


def _polygons(record: dict[str, Any], steps: int) -> tuple[Polygon, ...]:
    return tuple(tuple(_unpack(ring, steps) for ring in polygon) for polygon in record["polygons"])


def _disputed_area(record: dict[str, Any], steps: int) -> DisputedArea:
    return DisputedArea(
        key=record["key"],
        name=record["name"],
        note=record["note"],
        code=record.get("code"),
        drawn_in={View(view): tuple(codes) for view, codes in record["drawn_in"].items()},
        anchor=(record["anchor"][0], record["anchor"][1]),
        area_km2=record["area_km2"],
        polygons=_polygons(record, steps),
    )


@lru_cache(maxsize=4)
def world(resolution: Resolution, view: View = View.UN) -> World:
    """The borders of a view at this resolution. Read once a process."""
    path = files("conflict_atlas").joinpath("built", "geometry", f"world-{view.value}-{resolution.value}.json")
    if not path.is_file():
        raise FrontEndNotBuilt("The map geometry is missing, because the front end is not built: run make setup.")
    data = json.loads(path.read_text(encoding="utf-8"))
    steps = data["steps_per_degree"]
    areas = tuple(_area(record, steps) for record in data["features"])
    disputed = tuple(_disputed_area(record, steps) for record in data["disputed"])
    return World(view, resolution, data["source"], data["credit"], areas, disputed)
