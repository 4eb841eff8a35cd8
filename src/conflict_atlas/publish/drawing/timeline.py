"""The narrated events of a dossier on a band of time: one row for each era, each mark a link to its words below.

What may live here: the drawing and its legend. Where the marks stand is in ``time_rows``. A row is as long in years as its events
allow, so that quiet decades take one row and a crowded year another; every row has a scale of its own, and the drawing says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from conflict_atlas.publish.drawing.labelling import text_width, wrapped
from conflict_atlas.publish.drawing.markup import attributes, drawing, element, line, text
from conflict_atlas.publish.drawing.shading import BORDER, HATCH
from conflict_atlas.publish.drawing.time_rows import EXACT, LEFT, RIGHT, WIDTH, Mark, Placed, Row, rows, x_of
from conflict_atlas.wording import gettext, month_names

__all__ = ["Group", "Mark", "TimelineWords", "draw"]

TEXT_SIZE = 14.0
_LANE = 15.0
_TOP, _FOOT, _BETWEEN = 22.0, 22.0, 10.0
_MARK_FILL = "var(--accent,#0a5a70)"
_TEXT = "var(--text,#1c2127)"


@dataclass(frozen=True)
class Group:
    """Categories that share the shape of a mark: ``diamond``, ``square`` or ``circle``, with the legend's words."""

    shape: str
    words: str
    categories: frozenset[str]


def _groups() -> tuple[Group, ...]:
    peace = frozenset({"ceasefire", "talks", "agreement", "diplomacy"})
    return (
        Group("diamond", gettext("Fighting"), frozenset({"fighting"})),
        Group("square", gettext("Talks, ceasefires and agreements"), peace),
        Group("circle", gettext("Everything else"), frozenset()),
    )


@dataclass(frozen=True)
class TimelineWords:
    """What the drawing says by itself. A category in no group is drawn as the last one."""

    bar: str = field(default_factory=lambda: gettext("Bar: a span, or no exact day"))
    pale: str = field(default_factory=lambda: gettext("Striped: approximate, or open at an end"))
    scale: str = field(default_factory=lambda: gettext("Each row has a scale of its own."))
    groups: tuple[Group, ...] = field(default_factory=_groups)
    months: tuple[str, ...] = field(default_factory=lambda: month_names(short=True))


def _group(mark: Mark, words: TimelineWords) -> Group:
    return next((group for group in words.groups if mark.category in group.categories), words.groups[-1])


def _shape(shape: str, x: float, y: float, size: float = 1) -> str:
    """The outline of a mark around a point, about as large in each shape."""
    if shape == "diamond":
        reach = 6 * size
        return f"M{x:.1f} {y - reach:.1f}l{reach:g} {reach:g}l-{reach:g} {reach:g}l-{reach:g} -{reach:g}z"
    if shape == "square":
        half = 4.6 * size
        return f"M{x - half:.1f} {y - half:.1f}h{2 * half:g}v{2 * half:g}h-{2 * half:g}z"
    radius = 5.2 * size
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius:g} 0{arc} -{2 * radius:g} 0z"


def _drawn(part: Placed, y: float, id: str, words: TimelineWords) -> str:
    """A mark: a bar where it is no day, with an arrow at an open end, and its shape where it begins."""
    pale = part.mark.approximate or part.mark.first is None or part.mark.last is None
    shape = _group(part.mark, words).shape
    if part.mark.precision == EXACT and not pale:
        return element("path", d=_shape(shape, (part.left + part.right) / 2, y), fill=_MARK_FILL, stroke="none")
    fill = f"url(#{id}-pale)" if pale else "var(--accent-soft,#e3eef1)"
    tip_left, tip_right = 4 if part.before else 0, 4 if part.after else 0
    bar = (
        f"M{part.left + tip_left:.1f} {y - 5:.1f}H{part.right - tip_right:.1f}l{tip_right} 5l-{tip_right} 5"
        f"H{part.left + tip_left:.1f}l-{tip_left} -5z"
    )
    drawn = element("path", d=bar, fill=fill, stroke=_MARK_FILL, stroke_width=1.2)
    if part.begins:
        inside = part.left + 6 + tip_left
        drawn += element(
            "path", d=_shape(shape, inside, y, 0.65), fill="var(--page,#fbfaf7)" if pale else _MARK_FILL, stroke=_MARK_FILL
        )
    return drawn


def _height(row: Row) -> float:
    """From the era's words down to those of the axis."""
    return _TOP + row.lanes * _LANE + _FOOT


