"""The two windows of a status in their series: the months before, and the last ones, each with its mean.

What may live here: this chart. The windows differ by hatch, height of their rule and word, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conflict_atlas.events.months import Month
from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.numbers import nice_step, thin
from conflict_atlas.wording import month

WIDTH, HEIGHT = 720, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 8, 44, 30
_TEXT, _MUTED, _LINE = "var(--text,#1c2127)", "var(--muted,#4d565f)", "var(--line,#d9d6cd)"
_DEATHS, _ACCENT = "var(--deaths,#8f1d21)", "var(--accent,#0a5a70)"
_STEPS = 4
_LABEL = {"font_size": 13, "fill": _TEXT}


@dataclass(frozen=True)
class ChartMonth:
    """A month of the series; ``deaths`` is None where it has no figure or one that is not used."""

    month: Month
    deaths: float | None


@dataclass(frozen=True)
class ChartWindow:
    """A window: its months and their mean, and the words that name it."""

    first: Month
    last: Month
    mean: float
    name: str


def windows_chart(months: Sequence[ChartMonth], windows: Sequence[ChartWindow], *, title: str, description: str, id: str) -> str:
    """The chart as SVG: ``months`` are consecutive and hold both windows, the earlier one first."""
    if not months:
        raise ValueError("a chart needs at least one month")
    most = max([1.0, *(item.deaths for item in months if item.deaths is not None)])
    step = nice_step(most, _STEPS)
    top = -(-most // step) * step
    width = (WIDTH - _LEFT - _RIGHT) / len(months)

    def x(month: Month) -> float:
        return _LEFT + (month.ordinal - months[0].month.ordinal) * width

    def y(deaths: float) -> float:
        return HEIGHT - _BOTTOM - deaths / top * (HEIGHT - _TOP - _BOTTOM)

    bands = "".join(
        _band(window, number, x(window.first), x(window.last.plus(1)), y(window.mean)) for number, window in enumerate(windows)
    )
    bars = "".join(_bar(item, x(item.month), width, y) for item in months)
    axis = "".join(_tick(value, y(value)) for value in range(0, int(top) + 1, step))
    years = "".join(_year(item.month, x(item.month)) for item in months if item.month.month == 1)
    return drawing(
        axis + bands + bars + years,
        kind="windows-chart",
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        links=False,
    )


def _band(window: ChartWindow, number: int, left: float, right: float, mean: float) -> str:
    """A frame around the months, its mean as a rule across it, its name above: the first left, the second right."""
    frame = element(
        "rect",
        x=f"{left:.1f}",
        y=_TOP - 2,
        width=f"{right - left:.1f}",
        height=HEIGHT - _TOP - _BOTTOM + 2,
        fill="var(--accent-soft,#e3eef1)" if number else "none",
        stroke=_ACCENT,
        stroke_dasharray=None if number else "4 3",
    )
    rule = line(f"M{left:.1f} {mean:.1f}H{right:.1f}", _ACCENT, 3 if number else 2, stroke_dasharray=None if number else "6 3")
    anchor, place = ("end", right) if number else ("start", _LEFT)
    name = element("text", text(window.name), x=f"{place:.1f}", y=_TOP - 10 if number else 16, text_anchor=anchor, **_LABEL)
    return frame + rule + name


def _bar(item: ChartMonth, left: float, width: float, y: Callable[[float], float]) -> str:
    if item.deaths is None:
        return element(
            "text", "?", x=f"{left + width / 2:.1f}", y=HEIGHT - _BOTTOM - 4, text_anchor="middle", font_size=13, fill=_MUTED
        )
    top = y(item.deaths)
    shown = element("title", text(f"{month(item.month)}: {thin(round(item.deaths))}"))
    return element(
        "rect",
        shown,
        x=f"{left + width * 0.12:.1f}",
        y=f"{top:.1f}",
        width=f"{width * 0.76:.1f}",
        height=f"{HEIGHT - _BOTTOM - top:.1f}",
        fill=_DEATHS,
    )


def _tick(value: int, height: float) -> str:
    rule = line(f"M{_LEFT} {height:.1f}H{WIDTH - _RIGHT}", _LINE)
    return rule + element("text", thin(value), x=_LEFT - 6, y=f"{height + 4:.1f}", text_anchor="end", **_LABEL)


def _year(month: Month, left: float) -> str:
    mark = line(f"M{left:.1f} {HEIGHT - _BOTTOM}v5", _MUTED)
    return mark + element("text", str(month.year), x=f"{left + 2:.1f}", y=HEIGHT - 9, **_LABEL)
