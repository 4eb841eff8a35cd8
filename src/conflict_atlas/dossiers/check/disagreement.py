"""Rule: a disagreement tells every side of it, and a tally lists figures."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers import markup
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.claim import ClaimKind

RELATIONS = (
    *("contradiction", "tension", "compatible_bounds", "different_scope", "different_granularity", "different_terms"),
    *("attributed_dispute", "coverage_gap", "time_change", "corroboration"),
)


def _look(reading: Reading) -> Iterator[Finding]:
    for disagreement in reading.dossier.disagreements:
        place = disagreement.topic
        if disagreement.relation not in RELATIONS:
            what = f"its relation {disagreement.relation!r} is unknown; write one of: {', '.join(RELATIONS)}"
            yield RULE.error("disagreements.yaml", place, what)
        # A gap is that one source tells something and another nothing, so one claim is enough for it.
        least = 1 if disagreement.relation == "coverage_gap" else 2
        if len(set(disagreement.claims)) < least:
            yield RULE.error("disagreements.yaml", place, f"names fewer than {least} claims; name each that differs")
        try:
            told = markup.references(disagreement.text)
        except markup.MarkupError:
            continue  # the rule "markup" names it
        if len(set(disagreement.claims)) >= least > len(set(told) & set(disagreement.claims)):
            what = (
                f"its text tells fewer than {least} of the claims it lists; write {{claim-id}} or [^claim-id] where each is told"
            )
            yield RULE.error("disagreements.yaml", place, what)
    for tally in reading.dossier.casualties:
        claims = [reading.claims[claim_id] for claim_id in tally.claims if claim_id in reading.claims]
        if not tally.claims:
            yield RULE.error("casualties.yaml", tally.title, "lists no claims; list the figures, or take it out")
        for claim in claims:
            if claim.kind is not ClaimKind.FIGURE:
                what = f"lists {claim.claim_id}, which is no figure; tell it in the note, and list figures only"
                yield RULE.error("casualties.yaml", tally.title, what)


RULE = Rule(
    "disagreement",
    "A disagreement of an unknown relation, with fewer than two claims (one for a gap), or whose text tells fewer of them; a "
    "table of losses that lists nothing, or something that is no figure.",
    "Tell each claim with its speaker and its footnote, and say why they differ.",
    _look,
)
