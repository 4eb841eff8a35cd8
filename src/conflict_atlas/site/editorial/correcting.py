"""Correcting: what happens beside the change of a claim.

What may live here: when a reason must be given, the decision that is noted, and the correction that the page will show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.claim import CheckedBy, Claim, ClaimKind, Review
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.site.editorial import models
from conflict_atlas.site.editorial.conversion.rows import claim_digest, claim_of
from conflict_atlas.site.pages.shelf import snapshots


def figure_of(claim: Claim) -> str:
    """The figure as readers see it, with what it counts; empty for a claim without a figure."""
    if claim.kind is not ClaimKind.FIGURE:
        return ""
    return figures.written(claim) + (f" {claim.measure}" if claim.measure else "")


def needs_reason(conflict: str, before: Claim | None, now: Claim) -> bool:
    """Whether this change replaces a figure that readers have seen, and no correction that waits says so already."""
    published = published_claim(conflict, before.claim_id) if before else None
    if before is None or published is None or figure_of(published) == figure_of(now):
        return False
    return not _is_said(_waiting(conflict, published), before, now)


def published_claim(conflict: str, claim_id: str) -> Claim | None:
    """The claim as readers see it, or saw it last where the page was taken off the site; None if they never did."""
    dossier = _last_seen(conflict)
    return dossier.claim(claim_id) if dossier is not None else None


def _last_seen(conflict: str) -> Dossier | None:
    newest = models.Publication.objects.filter(conflict=conflict).first()
    return snapshots().kept(newest.digest) if newest is not None else None


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
    if before is not None:
        _correct(row.conflict, before, now, reason)
    return saved


def _correct(conflict: str, before: Claim, now: Claim, reason: str) -> None:
    """One correction from what readers see to what they will see, whatever came in between; none if that is the same."""
    published = published_claim(conflict, before.claim_id)
    if published is None:
        return
    waiting = _waiting(conflict, published)
    if figure_of(published) == figure_of(now):
        if waiting is not None:
            waiting.delete()
        return
    if _is_said(waiting, before, now) and not reason:
        return
    correction = waiting or models.Correction(conflict=conflict, was=figure_of(published))
    if correction.pk is None:
        last = models.Correction.objects.filter(conflict=conflict).order_by("position").last()
        correction.position = last.position + 1 if last else 0
    correction.claim, correction.now, correction.date = now.claim_id, figure_of(now), models.correction.today()
    correction.reason = reason or correction.reason
    correction.save()


def _is_said(waiting: models.Correction | None, before: Claim, now: Claim) -> bool:
    """Whether the correction that waits, which somebody may have reworded since, already covers this change."""
    return waiting is not None and figure_of(now) in (waiting.now, figure_of(before))


def _waiting(conflict: str, published: Claim) -> models.Correction | None:
    """The correction of the published figure that waits for publication; one that was written by hand is left alone."""
    dossier = _last_seen(conflict)
    known = Counter((item.claim, item.was, item.date) for item in (dossier.corrections if dossier else ()))
    waiting = None
    for correction in models.Correction.objects.filter(conflict=conflict, claim=published.claim_id, was=figure_of(published)):
        # The same figure can have been wrong before: each published correction accounts for one row.
        if known[said := (correction.claim, correction.was, correction.date)] > 0:
            known[said] -= 1
        else:
            waiting = correction
    return waiting


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
