"""Where in its forecast what came lay, by tenth: as many cases in each if the forecast is calibrated.

What may live here: this histogram. Its scale begins at nothing, so that a small unevenness looks small.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.numbers import nice_step, thin

WIDTH, HEIGHT = 400, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 52, 48
_TEXT, _LINE = "var(--text,#1c2127)", "var(--line,#d9d6cd)"
_ACCENT, _SOFT = "var(--accent,#0a5a70)", "var(--accent-soft,#e3eef1)"
_STEPS = 4
_DASHES = "6 4"
_LABEL = {"font_size": 14, "fill": _TEXT}


def pit_histogram(counts: Sequence[int], *, measure: str, even: str, axis: str, title: str, description: str, id: str) -> str:
    """The histogram as SVG. ``counts`` has the cases of each part, the lowest first; ``measure`` names the height, ``even`` the
    line that all would reach alike, ``axis`` the parts."""
    total = sum(counts)
    if not total:
        raise ValueError("a histogram needs at least one case")
    width = (WIDTH - _LEFT - _RIGHT) / len(counts)
    most = max(counts) / total * 100
    step = nice_step(most, _STEPS)

    def y(percent: float) -> float:
        return HEIGHT - _BOTTOM - percent / most * (HEIGHT - _TOP - _BOTTOM)

    rules = "".join(_tick(value, y(value)) for value in range(0, int(most) + 1, step))
    bars = "".join(
        _bar(number, count, _LEFT + (number - 1) * width, width, y(count / total * 100))
        for number, count in enumerate(counts, start=1)
    )
    level = line(f"M{_LEFT} {y(100 / len(counts)):.1f}H{WIDTH - _RIGHT}", _TEXT, 2, stroke_dasharray=_DASHES)
    names = (
        element("text", text(measure), x=4, y=16, **_LABEL)
        + line("M4 33h28", _TEXT, 2, stroke_dasharray=_DASHES)
        + element("text", text(even), x=38, y=38, **_LABEL)
        + element("text", text(axis), x=WIDTH - _RIGHT, y=HEIGHT - 6, text_anchor="end", **_LABEL)
    )
    return drawing(
        rules + bars + level + names,
        kind="pit-histogram",
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        links=False,
    )


def _bar(number: int, count: int, left: float, width: float, top: float) -> str:
    bar = element(
        "rect",
        element("title", f"{number}: {thin(count)}"),
        x=f"{left + width * 0.1:.1f}",
        y=f"{top:.1f}",
        width=f"{width * 0.8:.1f}",
        height=f"{HEIGHT - _BOTTOM - top:.1f}",
        fill=_SOFT,
        stroke=_ACCENT,
        stroke_width=1.5,
    )
    return bar + element(
        "text", str(number), x=f"{left + width / 2:.1f}", y=HEIGHT - _BOTTOM + 18, text_anchor="middle", **_LABEL
    )


def _tick(percent: int, height: float) -> str:
    rule = line(f"M{_LEFT} {height:.1f}H{WIDTH - _RIGHT}", _LINE)
    return rule + element("text", f"{percent} %", x=_LEFT - 6, y=f"{height + 5:.1f}", text_anchor="end", **_LABEL)
