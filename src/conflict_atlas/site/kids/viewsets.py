"""The drafts in the admin.

What may live here: which columns and forms they have.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from conflict_atlas.site.editorial.viewsets import SavedByHand
from conflict_atlas.site.kids.models import KidsEdition


class EditEdition(SavedByHand, EditView):
    """The form of a draft. After saving one stays in it: the next step is to look at what the check says."""

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Save. Wagtail's blocks cannot read a request in which whole parts of their form are missing."""
        try:
            return super().post(request, *args, **options)
        except MultiValueDictKeyError as missing:
            return HttpResponseBadRequest(f"a part of the form is missing: {missing.args[0]}")

    def get_success_url(self) -> str:
        """The form again."""
        return reverse("wagtailsnippets_atlas_kids_kidsedition:edit", args=[self.object.pk])


class BeginInTheList(CreateView):
    """A new draft belongs to a conflict and a language: it is begun in the list of editions."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Lead there."""
        return HttpResponseRedirect(reverse("atlas_kids"))


class KidsEditionViewSet(SnippetViewSet):
    """Drafts. New ones begin in the list of editions, from the template."""

    model = KidsEdition
    icon = "openquote"
    add_view_class = BeginInTheList
    edit_view_class = EditEdition
    menu_label = _("For kids")
    menu_name = "atlas-kids"
    menu_order = 92
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ("title", "language", "conflict", "checked")
    list_filter = ("conflict", "language")

    @property
    def menu_url(self) -> str:
        """The list of editions, which also knows those that nobody has begun."""
        return reverse("atlas_kids")

    def get_queryset(self, request: Any) -> Any:
        """All of them, by conflict."""
        return KidsEdition.objects.order_by("conflict", "language")
