"""Rule: every claim and every source is used somewhere on the page."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.claim import Review

_NOT_TOLD = (Review.REJECTED, Review.SUPERSEDED, Review.SUGGESTED)


def _look(reading: Reading) -> Iterator[Finding]:
    used = {reference.claim_id for _, reference in reading.references}
    used.update(claim_id for _, _, _, claims in reading.listed for claim_id in claims)
    for claim in reading.dossier.claims:
        if claim.claim_id not in used and claim.review not in _NOT_TOLD:
            what = "stands nowhere on the page; write it as {" + claim.claim_id + "} or [^" + claim.claim_id + "], or take it out"
            yield RULE.warning(CLAIMS, claim.claim_id, what)
    sources = {claim.source for claim in reading.dossier.claims}
    sources.update(resource.source for resource in reading.dossier.resources if resource.source)
    for source in reading.dossier.sources:
        if source.key not in sources:
            what = "no claim stands on it and no resource names it; list it under resources or take it out"
            yield RULE.warning("sources.yaml", source.key, what)


RULE = Rule(
    "unused",
    "A claim that stands nowhere on the page, or a source that nothing names (warning).",
    "Tell it, list it, or take it out: what nobody can see cannot be corrected by a reader.",
    _look,
)
