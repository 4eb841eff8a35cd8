"""The page of a claim: everything that is recorded of it, and the exact place in the document that it stands on.

What may live here: putting the record of a claim on a page, and the same as a W3C Web Annotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.publish.licences import admit_quote
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import claim_record, shelf, words
from conflict_atlas.site.pages.claim_record import Field, RelatedClaim
from conflict_atlas.site.pages.claim_uses import UsedIn, used_in
from conflict_atlas.site.pages.conflict import tracked_at
from conflict_atlas.site.pages.footnotes import checked, document, place_in, speaker
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render
from conflict_atlas.site.pages.linked_data import annotation, data_block
from conflict_atlas.site.pages.prose import web_address
from conflict_atlas.site.pages.shelf import Copy

_ANNOTATION = "application/ld+json; charset=utf-8"


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
    linked_data: str
    told: SafeString


def claim_page(copy: Copy, claim: Claim, place: Place) -> bytes:
    """The page of a claim."""
    dossier, published = copy.dossier, copy.published
    source = next((item for item in dossier.sources if item.key == claim.source), None)
    quote = admit_quote(claim, source)
    address = f"{settings.ATLAS_BASE_URL}/{place.path}"
    page = ClaimPage(
        claim_id=claim.claim_id,
        speaker=speaker(claim),
        figure=claim_record.figure(claim),
        original=_("The text of %(who)s itself was read.") % {"who": claim.claimant}
        if claim.original_seen
        else _("Only this report was read, not the text of %(who)s itself.") % {"who": claim.claimant},
        standing=checked(claim.checked_by),
        note=claim.note,
        fields=claim_record.fields(claim),
        document=document(source) if source else claim.source,
        document_href=web_address(source.address) if source else "",
        quote=quote,
        place=place_in(claim),
        evidence=claim_record.evidence(claim, source),
        related=claim_record.related(dossier, claim),
        used=used_in(dossier, claim.claim_id),
        dossier_title=dossier.title,
        dossier_path=f"conflicts/{dossier.slug}/",
        digest=published.digest,
        published=words.day(published.at.date()),
        has_changed=claim.claim_id in published.behind,
        linked_data=data_block(annotation(dossier, claim, quote, address)),
        told=words.marks(dossier.language),
    )
    crumbs = (Crumb(dossier.title, page.dossier_path), Crumb(_("Claim %(id)s") % {"id": claim.claim_id}))
    description = _("What is claimed, by whom, and where it stands in the document: %s") % claim.text
    return render("claim.html", place, Head(claim.text, description, crumbs, marks=page.told), page)


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
