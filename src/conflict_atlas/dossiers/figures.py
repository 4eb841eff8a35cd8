"""How the figure of a claim is written: number, qualifier and unit, as words that can stand in a sentence.

What may live here: writing a figure. A figure never says more than its claim: open bounds stay open, a vague word stays a
word, and what is unknown is called unknown.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite, log10

from conflict_atlas import wording
from conflict_atlas.dossiers.claim import Claim, Qualifier
from conflict_atlas.wording import gettext, ngettext

UNKNOWN = "an unknown number"
"""What stands for a number that nobody knows, in English."""
SHARE = "share"
"""The unit of a part of a whole, written as a fraction in words."""


def written(claim: Claim) -> str:
    """The figure in the reader's words: "about 2,000", "541 to 547 or more", "hundreds", "95 percent", "one third"."""
    qualifier = claim.qualifier or Qualifier.EXACT
    if qualifier is Qualifier.UNKNOWN:
        return _unknown()
    if qualifier is Qualifier.VAGUE:
        return _with_unit(_vague(claim.low), claim)
    if qualifier in (Qualifier.RANGE, Qualifier.RANGE_PLUS) or claim.value is None:
        return _range(claim, qualifier)
    return _qualified(qualifier, _with_unit(number(claim.value, claim.unit), claim))


def number(value: float, unit: str | None = None) -> str:
    """A number alone: "3,825", "1.5 million", "0.75"; a share as a fraction where it is a plain one."""
    if unit == SHARE:
        for (over, under), words in _fractions().items():
            if abs(value - over / under) < 0.005:
                return words
        if not isfinite(value):
            return _digits(value)
        percents = round(value * 100, 2)
        form = 1 if percents == 1 else 100
        return ngettext("%(number)s percent", "%(number)s percent", form) % {"number": _digits(percents)}
    if not isfinite(value):
        return _digits(value)
    # Only where nothing is lost: 1,500,000 is "1.5 million", 1,234,567 keeps its digits.
    for size in (10**12, 10**9, 10**6):
        if abs(value) >= size and (value / size * 100).is_integer():
            return _large(size, value / size)
    return _digits(value)


def _unknown() -> str:
    return gettext("an unknown number")


def _qualified(qualifier: Qualifier, words: str) -> str:
    pattern = {
        Qualifier.APPROX: gettext("about %(number)s"),
        Qualifier.AT_LEAST: gettext("at least %(number)s"),
        Qualifier.MORE_THAN: gettext("more than %(number)s"),
        Qualifier.UP_TO: gettext("up to %(number)s"),
    }.get(qualifier, "%(number)s")
    return pattern % {"number": words}


def _large(size: int, count: float) -> str:
    # A broken number takes the form of two: "1.5 million".
    form = int(count) if count.is_integer() else 2
    pattern = {
        10**12: ngettext("%(number)s trillion", "%(number)s trillion", form),
        10**9: ngettext("%(number)s billion", "%(number)s billion", form),
        10**6: ngettext("%(number)s million", "%(number)s million", form),
    }[size]
    return pattern % {"number": _digits(count)}


def _fractions() -> dict[tuple[int, int], str]:
    return {
        (1, 2): gettext("one half"),
        (1, 3): gettext("one third"),
        (2, 3): gettext("two thirds"),
        (1, 4): gettext("one quarter"),
        (3, 4): gettext("three quarters"),
        (1, 5): gettext("one fifth"),
        (2, 5): gettext("two fifths"),
        (3, 5): gettext("three fifths"),
        (4, 5): gettext("four fifths"),
        (1, 10): gettext("one tenth"),
        (9, 10): gettext("nine tenths"),
    }


def _range(claim: Claim, qualifier: Qualifier) -> str:
    low, high = claim.low, claim.high
    if low is not None and high is not None and low != high:
        values = {"low": number(low, claim.unit), "high": _with_unit(number(high, claim.unit), claim)}
        if qualifier is Qualifier.RANGE_PLUS:
            return _qualified(qualifier, gettext("%(low)s to %(high)s or more") % values)
        return _qualified(qualifier, gettext("%(low)s to %(high)s") % values)
    if low is not None and low == high:
        return _qualified(qualifier, _with_unit(number(low, claim.unit), claim))
    if low is not None:
        open_end = Qualifier.MORE_THAN if qualifier is Qualifier.MORE_THAN else Qualifier.AT_LEAST
        return _qualified(open_end, _with_unit(number(low, claim.unit), claim))
    if high is not None:
        return _qualified(Qualifier.UP_TO, _with_unit(number(high, claim.unit), claim))
    return _unknown() if claim.value is None else _with_unit(number(claim.value, claim.unit), claim)


def _vague(low: float | None) -> str:
    """The word for an order of magnitude, by the number of digits of the lower bound."""
    if low is None or not isfinite(low) or low <= 0:
        return _unknown()
    words = (
        gettext("several"),
        gettext("dozens"),
        gettext("hundreds"),
        gettext("thousands"),
        gettext("tens of thousands"),
        gettext("hundreds of thousands"),
        gettext("millions"),
        gettext("tens of millions"),
        gettext("hundreds of millions"),
        gettext("billions"),
    )
    return words[max(0, min(int(log10(low) + 1e-9), len(words) - 1))]


def _with_unit(words: str, claim: Claim) -> str:
    if not claim.unit or claim.unit == SHARE or words == _unknown():
        return words
    # Whoever counts in this unit counts one, or as many as need no form of their own.
    form = 1 if words == _digits(1) else 100
    known = {
        "percent": ngettext("%(number)s percent", "%(number)s percent", form),
        "square kilometres": ngettext("%(number)s square kilometre", "%(number)s square kilometres", form),
        "US dollars": ngettext("%(number)s US dollar", "%(number)s US dollars", form),
        "barrels of oil a day": ngettext("%(number)s barrel of oil a day", "%(number)s barrels of oil a day", form),
    }
    if claim.unit in known:
        return known[claim.unit] % {"number": words}
    return f"{words} {_one(claim.unit) if words == _digits(1) else claim.unit}"


def _one(unit: str) -> str:
    if unit.endswith("ies"):
        return unit[:-3] + "y"
    return unit[:-1] if unit.endswith("s") else unit


def _digits(value: float) -> str:
    if not isfinite(value):
        return _unknown()
    # Decimal of the shortest form that reads back: 0.1 stays 0.1, and large numbers never get an exponent.
    exact = Decimal(repr(float(value))).normalize()
    exponent = exact.as_tuple().exponent
    return wording.number(exact, max(0, -exponent) if isinstance(exponent, int) else 0)
