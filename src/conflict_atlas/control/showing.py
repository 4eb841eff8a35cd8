"""Which day answers for a moment, and which days are missing.

What may live here: arithmetic of days. Nothing is ever filled in between two days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

LONGEST_AGE_DAYS = 7
"""A claim answers for its own day and the seven after it. A front moves in a week; what is older would pass for news."""


@dataclass(frozen=True)
class Shown:
    """The day whose claim is shown for a moment, and how many days it is older than the moment."""

    day: date
    age_days: int


@dataclass(frozen=True)
class Missing:
    """A run of days between two held ones for which nothing is held."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def shown_on(days: Sequence[date], moment: date) -> Shown | None:
    """The latest day at or before the moment; None where there is none or it is older than ``LONGEST_AGE_DAYS``."""
    earlier = [day for day in days if day <= moment]
    if not earlier or (moment - max(earlier)).days > LONGEST_AGE_DAYS:
        return None
    return Shown(max(earlier), (moment - max(earlier)).days)


def missing(days: Sequence[date]) -> tuple[Missing, ...]:
    """The runs of days between the first and the last that are not held."""
    ordered = sorted(set(days))
    one = timedelta(days=1)
    return tuple(Missing(here + one, after - one) for here, after in pairwise(ordered) if after - here > one)
