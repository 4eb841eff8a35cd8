"""Taking a dossier in: its rows and its page, as an import saves them.

What may live here: saving. The caller has checked what it saves and holds the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Revision

from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.editorial.conversion.pages import dossier_of, fill
from conflict_atlas.site.editorial.conversion.rows import (
    claim_digest,
    claim_fields,
    claim_of,
    correction_fields,
    correction_of,
    rows_of,
    source_fields,
    source_of,
)
from conflict_atlas.site.editorial.models import Claim, ClaimReview, Correction, DossierIndex, DossierPage, Source


def save_rows(dossier: Dossier, person: Any) -> None:
    """Make claims, sources and corrections of the conflict exactly those of the dossier; what does not change is not touched."""
    _save_claims(dossier, person)
    _save_sources(dossier, person)
    _save_corrections(dossier, person)


def save_page(dossier: Dossier, picture_row: Callable[[Picture], int], person: Any) -> tuple[DossierPage, Revision]:
    """A new revision of the conflict's page that says what the dossier says. Raises DossierError if it cannot be kept so."""
    page = DossierPage.objects.filter(slug=dossier.slug).first()
    if page is None:
        page = DossierPage(live=False, owner=person)
        fill(page, dossier, picture_row)
        DossierIndex.objects.get().add_child(instance=page)
    newest = page.get_latest_revision_as_object()
    fill(newest, dossier, picture_row)
    kept = dossier_of(newest, rows_of(dossier.slug))
    if kept != _ordered(dossier):
        parts = [name for name in vars(kept) if getattr(kept, name) != getattr(_ordered(dossier), name)]
        raise DossierError(
            f"the newsroom cannot keep {', '.join(parts)} of {dossier.slug} as they stand: "
            "names and ids are written one a line there, so a line end or an empty one cannot be part of them"
        )
    return page, newest.save_revision(user=person, log_action=True, clean=False)


@contextmanager
def stored_pictures() -> Iterator[list[Any]]:
    """The files of pictures that a transaction stores; they go again if it fails."""
    stored: list[Any] = []
    try:
        yield stored
    except BaseException:
        for file in stored:
            file.storage.delete(file.name)
        raise


def _ordered(dossier: Dossier) -> Dossier:
    return replace(dossier, claims=tuple(sorted(dossier.claims, key=lambda claim: claim.claim_id)))


def _save_claims(dossier: Dossier, person: Any) -> None:
    rows = {row.claim_id: row for row in Claim.objects.filter(conflict=dossier.slug)}
    decisions = []
    for claim in dossier.claims:
        row = rows.pop(claim.claim_id, None)
        before = claim_digest(claim_of(row)) if row else ""
        if before == claim_digest(claim):
            continue
        row = row or Claim(conflict=dossier.slug)
        for name, value in claim_fields(claim).items():
            setattr(row, name, value)
        row.save()
        row.save_revision(user=person, clean=False)
        decisions.append(_decision(row, person, ClaimReview.Decision.IMPORTED, before, claim_digest(claim)))
    for row in rows.values():
        decisions.append(_decision(row, person, ClaimReview.Decision.REMOVED, claim_digest(claim_of(row)), ""))
        row.delete()
    ClaimReview.objects.bulk_create(decisions)


def _decision(row: Claim, person: Any, decision: str, before: str, after: str) -> ClaimReview:
    name = (person.get_full_name() or person.get_username()) if person else ""
    return ClaimReview(
        conflict=row.conflict,
        claim_id=row.claim_id,
        user=person,
        name=name,
        digest_before=before,
        digest_after=after,
        decision=decision,
    )


def _save_sources(dossier: Dossier, person: Any) -> None:
    rows = {row.key: row for row in Source.objects.filter(conflict=dossier.slug)}
    for position, source in enumerate(dossier.sources):
        row = rows.pop(source.key, None) or Source(conflict=dossier.slug)
        if row.pk and row.position == position and source_of(row) == source:
            continue
        for name, value in source_fields(source).items():
            setattr(row, name, value)
        row.position = position
        row.save()
        _log(row, person)
    for row in rows.values():
        row.delete()


def _save_corrections(dossier: Dossier, person: Any) -> None:
    rows = list(Correction.objects.filter(conflict=dossier.slug))
    if tuple(map(correction_of, rows)) == dossier.corrections:
        return
    for row in rows:
        row.delete()
    for position, correction in enumerate(dossier.corrections):
        row = Correction.objects.create(conflict=dossier.slug, position=position, **correction_fields(correction))
        _log(row, person)


def _log(row: Source | Correction, person: Any) -> None:
    """So that the history says who brought it, and the rule of the second person knows."""
    if person is not None:
        log(instance=row, action="wagtail.edit", user=person)
