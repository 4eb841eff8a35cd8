"""How the figure of a claim is written for kids, in the language of the edition.

What may live here: that, and the words for it in languages beside English, whose words are ``dossiers.figures``'.
"""

from __future__ import annotations

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.claim import Claim, Qualifier

_VAGUE_ES = ("varios", "decenas de", "cientos de", "miles de", "decenas de miles de", "cientos de miles de", "millones de")
_UNITS_ES = {
    "days": "días", "weeks": "semanas", "years": "años", "decades": "décadas", "percent": "por ciento",
    "square kilometres": "kilómetros cuadrados",
}  # fmt: skip
_FRACTIONS_ES = {"one third": "un tercio", "one half": "la mitad", "one quarter": "un cuarto", "two thirds": "dos tercios"}
_BEFORE_ES = {
    Qualifier.APPROX: "unos ",
    Qualifier.AT_LEAST: "al menos ",
    Qualifier.MORE_THAN: "más de ",
    Qualifier.UP_TO: "hasta ",
}
_BEFORE_PERCENT_ES = {
    Qualifier.EXACT: "el ",
    Qualifier.APPROX: "cerca del ",
    Qualifier.AT_LEAST: "al menos el ",
    Qualifier.MORE_THAN: "más del ",
    Qualifier.UP_TO: "hasta el ",
}


def written(claim: Claim, language: str) -> str:
    """The figure in words of that language: "about 2,000", "unos 2.000"; other languages get it as English does."""
    return _spanish(claim) if language == "es" else figures.written(claim)


def _spanish(claim: Claim) -> str:
    qualifier = claim.qualifier or Qualifier.EXACT
    low, high = claim.low, claim.high
    if qualifier is Qualifier.VAGUE and low:
        return _VAGUE_ES[max(0, min(len(str(int(low))) - 1, len(_VAGUE_ES) - 1))]
    if qualifier in (Qualifier.RANGE, Qualifier.RANGE_PLUS) and low is not None and high is not None:
        more = " o más" if qualifier is Qualifier.RANGE_PLUS else ""
        return _with_unit(f"de {_number(low, None)} a {_number(high, None)}", claim) + more
    if claim.value is None:
        return "un número que no se conoce"
    before = (_BEFORE_PERCENT_ES if claim.unit == "percent" else _BEFORE_ES).get(qualifier, "")
    return before + _with_unit(_number(claim.value, claim.unit), claim)


def _number(value: float, unit: str | None) -> str:
    english = figures.number(value, unit)
    if english in _FRACTIONS_ES:
        return _FRACTIONS_ES[english]
    # English puts a comma where Spanish puts a point, and the other way round.
    return f"{value:,.10f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def _with_unit(words: str, claim: Claim) -> str:
    if not claim.unit or claim.unit == figures.SHARE:
        return words
    return f"{words} {_UNITS_ES.get(claim.unit, claim.unit)}"
