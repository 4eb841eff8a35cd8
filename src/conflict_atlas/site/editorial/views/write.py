"""Beginning a dossier: what will be made from the catalogue, and making it.

What may live here: this view. It asks for the right to add pages to the dossiers.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.editorial import beginning, permissions
from conflict_atlas.site.editorial.models import DossierPage


class Write(WagtailAdminTemplateMixin, TemplateView):
    """GET shows what will be made; POST makes it."""

    template_name = "atlas_editorial/write.html"
    page_title = gettext_lazy("Write a dossier")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """For everybody who may add a page; a dossier that exists is opened."""
        if not permissions.may_write(request.user):
            raise PermissionDenied
        slug = tracked.redirect(options["slug"]) or options["slug"]
        self.entry = tracked.by_slug(slug)
        if self.entry is None:
            raise Http404(_("No tracked conflict is called %(slug)s.") % {"slug": slug})
        existing = DossierPage.objects.filter(slug=slug).first()
        if existing is not None:
            return HttpResponseRedirect(self._edit(existing))
        return super().dispatch(request, *args, **options)

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Make the page and open it."""
        page = beginning.begin(self.entry, request.user)
        messages.success(request, _("A draft on %(title)s has been made from the catalogue.") % {"title": page.title})
        return HttpResponseRedirect(self._edit(page))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, dossiers, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_dossiers"), "label": _("Dossiers")},
            {"url": "", "label": self.entry.name},
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the draft will hold."""
        return super().get_context_data(entry=self.entry, facts=beginning.facts(self.entry), **context)

    def _edit(self, page: DossierPage) -> str:
        if permissions.may_edit(self.request.user, page):
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
        return reverse("atlas_dossiers")
