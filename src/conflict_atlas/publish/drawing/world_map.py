"""The world by country: shades of deaths, disputed areas hatched, small countries and places marked.

What may live here: the world map, its legend, and the credit that stands below every map.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from conflict_atlas.publish.drawing.geometry import Area, Point, Polygon, Resolution, View, World, world
from conflict_atlas.publish.drawing.markup import drawing, element, line, linked, text
from conflict_atlas.publish.drawing.numbers import thin
from conflict_atlas.publish.drawing.projection import WorldFrame
from conflict_atlas.publish.drawing.shading import (
    BORDER,
    DISPUTED,
    INK,
    NO_FIGURE,
    Shade,
    legend,
    pattern,
    shade_of,
)
from conflict_atlas.wording import gettext

# Antarctica and the ice beyond the last towns are left out: nobody lives there, and the rest is drawn larger.
FRAME = WorldFrame(width=1600, south=-57, north=84)
_CLOSEST = 1.5
_SMALL_COUNTRY_KM2 = 12_000


@dataclass(frozen=True)
class MapValue:
    """What the map says about a country. ``deaths`` is None where there is no figure; ``incomplete`` hatches it."""

    name: str
    deaths: int | None
    incomplete: bool = False
    href: str | None = None

    @property
    def shade(self) -> Shade:
        """How the country is filled."""
        return shade_of(self.deaths, self.incomplete)

    def label(self, measure: str) -> str:
        """The tooltip: ``Sudan: 12,345 deaths, incomplete``."""
        if self.shade == NO_FIGURE:
            return gettext("%(name)s: no figure") % {"name": self.name}
        said = f"{self.name}: {thin(self.deaths or 0)} {measure}"
        return gettext("%(figure)s, incomplete") % {"figure": said} if self.incomplete else said


@dataclass(frozen=True)
class PlaceMarker:
    """A place that the caller wants marked, with what its tooltip says."""

    longitude: float
    latitude: float
    label: str
    href: str | None = None


def _ring_path(points: Iterable[Point], smallest: float) -> str:
    """A closed path in whole units, without points closer than the eye can tell; empty where too little is left."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        here = (round(x), round(y))
        if not kept or abs(here[0] - kept[-1][0]) + abs(here[1] - kept[-1][1]) > _CLOSEST:
            kept.append(here)
    if len(kept) < 3:
        return ""
    xs, ys = [x for x, _ in kept], [y for _, y in kept]
    if max(xs) - min(xs) < smallest and max(ys) - min(ys) < smallest:
        return ""
    steps = "".join(
        f"{' ' if index and x2 >= x1 else ''}{x2 - x1}{' ' if y2 >= y1 else ''}{y2 - y1}"
        for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(kept))
    )
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z"


def _polygon_path(polygon: Polygon, smallest: float) -> str:
    outer = _ring_path((FRAME.place(*point) for point in polygon[0]), smallest)
    if not outer:
        return ""
    return outer + "".join(_ring_path((FRAME.place(*point) for point in hole), smallest) for hole in polygon[1:])


def _outline(polygons: Iterable[Polygon]) -> str:
    """The path of an area. Islets go, except where they are all there is of it."""
    shown = [polygon for polygon in polygons if max(y for _, y in polygon[0]) > FRAME.south]
    return "".join(_polygon_path(polygon, 5) for polygon in shown) or "".join(_polygon_path(polygon, 0) for polygon in shown)


@lru_cache(maxsize=2)
def _paths(view: View) -> Mapping[str, str]:
    """The outline of each area in the frame, by code; of each disputed area that lies over countries, by key."""
    borders = world(Resolution.WORLD, view)
    return {area.code: _outline(area.polygons) for area in borders.areas} | {
        area.key: _outline(area.polygons) for area in borders.overlays
    }


def _shape(borders: World, area: Area, value: MapValue | None, names: Mapping[str, str], measure: str, policy_href: str) -> str:
    path = element("path", d=_paths(borders.view)[area.code])
    if (dispute := borders.in_dispute(area.code)) is not None:
        return linked(path, policy_href, dispute.label)
    if value is not None:
        return linked(path, value.href, value.label(measure))
    name = names.get(area.code)
    return linked(path, None, gettext("%(name)s: no figure") % {"name": name}) if name else path


def _shade_of_area(area: Area, values: Mapping[str, MapValue]) -> Shade:
    if area.is_disputed:
        return DISPUTED
    return values[area.code].shade if area.code in values else NO_FIGURE


def _overlays(borders: World, policy_href: str) -> str:
    """The disputed areas that the view draws within countries, hatched over them: none gets a country's figure."""
    shapes = "".join(
        linked(element("path", d=path), policy_href, area.label)
        for area in borders.overlays
        if (path := _paths(borders.view)[area.key])
    )
    return element("g", shapes, fill=DISPUTED.fill("world-map"))


def _is_small(area: Area, values: Mapping[str, MapValue]) -> bool:
    """Whether a country has deaths to show and is too small to be seen or touched at this scale."""
    value = values.get(area.code)
    return value is not None and bool(value.deaths) and area.area_km2 < _SMALL_COUNTRY_KM2 and not area.is_disputed


