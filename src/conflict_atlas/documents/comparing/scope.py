"""Scopes of figures: whose people, which side, which time. Which of two holds the other.

What may live here: the nesting of scopes. What is not told is taken to be equal.
"""

from __future__ import annotations

from datetime import date

from conflict_atlas.documents.records import Figure

_WITHIN = {
    "soldiers": "fighters",
    "militants": "fighters",
    "combatants": "fighters",
    "peacekeepers": "fighters",
    "fighters": "people",
    "children": "civilians",
    "women": "civilians",
    "civilians": "people",
}
NEAR_DAYS = 4
"""Reports of one event lie so near together."""
Period = tuple[str | None, str | None] | None


def scope(first: Figure, second: Figure) -> str:
    """equal | first_in_second | second_in_first | different: by population, side and period."""
    verdicts = {_nested(first.population or "people", second.population or "people"), periods(first, second)}
    sides = set(first.side), set(second.side)
    if sides[0] and sides[1] and not sides[0] & sides[1]:
        return "different"
    verdicts.discard("equal")
    if not verdicts:
        return "equal"
    return verdicts.pop() if len(verdicts) == 1 else "different"


def _nested(first: str, second: str) -> str:
    if first == second:
        return "equal"
    if second in _larger(first):
        return "first_in_second"
    return "second_in_first" if first in _larger(second) else "different"


def _larger(name: str) -> set[str]:
    found: set[str] = set()
    while name != "people":
        name = _WITHIN.get(name, "people")
        found.add(name)
    return found


def periods(first: Figure, second: Figure) -> str:
    """How the times of two figures stand to each other, as ``scope``.

    Unknown times are taken to be equal; days of one event may lie a few days apart. A time that only the text before a figure tells
    is not exact enough to be a part of another, nor is an open one: where the two meet, they are taken to be equal.
    """
    if first.period is None or second.period is None:
        return "equal"
    a, b = days(first.period), days(second.period)
    if a == b or (abs(a[0] - b[0]) <= NEAR_DAYS and abs(a[1] - b[1]) <= NEAR_DAYS):
        return "equal"
    if "context" in (first.period_basis, second.period_basis) and a[0] <= b[1] and b[0] <= a[1]:
        return "equal"
    if None in (*first.period, *second.period) and a[0] <= b[1] and b[0] <= a[1]:
        return "equal"
    if b[0] <= a[0] and a[1] <= b[1]:
        return "first_in_second"
    if a[0] <= b[0] and b[1] <= a[1]:
        return "second_in_first"
    return "different"


def days(period: tuple[str | None, str | None]) -> tuple[int, int]:
    """A period in days (``date.toordinal``); open ends are the first and the last day that there is."""
    return (
        date.fromisoformat(period[0]).toordinal() if period[0] else 0,
        date.fromisoformat(period[1]).toordinal() if period[1] else date.max.toordinal(),
    )
