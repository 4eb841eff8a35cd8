"""Where each dossier stands: from not written to published, behind, expired.

What may live here: that list, made from the catalogue, the pages and what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.snapshots import Published
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.editorial.models import DossierPage
from conflict_atlas.site.editorial.shown import snapshots


class State(StrEnum):
    """What an editor does next follows from it."""

    NOT_WRITTEN = "not written"
    DRAFT = "draft"
    IN_MODERATION = "in moderation"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Standing:
    """A tracked conflict and its dossier."""

    slug: str
    title: str
    state: State
    page: int | None = None
    last_edited: datetime | None = None
    published_at: datetime | None = None
    has_newer_draft: bool = False
    behind: tuple[str, ...] = ()
    review_by: date | None = None
    expired: bool = False
    judgement: str = ""
    """Which one is to be reviewed next, or has expired first."""

    @property
    def needs_somebody(self) -> bool:
        """Whether readers see something that an editor should look at now."""
        return bool(self.behind) or self.expired


def standings() -> tuple[Standing, ...]:
    """Every tracked conflict in the order of its name; dossiers that need somebody come first."""
    pages = {page.slug: page for page in DossierPage.objects.all()}
    active = WorkflowState.objects.active().filter(object_id__in=[str(page.pk) for page in pages.values()])
    waiting = set(active.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list("object_id", flat=True))
    shown = snapshots().published()
    found = [
        _standing(entry.slug, entry.name, pages.get(entry.slug), waiting, shown) for entry in tracked.all() if not entry.archived
    ]
    return tuple(sorted(found, key=lambda line: (not line.needs_somebody, line.page is None, line.title.casefold())))


def needing_somebody() -> tuple[Standing, ...]:
    """Published dossiers that are behind their claims, or of which a judgement has expired."""
    return tuple(line for line in standings() if line.needs_somebody)


def _standing(slug: str, name: str, page: DossierPage | None, waiting: set[str], shown: Mapping[str, Published]) -> Standing:
    published = shown.get(slug)
    if page is None:
        return Standing(slug, name, State.NOT_WRITTEN)
    dossier = snapshots().dossier(slug) if published else None
    until, judgement = _next_review(dossier) if dossier else (None, "")
    state = State.PUBLISHED if published else State.DRAFT
    return Standing(
        slug,
        page.title,
        State.IN_MODERATION if str(page.pk) in waiting else state,
        page.pk,
        page.latest_revision_created_at,
        published.at if published else None,
        bool(published) and page.has_unpublished_changes,
        published.behind if published else (),
        until,
        until is not None and until < timezone.now().date(),
        judgement,
    )


def _next_review(dossier: Dossier) -> tuple[date | None, str]:
    named = (
        (dossier.assessment, _("assessment")),
        (dossier.risk_alert, _("risk alert")),
        (dossier.resolution_opportunity, _("resolution opportunity")),
    )
    return min(((found.review_by, str(word)) for found, word in named if found), default=(None, ""))