def _small_countries(borders: World, values: Mapping[str, MapValue], measure: str) -> str:
    """A disc on each small country."""
    drawn = []
    for area in borders.areas:
        if not _is_small(area, values):
            continue
        value = values[area.code]
        x, y = FRAME.place(*area.anchor)
        fill = value.shade.fill("world-map")
        disc = element("circle", cx=round(x), cy=round(y), r=8, fill=fill, stroke=INK, stroke_width="1.5")
        drawn.append(linked(disc, value.href, value.label(measure)))
    return "".join(drawn)


def _markers(markers: Iterable[PlaceMarker]) -> str:
    drawn = []
    for marker in markers:
        x, y = (round(value) for value in FRAME.place(marker.longitude, marker.latitude))
        diamond = element("path", d=f"M{x} {y - 9}l9 9-9 9-9-9z")
        drawn.append(linked(diamond, marker.href, marker.label))
    style = {"fill": INK, "fill_opacity": "0.15", "stroke": INK, "stroke_width": "2"}
    return element("g", "".join(drawn), **style) if drawn else ""


def _shades_used(borders: World, values: Mapping[str, MapValue]) -> set[Shade]:
    drawn = (area for area in borders.areas if _paths(borders.view)[area.code])
    return {DISPUTED} | {_shade_of_area(area, values) for area in drawn} | {value.shade for value in values.values()}


def world_map(
    values: Mapping[str, MapValue],
    *,
    title: str,
    description: str,
    policy_href: str,
    measure: str | None = None,
    names: Mapping[str, str] | None = None,
    markers: Iterable[PlaceMarker] = (),
    view: View = View.UN,
) -> str:
    """The world as SVG text, one on a page. ``values`` are by alpha-3 code; ``names`` name countries without a value.

    Countries come in groups, from most deaths to fewest, then those without a figure, then disputed areas: this is also
    the order in which a keyboard or a screen reader meets their links.
    """
    names, measure = names or {}, measure or gettext("deaths")
    borders = world(Resolution.WORLD, view)
    areas = [area for area in borders.areas if _paths(view)[area.code]]
    groups = []
    shades = _shades_used(borders, values)
    for shade in sorted(shades, key=lambda shade: (shade in (NO_FIGURE, DISPUTED), shade == DISPUTED, -shade.level)):
        shapes = "".join(
            _shape(borders, area, values.get(area.code), names, measure, policy_href)
            for area in areas
            if not area.above and _shade_of_area(area, values) == shade
        )
        if shapes:
            groups.append(element("g", shapes, fill=shade.fill("world-map")))
    for area in areas:
        if area.above:
            shape = _shape(borders, area, values.get(area.code), names, measure, policy_href)
            groups.append(element("g", shape, fill=_shade_of_area(area, values).fill("world-map")))
    groups.append(_overlays(borders, policy_href))
    defs = "".join(pattern(shade, "world-map", 9) for shade in sorted(shades, key=lambda shade: shade.rank))
    body = (
        f"<defs>{defs}</defs>"
        + element("g", "".join(groups), stroke=BORDER, stroke_width="0.8", stroke_linejoin="round", fill_rule="evenodd")
        + _small_countries(borders, values, measure)
        + _markers(markers)
    )
    return drawing(
        body,
        kind="world-map",
        id="world-map",
        width=FRAME.width,
        height=FRAME.height,
        title=title,
        description=description,
        links=True,
    )


def world_map_legend(
    values: Mapping[str, MapValue], *, measure: str | None = None, marker_words: str | None = None, view: View = View.UN
) -> str:
    """The legend of the shades that the map uses, as an HTML list, with a line for marked places if there are any."""
    borders = world(Resolution.WORLD, view)
    extra: list[tuple[str, str]] = []
    if any(_is_small(area, values) for area in borders.areas):
        disc = element("circle", cx=14, cy=9, r=7, fill="none", stroke=INK, stroke_width="1.5")
        extra.append((element("svg", disc, viewBox="0 0 28 18", aria_hidden="true"), gettext("Small country")))
    if marker_words:
        diamond = line("M14 1l8 8-8 8-8-8z", INK, 2)
        extra.append((element("svg", diamond, viewBox="0 0 28 18", aria_hidden="true"), marker_words))
    return legend(
        _shades_used(borders, values),
        "world-map",
        gettext("Legend: %(measure)s") % {"measure": measure or gettext("deaths")},
        tuple(extra),
    )


def map_credit(policy_href: str, resolution: Resolution = Resolution.WORLD, view: View = View.UN) -> str:
    """The line below every map: whose borders these are, and where the policy on disputed areas is."""
    borders = gettext("Borders: %(credit)s.") % {"credit": world(resolution, view).credit}
    position, policy = gettext("Drawing a border takes no position on any claim."), gettext("How disputed areas are drawn")
    return f'<p class="map-credit">{text(borders)} {text(position)} <a href="{text(policy_href)}">{text(policy)}</a></p>'
