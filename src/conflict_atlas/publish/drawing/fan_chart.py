"""A forecast as a fan: the months that are known as a line, those ahead as bands that hold half, 80 and 90 of 100 draws.

What may live here: the fan chart. The scale is that of log(deaths + 1), said on the axis: on an even scale one bad month in
twenty would press all others to the ground.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from conflict_atlas.events.months import Month
from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.numbers import thin
from conflict_atlas.wording import gettext, number
from conflict_atlas.wording import month as month_words

WIDTH, HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 12, 30, 30
_TICKS = (0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_TEXT, _MUTED, _LINE = "var(--text,#1c2127)", "var(--muted,#4d565f)", "var(--line,#d9d6cd)"
_DEATHS, _ACCENT = "var(--deaths,#8f1d21)", "var(--accent,#0a5a70)"
BANDS = ((0, 6, "0.16"), (1, 5, "0.22"), (2, 4, "0.34"))
"""Positions of the lower and the upper quantile of each band, and how dense it is drawn."""
QUANTILES = 7
_LABEL = {"font_size": 13, "fill": _TEXT}


@dataclass(frozen=True)
class PastMonth:
    """A month that is known. ``deaths`` is None where it is not, or where the series holds too little to be believed."""

    month: Month
    deaths: float | None


@dataclass(frozen=True)
class FanMonth:
    """A month ahead: the quantiles .05, .10, .25, .50, .75, .90 and .95 of deaths."""

    month: Month
    quantiles: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.quantiles) != QUANTILES or list(self.quantiles) != sorted(self.quantiles):
            raise ValueError(f"{self.month}: a fan is drawn from {QUANTILES} quantiles in rising order, not {self.quantiles}")


@dataclass(frozen=True)
class _Frame:
    first: Month
    months: int
    most: float

    def x(self, month: Month) -> float:
        place = (month.ordinal - self.first.ordinal + 0.5) / self.months
        return _LEFT + place * (WIDTH - _LEFT - _RIGHT)

    def y(self, deaths: float) -> float:
        height = HEIGHT - _TOP - _BOTTOM
        return _TOP + height * (1 - math.log1p(deaths) / math.log1p(self.most))


def fan_chart(past: Sequence[PastMonth], ahead: Sequence[FanMonth], *, title: str, measure: str, id: str) -> str:
    """The chart as SVG. ``past`` and ``ahead`` are consecutive months; a known month at or behind the first one ahead is
    drawn as a dot upon the fan: what came."""
    if not ahead:
        raise ValueError("a fan needs at least one month ahead")
    before = [item for item in past if item.month < ahead[0].month]
    came = [item for item in past if item.month >= ahead[0].month and item.deaths is not None]
    first = before[0].month if before else ahead[0].month
    known = [item.deaths for item in past if item.deaths is not None]
    most = max([10.0, *known, *(item.quantiles[-1] for item in ahead)])
    last = max([ahead[-1].month, *(item.month for item in came)])
    frame = _Frame(first, last.ordinal - first.ordinal + 1, most)
    content = (
        _axes(frame, last, measure)
        + _origin(frame, ahead[0].month)
        + "".join(_band(frame, ahead, low, high, dense) for low, high, dense in BANDS)
        + line(_path(frame, [(item.month, item.quantiles[QUANTILES // 2]) for item in ahead]), _DEATHS, 2, stroke_dasharray="6 4")
        + _past(frame, before)
        + "".join(_dot(frame, item) for item in came)
    )
    return drawing(
        content, kind="fan-chart", id=id, width=WIDTH, height=HEIGHT, title=title, description=_said(ahead, came), links=False
    )


def _axes(frame: _Frame, last: Month, measure: str) -> str:
    parts = [element("text", text(gettext("%(measure)s, scale of log(deaths + 1)") % {"measure": measure}), x=4, y=16, **_LABEL)]
    lowest = math.inf
    for tick in _TICKS:
        if tick > frame.most:
            break
        y = frame.y(tick)
        if lowest - y < 15:
            continue
        lowest = y
        parts.append(line(f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", _LINE))
        parts.append(element("text", thin(tick), x=_LEFT - 6, y=f"{y + 4:.1f}", text_anchor="end", **_LABEL))
    januaries = [Month(year, 1) for year in range(frame.first.year, last.year + 1) if Month(year, 1) >= frame.first]
    for month in januaries:
        x = frame.x(month)
        parts.append(line(f"M{x:.1f} {HEIGHT - _BOTTOM}v5", _MUTED))
        if x < WIDTH - 40:
            parts.append(element("text", str(month.year), x=f"{x:.1f}", y=HEIGHT - 9, **_LABEL))
    return "".join(parts)


def _origin(frame: _Frame, first: Month) -> str:
    """Where knowledge ends. The word stands right of the line, or left of it where the fan is narrow."""
    x = (frame.x(first) + frame.x(first.plus(-1))) / 2
    anchor, place = ("start", x + 5) if x < WIDTH - 90 else ("end", x - 5)
    word = element(
        "text", text(gettext("forecast")), x=f"{place:.1f}", y=_TOP + 12, text_anchor=anchor, font_size=13, fill=_MUTED
    )
    return line(f"M{x:.1f} {_TOP}V{HEIGHT - _BOTTOM}", _MUTED, 1, stroke_dasharray="2 3") + word


def _band(frame: _Frame, ahead: Sequence[FanMonth], low: int, high: int, dense: str) -> str:
    there = [(item.month, item.quantiles[high]) for item in ahead]
    back = [(item.month, item.quantiles[low]) for item in reversed(ahead)]
    if len(ahead) == 1:
        month, quantiles = ahead[0].month, ahead[0].quantiles
        x, top, bottom = frame.x(month), frame.y(quantiles[high]), frame.y(quantiles[low])
        return element("path", d=f"M{x - 4:.1f} {top:.1f}H{x + 4:.1f}V{bottom:.1f}H{x - 4:.1f}z", fill=_DEATHS, opacity=dense)
    return element("path", d=_path(frame, [*there, *back]) + "z", fill=_DEATHS, opacity=dense)


def _path(frame: _Frame, points: Sequence[tuple[Month, float]]) -> str:
    return "M" + "L".join(f"{frame.x(month):.1f} {frame.y(deaths):.1f}" for month, deaths in points)


def _past(frame: _Frame, before: Sequence[PastMonth]) -> str:
    """Runs of known months as lines; a month alone as a short stroke."""
    runs: list[list[tuple[Month, float]]] = [[]]
    for item in before:
        if item.deaths is None:
            runs.append([])
        else:
            runs[-1].append((item.month, item.deaths))
    parts = []
    for run in filter(None, runs):
        d = _path(frame, run) if len(run) > 1 else f"M{frame.x(run[0][0]) - 3:.1f} {frame.y(run[0][1]):.1f}h6"
        parts.append(line(d, _DEATHS, 2, stroke_linejoin="round"))
    return "".join(parts)


def _dot(frame: _Frame, item: PastMonth) -> str:
    assert item.deaths is not None
    shown = element(
        "title", text(gettext("%(month)s: %(deaths)s came") % {"month": month_words(item.month), "deaths": number(item.deaths)})
    )
    x, y = f"{frame.x(item.month):.1f}", f"{frame.y(item.deaths):.1f}"
    return element("circle", shown, cx=x, cy=y, r=4, fill="var(--page,#fbfaf7)", stroke=_ACCENT, stroke_width=2)


def _said(ahead: Sequence[FanMonth], came: Sequence[PastMonth]) -> str:
    """Every month in words: what the bands show to those who see them."""
    months = "; ".join(
        gettext("%(month)s: %(middle)s in the middle, 50 %% %(low)s to %(high)s, 90 %% %(lowest)s to %(highest)s")
        % {
            "month": month_words(item.month),
            "middle": number(item.quantiles[3]),
            "low": number(item.quantiles[2]),
            "high": number(item.quantiles[4]),
            "lowest": number(item.quantiles[0]),
            "highest": number(item.quantiles[6]),
        }
        for item in ahead
    )
    arrived = "; ".join(f"{month_words(item.month)}: {number(item.deaths)}" for item in came if item.deaths is not None)
    said = gettext("Forecast deaths. %(months)s.") % {"months": months}
    came_to = gettext("What came: %(months)s.") % {"months": arrived}
    return f"{said} {came_to}" if arrived else said
