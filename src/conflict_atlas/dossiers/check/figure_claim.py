"""Rule: the figure of a claim is complete, and only a claim with a figure is written as one."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.claim import Claim, ClaimKind, Qualifier
from conflict_atlas.dossiers.markup import CLAIM_ID, Figure

_PEOPLE = ("killed", "wounded", "injured", "casualties", "missing", "captured", "displaced", "refugees", "evacuated", "strength")
_BOUNDED = (Qualifier.RANGE, Qualifier.RANGE_PLUS)


def _look(reading: Reading) -> Iterator[Finding]:
    for claim in reading.dossier.claims:
        if not CLAIM_ID.fullmatch(claim.claim_id):
            what = "is no id; write small letters and digits with single hyphens, such as un-killed-2020"
            yield RULE.error(CLAIMS, claim.claim_id, what)
        yield from (RULE.error(CLAIMS, claim.claim_id, what) for what in _wrong(claim))
        if claim.kind is ClaimKind.FIGURE and claim.measure in _PEOPLE:
            unsaid = [field for field in ("side", "population") if getattr(claim, field) is None]
            if unsaid and not claim.note:
                what = f"counts people, but {' and '.join(unsaid)} stay unsaid; give them, or say in its note that the source does not"
                yield RULE.warning(CLAIMS, claim.claim_id, what)
    for passage, inline in reading.inlines:
        told = reading.claims.get(inline.claim_id) if isinstance(inline, Figure) else None
        if told is not None and _has_none(told):
            what = f"writes the figure of {told.claim_id}, which has none; write [^{told.claim_id}] behind the sentence"
            yield RULE.error(passage.file, passage.place, what)


def _has_none(claim: Claim) -> bool:
    if claim.kind is not ClaimKind.FIGURE:
        return True
    # "An unknown number" can be told where the source itself calls the number unknown.
    return claim.qualifier is not Qualifier.UNKNOWN and figures.written(claim) == figures.UNKNOWN


def _wrong(claim: Claim) -> Iterator[str]:
    value, low, high = claim.value, claim.low, claim.high
    numbers = [number for number in (value, low, high) if number is not None]
    if any(not isfinite(number) for number in numbers):
        yield "holds a number that is not finite; leave out what is open or unknown"
        return
    if any(number < 0 for number in numbers):
        yield "holds a negative number; give the number counted, and say in the text which way it went"
    if claim.kind is ClaimKind.FIGURE:
        yield from _incomplete(claim)
    if low is not None and high is not None and low > high:
        yield f"its low {low:g} is above its high {high:g}; exchange them"
    elif value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        yield f"its value {value:g} is not between its low and high; correct the one that is wrong"


def _incomplete(claim: Claim) -> Iterator[str]:
    if not claim.measure:
        yield "is a figure without measure; say what it counts: killed, wounded, displaced, territory, votes, ..."
    if claim.qualifier is None:
        yield "is a figure without qualifier; say how the number is meant: exact, approx, at_least, more_than, range, ..."
    elif claim.qualifier in _BOUNDED and (claim.low is None or claim.high is None):
        yield f"is a {claim.qualifier.value} without both low and high; give them"
    elif claim.qualifier is Qualifier.VAGUE and claim.low is None:
        yield 'is vague without low; give the bounds of the word ("hundreds": low 100, high 999)'
    elif claim.qualifier is Qualifier.UNKNOWN and (claim.value, claim.low, claim.high) != (None, None, None):
        yield "is unknown, yet holds a number; take it out or say how it is meant"
    elif claim.qualifier not in (*_BOUNDED, Qualifier.VAGUE, Qualifier.UNKNOWN) and claim.value is None:
        yield f"is {claim.qualifier.value} without value; give the number that the source states"


RULE = Rule(
    "figure-claim",
    "A figure without measure, qualifier, value or bounds; a value outside its bounds; a number that is negative or not "
    "finite; `{claim-id}` of a claim that has no figure; an id of another form. A count of people whose side or population "
    "stays unsaid, without a note, is a warning.",
    "Fill in what the source says. What it does not say stays empty, and the claim's note says so.",
    _look,
)
