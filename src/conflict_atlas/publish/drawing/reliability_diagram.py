"""What was said against what came: a dot for each tenth of chances, on the diagonal if it came as often as it was said to.

What may live here: this diagram. Each dot has its number of cases in figures: they differ a hundredfold, and as areas the
small ones would vanish.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflict_atlas.publish.drawing.markup import drawing, element, line, text
from conflict_atlas.publish.drawing.numbers import thin

WIDTH, HEIGHT = 400, 402
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 24, 34, 50
_TEXT, _MUTED, _LINE = "var(--text,#1c2127)", "var(--muted,#4d565f)", "var(--line,#d9d6cd)"
_ACCENT, _PAGE = "var(--accent,#0a5a70)", "var(--page,#fbfaf7)"
_TICKS = (0, 25, 50, 75, 100)
_RADIUS, _GAP = 5.5, 4
_CHARACTER = 8.5
"""How wide a figure of a label is at most."""
_LINE_HEIGHT = 14
_LABEL = {"font_size": 14, "fill": _TEXT}


@dataclass(frozen=True)
class ReliabilityPoint:
    """Chances alike: their mean and the share that came, both from 0 to 1, in how many cases; ``words`` say all three."""

    said: float
    came: float
    n: int
    words: str

    def __post_init__(self) -> None:
        if not (0 <= self.said <= 1 and 0 <= self.came <= 1):
            raise ValueError(f"chances and shares lie between 0 and 1, not {self.said} and {self.came}")


@dataclass(frozen=True)
class ReliabilityWords:
    """What the axes are, and what it means to lie above or below the diagonal."""

    said: str
    came: str
    above: str
    below: str


def reliability_diagram(
    points: Sequence[ReliabilityPoint], names: ReliabilityWords, *, title: str, description: str, id: str
) -> str:
    """The diagram as SVG, on even scales from 0 to 100 percent."""
    if not points:
        raise ValueError("a diagram needs at least one dot")
    axes = "".join(map(_tick, _TICKS)) + "".join(
        (
            element("text", text(names.came), x=4, y=16, **_LABEL),
            element("text", text(names.said), x=WIDTH - _RIGHT, y=HEIGHT - 6, text_anchor="end", **_LABEL),
            element("text", text(names.above), x=_x(0) + 8, y=_TOP + 20, font_size=14, fill=_MUTED),
            element(
                "text", text(names.below), x=_x(1) - 8, y=HEIGHT - _BOTTOM - 12, text_anchor="end", font_size=14, fill=_MUTED
            ),
        )
    )
    diagonal = line(f"M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}", _MUTED, 1.5, stroke_dasharray="6 4")
    return drawing(
        axes + diagonal + "".join(map(_dot, points)) + _counts(points),
        kind="reliability-diagram",
        id=id,
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        links=False,
    )


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _tick(percent: int) -> str:
    x, y = _x(percent / 100), _y(percent / 100)
    grid = line(f"M{x:.1f} {_TOP}V{HEIGHT - _BOTTOM}M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", _LINE)
    below = element("text", f"{percent} %", x=f"{x:.1f}", y=HEIGHT - _BOTTOM + 19, text_anchor="middle", **_LABEL)
    return grid + below + element("text", f"{percent} %", x=_LEFT - 6, y=f"{y + 5:.1f}", text_anchor="end", **_LABEL)


def _dot(point: ReliabilityPoint) -> str:
    shown = element("title", text(point.words))
    return element("circle", shown, cx=f"{_x(point.said):.1f}", cy=f"{_y(point.came):.1f}", r=_RADIUS, fill=_ACCENT)


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    @property
    def is_inside(self) -> bool:
        return self.left >= _LEFT and self.right <= WIDTH and self.top >= _TOP and self.bottom <= HEIGHT - _BOTTOM + 4


def _counts(points: Sequence[ReliabilityPoint]) -> str:
    """The numbers of cases, each beside its dot where it covers no other dot and no other number."""
    dots = [_around(_x(point.said), _y(point.came), 2 * _RADIUS, 2 * _RADIUS) for point in points]
    taken: list[_Box] = []
    parts = []
    for number, point in enumerate(points):
        others = [*dots[:number], *dots[number + 1 :], *taken]
        places = [box for box in _places(point) if box.is_inside]
        box = next((box for box in places if not any(map(box.meets, others))), places[0])
        taken.append(box)
        parts.append(_count(thin(point.n), box))
    return "".join(parts)


def _places(point: ReliabilityPoint) -> tuple[_Box, ...]:
    """Where the number of a dot may stand: away from the diagonal, towards it, above and below."""
    x, y, width = _x(point.said), _y(point.came), len(thin(point.n)) * _CHARACTER
    aside, over = _RADIUS + _GAP + width / 2, _RADIUS + _GAP + _LINE_HEIGHT / 2
    beside = [_around(x - aside, y, width, _LINE_HEIGHT), _around(x + aside, y, width, _LINE_HEIGHT)]
    # Held within the frame, so that one of them is always there to be taken.
    middle = min(max(x, _LEFT + width / 2), WIDTH - width / 2)
    stacked = [_around(middle, y - over, width, _LINE_HEIGHT), _around(middle, y + over, width, _LINE_HEIGHT)]
    return (*(beside if point.came > point.said else reversed(beside)), *stacked)


def _around(x: float, y: float, width: float, height: float) -> _Box:
    return _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _count(words: str, box: _Box) -> str:
    return element(
        "text",
        words,
        x=f"{(box.left + box.right) / 2:.1f}",
        y=f"{(box.top + box.bottom) / 2 + 5:.1f}",
        text_anchor="middle",
        # A ring of the page around the figures, so that the diagonal does not strike them through.
        stroke=_PAGE,
        stroke_width=3,
        paint_order="stroke",
        **_LABEL,
    )
