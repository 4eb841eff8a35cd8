"""The page of a claim: everything that is recorded of it, and the exact place in the document that it stands on.

What may live here: the record of a claim in words, its relations in both directions, where the dossier uses it, and the same
as a W3C Web Annotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates, figures, markup
from conflict_atlas.dossiers.claim import Claim, Qualifier, RelationKind, Review, Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.publish.licences import admit_quote
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import shelf, words
from conflict_atlas.site.pages.conflict import tracked_at
from conflict_atlas.site.pages.dossier.claim_lines import is_figure, whose
from conflict_atlas.site.pages.footnotes import checked, document, place_in, speaker
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render
from conflict_atlas.site.pages.linked_data import annotation, data_block
from conflict_atlas.site.pages.prose import web_address
from conflict_atlas.site.pages.shelf import Copy

_ANNOTATION = "application/ld+json; charset=utf-8"


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


@dataclass(frozen=True)
class UsedIn:
    """A section of the dossier that rests on the claim."""

    name: str
    path: str


@dataclass(frozen=True)
class ClaimPage:
    """What the page of a claim shows."""

    claim_id: str
    speaker: str
    figure: str
    original: str
    standing: str
    note: str
    fields: tuple[Field, ...]
    document: str
    document_href: str
    quote: str
    place: str
    evidence: tuple[Field, ...]
    related: tuple[RelatedClaim, ...]
    used: tuple[UsedIn, ...]
    dossier_title: str
    dossier_path: str
    digest: str
    published: str
    has_changed: bool
    annotation_path: str
    linked_data: str


def _text(value: object) -> str:
    return str(value).replace("_", " ")


def _fields(claim: Claim) -> tuple[Field, ...]:
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


def _evidence(claim: Claim, source: Source | None) -> tuple[Field, ...]:
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


def _related(dossier: Dossier, claim: Claim) -> tuple[RelatedClaim, ...]:
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
        RelatedClaim(name, other.text, _figure(other), f"conflicts/{dossier.slug}/claims/{claim_id}/")
        for (name, claim_id), other in found.items()
    )


def _figure(claim: Claim) -> str:
    return figures.written(claim) if is_figure(claim) else ""


def used_in(dossier: Dossier, claim_id: str) -> tuple[UsedIn, ...]:
    """The parts of the dossier that name the claim, in the order of the page."""
    path = f"conflicts/{dossier.slug}/"
    found = dict.fromkeys((name, mark) for name, mark, ids in _uses(dossier) if claim_id in ids)
    return tuple(UsedIn(name, f"{path}#{mark}") for name, mark in found)


def _uses(dossier: Dossier) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each part of the page with the claims that it names."""

    def named(*texts: str) -> tuple[str, ...]:
        return tuple(claim_id for text in texts for claim_id in markup.references(text))

    yield _("Summary"), "content", named(dossier.lead)
    yield _("Quick facts"), "facts", named(*(fact.text for fact in dossier.quick_facts))
    yield _("Background"), "background", named(dossier.background)
    yield _("Recent developments"), "developments", named(dossier.developments)
    yield _("Concerns"), "concerns", named(dossier.concerns)
    for event in dossier.timeline:
        yield _("Timeline: %s") % event.title, f"event-{event.key}", named(event.text)
    for actor in dossier.actors:
        yield _("Who is involved: %s") % actor.name, f"actor-{actor.key}", named(*(role.text for role in actor.roles))
    yield _("Status of the territory"), "territory", named(*(status.text for status in dossier.territory))
    for number, tally in enumerate(dossier.casualties, start=1):
        yield _("Casualties as claimed: %s") % tally.title, f"losses-{number}", (*tally.claims, *named(tally.note))
    for number, item in enumerate(dossier.disagreements, start=1):
        yield _("Where sources disagree: %s") % item.topic, f"disagreement-{number}", (*item.claims, *named(item.text))
    yield _("Not the same thing"), "apart", dossier.beside.claims if dossier.beside else ()
    for deal in dossier.agreements:
        yield _("Agreements: %s") % deal.name, f"agreement-{deal.key}", named(*deal.terms, deal.status)
    for drawn in dossier.maps:
        yield _("Schematic maps: %s") % drawn.title, f"drawn-map-{drawn.key}", named(drawn.caption)
    for picture in dossier.pictures:
        yield _("Pictures"), f"picture-{picture.key}", named(picture.caption)
    yield _("How we know"), "how", named(dossier.how_we_know)
    yield _("Funding and interests"), "interests", named(dossier.interests)


