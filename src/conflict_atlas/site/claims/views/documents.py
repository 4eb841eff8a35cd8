"""The list of documents, and the form that takes one in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.site.claims import permissions, taking
from conflict_atlas.site.claims.forms import DocumentForm
from conflict_atlas.site.claims.models import Document, Suggestion
from conflict_atlas.site.claims.tasks import read_document


class Documents(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What was taken in, and how much of it waits."""

    permission_required = permissions.VIEW
    raise_exception = True
    template_name = "atlas_claims/documents.html"
    page_title = gettext_lazy("Documents")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Documents")}]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Documents with the counts of their suggestions."""
        state = Suggestion.State
        counts = {
            name: Count("suggestions", filter=Q(suggestions__state__in=states))
            for name, states in (
                ("waiting", [state.SUGGESTED]),
                ("accepted", [state.ACCEPTED, state.FIXED]),
                ("rejected", [state.REJECTED]),
                ("gone", [state.GONE]),
            )
        }
        rows = Document.objects.annotate(**counts)
        return super().get_context_data(**options) | {
            "documents": rows,
            "may_add": self.request.user.has_perm(permissions.ADD),
            "may_decide": self.request.user.has_perm(permissions.DECIDE),
            "waiting": sum(row.waiting for row in rows),
        }


class Add(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Upload, paste or fetch."""

    permission_required = permissions.ADD
    raise_exception = True
    form_class = DocumentForm
    template_name = "atlas_claims/add.html"
    page_title = gettext_lazy("Take a document in")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, documents, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_documents"), "label": _("Documents")},
            {"url": "", "label": _("Take a document in")},
        ]

    def get_initial(self) -> dict[str, Any]:
        """The conflict from whose page one came."""
        return super().get_initial() | {"conflict": self.request.GET.get("conflict", "")[:100]}

    def form_valid(self, form: DocumentForm) -> HttpResponse:
        """Take it in; what cannot be read is told beside the form, and nothing is kept."""
        data = form.cleaned_data
        facts = taking.Facts(
            **{
                name: data[name]
                for name in ("conflict", "key", "title", "publisher", "kind", "language", "licence", "published", "pack")
            }
        )
        try:
            raw, name, address = _bytes(data)
            document = taking.take(facts, raw, name, self.request.user, address)
        except DocumentError as problem:
            form.add_error("file" if data.get("file") else "pasted" if data.get("pasted") else "address", str(problem))
            return self.form_invalid(form)
        if document.state == Document.State.WAITING:
            read_document.enqueue(document.pk)
            messages.success(
                self.request, _("%(title)s is large: it is being read in the background.") % {"title": document.title}
            )
        else:
            count = document.suggestions.filter(state=Suggestion.State.SUGGESTED).count()
            messages.success(
                self.request,
                _("%(title)s has been read: %(count)d suggestions wait.") % {"title": document.title, "count": count},
            )
        return HttpResponseRedirect(reverse("atlas_document", args=[document.pk]))


def _bytes(data: dict[str, Any]) -> tuple[bytes, str, str]:
    if data.get("file"):
        return data["file"].read(), data["file"].name, ""
    if data.get("pasted"):
        return data["pasted"].replace("\r\n", "\n").encode("utf-8"), f"{data['key']}.txt", ""
    from conflict_atlas.documents.fetching import fetch

    fetched = fetch(data["address"])
    return fetched.raw, fetched.name, fetched.address
