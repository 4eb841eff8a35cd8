"""Figures as intervals: which numbers a figure allows, and how two intervals stand to each other.

What may live here: arithmetic of intervals. An approximate number is meant to within a tenth.
"""

from __future__ import annotations

import math

from conflict_atlas.documents.records import Figure

APPROXIMATE = 0.10
"""Share of an approximate number that it may be off."""
Interval = tuple[float, float]


def interval(figure: Figure) -> Interval:
    """The numbers that a figure allows, shares as percent; open ends are 0 and infinity."""
    scale = 100 if figure.unit == "fraction" else 1
    value, low, high = (None if number is None else number * scale for number in (figure.value, figure.low, figure.high))
    if value is None:
        first = 0.0 if low is None else low
        last = math.inf if high is None or figure.qualifier == "range_plus" else high
        return first, last
    if figure.qualifier == "at_least":
        return value, math.inf
    if figure.qualifier == "more_than":
        return math.nextafter(value, math.inf), math.inf
    if figure.qualifier == "up_to":
        return 0.0, value
    if figure.qualifier == "approx":
        return value * (1 - APPROXIMATE), value * (1 + APPROXIMATE)
    return value, value


def intervals_meet(first: Interval, second: Interval) -> str:
    """equal | inside | overlapping | disjoint"""
    if first == second:
        return "equal"
    if first[1] < second[0] or second[1] < first[0]:
        return "disjoint"
    if (first[0] >= second[0] and first[1] <= second[1]) or (second[0] >= first[0] and second[1] <= first[1]):
        return "inside"
    return "overlapping"
