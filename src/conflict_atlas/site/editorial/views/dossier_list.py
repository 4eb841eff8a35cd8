"""The list of dossiers: every tracked conflict and where its dossier stands.

What may live here: this view. It asks for any part in the work on dossiers.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from conflict_atlas.site.editorial import permissions, second_person
from conflict_atlas.site.editorial.models import DossierPage
from conflict_atlas.site.editorial.standing import standings


class DossierList(WagtailAdminTemplateMixin, TemplateView):
    """Every tracked conflict with the state of its dossier and what can be done next."""

    template_name = "atlas_editorial/dossier_list.html"
    page_title = gettext_lazy("Dossiers")
    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """For everybody who works on dossiers."""
        if not permissions.may_list(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Dossiers")}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the upload, for those who may."""
        if not self.request.user.has_perm(permissions.IMPORT):
            return []
        return [HeaderButton(_("Load a dossier"), reverse("atlas_dossier_upload"), icon_name="upload")]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The lines, and what this person may do."""
        user = self.request.user
        lines = standings()
        pages = DossierPage.objects.in_bulk([line.page for line in lines if line.page])
        return super().get_context_data(
            lines=lines,
            editable={pk for pk, page in pages.items() if permissions.may_edit(user, page)},
            may_write=permissions.may_write(user),
            may_download=user.has_perm(permissions.EXPORT),
            single_editor=second_person.single_editor(),
            written=sum(line.page is not None for line in lines),
            **context,
        )
