"""How numbers are written inside drawings: thousands marked, ranges in brackets, no false precision."""

from __future__ import annotations

from conflict_atlas.wording import number


def thin(value: int) -> str:
    """A count with thousands marked, as the reader's language does: ``13,949``."""
    return number(value)


def with_range(best: int, low: int | None, high: int | None) -> str:
    """A best estimate and its range: ``13,949 (13,316-20,194)``; the best alone where the range is not known."""
    return thin(best) if low is None or high is None else f"{thin(best)} ({thin(low)}-{thin(high)})"


def nice_step(largest: float, steps: int) -> int:
    """A round step (1, 2 or 5 times a power of ten, at least 1) that covers ``largest`` in at most ``steps`` steps."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * steps >= largest:
                return factor * power
        power *= 10