def claim_page(copy: Copy, claim: Claim, place: Place) -> bytes:
    """The page of a claim."""
    dossier, published = copy.dossier, copy.published
    source = next((item for item in dossier.sources if item.key == claim.source), None)
    quote = admit_quote(claim, source)
    address = f"{settings.ATLAS_BASE_URL}/{place.path}"
    page = ClaimPage(
        claim_id=claim.claim_id,
        speaker=speaker(claim),
        figure=_figure(claim),
        original=_("The text of %(who)s itself was read.") % {"who": claim.claimant}
        if claim.original_seen
        else _("Only this report was read, not the text of %(who)s itself.") % {"who": claim.claimant},
        standing=checked(claim.checked_by),
        note=claim.note,
        fields=_fields(claim),
        document=document(source) if source else claim.source,
        document_href=web_address(source.address) if source else "",
        quote=quote,
        place=place_in(claim),
        evidence=_evidence(claim, source),
        related=_related(dossier, claim),
        used=used_in(dossier, claim.claim_id),
        dossier_title=dossier.title,
        dossier_path=f"conflicts/{dossier.slug}/",
        digest=published.digest,
        published=words.day(published.at.date()),
        has_changed=claim.claim_id in published.behind,
        annotation_path=f"conflicts/{dossier.slug}/claims/{claim.claim_id}/annotation.jsonld",
        linked_data=data_block(annotation(dossier, claim, quote, address)),
    )
    crumbs = (Crumb(dossier.title, page.dossier_path), Crumb(_("Claim %(id)s") % {"id": claim.claim_id}))
    description = _("What is claimed, by whom, and where it stands in the document: %s") % claim.text
    return render("claim.html", place, Head(claim.text, description, crumbs), page)


def _found(asked: Asked, rest: str) -> tuple[Copy, Claim]:
    """The claim that a path names. Raises Moved or NotPublished."""
    claim_id = asked.parts["claim_id"]
    entry = tracked_at(asked, f"claims/{claim_id}/{rest}")
    copy = shelf.copy_of(entry.slug)
    claim = copy.dossier.claim(claim_id) if copy else None
    if copy is None or claim is None:
        raise NotPublished(f"no published claim on {entry.name} has the id {claim_id!r}")
    return copy, claim


def _prepare(asked: Asked) -> Publication:
    copy, claim = _found(asked, "")
    return page_publication(asked, desk.current(), lambda place: claim_page(copy, claim, place), shelf.inputs(copy))


def _prepare_annotation(asked: Asked) -> Publication:
    copy, claim = _found(asked, "annotation.jsonld")
    address = f"{settings.ATLAS_BASE_URL}/{asked.path.removesuffix('annotation.jsonld')}"

    def made() -> bytes:
        source = next((item for item in copy.dossier.sources if item.key == claim.source), None)
        value = annotation(copy.dossier, claim, admit_quote(claim, source), address)
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()

    inputs = (*desk.current().inputs, *shelf.inputs(copy))
    return Publication(asked.path, _ANNOTATION, inputs, made, None, filename=f"{claim.claim_id}.jsonld")


def _paths(languages: Iterable[str], rest: str) -> list[str]:
    return [
        f"{language}/conflicts/{copy.dossier.slug}/claims/{claim.claim_id}/{rest}"
        for language in languages
        for copy in shelf.copies()
        for claim in copy.dossier.claims
    ]


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Records of claims. Hundreds to a dossier: each is made when it is asked for, and found through the dossier."""
    return (
        Kind(
            "claim",
            "{language}/conflicts/{slug}/claims/{claim_id}/",
            _prepare,
            lambda: _paths(languages, ""),
            in_sitemap=False,
            is_main=False,
        ),
        Kind(
            "claim-annotation",
            "{language}/conflicts/{slug}/claims/{claim_id}/annotation.jsonld",
            _prepare_annotation,
            lambda: _paths(languages, "annotation.jsonld"),
            in_sitemap=False,
            is_main=False,
        ),
    )
