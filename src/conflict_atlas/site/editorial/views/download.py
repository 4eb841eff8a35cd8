"""A dossier to take away: its folder in a zip file.

What may live here: this view. It asks for the right to download dossiers.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages

from conflict_atlas.dossiers.archive import pack
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.editorial import exchange, permissions
from conflict_atlas.site.editorial.models import DossierPage


class Download(PermissionRequiredMixin, View):
    """What is published, or the newest draft with ``?draft=1``."""

    permission_required = permissions.EXPORT
    raise_exception = True

    def get(self, request: HttpRequest, slug: str, **options: Any) -> HttpResponse:
        """The zip file; a draft that cannot be written says why on the list."""
        if not DossierPage.objects.filter(slug=slug).exists():
            raise Http404(slug)
        is_draft = "draft" in request.GET
        try:
            dossier, pictures = exchange.draft_of(slug) if is_draft else exchange.published(slug)
            packed = pack(dossier, pictures)
        except DossierError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("atlas_dossiers"))
        response = HttpResponse(packed, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{slug}{"-draft" if is_draft else ""}.zip"'
        return response
