"""A local map: borders, disputed areas hatched, and deaths by half-degree cell.

What may live here: the cell map and its legend.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conflict_atlas.publish.drawing.local_map import WIDTH, borders, land, names_of, parts, scale_bar
from conflict_atlas.publish.drawing.markup import drawing, element, linked
from conflict_atlas.publish.drawing.numbers import thin
from conflict_atlas.publish.drawing.prio_grid import cell_box
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.shading import BORDER, DISPUTED, Shade, legend, pattern, shade_of
from conflict_atlas.wording import gettext


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
    return linked(square, cell.href, f"{cell.label}: {thin(cell.deaths)} {measure}")


def cell_map(
    cells: Collection[CellValue],
    *,
    box: Box,
    title: str,
    description: str,
    policy_href: str,
    measure: str | None = None,
    names: Mapping[str, str] | None = None,
    focus: Collection[str] = (),
    id: str = "cell-map",
) -> str:
    """A local map as SVG text. ``names`` and ``focus`` are by alpha-3 code; land in focus is set off from the rest.

    Cells outside the box are not drawn: give a box that holds them (``prio_grid.box_around``).
    """
    measure = measure or gettext("deaths")
    frame = LocalFrame(box, WIDTH)
    ground = parts(box)
    shown = sorted((cell for cell in cells if _overlaps(cell_box(cell.gid), box)), key=lambda cell: (-cell.deaths, cell.gid))
    body = (
        f"<defs>{pattern(DISPUTED, id, 7)}</defs>"
        + land(ground, frame, id, names or {}, focus, policy_href)
        + element("g", "".join(_cell(cell, frame, measure, id) for cell in shown), stroke=BORDER, stroke_width="0.5")
        + borders(ground, frame)
        + names_of(ground, frame, names or {})
        + scale_bar(frame)
    )
    has_links = any(cell.href for cell in shown) or any(part.dispute for part in ground)
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


def cell_map_legend(cells: Iterable[CellValue], *, box: Box, measure: str | None = None, id: str = "cell-map") -> str:
    """The legend of the shades that the map uses, as an HTML list."""
    shades = {cell.shade for cell in cells if _overlaps(cell_box(cell.gid), box)}
    if any(part.dispute for part in parts(box)):
        shades = shades | {DISPUTED}
    return legend(
        shades, id, gettext("Legend: %(measure)s in a cell of half a degree") % {"measure": measure or gettext("deaths")}
    )
