"""The two reading levels, and what they ask of a text.

What may live here: the numbers. Level A is for grade 5 and below, level B for grade 8 and below.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How hard a text may be."""

    A = "A"
    B = "B"


@dataclass(frozen=True)
class Limits:
    """``grade`` is name-neutral (English), ``ease`` the least in Spanish; ``words`` a sentence on average, ``longest`` at all."""

    grade: float
    ease: float
    words: float
    longest: int = 20
    numbers: int = 1
    """In a sentence; a range or a date counts as one."""


LIMITS = {Level.A: Limits(grade=5.0, ease=80.0, words=10.0), Level.B: Limits(grade=8.0, ease=70.0, words=12.0)}
