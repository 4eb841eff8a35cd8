"""What readers see: the snapshots of this installation, kept in step with the database.

What may live here: pointing readers to what the database says is published, marking what changed since, and mending the
pointer after a crash.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.snapshots import Published
from conflict_atlas.site.editorial.conversion.rows import digests, rows_of
from conflict_atlas.site.editorial.models import Publication
from conflict_atlas.site.pages.shelf import snapshots


def day_of_change(dossier: Dossier) -> date:
    """The day that a dossier must give as that of its last change: today, if it says something else than readers see."""
    published = snapshots().dossier(dossier.slug)
    if published is not None and _said(published) == _said(dossier):
        return dossier.updated
    return timezone.now().date()


def _said(dossier: Dossier) -> Dossier:
    return replace(dossier, updated=date.min, checked_by=CheckedBy.NOBODY)


def changed_claims(publication: Publication) -> tuple[str, ...]:
    """Claims that say something else now than in what was published, or are gone."""
    now = digests(rows_of(publication.conflict).claims)
    return tuple(sorted(claim_id for claim_id, digest in publication.claims.items() if now.get(claim_id) != digest))


def follow(conflict: str) -> bool:
    """Make what readers see agree with the database; True if it did not before."""
    publication = Publication.current(conflict)
    shown = snapshots().published().get(conflict)
    if publication is None:
        if shown is None:
            return False
        snapshots().withdraw(conflict)
        return True
    mended = not _agree(publication, shown)
    if mended:
        snapshots().point(conflict, publication.digest, publication.at, publication.revision_number)
        shown = snapshots().published()[conflict]
    changed = changed_claims(publication)
    if changed != shown.behind:
        snapshots().mark_behind(conflict, changed)
        mended = True
    return mended


def mend(with_claims: bool = True) -> tuple[str, ...]:
    """Bring all conflicts that were ever published here into step; returns those that were not.

    Without ``with_claims`` only the pointer is looked at, which costs one small query.
    """
    at_hand = snapshots().published()
    newest: dict[str, Publication] = {}
    for publication in Publication.objects.defer("claims").order_by("pk"):
        newest[publication.conflict] = publication
    return tuple(
        conflict
        for conflict, publication in sorted(newest.items())
        if (with_claims or not _agree(publication, at_hand.get(conflict))) and follow(conflict)
    )


def _agree(publication: Publication, shown: Published | None) -> bool:
    if publication.withdrawn_at is not None:
        return shown is None
    return shown is not None and (shown.digest, shown.revision) == (publication.digest, publication.revision_number)
