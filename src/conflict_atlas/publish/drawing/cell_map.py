"""A local map: borders, disputed areas hatched, and deaths by half-degree cell.

What may live here: the cell map and its legend.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conflict_atlas.publish.drawing.clipping import clip_polygon, widest_chord
from conflict_atlas.publish.drawing.geometry import Area, DisputedArea, Polygon, Resolution, world
from conflict_atlas.publish.drawing.markup import drawing, element, line, linked, text
from conflict_atlas.publish.drawing.prio_grid import cell_box
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.shading import BORDER, DISPUTED, HATCH, INK, Shade, legend, pattern, shade_of

WIDTH = 480
_LAND = "var(--map-land,#f3f1ea)"
_FOCUS_LAND = "var(--map-focus,#ffffff)"
_LETTER = 6.6
_SCALE_LENGTHS_KM = (1000, 500, 200, 100, 50, 20, 10, 5)


@dataclass(frozen=True)
class CellValue:
    """Deaths in one PRIO-GRID cell. ``label`` names the place in the tooltip; the figure is added to it."""

    gid: int
    deaths: int
    label: str
    href: str | None = None

    @property
    def shade(self) -> Shade:
        """How the cell is filled."""
        return shade_of(self.deaths)


@dataclass(frozen=True)
class _Part:
    """What of an area lies in the box: of a country (``code``), or of an area in dispute."""

    code: str | None
    dispute: DisputedArea | None
    polygons: tuple[Polygon, ...]


def _clipped(area: Area | DisputedArea, box: Box) -> tuple[Polygon, ...]:
    return tuple(clipped for polygon in area.polygons if (clipped := clip_polygon(polygon, box)))


def _parts(box: Box) -> tuple[_Part, ...]:
    """Countries first, then the areas in dispute that lie over them."""
    borders = world(Resolution.LOCAL)
    countries = (_Part(area.code, borders.in_dispute(area.code), _clipped(area, box)) for area in borders.areas)
    overlays = (_Part(None, area, _clipped(area, box)) for area in borders.overlays)
    return tuple(part for part in (*countries, *overlays) if part.polygons)


def _path(polygons: Iterable[Polygon], frame: LocalFrame) -> str:
    rings = (ring for polygon in polygons for ring in polygon)
    written = []
    for ring in rings:
        points = [f"{x:.1f} {y:.1f}" for x, y in (frame.place(*point) for point in ring)]
        distinct = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
        written.append(f"M{'L'.join(distinct)}z")
    return "".join(written)


def _cell(cell: CellValue, frame: LocalFrame, measure: str, id: str) -> str:
    bounds = cell_box(cell.gid)
    x, y = frame.place(bounds.west, bounds.north)
    right, bottom = frame.place(bounds.east, bounds.south)
    square = element(
        "rect",
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        width=f"{right - x:.1f}",
        height=f"{bottom - y:.1f}",
        fill=cell.shade.fill(id),
    )
    return linked(square, cell.href, f"{cell.label}: {cell.deaths:,} {measure}")


def _name(part: _Part, names: Mapping[str, str], frame: LocalFrame) -> str:
    """The area's name where it has room; a name that would not fit is left to the tooltip."""
    name = part.dispute.name if part.dispute else names.get(part.code or "")
    if not name:
        return ""
    (longitude, latitude), room = max((widest_chord(polygon) for polygon in part.polygons), key=lambda found: found[1])
    if room * frame.scale_x < len(name) * _LETTER:
        return ""
    x, y = frame.place(longitude, latitude)
    return element("text", text(name), x=f"{x:.0f}", y=f"{y:.0f}")


def _scale_bar(frame: LocalFrame) -> str:
    km = next((km for km in _SCALE_LENGTHS_KM if km * frame.units_per_km <= frame.width / 3), _SCALE_LENGTHS_KM[-1])
    length = km * frame.units_per_km
    x, y = 12, frame.height - 12
    bar = line(f"M{x} {y - 5}v5h{length:.1f}v-5", INK, 1.5)
    words = element("text", f"{km:,} km", x=f"{x + length / 2:.0f}", y=y - 8, text_anchor="middle")
    return element("g", bar + words, fill=INK, font_size=13)


def cell_map(
    cells: Collection[CellValue],
    *,
    box: Box,
    title: str,
    description: str,
    policy_href: str,
    measure: str = "deaths",
    names: Mapping[str, str] | None = None,
    focus: Collection[str] = (),
    id: str = "cell-map",
) -> str:
    """A local map as SVG text. ``names`` and ``focus`` are by alpha-3 code; land in focus is set off from the rest.

    Cells outside the box are not drawn: give a box that holds them (``prio_grid.box_around``).
    """
    frame = LocalFrame(box, WIDTH)
    parts = _parts(box)
    land = []
    for part in parts:
        path = element("path", d=_path(part.polygons, frame))
        if part.dispute is not None:
            shape = linked(path, policy_href, part.dispute.label)
            land.append(element("g", shape, fill=DISPUTED.fill(id)))
        else:
            fill = _FOCUS_LAND if part.code in focus else _LAND
            name = (names or {}).get(part.code or "")
            land.append(element("g", linked(path, None, name) if name else path, fill=fill))
    outline = _path([polygon for part in parts for polygon in part.polygons], frame)
    shown = sorted((cell for cell in cells if _overlaps(cell_box(cell.gid), box)), key=lambda cell: (-cell.deaths, cell.gid))
    body = (
        f"<defs>{pattern(DISPUTED, id, 7)}</defs>"
        + element("g", "".join(land), fill_rule="evenodd")
        + element("g", "".join(_cell(cell, frame, measure, id) for cell in shown), stroke=BORDER, stroke_width="0.5")
        + line(outline, HATCH, pointer_events="none")
        + element(
            "g",
            "".join(_name(part, names or {}, frame) for part in parts),
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
        + _scale_bar(frame)
    )
    has_links = any(cell.href for cell in shown) or any(part.dispute for part in parts)
    return drawing(
        body,
        kind="cell-map",
        id=id,
        width=WIDTH,
        height=frame.height,
        title=title,
        description=description,
        links=has_links,
    )


def _overlaps(cell: Box, box: Box) -> bool:
    return cell.west < box.east and cell.east > box.west and cell.south < box.north and cell.north > box.south


def cell_map_legend(cells: Iterable[CellValue], *, box: Box, measure: str = "deaths", id: str = "cell-map") -> str:
    """The legend of the shades that the map uses, as an HTML list."""
    shades = {cell.shade for cell in cells if _overlaps(cell_box(cell.gid), box)}
    if any(part.dispute for part in _parts(box)):
        shades = shades | {DISPUTED}
    return legend(shades, id, f"Legend: {measure} in a cell of half a degree")
