"""Deaths by month as bars, where a zero, an unknown and a month that nobody covered look different.

What may live here: the monthly series, its legend and the rows of the table that says the same.
A month that is covered stands on a solid base line, also when nothing happened in it; an unknown month stands on a
dotted one; a month outside all coverage has no base line and a striped ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from conflict_atlas.events.months import Month
from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.numbers import nice_step, thin
from conflict_atlas.publish.drawing.shading import BORDER, HATCH, INK, UNKNOWN
from conflict_atlas.wording import gettext
from conflict_atlas.wording import month as month_words

WIDTH, HEIGHT = 720, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 8, 14, 30
_MONTHS_WITH_TOOLTIPS = 180
_KIND_FILLS = ("var(--deaths-type-1,#5a0f16)", "var(--deaths-type-2,#b9564c)", "var(--deaths-type-3,#e0a294)")
_SINGLE_FILL = "var(--deaths,#8f1d21)"
_TEXT = "var(--text,#1c2127)"


class State(Enum):
    """What is known of a month."""

    KNOWN = "known"
    PARTIAL = "partial"
    PRELIMINARY = "preliminary"
    UNKNOWN = "unknown"
    NOT_COVERED = "not covered"

    @property
    def has_figure(self) -> bool:
        """Whether the month has a figure to draw."""
        return self in (State.KNOWN, State.PARTIAL, State.PRELIMINARY)


@dataclass(frozen=True)
class MonthValue:
    """One month. ``parts`` holds one figure for each kind, in their order; empty where there is no figure."""

    month: Month
    state: State
    parts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.state.has_figure != bool(self.parts):
            raise ValueError(f"{self.month} is {self.state.value} and has {len(self.parts)} figures")

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(self.parts)


def _fills(kinds: Sequence[str]) -> Sequence[str]:
    if len(kinds) > len(_KIND_FILLS):
        raise ValueError(f"a series is drawn for at most {len(_KIND_FILLS)} kinds, not {len(kinds)}")
    return (_SINGLE_FILL,) if len(kinds) == 1 else _KIND_FILLS[: len(kinds)]


def _stripes(id: str) -> str:
    none = line("M0 0V8", UNKNOWN, 5)
    partial = line("M0 0V8", HATCH, 2, opacity="0.55")
    common = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
    over = line("M0 0V8", "var(--page,#fbfaf7)", 2, opacity="0.6")
    return (
        element("pattern", none, id=f"{id}-none", patternTransform="rotate(45)", **common)
        + element("pattern", partial, id=f"{id}-partial", patternTransform="rotate(-45)", **common)
        + element("pattern", over, id=f"{id}-over", patternTransform="rotate(-45)", **common)
    )


@dataclass(frozen=True)
class _Frame:
    first: Month
    months: int
    top_value: int

    @property
    def step(self) -> float:
        return (WIDTH - _LEFT - _RIGHT) / self.months

    def x(self, month: Month) -> float:
        return _LEFT + (month.ordinal - self.first.ordinal) * self.step

    def y(self, value: int) -> float:
        return HEIGHT - _BOTTOM - value / self.top_value * (HEIGHT - _TOP - _BOTTOM)


def _runs(values: Sequence[MonthValue]) -> list[tuple[State, Month, int]]:
    """Runs of months in the same state: the state, the first month, how many."""
    runs = []
    for state, group in groupby(values, key=lambda value: value.state):
        members = list(group)
        runs.append((state, members[0].month, len(members)))
    return runs


def _grounds(values: Sequence[MonthValue], frame: _Frame, id: str) -> str:
    """What lies behind the bars: stripes for months not covered, hatching for partial ones, the base line."""
    base = frame.y(0)
    drawn = []
    for state, first, count in _runs(values):
        x, width = frame.x(first), count * frame.step
        area = f"M{x:.1f} {_TOP}h{width:.1f}V{base:.1f}h{-width:.1f}z"
        if state is State.NOT_COVERED:
            drawn.append(element("path", d=area, fill=f"url(#{id}-none)"))
            continue
        if state is State.PARTIAL:
            drawn.append(element("path", d=area, fill=f"url(#{id}-partial)", opacity="0.45"))
        dashes = {State.UNKNOWN: "1 5", State.PRELIMINARY: "7 3"}.get(state)
        drawn.append(line(f"M{x:.1f} {base + 0.75:.2f}h{width:.1f}", INK, 1.5, stroke_dasharray=dashes))
    return "".join(drawn)


def _stripes_over_partial_bars(values: Sequence[MonthValue], frame: _Frame, id: str) -> str:
    """The hatching of partial months goes on over their bars, in the colour of the page."""
    drawn = [
        f"M{frame.x(first):.1f} {_TOP}h{count * frame.step:.1f}V{frame.y(0):.1f}h{-count * frame.step:.1f}z"
        for state, first, count in _runs(values)
        if state is State.PARTIAL
    ]
    return element("path", d="".join(drawn), fill=f"url(#{id}-over)", pointer_events="none") if drawn else ""


def _bars(values: Sequence[MonthValue], frame: _Frame, kinds: Sequence[str], unit: str) -> str:
    """The bars, stacked in the order of the kinds. With few months each month carries its tooltip."""
    # Below four units a month, gaps between bars would only lighten them.
    gap = 1.5 if frame.step >= 4 else 0
    fills = _fills(kinds)
    layers: list[list[str]] = [[] for _ in kinds]
    tips = []
    for value in values:
        below = 0
        for layer, part in zip(layers, value.parts, strict=False):
            if part:
                y, bottom = frame.y(below + part), frame.y(below)
                width = frame.step - gap
                layer.append(f"M{frame.x(value.month):.1f} {bottom:.1f}V{y:.1f}h{width:.2f}V{bottom:.1f}z")
            below += part
        if len(values) <= _MONTHS_WITH_TOOLTIPS:
            full = f"M{frame.x(value.month):.1f} {_TOP}h{frame.step:.1f}V{frame.y(0):.1f}h{-frame.step:.1f}z"
            tips.append(element("path", element("title", text(_tooltip(value, unit))), d=full))
    drawn = "".join(element("path", d="".join(layer), fill=fill) for layer, fill in zip(layers, fills, strict=True) if layer)
    return drawn + (element("g", "".join(tips), fill="none", pointer_events="all") if tips else "")


def _tooltip(value: MonthValue, unit: str) -> str:
    if not value.state.has_figure:
        return f"{month_words(value.month)}: {_state_words(value.state)}"
    suffix = "" if value.state is State.KNOWN else f", {_state_words(value.state)}"
    return f"{month_words(value.month)}: {thin(value.total)} {unit}{suffix}"


def _state_words(state: State) -> str:
    return {
        State.KNOWN: gettext("known"),
        State.PARTIAL: gettext("partial"),
        State.PRELIMINARY: gettext("preliminary"),
        State.UNKNOWN: gettext("not known"),
        State.NOT_COVERED: gettext("not covered"),
    }[state]


def _value_axis(frame: _Frame, step: int) -> str:
    drawn = []
    for value in range(0, frame.top_value + 1, step):
        y = frame.y(value)
        if value:
            drawn.append(line(f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", BORDER, 0.6, opacity="0.6"))
        drawn.append(element("text", thin(value), x=_LEFT - 6, y=f"{y + 4.5:.1f}", text_anchor="end"))
    return "".join(drawn)


def _labelled_months(values: Sequence[MonthValue], frame: _Frame) -> list[Month]:
    """The months that get a tick: Januaries that have room for their year, quarters and the start in a short series."""
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100) if step * 12 * frame.step >= 44)
    with_quarters = frame.step * 3 >= 60
    months = [value.month for value in values]
    ticks = [
        month
        for month in months
        if (month.month == 1 and month.year % every == 0) or (with_quarters and month.month in (4, 7, 10))
    ]
    if not ticks or (with_quarters and frame.x(ticks[0]) - frame.x(months[0]) >= 60):
        ticks = [months[0], *ticks]
    return ticks


def _month_axis(values: Sequence[MonthValue], frame: _Frame) -> str:
    drawn = []
    for month in _labelled_months(values, frame):
        x = frame.x(month)
        drawn.append(line(f"M{x:.1f} {frame.y(0):.1f}v6", INK))
        words = str(month.year) if month.month == 1 else str(month)
        if x < WIDTH - 8 * len(words):
            drawn.append(element("text", words, x=f"{x:.1f}", y=HEIGHT - 8))
    return "".join(drawn)


def monthly_series(
    values: Sequence[MonthValue],
    *,
    title: str,
    description: str,
    kinds: Sequence[str] | None = None,
    unit: str | None = None,
    id: str = "monthly-series",
) -> str:
    """The series as SVG text. ``values`` are consecutive months; ``kinds`` name the parts, at most three."""
    kinds, unit = kinds or (gettext("Deaths"),), unit or gettext("deaths")
    if not values:
        raise ValueError("a series without months cannot be drawn")
    if any(after.month != before.month.plus(1) for before, after in pairwise(values)):
        raise ValueError("the months of a series follow each other without a gap: say what is unknown or not covered")
    if any(value.parts and len(value.parts) != len(kinds) for value in values):
        raise ValueError(f"each month with a figure needs {len(kinds)} parts, one for each of {', '.join(kinds)}")
    step = nice_step(max(1, *(value.total for value in values)), 4)
    largest = max(1, *(value.total for value in values))
    frame = _Frame(values[0].month, len(values), step * -(-largest // step))
    body = (
        f"<defs>{_stripes(id)}</defs>"
        + _grounds(values, frame, id)
        + element("g", _value_axis(frame, step) + _month_axis(values, frame), fill=_TEXT, font_size=13)
        + _bars(values, frame, kinds, unit)
        + _stripes_over_partial_bars(values, frame, id)
    )
    return drawing(
        body,
        kind="monthly-series",
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        links=False,
    )


def _ground_key(state: State, id: str) -> tuple[str, str]:
    """The legend's sample and words for months that are not simply known."""
    box = "M1 1h26v16h-26z"
    if state is State.PARTIAL:
        return element("path", d=box, fill=f"url(#{id}-partial)", stroke=BORDER), gettext("Partial: some deaths are missing here")
    if state is State.PRELIMINARY:
        return line("M1 12h26", INK, 1.5, stroke_dasharray="7 3"), gettext("Preliminary: figures may still change")
    if state is State.UNKNOWN:
        return line("M1 12h26", INK, 1.5, stroke_dasharray="1 5"), gettext("Not known")
    return element("path", d=box, fill=f"url(#{id}-none)", stroke=BORDER), gettext("Not covered by any source here")


