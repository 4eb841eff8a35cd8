"""Whose hand was last on a dossier, and who may therefore publish it.

What may live here: finding the last change of a page, its claims, sources, corrections and pictures, and the rule of the
second person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Revision

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.pages import CONTENT, dossier_of, picture_rows
from conflict_atlas.site.editorial.conversion.rows import Rows
from conflict_atlas.site.editorial.models import ClaimReview, Correction, DossierPage, Picture, Publication, Source

# All but a confirmation, which comes with a publication.
_CHANGES = tuple(decision for decision in ClaimReview.Decision if decision is not ClaimReview.Decision.CONFIRMED)


@dataclass(frozen=True)
class Hand:
    """Who changed something last, when, and what. ``user`` is None for an import on the command line."""

    user: int | None
    at: datetime
    what: str


def single_editor() -> bool:
    """Whether this installation has one editor only, who may publish alone."""
    return bool(getattr(settings, "ATLAS_SINGLE_EDITOR", False))


def last_hand(page: DossierPage) -> Hand | None:
    """The last change since the last publication; None if nothing has changed since."""
    published = Publication.current(page.slug)
    since = published.at if published else None
    hands = [*_text(page, published.revision_number if published else None), *_claims(page, since), *_rows(page, since)]
    return max(hands, key=lambda hand: hand.at, default=None)


def objection(page: DossierPage, user: Any, has_changed: bool = False) -> str:
    """Why this person may not be the one who publishes; empty if they may. ``has_changed``: they are changing it right now."""
    if single_editor():
        return ""
    if has_changed:
        return _("You have changed the text just now. Save or submit it: another person looks at it and publishes it.")
    hand = last_hand(page)
    if hand is not None and hand.user == user.pk:
        return _("You made the last change (%(what)s). Another person looks at it and publishes it.") % {"what": hand.what}
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == user.pk:
        return _("You submitted this text. Another person looks at it and publishes it.")
    return ""


def checked_by(page: DossierPage, publisher: int | None) -> CheckedBy:
    """What the published page says of who has checked it."""
    hand = last_hand(page)
    if hand is None:
        return CheckedBy(page.checked_by)
    if hand.user is None or publisher is None or hand.user == publisher:
        return CheckedBy.ONE_PERSON
    return CheckedBy.TWO_PEOPLE


def _text(page: DossierPage, published: int | None) -> Iterator[Hand]:
    """The newest revision that says something else than the one before it."""
    revisions = iter(page.revisions.order_by("-created_at", "-pk"))
    newer = next(revisions, None)
    while newer is not None and newer.pk != published:
        older = next(revisions, None)
        if older is None or _said(newer) != _said(older):
            yield Hand(newer.user_id, newer.created_at, _("the text"))
            return
        newer = older


def _said(revision: Revision) -> Any:
    """What a revision says to readers, however its fields are stored."""
    try:
        dossier = dossier_of(revision.as_object(), Rows())
        return replace(dossier, updated=date.min, checked_by=CheckedBy.NOBODY)
    except DraftError:
        return {name: revision.content.get(name) for name in CONTENT if name != "updated"}


def _claims(page: DossierPage, since: datetime | None) -> Iterator[Hand]:
    changes = ClaimReview.objects.filter(conflict=page.slug, decision__in=_CHANGES)
    newest = (changes.filter(at__gt=since) if since else changes).first()
    if newest is not None:
        yield Hand(newest.user_id, newest.at, _("claim %(id)s") % {"id": newest.claim_id})


def _rows(page: DossierPage, since: datetime | None) -> Iterator[Hand]:
    held = (
        (Source, _("a source"), Source.objects.filter(conflict=page.slug).values_list("pk", flat=True)),
        (Correction, _("a correction"), Correction.objects.filter(conflict=page.slug).values_list("pk", flat=True)),
        # Credit, licence and description stand in the library, and readers see them on the page.
        (Picture, _("a picture"), picture_rows(page)),
    )
    for model, what, pks in held:
        ids = [str(pk) for pk in pks]
        entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)
        newest = (entries.filter(timestamp__gt=since) if since else entries).order_by("-timestamp").first()
        if newest is not None:
            yield Hand(newest.user_id, newest.timestamp, what)
