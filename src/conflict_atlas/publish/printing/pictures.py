"""Drawings and schematic maps on paper.

What may live here: the flowables that draw them. A drawing is read from its SVG, which is made of plain shapes
(``kids.drawings``); a map is drawn from the dossier's values with the tones, marks and names of the map on the page.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from conflict_atlas.dossiers.dossier import SchematicMap
from conflict_atlas.publish.drawing.clipping import clip_ring
from conflict_atlas.publish.drawing.geometry import Point
from conflict_atlas.publish.drawing.labelling import wrapped
from conflict_atlas.publish.drawing.projection import Box, LocalFrame
from conflict_atlas.publish.drawing.schematic_map import TEXT_SIZE, WIDTH, labels
from conflict_atlas.publish.drawing.schematic_styles import LINE_STYLES, AreaStyle, area_style, line_style

_TONE = re.compile(r"#[0-9a-f]{6}")
_STEP = re.compile(r"([MHVhvz])\s*([-\d.]*)\s*([-\d.]*)")
_INK, _PALE = HexColor("#1c2127"), HexColor("#4d565f")
_LEGEND_POINTS = 7.2
"""On paper, however wide the map is."""
_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


class DrawingFlowable(Flowable):  # type: ignore[misc]
    """One of our drawings, as wide as it is told to be."""

    def __init__(self, svg: str, width: float) -> None:
        super().__init__()
        self._root = ElementTree.fromstring(svg)
        _left, _top, self._across, self._down = map(float, self._root.attrib["viewBox"].split())
        self.width, self.height = width, width * self._down / self._across
        self.hAlign = "CENTER"

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw every shape in its order."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.width / self._across, -self.width / self._across)
        canvas.translate(0, -self._down)
        for shape in self._root:
            _shape(canvas, shape.tag.rpartition("}")[2], shape.attrib)
        canvas.restoreState()


def _shape(canvas: Any, kind: str, at: dict[str, str]) -> None:
    def number(name: str, default: float = 0.0) -> float:
        return float(at.get(name, default))

    fill, stroke = at.get("fill", "none"), at.get("stroke", "none")
    paint = {"fill": int(fill != "none"), "stroke": int(stroke != "none")}
    canvas.saveState()
    if paint["fill"]:
        canvas.setFillColor(HexColor(fill))
    if paint["stroke"]:
        canvas.setStrokeColor(HexColor(stroke))
    canvas.setLineWidth(number("stroke-width", 1))
    canvas.setLineCap(1 if at.get("stroke-linecap") == "round" else 0)
    canvas.setLineJoin(1 if at.get("stroke-linejoin") == "round" else 0)
    if "stroke-dasharray" in at:
        canvas.setDash([float(part) for part in at["stroke-dasharray"].split()])
    if kind == "rect":
        canvas.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"), **paint)
    elif kind == "circle":
        canvas.circle(number("cx"), number("cy"), number("r"), **paint)
    elif kind == "ellipse":
        x, y, a, b = number("cx"), number("cy"), number("rx"), number("ry")
        canvas.ellipse(x - a, y - b, x + a, y + b, **paint)
    elif kind == "line":
        canvas.line(number("x1"), number("y1"), number("x2"), number("y2"))
    elif kind in ("polygon", "polyline"):
        points = [tuple(map(float, point.split(","))) for point in at["points"].split()]
        canvas.drawPath(_path(canvas, points, kind == "polygon"), **paint)
    else:
        raise ValueError(f"a drawing for print holds <{kind}>; use rect, circle, ellipse, line, polygon and polyline")
    canvas.restoreState()


def _path(canvas: Any, points: Sequence[Sequence[float]], closed: bool) -> Any:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    return path


class MapFlowable(Flowable):  # type: ignore[misc]
    """A schematic map with its legend, as wide as it is told to be; ``font`` is the name of a registered font."""

    def __init__(self, drawn: SchematicMap, width: float, font: str, note: str) -> None:
        super().__init__()
        self._map, self._font = drawn, font
        self._plane_frame = LocalFrame(Box(*drawn.bounds), WIDTH)
        self._size = _LEGEND_POINTS * WIDTH / width
        self._legend = [(entry.category, wrapped(entry.text, WIDTH - 44, self._size)) for entry in drawn.legend]
        self._note = wrapped(note, WIDTH, self._size)
        rows = sum(len(lines) for _, lines in self._legend) + len(self._note)
        self._down = self._plane_frame.height + 10 + rows * self._size * 1.25 + len(self._legend) * 4
        self.width, self.height = width, width * self._down / WIDTH
        self.hAlign = "CENTER"

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Areas, lines, names, frame, legend."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self.width / WIDTH, -self.width / WIDTH)
        canvas.translate(0, -self._down)
        canvas.saveState()
        window = canvas.beginPath()
        window.rect(0, 0, WIDTH, self._plane_frame.height)
        canvas.clipPath(window, stroke=0)
        self._areas()
        self._lines()
        self._names()
        canvas.restoreState()
        canvas.setStrokeColor(_PALE)
        canvas.setLineWidth(1)
        canvas.rect(0.5, 0.5, WIDTH - 1, self._plane_frame.height - 1)
        self._below()
        canvas.restoreState()

    def _plane(self, points: Sequence[Point]) -> list[Point]:
        return [self._plane_frame.place(*point) for point in points]

    def _areas(self) -> None:
        box = Box(*self._map.bounds)
        for area in self._map.areas:
            ring = clip_ring(tuple(area.outline), box)
            if ring:
                _filled(self.canv, self._plane(ring), area_style(area.category, self._map.legend))

    def _lines(self) -> None:
        for line in self._map.lines:
            self._line(line.category, self._plane(line.points))

    def _line(self, category: str, points: Sequence[Point]) -> None:
        canvas, style = self.canv, line_style(category)
        canvas.saveState()
        canvas.setLineJoin(1)
        canvas.setLineCap(1 if style.cased or style.cap == "round" else 0)
        if style.dashes:
            canvas.setDash([float(part) for part in style.dashes.split()])
        canvas.setStrokeColor(_INK)
        canvas.setLineWidth(style.weight + (2.6 if style.cased else 0))
        canvas.drawPath(_path(canvas, points, False), fill=0, stroke=1)
        if style.cased:
            canvas.setStrokeColor(HexColor("#ffffff"))
            canvas.setLineWidth(style.weight)
            canvas.drawPath(_path(canvas, points, False), fill=0, stroke=1)
        canvas.restoreState()

    def _names(self) -> None:
        canvas = self.canv
        canvas.setFillColor(_INK)
        for place in self._map.places:
            canvas.circle(*self._plane_frame.place(place.longitude, place.latitude), 3, fill=1, stroke=0)
        for label in labels(self._map):
            first = label.middle + (0.35 - (len(label.lines) - 1) * 0.6) * TEXT_SIZE
            for number, words in enumerate(label.lines):
                across = canvas.stringWidth(words, self._font, TEXT_SIZE * 0.86) * _ANCHOR[label.anchor]
                self._words(label.x - across, first + number * TEXT_SIZE * 1.2, words, TEXT_SIZE * 0.86, halo=True)

    def _below(self) -> None:
        y: float = self._plane_frame.height + 10
        for category, rows in self._legend:
            middle = y + self._size * 0.55
            if category in LINE_STYLES or any(line.category == category for line in self._map.lines):
                self._line(category, [(2.0, middle), (32.0, middle)])
            else:
                box = [(1.0, y), (33.0, y), (33.0, y + self._size), (1.0, y + self._size)]
                _filled(self.canv, box, area_style(category, self._map.legend), outlined=True)
            for row in rows:
                self._words(44, y + self._size * 0.88, row, self._size)
                y += self._size * 1.25
            y += 4
        for row in self._note:
            self._words(0, y + self._size * 0.88, row, self._size)
            y += self._size * 1.25

    def _words(self, x: float, y: float, words: str, size: float, halo: bool = False) -> None:
        """Words at a place of the plane, whose y leads downwards."""
        canvas = self.canv
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(1, -1)
        for mode in (1, 0) if halo else (0,):
            canvas.saveState()
            text = canvas.beginText(0, 0)
            text.setFont(self._font, size)
            canvas.setStrokeColor(HexColor("#ffffff"))
            canvas.setLineWidth(3)
            canvas.setLineJoin(1)
            if mode:
                text.setTextRenderMode(mode)
            text.textOut(words)
            canvas.drawText(text)
            canvas.restoreState()
        canvas.restoreState()


def _filled(canvas: Any, ring: Sequence[Point], style: AreaStyle, outlined: bool = False) -> None:
    """An area in its tone with its marks, as on the page: none differs from another by its tone alone."""
    tone = _TONE.search(style.tone)
    canvas.saveState()
    canvas.setFillColor(HexColor(tone.group() if tone else "#ffffff"))
    canvas.drawPath(_path(canvas, ring, True), fill=1, stroke=0)
    if style.marks:
        canvas.clipPath(_path(canvas, ring, True), stroke=0, fill=0)
        _marks(canvas, ring, style)
    canvas.restoreState()
    canvas.saveState()
    canvas.setStrokeColor(_PALE)
    canvas.setLineWidth(1 if outlined else 0.5)
    canvas.drawPath(_path(canvas, ring, True), fill=0, stroke=1)
    canvas.restoreState()


def _marks(canvas: Any, ring: Sequence[Point], style: AreaStyle) -> None:
    """The marks of a style, repeated over the turned plane wherever the ring reaches."""
    turn = math.radians(style.turn)
    turned = [(x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)) for x, y in ring]
    west, east = min(x for x, _ in turned), max(x for x, _ in turned)
    north, south = min(y for _, y in turned), max(y for _, y in turned)
    canvas.rotate(style.turn)
    canvas.setStrokeColor(_PALE)
    canvas.setStrokeAlpha(0.6)
    canvas.setLineWidth(style.weight)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    for column in range(math.floor(west / style.step), math.ceil(east / style.step)):
        for row in range(math.floor(north / style.step), math.ceil(south / style.step)):
            _mark(path, style.marks, column * style.step, row * style.step)
    canvas.drawPath(path, fill=0, stroke=1)


def _mark(path: Any, marks: str, left: float, top: float) -> None:
    x = y = 0.0
    for kind, first, second in _STEP.findall(marks):
        if kind == "M":
            x, y = float(first), float(second)
            path.moveTo(left + x, top + y)
            continue
        x = float(first) if kind == "H" else x + float(first) if kind == "h" else x
        y = float(first) if kind == "V" else y + float(first) if kind == "v" else y
        # A line of no length is a dot only where the printer draws round ends; give it some.
        path.lineTo(left + x + 0.01, top + y)
