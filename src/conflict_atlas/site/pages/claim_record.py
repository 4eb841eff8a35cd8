"""What is recorded of a claim, in words: its fields, the document, and how it stands to other claims.

What may live here: the words for the values of a claim.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates, figures
from conflict_atlas.dossiers.claim import Claim, Qualifier, RelationKind, Review, Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.dossier.claim_lines import is_figure, whose


@dataclass(frozen=True)
class Field:
    """A field of the record in words."""

    name: str
    text: str


@dataclass(frozen=True)
class RelatedClaim:
    """Another claim and how the two stand to one another."""

    relation: str
    text: str
    figure: str
    path: str


def _text(value: object) -> str:
    return str(value).replace("_", " ")


def fields(claim: Claim) -> tuple[Field, ...]:
    """What is claimed, field by field; what the claim leaves open is left out."""
    number = figures.number
    pairs = (
        (_("Kind of claim"), _text(claim.kind.value)),
        (_("Measure"), _text(claim.measure or "")),
        (_("Value as stated"), number(claim.value, claim.unit) if claim.value is not None else ""),
        (_("Lower bound"), number(claim.low, claim.unit) if claim.low is not None else ""),
        (_("Upper bound"), number(claim.high, claim.unit) if claim.high is not None else ""),
        (_("Meant as"), _qualifier(claim.qualifier) if claim.qualifier else ""),
        (_("Unit"), claim.unit or ""),
        (_("About"), whose(claim) if claim.side or claim.population else ""),
        (_("Scope"), claim.scope or ""),
        (_("Period"), dates.written(claim.period) if claim.period else ""),
        (_("Place"), claim.place or ""),
        (_("How it was counted"), claim.method or ""),
        (_("Stated or counted"), dates.written(claim.as_of) if claim.as_of else ""),
        (_("Found by"), _("%(rule)s, version %(version)s") % {"rule": claim.rule_id, "version": claim.rule_version}),
        (_("Review"), _review(claim.review)),
    )
    return tuple(Field(name, text) for name, text in pairs if text)


def _qualifier(value: Qualifier) -> str:
    return {
        Qualifier.EXACT: _("an exact number"),
        Qualifier.APPROX: _("about"),
        Qualifier.AT_LEAST: _("at least"),
        Qualifier.MORE_THAN: _("more than"),
        Qualifier.UP_TO: _("up to"),
        Qualifier.RANGE: _("between two bounds"),
        Qualifier.RANGE_PLUS: _("between two bounds, or more"),
        Qualifier.VAGUE: _("a word, no number: the bounds are those that the word allows"),
        Qualifier.UNKNOWN: _("not known"),
    }[value]


def _review(value: Review) -> str:
    return {
        Review.SUGGESTED: _("suggested, not reviewed"),
        Review.ACCEPTED: _("accepted"),
        Review.EDITED: _("accepted after editing"),
        Review.REJECTED: _("rejected"),
        Review.SUPERSEDED: _("replaced by a newer claim"),
    }[value]


def evidence(claim: Claim, source: Source | None) -> tuple[Field, ...]:
    """What names the document and the place in it."""
    if source is None:
        return (Field(_("Digest (sha256)"), claim.sha256),)
    pairs = (
        (_("Publisher"), source.publisher),
        (_("Kind of document"), source.kind),
        (_("Published"), dates.written(source.published) if source.published else _("not given")),
        (_("Retrieved"), words.day(source.retrieved) if source.retrieved else ""),
        (_("Licence"), source.licence or _("not known; only a few words of it are quoted")),
        (_("Length"), _("%(count)s characters") % {"count": words.number(source.chars)} if source.chars is not None else ""),
        (_("Digest (sha256)"), claim.sha256),
        (_("Note"), source.note),
    )
    return tuple(Field(name, text) for name, text in pairs if text)


def _relation(kind: RelationKind, is_stated_here: bool) -> str:
    """How a claim stands to the other one, seen from the claim that states it or from the other."""
    forward, backward = {
        RelationKind.PART_OF: (_("Part of"), _("Holds as a part")),
        RelationKind.OVERLAPS: (_("Overlaps"), _("Overlaps")),
        RelationKind.SUPERSEDES: (_("Replaces"), _("Replaced by")),
        RelationKind.CONTRADICTS: (_("Contradicts"), _("Contradicts")),
        RelationKind.CORROBORATES: (_("Agrees with"), _("Agrees with")),
    }[kind]
    return forward if is_stated_here else backward


def related(dossier: Dossier, claim: Claim) -> tuple[RelatedClaim, ...]:
    """Relations that the claim states, and those that other claims state to it."""
    found: dict[tuple[str, str], Claim] = {}
    for relation in claim.relations:
        other = dossier.claim(relation.claim_id)
        if other is not None:
            found[_relation(relation.kind, True), other.claim_id] = other
    for other in dossier.claims:
        for relation in other.relations:
            if relation.claim_id == claim.claim_id:
                found.setdefault((_relation(relation.kind, False), other.claim_id), other)
    return tuple(
        RelatedClaim(name, other.text, figure(other), f"conflicts/{dossier.slug}/claims/{claim_id}/")
        for (name, claim_id), other in found.items()
    )


def figure(claim: Claim) -> str:
    """The figure of a claim in words; empty where it states no number."""
    return figures.written(claim) if is_figure(claim) else ""
