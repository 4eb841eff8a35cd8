"""One daily file: from bytes of GeoJSON (RFC 7946) to areas and who is said to hold them.

What may live here: reading and checking one file. Whatever is wrong with it sets the whole day aside, since a day with one
area left out would be taken for a whole one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

from conflict_atlas.control.limits import LONGEST_HOLDER, MOST_POINTS
from conflict_atlas.control.outlines import Polygon, Ring, Tangled, check

_DEGREES = frozenset(
    {
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "EPSG:4326",
    }
)
"""How files say that their coordinates are degrees of longitude and latitude. Without a word they are (RFC 7946)."""


class Broken(Exception):
    """The file cannot be taken for a day; the message says why."""


@dataclass(frozen=True)
class Area:
    """An area that is said to be held by ``holder`` on the day of the file."""

    holder: str
    polygons: tuple[Polygon, ...]

    @property
    def points(self) -> int:
        """Points of all outlines."""
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


@dataclass(frozen=True)
class Holder:
    """Who is said to hold the areas: one ``name`` for all of them, or the ``field`` of each area that says it."""

    name: str | None = None
    field: str | None = None


def read_areas(content: bytes, holder: Holder) -> tuple[Area, ...]:
    """The areas in a file, in its order. Raises Broken with the first thing that is wrong."""
    value = _value(content)
    _check_reference(value)
    features = list(_features(value))
    if not features:
        raise Broken("it holds no area; whether nothing is claimed or a download failed cannot be told apart")
    areas = tuple(_area(number, feature, holder) for number, feature in enumerate(features, 1))
    if sum(area.points for area in areas) > MOST_POINTS:
        raise Broken(f"it has more than {MOST_POINTS:,} points")
    for number, area in enumerate(areas, 1):
        try:
            check(area.polygons)
        except Tangled as reason:
            raise Broken(f"area {number}: {reason}") from None
    return areas


def _value(content: bytes) -> dict[str, Any]:
    def no_number(text: str) -> NoReturn:
        raise Broken(f"{text} is no number of JSON")

    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=no_number)
    except UnicodeDecodeError:
        raise Broken("it is not written in UTF-8") from None
    except RecursionError:
        raise Broken("it is nested too deeply") from None
    except ValueError as error:
        raise Broken(f"it is no JSON ({error})") from None
    if not isinstance(value, dict):
        raise Broken("it is JSON, but no GeoJSON object")
    return value


def _check_reference(value: dict[str, Any]) -> None:
    stated = value.get("crs")
    if stated is None:
        return
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or name not in _DEGREES:
        raise Broken(f"its coordinates are not degrees of longitude and latitude (crs {str(name)[:80]!r}): convert it to WGS 84")


def _features(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = value.get("type")
    if kind == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list):
            raise Broken("its features are no list")
        for number, feature in enumerate(features, 1):
            if not isinstance(feature, dict) or feature.get("type") != "Feature":
                raise Broken(f"feature {number} is no feature of GeoJSON")
            yield feature
    elif kind == "Feature":
        yield value
    elif kind in ("Polygon", "MultiPolygon"):
        yield {"geometry": value, "properties": {}}
    else:
        raise Broken(f"it is no GeoJSON of areas (type {str(kind)[:40]!r})")


def _area(number: int, feature: dict[str, Any], holder: Holder) -> Area:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise Broken(f"area {number} is a {str(kind)[:40]!r}, which covers nothing: only Polygon and MultiPolygon are read")
    coordinates = geometry.get("coordinates")
    listed = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(listed, list) or not listed:
        raise Broken(f"area {number} has no coordinates")
    return Area(_held_by(number, feature, holder), tuple(_polygon(number, polygon) for polygon in listed))


def _held_by(number: int, feature: dict[str, Any], holder: Holder) -> str:
    if holder.name is not None:
        return holder.name
    properties = feature.get("properties")
    value = properties.get(holder.field) if isinstance(properties, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise Broken(f"area {number} does not say who holds it: {holder.field!r} is missing or no text")
    if len(value.strip()) > LONGEST_HOLDER:
        raise Broken(f"area {number}: {holder.field!r} is longer than {LONGEST_HOLDER} letters, which is no name")
    return value.strip()


def _polygon(number: int, rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise Broken(f"area {number} has a polygon without outline")
    return tuple(_ring(number, ring) for ring in rings)


def _ring(number: int, positions: Any) -> Ring:
    if not isinstance(positions, list) or len(positions) < 4:
        raise Broken(f"area {number} has an outline of fewer than four points")
    ring = tuple(_point(number, position) for position in positions)
    if ring[0] != ring[-1]:
        raise Broken(f"area {number} has an outline that is not closed")
    if any(abs(x2 - x1) > 180 for (x1, _), (x2, _) in pairwise(ring)):
        raise Broken(f"area {number} jumps across the 180th meridian: cut it there, as RFC 7946 asks")
    return ring


def _point(number: int, position: Any) -> tuple[float, float]:
    if not isinstance(position, list) or not 2 <= len(position) <= 4:
        raise Broken(f"area {number} has a point that is no pair of numbers")
    if any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in position):
        raise Broken(f"area {number} has a point that is no pair of numbers")
    try:
        x, y = float(position[0]), float(position[1])
    except OverflowError:
        x = y = math.inf
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise Broken(f"area {number} has a point at {x:g}, {y:g}, which are no degrees: convert it to WGS 84, longitude first")
    return x, y
