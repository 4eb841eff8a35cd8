"""From longitude and latitude to the plane.

What may live here: projections, as pure functions of a point, and the frames that place them in a drawing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from conflict_atlas.publish.drawing.geometry import Point

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


def natural_earth(longitude: float, latitude: float) -> Point:
    """The Natural Earth projection on the unit sphere, y to the north.

    Polynomial form of Savric, Jenny, Patterson, Petrovic and Hurni, "A Polynomial Equation for the Natural Earth
    Projection", Cartography and Geographic Information Science 38 (2011), equations 3 and 4.
    """
    phi = math.radians(latitude)
    p2 = phi * phi
    p4 = p2 * p2
    x = math.radians(longitude) * (0.870700 - 0.131979 * p2 - 0.013791 * p4 + p4 * p4 * p2 * (0.003971 - 0.001529 * p2))
    y = phi * (1.007226 + 0.015085 * p2 + p4 * p2 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4))
    return x, y


@dataclass(frozen=True)
class WorldFrame:
    """The whole world in a drawing of this width, from ``south`` to ``north``, y downwards."""

    width: int
    south: float
    north: float

    @property
    def scale(self) -> float:
        """Units of the drawing for one radian at the middle of the map."""
        return self.width / (2 * natural_earth(180, 0)[0])

    @property
    def height(self) -> int:
        """The height that goes with the width."""
        return round((natural_earth(0, self.north)[1] - natural_earth(0, self.south)[1]) * self.scale)

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point lies in the drawing."""
        x, y = natural_earth(longitude, latitude)
        return self.width / 2 + x * self.scale, (natural_earth(0, self.north)[1] - y) * self.scale


@dataclass(frozen=True)
class Box:
    """A part of the world between two meridians and two parallels. It does not cross the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90):
            raise ValueError(f"a box runs from west to east and from south to north within the globe, not {self}")

    @property
    def middle_latitude(self) -> float:
        """The parallel at which a local map is true to scale."""
        return (self.south + self.north) / 2

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in the box."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True)
class LocalFrame:
    """A box in a drawing of this width: equirectangular, true to scale at the middle parallel, y downwards."""

    box: Box
    width: int

    @property
    def scale_x(self) -> float:
        """Units of the drawing for one degree of longitude."""
        return self.width / (self.box.east - self.box.west)

    @property
    def scale_y(self) -> float:
        """Units of the drawing for one degree of latitude. Near a pole it stays finite: the map is stretched there."""
        return self.scale_x / max(math.cos(math.radians(self.box.middle_latitude)), 0.05)

    @property
    def height(self) -> int:
        """The height that goes with the width."""
        return max(1, round((self.box.north - self.box.south) * self.scale_y))

    @property
    def units_per_km(self) -> float:
        """Units of the drawing for one kilometre."""
        return self.scale_y / KM_PER_DEGREE

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point lies in the drawing."""
        return (longitude - self.box.west) * self.scale_x, (self.box.north - latitude) * self.scale_y
