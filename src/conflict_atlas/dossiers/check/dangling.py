"""Rule: whatever names a claim names one that is there and that an editor has not turned down."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.claim import Review

_USABLE = (Review.ACCEPTED, Review.EDITED)


def _look(reading: Reading) -> Iterator[Finding]:
    for passage, claim_id in dict.fromkeys((passage, reference.claim_id) for passage, reference in reading.references):
        yield from _named(reading, passage.file, passage.place, claim_id)
    for _, file, place, claims in reading.listed:
        for claim_id in claims:
            yield from _named(reading, file, place, claim_id)
    for claim in reading.dossier.claims:
        for relation in claim.relations:
            if relation.claim_id not in reading.claims:
                what = f"its relation {relation.kind.value} names {relation.claim_id!r}{_like(reading, relation.claim_id)}"
                yield RULE.error(CLAIMS, claim.claim_id, what)
            elif relation.claim_id == claim.claim_id:
                what = f"its relation {relation.kind.value} names the claim itself; name the other claim or take it out"
                yield RULE.error(CLAIMS, claim.claim_id, what)


def _named(reading: Reading, file: str, place: str, claim_id: str) -> Iterator[Finding]:
    claim = reading.claims.get(claim_id)
    if claim is None:
        yield RULE.error(file, place, f"names {claim_id!r}{_like(reading, claim_id)}")
    elif claim.review not in _USABLE:
        what = f"stands on {claim_id}, which is {claim.review.value}; accept that claim, or tell another one here"
        yield RULE.error(file, place, what)


def _like(reading: Reading, claim_id: str) -> str:
    # Comparing takes a while; a text full of unknown names is not full of slips of the pen.
    close = get_close_matches(claim_id, reading.claims, n=1) if len(reading.unknown) <= 20 else []
    return f", which is no claim of this dossier; {f'is {close[0]} meant?' if close else 'add the claim or take it out'}"


RULE = Rule(
    "dangling-claim",
    "A figure, footnote, tally, disagreement, relation, correction or comparison that names no claim of the dossier, or one "
    "that is rejected, superseded or not yet reviewed.",
    "Correct the id, add the claim, or accept it; otherwise take the reference out.",
    _look,
)
