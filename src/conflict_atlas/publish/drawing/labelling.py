"""Where the names on a map stand, so that none covers another one, a dot, or the edge.

What may live here: the room that a text takes, and the choice among the positions that it could have. Widths are estimated
on the wide side, because nobody knows the reader's font; a narrower one leaves air.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conflict_atlas.publish.drawing.geometry import Point, Ring, in_polygon

LINE_HEIGHT = 1.15
_NARROW, _WIDE = frozenset("fijlrtI.,;:!'()[]/|- "), frozenset("mwMW%@&")
_REACHES = (7, 12, 18, 26, 36, 48, 62, 78)
_DIRECTIONS = (0, 180, -40, 40, -140, 140, -90, 90, -20, 20, -160, 160, -65, 65, -115, 115)
_NEVER = 10_000.0
_GRID = 15
_AIR = 5.0


def text_width(words: str, size: float) -> float:
    """The room that a line of text needs at this size."""
    return size * sum(_letter(letter) for letter in words)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.4
    if letter in _WIDE or ord(letter) >= 0x2E80:
        return 1.0
    return 0.73 if letter.isupper() else 0.62


def wrapped(words: str, width: float, size: float) -> tuple[str, ...]:
    """The words in lines of at most this width; a single word that is longer stands alone and is not cut."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


@dataclass(frozen=True)
class Room:
    """A rectangle of the drawing, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Room) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def grown(self, by: float) -> Room:
        """The same with a margin."""
        return Room(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def lies_in(self, other: Room) -> bool:
        """Whether it is wholly inside the other."""
        return self.left >= other.left and self.right <= other.right and self.top >= other.top and self.bottom <= other.bottom

    def nearest(self, point: Point) -> Point:
        """The point of the rectangle that is closest to this one."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.top), self.bottom)


@dataclass(frozen=True)
class Label:
    """A text with its place: ``x`` belongs to ``anchor`` (start, middle, end), ``middle`` is the height of its middle."""

    lines: tuple[str, ...]
    x: float
    middle: float
    anchor: str
    room: Room
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class Sheet:
    """What a label must keep clear of: the edge of the map and the dots; and better also of the lines.

    ``lines`` are points on them, in the order of their x.
    """

    edge: Room
    dots: tuple[Point, ...]
    lines: tuple[Point, ...]
    size: float
    dot: float = 5.0

    def cost(self, label: Label, own_dot: Point | None) -> float:
        """How bad a place is by itself: nothing where it is free."""
        room = label.room
        if not room.lies_in(self.edge):
            return _NEVER
        first, end = bisect_left(self.lines, (room.left,)), bisect_left(self.lines, (room.right,))
        cost = 5.0 * sum(room.top < y < room.bottom for _, y in self.lines[first:end])
        for x, y in self.dots:
            if (x, y) == own_dot:
                continue
            # Over another dot is bad; so close to one that it could be taken for its name is not good either.
            cost += 500 * (room.overlap(_around_dot((x, y), self.dot)) > 0) + 12 * (room.overlap(_around_dot((x, y), 11)) > 0)
            if label.leader and _near(label.leader, (x, y)) < self.dot + 1:
                cost += 400
        return cost


def _around_dot(dot: Point, reach: float) -> Room:
    return Room(dot[0] - reach, dot[1] - reach, dot[0] + reach, dot[1] + reach)


def _conflict(label: Label, other: Label) -> float:
    """How much two labels are in each other's way: nothing where they are not."""
    cost = 1000.0 * (label.room.overlap(other.room) > 0)
    for leader, room in ((label.leader, other.room), (other.leader, label.room)):
        cost += 600 * (leader is not None and _crosses(leader, room))
    if label.leader and other.leader and _meet(label.leader, other.leader):
        cost += 300
    return cost


def _cheapest(choices: Sequence[tuple[float, Label]], others: Sequence[Label]) -> Label:
    """The best place beside the labels that stand already. The choices are in the order of their own cost."""
    least, best = math.inf, choices[0][1]
    for own, label in choices:
        if own >= least:
            break
        cost = own + sum(_conflict(label, other) for other in others)
        if cost < least:
            least, best = cost, label
    return best


def _near(leader: tuple[Point, Point], point: Point) -> float:
    (x1, y1), (x2, y2) = leader
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = max(0.0, min(1.0, ((point[0] - x1) * (x2 - x1) + (point[1] - y1) * (y2 - y1)) / length)) if length else 0.0
    return math.hypot(x1 + share * (x2 - x1) - point[0], y1 + share * (y2 - y1) - point[1])


