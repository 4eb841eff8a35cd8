"""Rule: the quote of a claim is an anchor, not a copy: at most eight words."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading

LONGEST = 8
"""Words: the figure and what it counts."""
LONGEST_CHARACTERS = 120


def _look(reading: Reading) -> Iterator[Finding]:
    for claim in reading.dossier.claims:
        count = len(claim.quote.split())
        if count == 0:
            yield RULE.error(CLAIMS, claim.claim_id, "has no quote; give the words of the document that it stands on")
        elif count > LONGEST or len(claim.quote) > LONGEST_CHARACTERS:
            what = f"its quote has {count} words and {len(claim.quote)} characters; keep the figure and what it counts, {LONGEST} words at most"
            yield RULE.error(CLAIMS, claim.claim_id, what)


RULE = Rule(
    "anchor",
    "A claim whose quote is empty, or longer than eight words or 120 characters.",
    "Keep the figure and what it counts, and mend the offsets: a longer quotation would copy the source.",
    _look,
)
