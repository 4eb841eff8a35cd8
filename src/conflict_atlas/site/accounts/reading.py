"""The reading room: every dossier as its newest draft, for people who may read and change nothing.

What may live here: the list and the page of a draft. Wagtail's own pages about a text are for those who may edit it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from conflict_atlas.site.editorial import preview
from conflict_atlas.site.editorial.models import DossierPage

PERMISSION = "atlas_editorial.view_claim"


def may_read(user: Any) -> bool:
    """Whoever may read claims may read the drafts in which they stand."""
    return bool(user.has_perm(PERMISSION))


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """All dossiers."""
    if not may_read(request.user):
        raise PermissionDenied
    pages = DossierPage.objects.order_by("title")
    return TemplateResponse(request, "atlas_accounts/reading_room.html", {"pages": pages})


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest draft of one, as its page would look."""
    if not may_read(request.user):
        raise PermissionDenied
    page = get_object_or_404(DossierPage, pk=pk)
    return preview.response(page.get_latest_revision_as_object())
