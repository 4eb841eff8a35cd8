"""How a schematic map fills its areas and draws its lines: a style for each name of a category.

What may live here: the tables of styles. Tone and pattern go together, so that no style differs by its colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflict_atlas.dossiers.dossier import LegendEntry
from conflict_atlas.publish.drawing.markup import element, line
from conflict_atlas.publish.drawing.shading import HATCH, INK

HALO = "var(--map-focus,#ffffff)"


@dataclass(frozen=True)
class AreaStyle:
    """A tone, and the marks over it: a path that repeats every ``step`` units, turned by ``turn`` degrees."""

    tone: str
    marks: str = ""
    step: float = 8
    turn: int = 0
    weight: float = 1.2

    def pattern(self, id: str) -> str:
        """The pattern element."""
        ground = element("path", d=f"M0 0h{self.step:g}v{self.step:g}h-{self.step:g}z", fill=self.tone)
        marks = line(self.marks, HATCH, self.weight, stroke_linecap="round", opacity="0.6") if self.marks else ""
        return element(
            "pattern",
            ground + marks,
            id=id,
            width=f"{self.step:g}",
            height=f"{self.step:g}",
            patternUnits="userSpaceOnUse",
            patternTransform=f"rotate({self.turn})" if self.turn else None,
        )


_FIRST, _FIRST_SOFT = "var(--map-side-1,#c9b6d4)", "var(--map-side-1-soft,#e2d8e8)"
_SECOND, _SECOND_SOFT = "var(--map-side-2,#d9c88f)", "var(--map-side-2-soft,#efe6c8)"

AREA_STYLES = {
    "first": AreaStyle(_FIRST, "M0 0V7", 7, 45),
    "first-beyond": AreaStyle(_FIRST_SOFT, "M0 0V9", 9, -45),
    "second": AreaStyle(_SECOND_SOFT, "M3 3h0M10 10h0", 14, 0, 1.4),
    "second-gained": AreaStyle(_SECOND, "M2 2h0M5.5 5.5h0", 7, 0, 2),
    "second-handed-over": AreaStyle(_SECOND_SOFT, "M0 3H7", 7, 0, 1),
    "neighbour": AreaStyle("var(--map-land,#f3f1ea)"),
}
"""Who held an area. First and second are two sides in no order; ``neighbour`` is land that the map is not about."""

_OTHER_AREAS = (
    AreaStyle("var(--map-unknown,#e7e4dc)", "M0 0V8M0 0H8", 8, 45, 1),
    AreaStyle("var(--map-focus,#ffffff)", "M4 0V8", 8, 0, 1),
    AreaStyle("var(--map-unknown,#e7e4dc)", "M2 4H6M4 2V6", 8, 0, 1),
)


@dataclass(frozen=True)
class LineStyle:
    """How a line is drawn: its weight, its dashes and their ends, and whether it runs in a casing, as a road does."""

    weight: float
    dashes: str | None = None
    cased: bool = False
    cap: str | None = None

    def drawn(self, d: str) -> str:
        """The line as markup."""
        common = {"stroke_linejoin": "round", "stroke_dasharray": self.dashes, "stroke_linecap": self.cap}
        if not self.cased:
            return line(d, INK, self.weight, **common)
        return line(d, INK, self.weight + 2.6, stroke_linecap="round") + line(d, HALO, self.weight, stroke_linecap="round")


LINE_STYLES = {
    "border": LineStyle(1.3),
    "disputed-border": LineStyle(1.6, "6 4"),
    "former-border": LineStyle(2.2, "9 3 1.5 3"),
    "front": LineStyle(2.6, "2 2.5"),
    "corridor": LineStyle(3.4, cased=True),
    "road": LineStyle(2),
    "route": LineStyle(3.6, "0.1 6.2", cap="round"),
}
"""Borders that nobody disputes, disputed ones, those of former units, fronts, corridors, roads, and routes only planned."""

_OTHER_LINE = LineStyle(1.4, "1.5 3")


def area_style(category: str, legend: Sequence[LegendEntry]) -> AreaStyle:
    """The style of a category; one without a style of its own takes the next of three, in the order of the legend."""
    if category in AREA_STYLES:
        return AREA_STYLES[category]
    others = [entry.category for entry in legend if entry.category not in AREA_STYLES and entry.category not in LINE_STYLES]
    return _OTHER_AREAS[others.index(category) % len(_OTHER_AREAS) if category in others else 0]


def line_style(category: str) -> LineStyle:
    """The style of a category of lines; a dotted line where it has none of its own."""
    return LINE_STYLES.get(category, _OTHER_LINE)