def _row(row: Row, top: float, id: str, link_prefix: str, words: TimelineWords) -> str:
    base = top + _TOP + row.lanes * _LANE
    era = f"{row.first_year}" if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"
    marks = []
    for part in row.placed:
        y = base - 9 - part.lane * _LANE
        shape = _drawn(part, y, id, words)
        # A wider target than the eye sees: a finger needs it.
        target = element(
            "rect", x=f"{part.left - 1:.1f}", y=f"{y - _LANE / 2:.1f}", width=f"{part.right - part.left + 2:.1f}", height=_LANE
        )
        area = element("g", target, fill="none", pointer_events="all")
        title = element("title", text(part.mark.title))
        if part.begins:
            inside = attributes(href=f"{link_prefix}{part.mark.key}", aria_label=part.mark.title)
            marks.append(f"<a{inside}>{title}{area}{shape}</a>")
        else:
            marks.append(f'<g aria-hidden="true">{title}{area}{shape}</g>')
    ticks = "".join(
        line(f"M{x:.1f} {base:.1f}v{5 if label else 3}", HATCH)
        + (element("text", text(label), x=f"{x:.1f}", y=f"{base + 17:.1f}", text_anchor="middle") if label else "")
        for x, label in _ticks(row, words)
    )
    return (
        element("text", text(era), x=0, y=f"{top + 14:.1f}", font_weight=600)
        + line(f"M0 {base:.1f}H{WIDTH}", BORDER, 1.2)
        + ticks
        + "".join(marks)
    )


def _ticks(row: Row, words: TimelineWords) -> Iterator[tuple[float, str]]:
    """The ticks of a row, some with words: months where it is short, else years, decades or more, as there is room."""
    years = row.last_year - row.first_year + 1
    if years <= 2:
        every = 1 if years == 1 else 3
        for year in range(row.first_year, row.last_year + 1):
            for month in range(1, 13):
                label = words.months[month - 1] if month % (2 * every) == 1 else ""
                if year > row.first_year and month == 1:
                    label = str(year)
                x = x_of(date(year, month, 1), row.first_year, row.last_year)
                yield x, label if _has_room(x, label) else ""
        return
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if step * (RIGHT - LEFT) / years >= 44)
    small = 1 if years <= 40 else 10 if years <= 400 else every
    for year in range(row.first_year, row.last_year + 1):
        if year % small == 0 or year % every == 0:
            x = x_of(date(year, 1, 1), row.first_year, row.last_year)
            yield x, str(year) if year % every == 0 and _has_room(x, str(year)) else ""


def _has_room(x: float, label: str) -> bool:
    half = text_width(label, TEXT_SIZE) / 2
    return x - half >= 0 and x + half <= WIDTH


def _legend(top: float, used: set[str], id: str, words: TimelineWords) -> tuple[str, float]:
    """What shapes and fills mean, a line each, and that every row has its own scale."""
    entries = [
        (element("path", d=_shape(group.shape, 12, 0), fill=_MARK_FILL), group.words)
        for group in words.groups
        if group.shape in used
    ]
    box = "M1 -4.5H27v9H1z"
    for fill, meaning in (("var(--accent-soft,#e3eef1)", words.bar), (f"url(#{id}-pale)", words.pale)):
        entries.append((element("path", d=box, fill=fill, stroke=_MARK_FILL, stroke_width=1.2), meaning))
    entries.append(("", words.scale))
    drawn, y, height = [], top, TEXT_SIZE * 1.35
    for sample, meaning in entries:
        drawn.append(element("g", sample, transform=f"translate(0 {y + height / 2:.1f})") if sample else "")
        left = 36 if sample else 0
        for words_of_line in wrapped(meaning, WIDTH - left, TEXT_SIZE):
            drawn.append(element("text", text(words_of_line), x=left, y=f"{y + height / 2:.1f}", dy="0.35em"))
            y += height
    return element("g", "".join(drawn), class_="timeline-drawing__legend", fill=_TEXT, font_size=TEXT_SIZE), y


def draw(
    marks: Sequence[Mark],
    *,
    title: str,
    description: str,
    link_prefix: str = "#event-",
    words: TimelineWords | None = None,
    id: str = "timeline",
) -> str:
    """The timeline as SVG text. Each mark links to ``link_prefix`` and its key."""
    if not marks:
        raise ValueError("a timeline without events cannot be drawn")
    words = words or TimelineWords()
    y, drawn = 0.0, []
    for row in rows(marks):
        drawn.append(_row(row, y, id, link_prefix, words))
        y += _height(row) + _BETWEEN
    legend, bottom = _legend(y + 4, {_group(mark, words).shape for mark in marks}, id, words)
    stripes = element(
        "pattern",
        element("path", d="M0 0h5v5h-5z", fill="var(--page,#fbfaf7)") + line("M0 0V5", _MARK_FILL, 2, opacity="0.55"),
        id=f"{id}-pale", width=5, height=5, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    )  # fmt: skip
    body = (
        f"<defs>{stripes}</defs>"
        + element("g", "".join(drawn), class_="timeline-drawing__era", fill=_TEXT, stroke_linejoin="round", font_size=TEXT_SIZE)
        + legend
    )
    return drawing(
        body,
        kind="timeline-drawing",
        id=id,
        width=WIDTH,
        height=round(bottom + 6),
        title=title,
        description=description,
        links=True,
    )
