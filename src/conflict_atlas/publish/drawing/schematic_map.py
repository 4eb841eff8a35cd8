"""A schematic map of who held what at a date: areas drawn by hand, with pattern and tone, and a legend below them.

What may live here: the drawing of a dossier's ``SchematicMap``. The shapes, names and what they say are the dossier's; the
styles are chosen by the name of a category (``schematic_styles``; docs/maps.md lists them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from conflict_atlas.dossiers.dossier import MapArea, MapLine, SchematicMap
from conflict_atlas.publish.drawing.clipping import clip_ring
from conflict_atlas.publish.drawing.geometry import Point, Ring
from conflict_atlas.publish.drawing.labelling import (
    LINE_HEIGHT,
    Label,
    Room,
    Sheet,
    Wanted,
    middle_of,
    place_labels,
    sampled,
    wrapped,
)
from conflict_atlas.publish.drawing.markup import drawing, element, line, linked, text
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.schematic_styles import HALO, LINE_STYLES, area_style, line_style
from conflict_atlas.publish.drawing.shading import BORDER, INK
from conflict_atlas.wording import gettext

WIDTH = 400
# At 320 pixels of screen these are 11 pixels; the style sheet makes them smaller where the drawing is wider.
TEXT_SIZE, LEGEND_SIZE = 14.5, 15.0
_SWATCH, _GAP = 34, 10
_TEXT = "var(--text,#1c2127)"


@dataclass(frozen=True)
class SchematicWords:
    """What the drawing says by itself; the rest comes from the dossier."""

    schematic: str = field(default_factory=lambda: gettext("Schematic: shapes are simplified, not to be measured."))
    legend: str = field(default_factory=lambda: gettext("Legend"))


def _path(points: Sequence[Point], closed: bool) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("z" if closed else "")


def _plane(points: Sequence[Point], frame: LocalFrame) -> Ring:
    return tuple(frame.place(*point) for point in points)


@dataclass(frozen=True)
class _Map:
    """The map without its legend: what is in view, in units of the drawing."""

    schematic: SchematicMap
    frame: LocalFrame
    areas: tuple[tuple[MapArea, Ring], ...]
    lines: tuple[tuple[MapLine, Ring], ...]
    dots: tuple[Point, ...]

    def labels(self) -> tuple[Label, ...]:
        """The names of places, lines and areas, each with its place."""
        named = [Wanted(place.label, point=dot) for place, dot in zip(self.schematic.places, self._all_dots(), strict=True)
                 if dot in self.dots]  # fmt: skip
        named += [Wanted(drawn.label, point=self._middle(points)) for drawn, points in self.lines if drawn.label]
        named += [Wanted(area.label, ring=ring) for area, ring in self.areas if area.label]
        edge = Room(3, 3, self.frame.width - 3, self.frame.height - 3)
        along = tuple(
            (x, y)
            for _, points in self.lines
            for x, y in sampled(points)
            if 0 < x < self.frame.width and 0 < y < self.frame.height
        )
        return place_labels(named, Sheet(edge, self.dots, tuple(sorted(along)), TEXT_SIZE))

    def edges(self) -> str:
        """The lines between areas of different categories; areas of one category run into each other."""
        sides: dict[frozenset[Point], set[str]] = {}
        for area, ring in self.areas:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                sides.setdefault(frozenset((a, b)), set()).add(area.category)
        apart = [tuple(sorted(ends)) for ends, categories in sides.items() if len(categories) > 1]
        return "".join(_path(ends, False) for ends in sorted(apart))

    def _all_dots(self) -> Ring:
        return _plane([(place.longitude, place.latitude) for place in self.schematic.places], self.frame)

    def _middle(self, points: Ring) -> Point:
        inside = [p for p in points if 0 <= p[0] <= self.frame.width and 0 <= p[1] <= self.frame.height]
        return middle_of(inside if len(inside) > 1 else points)


def _mapped(schematic: SchematicMap) -> _Map:
    box = Box(*schematic.bounds)
    frame = LocalFrame(box, WIDTH)
    areas = tuple((area, _plane(ring, frame)) for area in schematic.areas if (ring := clip_ring(tuple(area.outline), box)))
    lines = tuple((drawn, _plane(drawn.points, frame)) for drawn in schematic.lines)
    dots = _plane([(p.longitude, p.latitude) for p in schematic.places if box.holds(p.longitude, p.latitude)], frame)
    return _Map(schematic, frame, areas, lines, dots)


@lru_cache(maxsize=64)
def labels(schematic: SchematicMap) -> tuple[Label, ...]:
    """Where every name of the map stands, so that a test or an editor's check can see whether two collide.

    Kept, since finding the places takes longer than all the rest of a drawing.
    """
    return _mapped(schematic).labels()


def _words(label: Label, **values: object) -> str:
    first = 0.35 - (len(label.lines) - 1) * LINE_HEIGHT / 2
    spans = "".join(
        element("tspan", text(words), x=f"{label.x:.1f}", dy=f"{first if index == 0 else LINE_HEIGHT:.2f}em")
        for index, words in enumerate(label.lines)
    )
    return element("text", spans, y=f"{label.middle:.1f}", text_anchor=label.anchor, **values)


def _names(found: _Map) -> str:
    placed = labels(found.schematic)
    places = len(found.dots) + sum(1 for drawn, _ in found.lines if drawn.label)
    leaders = "".join(line(_path(label.leader, False), INK, 0.8) for label in placed if label.leader)
    dots = "".join(element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3.2) for x, y in found.dots)
    halo = {"stroke": HALO, "stroke_width": 3.5, "stroke_linejoin": "round", "paint_order": "stroke"}
    words = "".join(_words(label) for label in placed[:places])
    regions = "".join(_words(label) for label in placed[places:])
    return (
        leaders
        + element("g", dots, fill=INK, stroke=HALO, stroke_width=1.2)
        + element("g", regions, class_="schematic-map__area", fill=INK, font_size=TEXT_SIZE, font_style="italic", **halo)
        + element("g", words, class_="schematic-map__place", fill=INK, font_size=TEXT_SIZE, **halo)
    )


def _legend(schematic: SchematicMap, id: str, top: float, words: SchematicWords) -> tuple[str, float]:
    """The legend and the line below it, with the height at which they end."""
    y, drawn, height = top + 14, [], LEGEND_SIZE * 1.25
    left = _SWATCH + _GAP
    for entry in schematic.legend:
        if entry.category in LINE_STYLES or any(drawn_line.category == entry.category for drawn_line in schematic.lines):
            sample = line_style(entry.category).drawn(f"M2 {y + height / 2:.1f}H{_SWATCH - 2}")
        else:
            box = f"M1 {y + 1:.1f}h{_SWATCH - 2}v{height - 2:.1f}h-{_SWATCH - 2}z"
            sample = element("path", d=box, fill=f"url(#{id}-{_slot(schematic, entry.category)})", stroke=BORDER)
        lines = wrapped(entry.text, WIDTH - left, LEGEND_SIZE)
        room = Room(left, y, WIDTH, y + height)
        drawn.append(sample + "".join(
            _words(Label((row,), left, y + height * (index + 0.5), "start", room)) for index, row in enumerate(lines)
        ))  # fmt: skip
        y += height * max(1, len(lines)) + 6
    for row in wrapped(words.schematic, WIDTH, LEGEND_SIZE):
        drawn.append(_words(Label((row,), 0, y + height / 2 + 2, "start", Room(0, y, WIDTH, y + height)), font_style="italic"))
        y += height
    group = element("g", "".join(drawn), class_="schematic-map__legend", fill=_TEXT, font_size=LEGEND_SIZE)
    return group, y + 6


def _categories(schematic: SchematicMap) -> list[str]:
    """Every category of an area, in the order of the legend, then those that the legend forgets."""
    listed = [entry.category for entry in schematic.legend]
    return list(dict.fromkeys([*listed, *(area.category for area in schematic.areas)]))


def _slot(schematic: SchematicMap, category: str) -> str:
    """The name of a pattern: a number, because a category is text that an editor wrote."""
    return f"area-{_categories(schematic).index(category)}"


def draw(schematic: SchematicMap, id_prefix: str = "", words: SchematicWords | None = None) -> str:
    """The map with its legend as SVG text. ``id_prefix`` keeps several drawings of one page apart."""
    words = words or SchematicWords()
    id = f"{id_prefix}map-{schematic.key}"
    found = _mapped(schematic)
    patterns = "".join(
        area_style(category, schematic.legend).pattern(f"{id}-{_slot(schematic, category)}")
        for category in _categories(schematic)
    )
    meaning = {entry.category: entry.text for entry in schematic.legend}
    shapes = "".join(
        linked(
            # The outline in the area's own pattern closes the seam to a neighbour of the same category.
            element("path", d=_path(ring, True), fill=fill, stroke=fill),
            None,
            ": ".join(part for part in (area.label, meaning.get(area.category, "")) if part),
        )
        for area, ring in found.areas
        for fill in (f"url(#{id}-{_slot(schematic, area.category)})",)
    )
    height = found.frame.height
    window = element("clipPath", element("rect", width=WIDTH, height=height), id=f"{id}-window")
    lines = "".join(line_style(drawn.category).drawn(_path(ring, False)) for drawn, ring in found.lines)
    legend, bottom = _legend(schematic, id, height, words)
    body = (
        f"<defs>{patterns}{window}</defs>"
        + element("rect", width=WIDTH, height=height, fill="var(--map-water,#e9eff1)")
        + element("g", shapes, stroke_width="0.6")
        + line(found.edges(), BORDER, 0.9)
        + element("g", lines, clip_path=f"url(#{id}-window)")
        + _names(found)
        + element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=height - 1, fill="none", stroke=BORDER)
        + legend
    )
    return drawing(
        body,
        kind="schematic-map",
        id=id,
        width=WIDTH,
        height=round(bottom),
        title=schematic.title,
        description=schematic.alt,
        links=False,
    )
