"""What local maps share: the land in a box with its borders, disputed areas hatched, names, and a scale bar.

What may live here: the ground of a local map. What lies on it is drawn by the module of each map.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conflict_atlas.publish.drawing.clipping import clip_polygon, widest_chord
from conflict_atlas.publish.drawing.geometry import Area, DisputedArea, Polygon, Resolution, world
from conflict_atlas.publish.drawing.markup import element, line, linked, text
from conflict_atlas.publish.drawing.numbers import thin
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.shading import DISPUTED, HATCH, INK
from conflict_atlas.wording import gettext

WIDTH = 480
_LAND = "var(--map-land,#f3f1ea)"
_FOCUS_LAND = "var(--map-focus,#ffffff)"
_LETTER = 6.6
_SCALE_LENGTHS_KM = (1000, 500, 200, 100, 50, 20, 10, 5)


@dataclass(frozen=True)
class Part:
    """What of an area lies in the box: of a country (``code``), or of an area in dispute."""

    code: str | None
    dispute: DisputedArea | None
    polygons: tuple[Polygon, ...]


def _clipped(area: Area | DisputedArea, box: Box) -> tuple[Polygon, ...]:
    return tuple(clipped for polygon in area.polygons if (clipped := clip_polygon(polygon, box)))


def parts(box: Box) -> tuple[Part, ...]:
    """What lies in the box: countries first, then the areas in dispute that lie over them."""
    borders = world(Resolution.LOCAL)
    countries = (Part(area.code, borders.in_dispute(area.code), _clipped(area, box)) for area in borders.areas)
    overlays = (Part(None, area, _clipped(area, box)) for area in borders.overlays)
    return tuple(part for part in (*countries, *overlays) if part.polygons)


def path_of(polygons: Iterable[Polygon], frame: LocalFrame) -> str:
    """The outlines as one path, to a tenth of a unit."""
    rings = (ring for polygon in polygons for ring in polygon)
    written = []
    for ring in rings:
        points = [f"{x:.1f} {y:.1f}" for x, y in (frame.place(*point) for point in ring)]
        distinct = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
        written.append(f"M{'L'.join(distinct)}z")
    return "".join(written)


def _name(part: Part, names: Mapping[str, str], frame: LocalFrame) -> str:
    """The area's name where it has room; a name that would not fit is left to the tooltip."""
    name = part.dispute.name if part.dispute else names.get(part.code or "")
    if not name:
        return ""
    (longitude, latitude), room = max((widest_chord(polygon) for polygon in part.polygons), key=lambda found: found[1])
    if room * frame.scale_x < len(name) * _LETTER:
        return ""
    x, y = frame.place(longitude, latitude)
    return element("text", text(name), x=f"{x:.0f}", y=f"{y:.0f}")


def scale_bar(frame: LocalFrame) -> str:
    """The longest round distance that fits into a third of the width."""
    km = next((km for km in _SCALE_LENGTHS_KM if km * frame.units_per_km <= frame.width / 3), _SCALE_LENGTHS_KM[-1])
    length = km * frame.units_per_km
    x, y = 12, frame.height - 12
    bar = line(f"M{x} {y - 5}v5h{length:.1f}v-5", INK, 1.5)
    words = element(
        "text", gettext("%(length)s km") % {"length": thin(km)}, x=f"{x + length / 2:.0f}", y=y - 8, text_anchor="middle"
    )
    return element("g", bar + words, fill=INK, font_size=13)


def land(
    shown: Iterable[Part], frame: LocalFrame, id: str, names: Mapping[str, str], focus: Collection[str], policy_href: str
) -> str:
    """The ground. Disputed areas lead to the policy; they need the pattern ``DISPUTED`` under the drawing's ``id``."""
    drawn = []
    for part in shown:
        path = element("path", d=path_of(part.polygons, frame))
        if part.dispute is not None:
            drawn.append(element("g", linked(path, policy_href, part.dispute.label), fill=DISPUTED.fill(id)))
        else:
            name = names.get(part.code or "")
            fill = _FOCUS_LAND if part.code in focus else _LAND
            drawn.append(element("g", linked(path, None, name) if name else path, fill=fill))
    return element("g", "".join(drawn), fill_rule="evenodd")


def borders(shown: Iterable[Part], frame: LocalFrame) -> str:
    """The borders as lines, to be drawn above what lies on the ground."""
    return line(path_of([polygon for part in shown for polygon in part.polygons], frame), HATCH, pointer_events="none")


def names_of(shown: Iterable[Part], frame: LocalFrame, names: Mapping[str, str]) -> str:
    """The names of areas that have room for them."""
    return element(
        "g",
        "".join(_name(part, names, frame) for part in shown),
        text_anchor="middle",
        font_size=13,
        font_weight=600,
        fill=INK,
        stroke=_LAND,
        stroke_width=3,
        stroke_linejoin="round",
        paint_order="stroke",
        pointer_events="none",
    )
