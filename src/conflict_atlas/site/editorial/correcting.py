"""Correcting: what happens beside the change of a claim.

What may live here: when a reason must be given, the decision that is noted, and the correction that the page will show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.claim import CheckedBy, Claim, ClaimKind, Review
from conflict_atlas.site.editorial import models, shown
from conflict_atlas.site.editorial.conversion.rows import claim_digest, claim_of


def figure_of(claim: Claim) -> str:
    """The figure as readers see it, with what it counts; empty for a claim without a figure."""
    if claim.kind is not ClaimKind.FIGURE:
        return ""
    return figures.written(claim) + (f" {claim.measure}" if claim.measure else "")


def needs_reason(conflict: str, before: Claim | None, now: Claim) -> bool:
    """Whether readers have seen a figure that this change replaces."""
    published = published_claim(conflict, before.claim_id) if before else None
    return published is not None and figure_of(published) != figure_of(now)


def published_claim(conflict: str, claim_id: str) -> Claim | None:
    """The claim as readers see it now, if they do."""
    dossier = shown.snapshots().dossier(conflict) if models.Publication.current(conflict) else None
    return dossier.claim(claim_id) if dossier is not None else None


def save_claim(save: Callable[[], Any], row: models.Claim, before: Claim | None, person: Any, reason: str) -> Any:
    """Save a claim on behalf of a person, note the decision, and add the correction that its change asks for."""
    now = claim_of(row)
    changed = before is None or claim_digest(before) != claim_digest(now)
    if changed:
        row.checked_by = CheckedBy.ONE_PERSON.value
        if before is not None and row.review == Review.ACCEPTED:
            row.review = Review.EDITED.value
    saved = save()
    if not changed:
        return saved
    name = person.get_full_name() or person.get_username()
    models.ClaimReview.objects.create(
        conflict=row.conflict,
        claim_id=row.claim_id,
        user=person,
        name=name,
        digest_before=claim_digest(before) if before else "",
        digest_after=claim_digest(claim_of(row)),
        decision=models.ClaimReview.Decision.EDITED if before else models.ClaimReview.Decision.ADDED,
        note=reason,
    )
    if needs_reason(row.conflict, before, now):
        _correct(row, now, reason)
    return saved


def _correct(row: models.Claim, now: Claim, reason: str) -> None:
    """One correction for what readers see now and what they will see; a second change before that replaces the first."""
    published = published_claim(row.conflict, row.claim_id)
    shown_now = shown.snapshots().dossier(row.conflict)
    known = {(item.claim, item.was, item.date) for item in (shown_now.corrections if shown_now else ())}
    waiting = [
        correction
        for correction in models.Correction.objects.filter(conflict=row.conflict, claim=row.claim_id)
        if (correction.claim, correction.was, correction.date) not in known
    ]
    correction = waiting[-1] if waiting else models.Correction(conflict=row.conflict, claim=row.claim_id)
    if correction.pk is None:
        last = models.Correction.objects.filter(conflict=row.conflict).order_by("position").last()
        correction.position = last.position + 1 if last else 0
    correction.was, correction.now, correction.reason = figure_of(published) if published else "", figure_of(now), reason
    correction.date = models.correction.today()
    correction.save()


def remove_claim(row: models.Claim, person: Any) -> None:
    """Note that a claim was removed; call it before the row goes."""
    models.ClaimReview.objects.create(
        conflict=row.conflict,
        claim_id=row.claim_id,
        user=person,
        name=person.get_full_name() or person.get_username(),
        digest_before=claim_digest(claim_of(row)),
        decision=models.ClaimReview.Decision.REMOVED,
    )
