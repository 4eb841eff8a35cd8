"""The queue: one suggestion at a time, its sentence, its rule, what stands against it, and the decision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.documents.suggesting import Harm, may_accept_by_rule, sentence_around
from conflict_atlas.site.claims import deciding, permissions
from conflict_atlas.site.claims.competing import competing
from conflict_atlas.site.claims.forms import DecisionForm
from conflict_atlas.site.claims.models import Document, Suggestion
from conflict_atlas.site.claims.taking import text_of


class Queue(PermissionRequiredMixin, View):
    """The way to the next suggestion."""

    permission_required = permissions.DECIDE
    raise_exception = True

    def get(self, request: Any) -> HttpResponse:
        """On to it, or back to the list where nothing waits."""
        conflict = request.GET.get("conflict", "")[:100]
        after = request.GET.get("after", "")
        found = deciding.next_for(conflict, int(after) if after.isdecimal() else None)
        if found is None:
            messages.success(request, _("No suggestion waits."))
            return HttpResponseRedirect(reverse("atlas_documents"))
        query = f"?conflict={conflict}" if conflict else ""
        return HttpResponseRedirect(reverse("atlas_suggestion", args=[found.pk]) + query)


class Review(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """One suggestion."""

    permission_required = permissions.DECIDE
    raise_exception = True
    form_class = DecisionForm
    template_name = "atlas_claims/review.html"
    page_title = gettext_lazy("Decide on a suggestion")
    header_icon = "tick"

    def setup(self, request: Any, *args: Any, **options: Any) -> None:
        """Find the suggestion."""
        super().setup(request, *args, **options)
        self.suggestion = get_object_or_404(Suggestion.objects.select_related("document"), pk=options["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, documents, the document, then this."""
        document = self.suggestion.document
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_documents"), "label": _("Documents")},
            {"url": reverse("atlas_document", args=[document.pk]), "label": document.title},
            {"url": "", "label": _("Decide")},
        ]

    def get_initial(self) -> dict[str, Any]:
        """What was read."""
        plain = asdict(deciding.draft(self.suggestion))
        shown = {name: getattr(plain[name], "value", plain[name]) for name in deciding.FIELDS}
        whole = {name: int(value) for name, value in shown.items() if isinstance(value, float) and value.is_integer()}
        return shown | whole

    def get_form_kwargs(self) -> dict[str, Any]:
        """A place is no claim: it needs neither sentence nor claimant."""
        return super().get_form_kwargs() | {"is_claim": self.suggestion.kind != "place"}

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """The sentence in three parts, the history of the rule, and the claims beside."""
        suggestion, document = self.suggestion, self.suggestion.document
        text = text_of(document) if document.state == Document.State.READ else suggestion.quote
        start, end = sentence_around(text, suggestion.start, min(suggestion.end, suggestion.start + 1))
        end = max(end, suggestion.end)
        waiting = Suggestion.objects.filter(state=Suggestion.State.SUGGESTED, document__conflict=document.conflict)
        return super().get_context_data(**options) | {
            "suggestion": suggestion,
            "document": document,
            "before": text[start : suggestion.start],
            "words": text[suggestion.start : suggestion.end],
            "after": text[suggestion.end : end],
            "rule": deciding.history_of(suggestion.rule_id),
            "harm": Harm(suggestion.harm).name.lower(),
            "competing": competing(deciding.record_of(suggestion), document.conflict),
            "waiting": waiting.count(),
            "conflict": self.request.GET.get("conflict", ""),
            "speaker": suggestion.fields.get("attributed_to") or suggestion.fields.get("speaker"),
        }

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Accept, as it was read or as it was put right."""
        return self._decided(
            lambda: deciding.accept(self.suggestion, form.values(), self.request.user, form.cleaned_data["note"]), _("Accepted.")
        )

    def post(self, request: Any, *args: Any, **options: Any) -> HttpResponse:
        """Reject and leave for later need no form."""
        if request.POST.get("decision") == "reject":
            note = request.POST.get("note", "")[:1000]
            return self._decided(lambda: deciding.reject(self.suggestion, request.user, note), _("Rejected."))
        if request.POST.get("decision") == "later":
            return self._next()
        return super().post(request, *args, **options)

    def _decided(self, decide: Any, said: str) -> HttpResponse:
        try:
            decide()
        except ValueError as problem:
            messages.error(self.request, str(problem))
        else:
            messages.success(self.request, said)
        return self._next()

    def _next(self) -> HttpResponse:
        conflict = self.request.GET.get("conflict", "")[:100]
        return HttpResponseRedirect(f"{reverse('atlas_review')}?after={self.suggestion.pk}&conflict={conflict}")


class Rules(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """How often each rule was right, and what that lets one do."""

    permission_required = permissions.VIEW
    raise_exception = True
    template_name = "atlas_claims/rules.html"
    page_title = gettext_lazy("Rules")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, documents, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_documents"), "label": _("Documents")},
            {"url": "", "label": _("Rules")},
        ]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """The rules with decisions; those of places with what waits, by conflict."""
        waiting = (
            Suggestion.objects.filter(state=Suggestion.State.SUGGESTED, harm=Harm.PLACE)
            .values_list("rule_id", "document__conflict")
            .distinct()
        )
        lines = [
            {
                "rule": item,
                "conflicts": sorted(conflict for rule, conflict in waiting if rule == item.rule_id)
                if may_accept_by_rule(Harm.PLACE, item.right, item.reviewed)
                else (),
            }
            for item in deciding.history()
        ]
        return super().get_context_data(**options) | {
            "lines": lines,
            "may_decide": self.request.user.has_perm(permissions.DECIDE),
        }

    def post(self, request: Any) -> HttpResponse:
        """Accept together what a rule has earned."""
        if not request.user.has_perm(permissions.DECIDE):
            return self.handle_no_permission()
        try:
            count = deciding.accept_by_rule(request.POST.get("rule", ""), request.POST.get("conflict", ""), request.user)
        except ValueError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("%(count)d places accepted.") % {"count": count})
        return HttpResponseRedirect(reverse("atlas_rules"))
