"""Publishing: from a revision to the snapshot that readers see.

What may live here: who is acting, the last look at the gate, the row that says what was published, and in which order things
are written: first the snapshot's folder, then the database, then the pointer. A crash in between leaves what readers saw
before, or is mended from the database at the next start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.site.editorial import gate, second_person, shown
from conflict_atlas.site.editorial.conversion.pages import dossier_of, picture_rows
from conflict_atlas.site.editorial.conversion.rows import claim_digest, claim_of, digests, rows_of
from conflict_atlas.site.editorial.models import Claim, ClaimReview, DossierPage, Publication
from conflict_atlas.site.pages.shelf import snapshots


class NotReady(PermissionDenied):
    """A draft cannot be published; the message lists why."""

    def __init__(self, title: str, reasons: tuple[str, ...]) -> None:
        super().__init__(_("“%(title)s” cannot be published. ") % {"title": title} + " ".join(reasons))
        self.reasons = reasons


@dataclass
class Acting:
    """On whose behalf a revision is being published. ``user`` is None for the timetable and for imports."""

    user: Any
    revision: Revision
    is_import: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class Made:
    """What is about to be published."""

    dossier: Dossier
    digest: str
    at: datetime
    name: str


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def by(user: Any, revision: Revision, is_import: bool = False) -> Iterator[None]:
    """Publish this revision on behalf of ``user``. An import that has begun stays one."""
    outer = _acting.get()
    if outer is not None and outer.is_import:
        yield
        return
    token = _acting.set(Acting(user, revision, is_import))
    try:
        yield
    finally:
        _acting.reset(token)


def goes_live(page: DossierPage) -> bool:
    """Whether saving this page makes another revision live, or the same one again."""
    if not page.pk or not page.live or page.live_revision_id is None:
        return False
    acting = _acting.get()
    if acting is not None and not acting.is_done and acting.revision.pk == page.live_revision_id:
        return True
    stored = DossierPage.objects.filter(pk=page.pk).values_list("live_revision_id", flat=True).first()
    return stored != page.live_revision_id


def prepare(page: DossierPage) -> Made:
    """Look at the gate, settle what the page says of itself, and write the snapshot's folder. Raises NotReady."""
    acting = _acting.get() or Acting(page.live_revision.user, page.live_revision)
    acting.is_done = True
    person = acting.user or _who_planned(page)
    if not acting.is_import:
        _admit(page, person)
        _sign(page, person)
    dossier = dossier_of(page, rows_of(page.slug))
    pictures = {row.sha256: row for row in picture_rows(page).values()}
    files = {picture.file: _bytes(pictures[picture.sha256]) for picture in dossier.pictures}
    digest = snapshots().keep(dossier, files)
    return Made(dossier, digest, timezone.now(), _name(person))


def record(page: DossierPage, made: Made) -> None:
    """Note what was published, in the transaction in which the page goes live; readers see it once that is committed."""
    revision = page.live_revision
    Publication.objects.create(
        conflict=page.slug,
        digest=made.digest,
        revision=revision,
        revision_number=revision.pk,
        at=made.at,
        name=made.name,
        claims=dict(digests(made.dossier.claims)),
    )
    # The revision says what was published under it.
    revision.content |= {"updated": page.updated.isoformat(), "checked_by": page.checked_by}
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    transaction.on_commit(lambda: shown.follow(page.slug))


def withdraw(conflict: str) -> None:
    """Take a dossier off the site. Its snapshots stay."""
    with transaction.atomic():
        publication = Publication.current(conflict)
        if publication is not None:
            publication.withdrawn_at = timezone.now()
            publication.save(update_fields=["withdrawn_at"])
        transaction.on_commit(lambda: shown.follow(conflict))


def _admit(page: DossierPage, person: Any) -> None:
    objection = second_person.objection(page, person) if person is not None else ""
    reasons = (*filter(None, [objection]), *map(gate.sentence, gate.errors(page)))
    if reasons:
        raise NotReady(page.title, reasons)


def _sign(page: DossierPage, person: Any) -> None:
    """Who has checked the page and its claims, and when the text was last changed."""
    checked = second_person.checked_by(page, person.pk if person else None)
    page.checked_by = checked.value
    if checked is CheckedBy.TWO_PEOPLE:
        _confirm_claims(page.slug, person)
    page.updated = shown.day_of_change(dossier_of(page, rows_of(page.slug)))


def _confirm_claims(conflict: str, person: Any) -> None:
    """What one person wrote has now been seen by a second."""
    for row in Claim.objects.filter(conflict=conflict, checked_by=CheckedBy.ONE_PERSON):
        before = claim_digest(claim_of(row))
        row.checked_by = CheckedBy.TWO_PEOPLE.value
        row.save(update_fields=["checked_by"])
        ClaimReview.objects.create(
            conflict=conflict,
            claim_id=row.claim_id,
            user=person,
            name=_name(person),
            digest_before=before,
            digest_after=claim_digest(claim_of(row)),
            decision=ClaimReview.Decision.CONFIRMED,
        )


def _who_planned(page: DossierPage) -> Any:
    """Who scheduled the publication that the timetable now carries out."""
    entry = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.schedule").order_by("-timestamp").first()
    return get_user_model().objects.filter(pk=entry.user_id).first() if entry is not None else None


def _name(person: Any) -> str:
    return (person.get_full_name() or person.get_username()) if person is not None else ""


def _bytes(row: Any) -> bytes:
    with row.file.open("rb") as file:
        return bytes(file.read())
