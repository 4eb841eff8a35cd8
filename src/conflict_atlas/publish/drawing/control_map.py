"""Areas that somebody is said to hold, on a local map: a claim, drawn with its claimant's name.

What may live here: that map and its legend. It is never drawn without saying who claims it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conflict_atlas.publish.drawing.clipping import clip_polygon
from conflict_atlas.publish.drawing.geometry import Polygon
from conflict_atlas.publish.drawing.local_map import WIDTH, borders, land, names_of, parts, path_of, scale_bar
from conflict_atlas.publish.drawing.markup import drawing, element, linked, text
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.schematic_styles import AREA_STYLES, AreaStyle
from conflict_atlas.publish.drawing.shading import DISPUTED, INK, pattern, swatch
from conflict_atlas.wording import gettext

_STYLES = tuple(AREA_STYLES[name] for name in ("first", "second", "first-beyond", "second-handed-over"))
"""By holder, in the order of names. Which comes first has no meaning."""


@dataclass(frozen=True)
class HeldArea:
    """An area, and who is said to hold it."""

    holder: str
    polygons: tuple[Polygon, ...]


def box_of(areas: Iterable[HeldArea], margin: float = 1.0) -> Box:
    """The box around areas, with a margin in degrees, at least six degrees wide and four high, within the globe."""
    points = [point for area in areas for polygon in area.polygons for point in polygon[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, east = _span(min(xs) - margin, max(xs) + margin, 6, 180)
    south, north = _span(min(ys) - margin, max(ys) + margin, 4, 90)
    return Box(west, south, east, north)


def _span(low: float, high: float, smallest: float, end: float) -> tuple[float, float]:
    missing = max(0.0, smallest - (high - low)) / 2
    return max(-end, low - missing), min(end, high + missing)


def _label(holder: str, claimant: str) -> str:
    return f"Held by {holder} according to {claimant}"


def _style_of(holder: str, holders: Sequence[str]) -> tuple[int, AreaStyle]:
    number = sorted(holders).index(holder) % len(_STYLES)
    return number, _STYLES[number]


def control_map(
    areas: Sequence[HeldArea],
    *,
    claimant: str,
    box: Box,
    title: str,
    description: str,
    policy_href: str,
    names: Mapping[str, str],
    id: str = "control-map",
) -> str:
    """The map as SVG text. Areas have a dashed edge: nobody confirmed it. ``names`` are by alpha-3 code."""
    frame = LocalFrame(box, WIDTH)
    ground = parts(box)
    holders = sorted({area.holder for area in areas})
    fills = "".join(
        style.pattern(f"{id}-{number}") for number, style in dict(_style_of(holder, holders) for holder in holders).items()
    )
    shapes = "".join(_shape(area, claimant, holders, frame, id) for area in areas)
    body = (
        f"<defs>{pattern(DISPUTED, id, 7)}{fills}</defs>"
        + land(ground, frame, id, names, (), policy_href)
        + element("g", shapes, stroke=INK, stroke_width="1", stroke_dasharray="4 2", stroke_linejoin="round", fill_rule="evenodd")
        + borders(ground, frame)
        + names_of(ground, frame, names)
        + scale_bar(frame)
    )
    return drawing(
        body,
        kind="control-map",
        id=id,
        width=WIDTH,
        height=frame.height,
        title=title,
        description=description,
        links=any(part.dispute for part in ground),
    )


def _shape(area: HeldArea, claimant: str, holders: Sequence[str], frame: LocalFrame, id: str) -> str:
    number, _ = _style_of(area.holder, holders)
    polygons = tuple(clipped for polygon in area.polygons if (clipped := clip_polygon(polygon, frame.box)))
    path = element("path", d=path_of(polygons, frame), fill=f"url(#{id}-{number})", fill_opacity="0.8")
    return linked(path, None, _label(area.holder, claimant))


def control_map_legend(areas: Sequence[HeldArea], *, claimant: str, box: Box, id: str = "control-map") -> str:
    """The legend as an HTML list: each holder with the claimant's name, and disputed areas if there are any."""
    holders = sorted({area.holder for area in areas})
    entries = []
    for holder in holders:
        number, style = _style_of(holder, holders)
        key = f"{id}-key-{number}"
        square = element("path", d="M1 1h26v16h-26z", fill=f"url(#{key})", stroke=INK, stroke_dasharray="4 2")
        drawn = element("svg", f"<defs>{style.pattern(key)}</defs>{square}", viewBox="0 0 28 18", aria_hidden="true")
        entries.append((drawn, _label(holder, claimant)))
    if any(part.dispute for part in parts(box)):
        entries.append((swatch(DISPUTED, id), DISPUTED.label))
    items = "".join(f"<li>{drawn}{text(words)}</li>" for drawn, words in entries)
    name = text(gettext("Legend: %(measure)s") % {"measure": gettext("claimed control")})
    return f'<ul class="map-legend" aria-label="{name}">{items}</ul>'
