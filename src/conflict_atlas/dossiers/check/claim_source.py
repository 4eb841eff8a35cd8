"""Rule: every claim stands in a source that was read, and names the same digest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading

SHA256 = re.compile(r"[0-9a-f]{64}")


def _look(reading: Reading) -> Iterator[Finding]:
    for source in reading.dossier.sources:
        if source.sha256 is not None and not SHA256.fullmatch(source.sha256):
            what = f"sha256 {source.sha256[:12]!r}... is no digest; write 64 small hexadecimal digits"
            yield RULE.error("sources.yaml", source.key, what)
        if (source.sha256 is None) != (source.chars is None):
            yield RULE.error(
                "sources.yaml", source.key, "has only one of sha256 and chars; give both, or neither if it was not read"
            )
    for claim in reading.dossier.claims:
        found = reading.sources.get(claim.source)
        if found is None:
            yield RULE.error(
                CLAIMS, claim.claim_id, f"its source {claim.source!r} is not under sources; add it or correct the key"
            )
        elif found.sha256 is None:
            what = f"its source {claim.source} was not read (no sha256); read it, or list it as a resource only"
            yield RULE.error(CLAIMS, claim.claim_id, what)
        elif found.sha256 != claim.sha256:
            what = f"was read in another version of {claim.source} than the one under sources; read it again there, mend offsets and sha256"
            yield RULE.error(CLAIMS, claim.claim_id, what)
        if not claim.claimant.strip():
            yield RULE.error(CLAIMS, claim.claim_id, "names no claimant; write who says so, or the publisher of the document")
        if not claim.text.strip():
            yield RULE.error(CLAIMS, claim.claim_id, "has no text; write what is claimed, as one sentence of our own")


RULE = Rule(
    "claim-source",
    "A claim whose source is not listed or was not read, whose digest is not the source's, or that names nobody who says it; a "
    "source whose digest or length is missing or malformed.",
    "List the document with the sha256 and the length of what was read, and take both into the claim.",
    _look,
)
