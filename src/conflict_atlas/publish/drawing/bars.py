"""A few figures side by side as horizontal bars: deaths by type, by kind of victim, by year.

What may live here: the bars. The words stand above each bar, so that they stay readable on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflict_atlas.publish.drawing.markup import drawing, element, line, linked, text
from conflict_atlas.publish.drawing.numbers import with_range
from conflict_atlas.publish.drawing.shading import HATCH, INK
from conflict_atlas.wording import gettext

WIDTH = 480
_ROW, _BAR, _TEXT_SIZE = 52, 18, 16
_DEATHS = "var(--deaths,#8f1d21)"
_TEXT = "var(--text,#1c2127)"


@dataclass(frozen=True)
class Bar:
    """One bar. ``best`` is None where the figure is not known: this is said in words and never drawn as a zero."""

    label: str
    best: int | None
    low: int | None = None
    high: int | None = None
    href: str | None = None

    @property
    def words(self) -> str:
        """The figure as text: ``13,949 (13,316-20,194)``."""
        return gettext("not known") if self.best is None else with_range(self.best, self.low, self.high)


def _bar(bar: Bar, top: float, largest: int) -> str:
    label = element("text", text(bar.label), x=0, y=top + _TEXT_SIZE)
    figure = element("text", text(bar.words), x=WIDTH, y=top + _TEXT_SIZE, text_anchor="end", font_weight=600)
    middle = top + _TEXT_SIZE + 8
    if bar.best is None:
        dots = line(f"M0 {middle + _BAR / 2}H{WIDTH}", HATCH, 1.5, stroke_dasharray="1 6")
        return label + figure + dots
    length = bar.best / largest * WIDTH
    shape = element("path", d=f"M0 {middle}h{max(length, 1.5 if bar.best else 0):.1f}v{_BAR}H0z", fill=_DEATHS)
    rule = line(f"M0 {middle - 2}v{_BAR + 4}", INK, 1.5)
    range_mark = ""
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        x1, x2, y = bar.low / largest * WIDTH, bar.high / largest * WIDTH, middle + _BAR / 2
        whisker = f"M{x1:.1f} {y - 5}v10M{x1:.1f} {y}H{x2:.1f}M{x2:.1f} {y - 5}v10"
        range_mark = line(whisker, "var(--surface,#ffffff)", 4.5) + line(whisker, INK, 1.5)
    return label + figure + linked(shape + rule + range_mark, bar.href, f"{bar.label}: {bar.words}")


def bars(rows: Sequence[Bar], *, title: str, description: str, id: str = "bars") -> str:
    """The bars as SVG text, in the order given, on one scale from zero. A thin line shows low to high."""
    if not rows:
        raise ValueError("bars without rows cannot be drawn")
    largest = max(1, *(value for row in rows for value in (row.best, row.high) if value is not None), 1)
    body = "".join(_bar(row, index * _ROW, largest) for index, row in enumerate(rows))
    base = element("g", body, fill=_TEXT, font_size=_TEXT_SIZE, stroke_linecap="butt")
    return drawing(
        base,
        kind="bars",
        id=id,
        width=WIDTH,
        height=len(rows) * _ROW,
        title=title,
        description=description,
        links=any(row.href for row in rows),
    )
