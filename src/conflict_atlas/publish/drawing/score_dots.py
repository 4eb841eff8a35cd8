"""A score beside that of a baseline, year by year: a dot left of the line where it is better, right of it where it is not.

What may live here: this chart. A year that was lost differs in shape, fill and word, not by side and colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.wording import number

WIDTH = 400
_LEFT, _RIGHT, _TOP, _ROW, _BOTTOM = 64, 92, 52, 34, 30
_TEXT, _LINE = "var(--text,#1c2127)", "var(--line,#d9d6cd)"
_ACCENT, _PAGE = "var(--accent,#0a5a70)", "var(--page,#fbfaf7)"
_STEPS = 4
_LABEL = {"font_size": 14, "fill": _TEXT}


@dataclass(frozen=True)
class ScoreDot:
    """A year: the score as a part of the baseline's, lower being better, and the word for won or lost."""

    label: str
    ratio: float
    word: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.ratio) and self.ratio >= 0):
            raise ValueError(f"{self.label}: a score is drawn as a part of another, not as {self.ratio}")

    @property
    def is_lost(self) -> bool:
        """Whether the baseline was as good or better."""
        return self.ratio >= 1

    @property
    def words(self) -> str:
        """The ratio and the word: ``0.90 won``."""
        return f"{number(self.ratio, 2)} {self.word}"


def height_of(rows: int) -> int:
    """How high the chart is with so many years."""
    return _TOP + rows * _ROW + _BOTTOM


def score_dots(rows: Sequence[ScoreDot], *, measure: str, better: str, worse: str, title: str, description: str, id: str) -> str:
    """The chart as SVG, a row a year in the order given; ``better`` and ``worse`` stand over the two sides."""
    if not rows:
        raise ValueError("a chart needs at least one year")
    ratios = [row.ratio for row in rows]
    low, high = min(0.9, *ratios), max(1.1, *ratios)
    step = _step(high - low)
    # The small allowance keeps 1.1 / 0.1 (11.000000000000002) from being rounded up to a step more.
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    right, bottom = WIDTH - _RIGHT, _TOP + len(rows) * _ROW

    def x(ratio: float) -> float:
        return _LEFT + (ratio / step - first) / (last - first) * (right - _LEFT)

    ticks = "".join(_tick(number * step, x(number * step), bottom, step) for number in range(first, last + 1))
    names = (
        element("text", text(measure), x=4, y=16, **_LABEL)
        + element("text", text(better), x=_LEFT, y=_TOP - 12, **_LABEL)
        + element("text", text(worse), x=right, y=_TOP - 12, text_anchor="end", **_LABEL)
    )
    level = line(f"M{x(1):.1f} {_TOP - 4}V{bottom + 6}", _TEXT, 2)
    body = "".join(_row(row, x(row.ratio), _TOP + (index + 0.5) * _ROW) for index, row in enumerate(rows))
    return drawing(
        ticks + names + level + body,
        kind="score-dots",
        id=id,
        width=WIDTH,
        height=height_of(len(rows)),
        title=title,
        description=description,
        links=False,
    )


def _step(span: float) -> float:
    """A round step (1, 2 or 5 times a power of ten, at least 0.1) that covers the span in few steps."""
    power = 0.1
    while True:
        for factor in (1, 2, 5):
            if factor * power * _STEPS >= span - 1e-9:
                return factor * power
        power *= 10


def _tick(value: float, place: float, bottom: float, step: float) -> str:
    rule = line(f"M{place:.1f} {_TOP}V{bottom}", _LINE)
    words = number(value, 1 if step < 1 else 0)
    return rule + element("text", words, x=f"{place:.1f}", y=f"{bottom + 22}", text_anchor="middle", **_LABEL)


def _row(row: ScoreDot, x: float, y: float) -> str:
    shown = element("title", text(f"{row.label}: {row.words}"))
    if row.is_lost:
        mark = element("path", shown, d=f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z", fill=_PAGE, stroke=_TEXT, stroke_width=2.5)
    else:
        mark = element("circle", shown, cx=f"{x:.1f}", cy=f"{y:.1f}", r=6.5, fill=_ACCENT)
    rule = line(f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", _LINE)
    label = element("text", text(row.label), x=4, y=f"{y + 5:.1f}", **_LABEL)
    weight = 600 if row.is_lost else None
    words = element("text", text(row.words), x=WIDTH - 4, y=f"{y + 5:.1f}", text_anchor="end", font_weight=weight, **_LABEL)
    return rule + label + mark + words
