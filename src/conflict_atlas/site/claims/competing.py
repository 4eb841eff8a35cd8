"""What stands against a suggestion: the claims of the conflict that count the same, and how they stand to it.

What may live here: that comparison, by the same rules that compare documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from conflict_atlas.documents.comparing.relating import relate
from conflict_atlas.documents.comparing.relation import Relation, in_words
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.from_claims import figure_of
from conflict_atlas.documents.records import Figure, Record
from conflict_atlas.site.editorial.conversion.rows import claim_of
from conflict_atlas.site.editorial.models import Claim


@dataclass(frozen=True)
class Competing:
    """One claim, and how it stands to the suggestion: in words, and why."""

    claim: Claim
    relation: str
    why: str


def competing(record: Record, conflict: str) -> tuple[Competing, ...]:
    """The claims that may be about the same thing, those that cannot both be true first."""
    if not isinstance(record, Figure):
        return ()
    new = Told("suggestion", record, "")
    found: list[tuple[int, Competing]] = []
    order = list(Relation)
    for claim in Claim.objects.filter(conflict=conflict, kind="figure").exclude(review="rejected"):
        figure = figure_of(claim_of(claim))
        if figure.kind != record.kind:
            continue
        relation = relate(Told(claim.source, figure, claim.text), new)
        if relation is not None and relation[0] is not Relation.DIFFERENT_SCOPE:
            found.append((order.index(relation[0]), Competing(claim, in_words(relation[0]), relation[1])))
    return tuple(item for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].claim.claim_id)))
