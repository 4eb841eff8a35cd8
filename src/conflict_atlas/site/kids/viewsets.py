"""The drafts in the admin.

What may live here: which columns and forms they have.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from conflict_atlas.site.editorial.viewsets import SavedByHand
from conflict_atlas.site.kids.models import KidsEdition


class EditEdition(SavedByHand, EditView):
    """The form of a draft. After saving one stays in it: the next step is to look at what the check says."""

    def get_success_url(self) -> str:
        """The form again."""
        return reverse("wagtailsnippets_atlas_kids_kidsedition:edit", args=[self.object.pk])


class KidsEditionViewSet(SnippetViewSet):
    """Drafts. New ones begin in the list of editions, from the template."""

    model = KidsEdition
    icon = "openquote"
    edit_view_class = EditEdition
    add_to_admin_menu = False
    copy_view_enabled = False
    list_display = ("title", "language", "conflict", "checked")
    list_filter = ("conflict", "language")

    def get_queryset(self, request: Any) -> Any:
        """All of them, by conflict."""
        return KidsEdition.objects.order_by("conflict", "language")
