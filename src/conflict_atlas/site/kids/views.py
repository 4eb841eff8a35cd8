"""The views of the editions: the list, beginning one, what the check says while it is written, and publishing.

What may live here: these views. Each asks for its own right.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from conflict_atlas.events.catalogue import tracked
from conflict_atlas.kids.blank import blank
from conflict_atlas.kids.folder import LANGUAGE
from conflict_atlas.kids.published import NotReady, behind
from conflict_atlas.site.kids import permissions, publishing
from conflict_atlas.site.kids.conversion import fill
from conflict_atlas.site.kids.feedback import feedback
from conflict_atlas.site.kids.models import KidsEdition
from conflict_atlas.site.kids.standing import standings
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.kids.shelf import editions


def _form_of(pk: int) -> str:
    return reverse("wagtailsnippets_atlas_kids_kidsedition:edit", args=[pk])


class EditionList(WagtailAdminTemplateMixin, TemplateView):
    """Every edition with its state and what can be done next."""

    template_name = "atlas_kids/list.html"
    page_title = gettext_lazy("For kids")
    header_icon = "openquote"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """For everybody who may see them."""
        if not permissions.may_view(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("For kids")}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The lines, and what this person may do."""
        user = self.request.user
        return super().get_context_data(
            lines=standings(),
            may_add=user.has_perm(permissions.ADD),
            may_change=user.has_perm(permissions.CHANGE),
            may_publish=permissions.may_publish(user),
            languages=settings.ATLAS_LANGUAGES,
            **context,
        )


@require_POST
def begin(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Make a draft from the template and open it; one that is there is opened."""
    if not request.user.has_perm(permissions.ADD):
        raise PermissionDenied
    entry = tracked.by_slug(slug)
    if entry is None or not LANGUAGE.fullmatch(language):
        raise Http404(_("No tracked conflict is called %(slug)s.") % {"slug": slug})
    row = KidsEdition.objects.filter(conflict=slug, language=language).first()
    if row is None:
        row = KidsEdition()
        fill(row, blank(slug, language, entry.name, timezone.now().date()))
        row.save()
        row.save_revision(user=request.user, log_action=True, clean=False)
        messages.success(request, _("A draft on %(title)s has been made from the template.") % {"title": row.title})
    there = _form_of(row.pk) if request.user.has_perm(permissions.CHANGE) else reverse("atlas_kids")
    return HttpResponseRedirect(there)


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """What the check says of the form as it stands in the browser; nothing is saved."""
    if not request.user.has_perm(permissions.CHANGE):
        raise PermissionDenied
    row = get_object_or_404(KidsEdition, pk=pk)
    form_class = get_edit_handler(KidsEdition).get_form_class()
    form = form_class(request.POST, request.FILES, instance=row, for_user=request.user)
    try:
        form.is_valid()
    except MultiValueDictKeyError as missing:
        return HttpResponseBadRequest(f"a part of the form is missing: {missing.args[0]}")
    return render(request, "atlas_kids/feedback.html", {"feedback": feedback(form.instance)})


class Publish(WagtailAdminTemplateMixin, TemplateView):
    """GET shows what stands against it and what has changed; POST publishes the saved draft, or withdraws the edition."""

    template_name = "atlas_kids/publish.html"
    page_title = gettext_lazy("Publish for kids")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """For those who may let children see it."""
        if not permissions.may_publish(request.user):
            raise PermissionDenied
        self.row = get_object_or_404(KidsEdition, pk=options["pk"])
        return super().dispatch(request, *args, **options)

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Publish, or say why not."""
        if request.POST.get("action") == "withdraw":
            publishing.withdraw(self.row, request.user)
            messages.success(request, _("%(title)s is no longer shown.") % {"title": self.row})
            return HttpResponseRedirect(reverse("atlas_kids"))
        try:
            publishing.publish(self.row, request.user)
        except NotReady as error:
            for reason in error.reasons[:5]:
                messages.error(request, reason)
            return self.get(request, *args, **options)
        messages.success(request, _("%(title)s is published.") % {"title": self.row})
        return HttpResponseRedirect(reverse("atlas_kids"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("atlas_kids"), "label": _("For kids")},
            {"url": "", "label": str(self.row)},
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The reasons, and the claims that have changed since it was last looked at."""
        shown = editions().published().get((self.row.conflict, self.row.language))
        copy = shelf.copy_of(self.row.conflict)
        changed = behind(shown, copy.dossier if copy else None, copy.published.behind if copy else ()) if shown else ()
        waiting = set(copy.published.behind) & set(changed) if copy else set()
        texts = {claim.claim_id: claim.text for claim in copy.dossier.claims} if copy else {}
        return super().get_context_data(
            row=self.row,
            feedback=feedback(self.row),
            shown=shown,
            changed=[(claim_id, texts.get(claim_id, ""), claim_id in waiting) for claim_id in changed],
            form_address=_form_of(self.row.pk),
            **context,
        )
