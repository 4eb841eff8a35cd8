"""How the figure of a claim is written: number, qualifier and unit, as words that can stand in a sentence.

What may live here: writing a figure. A figure never says more than its claim: open bounds stay open, a vague word stays a
word, and what is unknown is called unknown.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite, log10

from conflict_atlas.dossiers.claim import Claim, Qualifier

UNKNOWN = "an unknown number"
SHARE = "share"
"""The unit of a part of a whole, written as a fraction in words."""

_LARGE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_VAGUE = (
    "several",
    "dozens",
    "hundreds",
    "thousands",
    "tens of thousands",
    "hundreds of thousands",
    "millions",
    "tens of millions",
    "hundreds of millions",
    "billions",
)
"""The word for an order of magnitude, by the number of digits of the lower bound."""
_FRACTIONS = {
    (1, 2): "one half",
    (1, 3): "one third",
    (2, 3): "two thirds",
    (1, 4): "one quarter",
    (3, 4): "three quarters",
    (1, 5): "one fifth",
    (2, 5): "two fifths",
    (3, 5): "three fifths",
    (4, 5): "four fifths",
    (1, 10): "one tenth",
    (9, 10): "nine tenths",
}
_BEFORE = {
    Qualifier.APPROX: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.UP_TO: "up to ",
}


def written(claim: Claim) -> str:
    """The figure in words: "about 2,000", "541 to 547 or more", "hundreds", "95 percent", "one third"."""
    qualifier = claim.qualifier or Qualifier.EXACT
    if qualifier is Qualifier.UNKNOWN:
        return UNKNOWN
    if qualifier is Qualifier.VAGUE:
        return _with_unit(_vague(claim.low), claim)
    if qualifier in (Qualifier.RANGE, Qualifier.RANGE_PLUS) or claim.value is None:
        return _range(claim, qualifier)
    return _BEFORE.get(qualifier, "") + _with_unit(number(claim.value, claim.unit), claim)


def number(value: float, unit: str | None = None) -> str:
    """A number alone: "3,825", "1.5 million", "0.75"; a share as a fraction where it is a plain one."""
    if unit == SHARE:
        for (over, under), words in _FRACTIONS.items():
            if abs(value - over / under) < 0.005:
                return words
        return f"{_digits(round(value * 100, 2))} percent" if isfinite(value) else _digits(value)
    for size, name in _LARGE:
        # Only where nothing is lost: 1,500,000 is "1.5 million", 1,234,567 keeps its digits.
        if isfinite(value) and abs(value) >= size and (value / size * 100).is_integer():
            return f"{_digits(value / size)} {name}"
    return _digits(value)


def _range(claim: Claim, qualifier: Qualifier) -> str:
    low, high, about = claim.low, claim.high, _BEFORE.get(qualifier, "")
    if low is not None and high is not None and low != high:
        more = " or more" if qualifier is Qualifier.RANGE_PLUS else ""
        return f"{about}{number(low, claim.unit)} to {_with_unit(number(high, claim.unit), claim)}{more}"
    if low is not None and low == high:
        return about + _with_unit(number(low, claim.unit), claim)
    if low is not None:
        more = "more than " if qualifier is Qualifier.MORE_THAN else "at least "
        return more + _with_unit(number(low, claim.unit), claim)
    if high is not None:
        return "up to " + _with_unit(number(high, claim.unit), claim)
    return UNKNOWN if claim.value is None else _with_unit(number(claim.value, claim.unit), claim)


def _vague(low: float | None) -> str:
    if low is None or not isfinite(low) or low <= 0:
        return UNKNOWN
    return _VAGUE[max(0, min(int(log10(low) + 1e-9), len(_VAGUE) - 1))]


def _with_unit(words: str, claim: Claim) -> str:
    if not claim.unit or claim.unit == SHARE or words == UNKNOWN:
        return words
    return f"{words} {_one(claim.unit) if words == '1' else claim.unit}"


def _one(unit: str) -> str:
    if unit.endswith("ies"):
        return unit[:-3] + "y"
    return unit[:-1] if unit.endswith("s") else unit


def _digits(value: float) -> str:
    if not isfinite(value):
        return UNKNOWN
    # Decimal of the shortest form that reads back: 0.1 stays 0.1, and large numbers never get an exponent.
    shown = format(Decimal(repr(float(value))), ",f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
