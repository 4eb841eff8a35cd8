"""Rule: a disputed figure is not told alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.claim import RelationKind
from conflict_atlas.dossiers.markup import Figure


def _look(reading: Reading) -> Iterator[Finding]:
    rivals = _rivals(reading)
    told_together = [set(disagreement.claims) for disagreement in reading.dossier.disagreements]
    in_part: dict[str, set[str]] = defaultdict(set)
    for passage, reference in reading.references:
        in_part[passage.part].add(reference.claim_id)
    reported = set()
    for passage, reference in reading.references:
        claim_id = reference.claim_id
        if not isinstance(reference, Figure) or (passage.part, claim_id) in reported:
            continue
        for rival in rivals.get(claim_id, ()):
            if rival not in in_part[passage.part] and not any({claim_id, rival} <= told for told in told_together):
                reported.add((passage.part, claim_id))
                what = f"tells {claim_id} alone, which {rival} contradicts; tell both here, or both in a disagreement"
                yield RULE.error(passage.file, passage.place, what)


def _rivals(reading: Reading) -> dict[str, list[str]]:
    """The claims that contradict each claim: the relation may be recorded at either."""
    rivals: dict[str, list[str]] = defaultdict(list)
    for claim in reading.dossier.claims:
        for relation in claim.relations:
            if relation.kind is RelationKind.CONTRADICTS and relation.claim_id in reading.claims:
                rivals[claim.claim_id].append(relation.claim_id)
                rivals[relation.claim_id].append(claim.claim_id)
    return rivals


RULE = Rule(
    "told-alone",
    "A figure that another claim contradicts, told where the other stands nowhere in the same part of the page, and no "
    "disagreement tells both.",
    "Tell both figures with their speakers, or add a disagreement that says how and why they differ.",
    _look,
)
