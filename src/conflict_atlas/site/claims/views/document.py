"""One document: its text with what was read in it, and the state of each suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.site.claims import permissions
from conflict_atlas.site.claims.models import Document, Suggestion
from conflict_atlas.site.claims.taking import text_of

MOST_SHOWN = 400_000
"""Characters of a text on its page; the suggestions are listed whatever its length."""


@dataclass(frozen=True)
class Piece:
    """A part of the text: plain, or the words of a suggestion."""

    words: str
    suggestion: Suggestion | None = None


def pieces(text: str, suggestions: list[Suggestion]) -> tuple[Piece, ...]:
    """The text cut at the suggestions of numbers and places, which may not overlap in it."""
    found: list[Piece] = []
    at = 0
    for suggestion in suggestions:
        if suggestion.kind not in ("figure", "place", "agreement") or suggestion.start < at or suggestion.end > len(text):
            continue
        found.append(Piece(text[at : suggestion.start]))
        found.append(Piece(text[suggestion.start : suggestion.end], suggestion))
        at = suggestion.end
    return (*found, Piece(text[at:]))


class DocumentView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The page of a document."""

    permission_required = permissions.VIEW
    raise_exception = True
    template_name = "atlas_claims/document.html"
    page_title = gettext_lazy("Document")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, documents, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_documents"), "label": _("Documents")},
            {"url": "", "label": self._document.title},
        ]

    @property
    def _document(self) -> Document:
        return get_object_or_404(Document, pk=self.kwargs["pk"])

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """The text in pieces, and the suggestions."""
        document = self._document
        rows = list(document.suggestions.order_by("start", "harm", "pk"))
        is_read = document.state == Document.State.READ
        text = text_of(document)[:MOST_SHOWN] if is_read else ""
        return super().get_context_data(**options) | {
            "document": document,
            "pieces": pieces(text, rows),
            "is_cut": is_read and (document.chars or 0) > MOST_SHOWN,
            "suggestions": rows,
            "may_decide": self.request.user.has_perm(permissions.DECIDE),
        }
