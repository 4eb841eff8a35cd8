"""The shades of the maps: classes of deaths, and the patterns that stay readable without colour.

What may live here: which shade stands for what, its pattern, and its legend entry. The colours themselves are custom
properties of the style sheet (``web/css/tokens.css``); the values written here are what is shown without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from conflict_atlas.publish.drawing.markup import element, line, text
from conflict_atlas.publish.drawing.numbers import thin
from conflict_atlas.wording import gettext

INK = "var(--map-mark,#1c2127)"
HATCH = "var(--map-hatch,#4d565f)"
PAPER = "var(--deaths-0,#ffffff)"
UNKNOWN = "var(--map-unknown,#e7e4dc)"
BORDER = "var(--map-border,#87857e)"

# 25 deaths a year make an active conflict and 1,000 a war in UCDP's definitions: both are edges of classes.
_CLASSES: tuple[tuple[int, str], ...] = (
    (0, PAPER),
    (1, "var(--deaths-1,#f6ddd5)"),
    (25, "var(--deaths-2,#e6ac9c)"),
    (100, "var(--deaths-3,#cb6e60)"),
    (1_000, "var(--deaths-4,#9c2f2f)"),
    (10_000, "var(--deaths-5,#5a0f16)"),
)


class Cover(Enum):
    """How a shade is filled: the figure is whole, or only a part of the deaths, or there is none."""

    WHOLE = "whole"
    INCOMPLETE = "incomplete"
    NO_FIGURE = "no-figure"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Shade:
    """One way of filling an area: a class of deaths (0 to 5) and a cover. Without a figure the class is 0."""

    level: int
    cover: Cover

    @property
    def rank(self) -> tuple[int, int]:
        """The order of a legend: whole classes from few to many, incomplete ones, no figure, disputed."""
        return list(Cover).index(self.cover), self.level

    @property
    def colour(self) -> str:
        """The colour below any pattern."""
        return UNKNOWN if self.cover in (Cover.NO_FIGURE, Cover.DISPUTED) else _CLASSES[self.level][1]

    def pattern_id(self, drawing_id: str) -> str:
        """The name of the pattern in one drawing."""
        return f"{drawing_id}-{self.cover.value}-{self.level}"

    def fill(self, drawing_id: str) -> str:
        """What to write as ``fill``."""
        return self.colour if self.cover is Cover.WHOLE else f"url(#{self.pattern_id(drawing_id)})"

    @property
    def label(self) -> str:
        """The legend's words."""
        if self.cover is Cover.NO_FIGURE:
            return gettext("No figure")
        if self.cover is Cover.DISPUTED:
            return gettext("Disputed area")
        return gettext("Striped: figure incomplete") if self.cover is Cover.INCOMPLETE else class_label(self.level)


NO_FIGURE = Shade(0, Cover.NO_FIGURE)
DISPUTED = Shade(0, Cover.DISPUTED)


def class_label(level: int) -> str:
    """The bounds of a class in words: ``25 to 99``."""
    low = _CLASSES[level][0]
    if level == 0:
        return "0"
    if level == len(_CLASSES) - 1:
        return gettext("%(low)s or more") % {"low": thin(low)}
    return gettext("%(low)s to %(high)s") % {"low": thin(low), "high": thin(_CLASSES[level + 1][0] - 1)}


def shade_of(deaths: int | None, incomplete: bool = False) -> Shade:
    """The shade for a figure. An incomplete figure of zero says nothing and is drawn as no figure."""
    if deaths is None or (incomplete and deaths == 0):
        return NO_FIGURE
    level = max(index for index, (low, _) in enumerate(_CLASSES) if deaths >= low)
    return Shade(level, Cover.INCOMPLETE if incomplete else Cover.WHOLE)


def pattern(shade: Shade, drawing_id: str, size: float) -> str:
    """The pattern of a shade: stripes for incomplete, dots for no figure, a lattice for disputed, none for whole."""
    if shade.cover is Cover.WHOLE:
        return ""
    half = size / 2
    if shade.cover is Cover.NO_FIGURE:
        marks = element("circle", cx=half, cy=half, r=size / 9, fill=HATCH, opacity="0.7")
    else:
        dark = shade.cover is Cover.INCOMPLETE and shade.level >= 3
        lines = f"M0 0V{size:g}" + (f"M0 0H{size:g}" if shade.cover is Cover.DISPUTED else "")
        marks = line(lines, PAPER if dark else HATCH, round(size / 4.5, 1))
    return element(
        "pattern",
        element("path", d=f"M0 0h{size:g}v{size:g}h-{size:g}z", fill=shade.colour) + marks,
        id=shade.pattern_id(drawing_id),
        width=f"{size:g}",
        height=f"{size:g}",
        patternUnits="userSpaceOnUse",
        patternTransform=None if shade.cover is Cover.NO_FIGURE else "rotate(45)",
    )


def swatch(shade: Shade, drawing_id: str) -> str:
    """A small sample of a shade for a legend, with patterns of its own so that it stands without the map."""
    own = f"{drawing_id}-key"
    box = element("path", d="M1 1h26v16h-26z", fill=shade.fill(own), stroke=BORDER)
    defs = pattern(shade, own, 7)
    return element("svg", (f"<defs>{defs}</defs>" if defs else "") + box, viewBox="0 0 28 18", aria_hidden="true")


def legend(shades: set[Shade], drawing_id: str, heading: str, extra: tuple[tuple[str, str], ...] = ()) -> str:
    """The legend as an HTML list: classes from few to many, stripes, no figure, disputed, then extra entries.

    Stripes are explained once, on the highest striped class; the classes below them are listed as plain ones.
    ``extra`` holds pairs of a swatch (markup) and its words.
    """
    striped = [shade for shade in shades if shade.cover is Cover.INCOMPLETE]
    plain = {Shade(shade.level, Cover.WHOLE) for shade in striped} | (shades - set(striped))
    stripes = {max(striped, key=lambda shade: shade.level)} if striped else set()
    shown = sorted(plain | stripes, key=lambda shade: shade.rank)
    entries = [(swatch(shade, drawing_id), shade.label) for shade in shown]
    items = "".join(f"<li>{drawn}{text(words)}</li>" for drawn, words in (*entries, *extra))
    return f'<ul class="map-legend" aria-label="{text(heading)}">{items}</ul>'
