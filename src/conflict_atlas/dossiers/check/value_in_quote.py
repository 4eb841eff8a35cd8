"""Rule: the number of a figure is the number that its quote and its own sentence write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.quoted_numbers import Numbers, numbers_of
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.claim import Claim, ClaimKind, Qualifier
from conflict_atlas.dossiers.figures import SHARE

_RANGES = (Qualifier.RANGE, Qualifier.RANGE_PLUS)
_CUES = (
    ((Qualifier.APPROX, *_RANGES), re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost)\b", re.IGNORECASE)),
    ((Qualifier.AT_LEAST, *_RANGES), re.compile(r"\bat least\b", re.IGNORECASE)),
    (
        (Qualifier.MORE_THAN, *_RANGES),
        re.compile(
            r"\b(?:more than|over)(?=\s+[\w$€£]*\d|\s+(?:a|one|two|three|four|five|six|"
            r"seven|eight|nine|ten|twenty|thirty|forty|fifty)\b)",
            re.IGNORECASE,
        ),
    ),
    ((Qualifier.UP_TO, *_RANGES), re.compile(r"\bup to\b", re.IGNORECASE)),
)


def _look(reading: Reading) -> Iterator[Finding]:
    for claim in reading.dossier.claims:
        if claim.kind is not ClaimKind.FIGURE or claim.qualifier in (Qualifier.VAGUE, Qualifier.UNKNOWN):
            continue
        yield from _meant(claim)
        yield from _told(claim)
        found = numbers_of(claim.quote)
        wrong = [number for number in _stated(claim) if not _has(found, number, claim)]
        if not wrong:
            continue
        shown = " and ".join(f"{number:g}" for number in wrong)
        if found.certain:
            what = f"says {shown}, but its quote reads {claim.quote!r}; correct the number or take the quote that has it"
            yield RULE.error(CLAIMS, claim.claim_id, what)
        else:
            what = f"says {shown}, which cannot be read in its quote {claim.quote!r}; compare the two"
            yield RULE.warning(CLAIMS, claim.claim_id, what)


def _meant(claim: Claim) -> Iterator[Finding]:
    """Whether the number is meant as the words before it say: "about 2,000" is not exactly 2,000."""
    for qualifiers, cue in _CUES:
        match = cue.search(claim.quote)
        if match is None or claim.qualifier in qualifiers or claim.qualifier is None:
            continue
        what = f"is {claim.qualifier.value}, but its quote says {match.group()!r}; write {qualifiers[0].value}, or say why not"
        exact = claim.qualifier is Qualifier.EXACT
        yield (RULE.error if exact else RULE.warning)(CLAIMS, claim.claim_id, what)


def _told(claim: Claim) -> Iterator[Finding]:
    """Readers see the figure in the text and the sentence in its footnote; a correction easily forgets the second."""
    found = numbers_of(claim.text)
    wrong = [number for number in _stated(claim) if not _has(found, number, claim)]
    if wrong and found.certain:
        shown = " and ".join(f"{number:g}" for number in wrong)
        what = f"says {shown}, but its sentence reads {claim.text!r}; correct the one that is wrong"
        yield RULE.error(CLAIMS, claim.claim_id, what)


def _stated(claim: Claim) -> tuple[float, ...]:
    """The numbers that the quote must write: the value, or both bounds of a range."""
    if claim.value is not None:
        return (claim.value,)
    return tuple(bound for bound in (claim.low, claim.high) if bound is not None)


def _has(found: Numbers, number: float, claim: Claim) -> bool:
    scale = 100 if claim.unit == SHARE else 1
    # A fraction was rounded when it was written down; a whole number was not.
    rounded = 1e-9 if number % 1 == 0 else 0.005
    return any(
        abs(value - number) <= rounded * abs(number) + 1e-9 or abs(value - number * scale) <= 0.5 * (scale - 1) / 99
        for value in found.values
    )


RULE = Rule(
    "value-in-quote",
    "A figure whose number is not the one that its quote and its own sentence write, in digits or words, or that is called exact "
    'where the quote says "about", "at least", "more than" or "up to" (error); another qualifier than the quote\'s, or a quote that '
    "writes its number in a way that the check cannot read (warnings). Vague words are not compared.",
    "Correct the number or the sentence, or take the words of the document that have it.",
    _look,
)