def series_legend(values: Sequence[MonthValue], kinds: Sequence[str] | None = None, id: str = "monthly-series") -> str:
    """What the bars and grounds stand for, as an HTML list; only what the series uses."""
    kinds = kinds or (gettext("Deaths"),)
    own = f"{id}-key"
    used = {value.state for value in values}
    box = "M1 1h26v16h-26z"
    entries = [(element("path", d=box, fill=fill), kind) for fill, kind in zip(_fills(kinds), kinds, strict=True)]
    entries += [_ground_key(state, own) for state in State if state in used and state is not State.KNOWN]
    if any(value.state.has_figure and value.total == 0 for value in values):
        entries.append((line("M1 12h26", INK, 1.5), gettext("Line without a bar: no deaths recorded")))
    items = []
    for index, (shape, words) in enumerate(entries):
        defs = f"<defs>{_stripes(own)}</defs>" if index == 0 else ""
        items.append(f"<li>{element('svg', defs + shape, viewBox='0 0 28 18', aria_hidden='true')}{text(words)}</li>")
    name = text(gettext("Legend"))
    return f'<ul class="series-legend" aria-label="{name}">{"".join(items)}</ul>'


@dataclass(frozen=True)
class SeriesRow:
    """A line of the table that says the same as the drawing; None where the state says why there is no figure."""

    month: Month
    parts: tuple[int | None, ...]
    total: int | None
    state: State


def series_rows(values: Sequence[MonthValue], kinds: Sequence[str] | None = None) -> tuple[SeriesRow, ...]:
    """The rows of the table beside the drawing, one a month."""
    missing: tuple[int | None, ...] = (None,) * (len(kinds) if kinds else 1)
    return tuple(
        SeriesRow(value.month, value.parts, value.total, value.state)
        if value.state.has_figure
        else SeriesRow(value.month, missing, None, value.state)
        for value in values
    )