def _crosses(leader: tuple[Point, Point], room: Room) -> bool:
    (x1, y1), (x2, y2) = leader
    return any(
        room.left < x1 + (x2 - x1) * step / 12 < room.right and room.top < y1 + (y2 - y1) * step / 12 < room.bottom
        for step in range(13)
    )


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*first, second[0]) * side(*first, second[1]) < 0 and side(*second, first[0]) * side(*second, first[1]) < 0


def _shapes(words: str, size: float) -> list[tuple[str, ...]]:
    """The ways to set a name: on one line, both of its forms below each other, or a word a line."""
    shapes: list[tuple[str, ...]] = [(words,)]
    if " / " in words:
        first, second = words.split(" / ", 1)
        shapes.append((f"{first} /", second))
    elif "-" in words and " " not in words:
        first, second = words.split("-", 1)
        shapes.append((f"{first}-", second))
    elif " " in words:
        broken = wrapped(words, max(text_width(word, size) for word in words.split()), size)
        shapes += [broken] if broken not in shapes else []
    return shapes


def _block(lines: tuple[str, ...], size: float) -> tuple[float, float]:
    return max(text_width(line, size) for line in lines), len(lines) * size * LINE_HEIGHT


def _around(point: Point, words: str, size: float) -> Iterator[tuple[float, Label]]:
    """Places for the name of a point, each with how far it is from the best: close by, right before left, one line."""
    x, y = point
    for shape, lines in enumerate(_shapes(words, size)):
        width, height = _block(lines, size)
        for reach in _REACHES:
            for order, degrees in enumerate(_DIRECTIONS if reach > 12 else _DIRECTIONS[:8]):
                east, south = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
                at_x = x + east * reach
                middle = y + south * reach + (height / 2 * south if abs(south) > 0.3 else 0)
                anchor = "start" if east > 0.3 else "end" if east < -0.3 else "middle"
                left = at_x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
                room = Room(left, middle - height / 2, left + width, middle + height / 2)
                leader = (point, room.nearest(point)) if reach > 12 else None
                yield reach * 1.5 + order * 0.8 + shape * 2, Label(lines, at_x, middle, anchor, room, leader)


def _centre(ring: Ring) -> Point:
    """The centre of gravity of an area."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
    if not doubled:
        return ring[0]
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    return x / (3 * doubled), y / (3 * doubled)


def _within(ring: Ring, words: str, size: float) -> Iterator[tuple[float, Label]]:
    """Places for the name of an area: inside it, near its middle; partly outside where the area is small."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    middle_x, middle_y = _centre(ring)
    for shape, lines in enumerate(_shapes(words, size)):
        width, height = _block(lines, size)
        for column in range(1, _GRID):
            for row in range(1, _GRID):
                x = min(xs) + (max(xs) - min(xs)) * column / _GRID
                y = min(ys) + (max(ys) - min(ys)) * row / _GRID
                if not in_polygon((ring,), x, y):
                    continue
                room = Room(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
                airy = room.grown(_AIR)
                outside = sum(
                    not in_polygon((ring,), airy.left + (airy.right - airy.left) * across / 4, y)
                    for across in range(5)
                    for y in (airy.top, airy.bottom)
                )
                away = math.hypot(x - middle_x, y - middle_y)
                yield outside * 15 + away * 0.3 + shape * 2, Label(lines, x, y, "middle", room)


@dataclass(frozen=True)
class Wanted:
    """A name that wants a place: beside a point, or inside an area."""

    words: str
    point: Point | None = None
    ring: Ring = ()


def place_labels(wanted: Sequence[Wanted], sheet: Sheet) -> tuple[Label, ...]:
    """A place for every name, in the order given. Those with the fewest free places choose first; then each looks again.

    No name is left out: where nothing is free it takes the place that covers least.
    """
    choices: list[list[tuple[float, Label]]] = []
    for want in wanted:
        found = _within(want.ring, want.words, sheet.size) if want.point is None else _around(want.point, want.words, sheet.size)
        alone = [(cost + sheet.cost(label, want.point), label) for cost, label in found]
        choices.append(sorted(alone, key=lambda choice: choice[0])[:220])
    order = sorted(range(len(wanted)), key=lambda index: (sum(cost < 120 for cost, _ in choices[index]), index))
    placed: dict[int, Label] = {}
    for _ in range(4):
        for index in order:
            others = [label for key, label in placed.items() if key != index]
            placed[index] = _cheapest(choices[index], others)
    return tuple(placed[index] for index in range(len(wanted)))


def sampled(points: Sequence[Point], every: float = 6.0) -> Iterator[Point]:
    """Points along a line, at most this far apart."""
    for (x1, y1), (x2, y2) in pairwise(points):
        steps = max(1, math.ceil(math.dist((x1, y1), (x2, y2)) / every))
        yield from ((x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps))


def middle_of(points: Sequence[Point]) -> Point:
    """The point halfway along a line."""
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length:
            share = left / length
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        left -= length
    return points[0]
