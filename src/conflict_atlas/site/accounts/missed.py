"""Planned publications that failed, as the admin tells them: on the dashboard, on the page, in its history.

What may live here: their words, the panel, and putting one aside. They are made in ``scheduling.py``.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from conflict_atlas.site.accounts import scheduling
from conflict_atlas.site.accounts.models import MissedPublication


def sentence(entry: MissedPublication) -> str:
    """What was planned for when, and why it did not happen."""
    return _(
        "The %(what)s planned for %(at)s UTC did not happen: %(reason)s It is not tried again by itself. "
        "Mend what is named and plan it anew, or do it now."
    ) % {"what": entry.get_what_display(), "at": f"{entry.planned_for:%Y-%m-%d %H:%M}", "reason": f"{entry.reason.rstrip('.')}."}


class HistoryLine(LogFormatter):
    """The line in the history of the page."""

    label = gettext_lazy("Planned publication failed")

    def format_message(self, log_entry: Any) -> str:
        """What was planned and why it did not happen."""
        return _("Planned %(what)s failed: %(reason)s") % log_entry.data


def may_settle(user: Any, entry: MissedPublication) -> bool:
    """Whoever may publish the page may put its failure aside; of anything else, an administrator."""
    page = Page.objects.filter(pk=entry.object_id).first() if entry.object_type == Page._meta.label_lower else None
    return user.is_superuser or (page is not None and page.permissions_for_user(user).can_publish())


class MissedPanel(Component):
    """On the dashboard, as long as there is one."""

    name = "missed_publications"
    template_name = "atlas_accounts/missed_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The unsettled ones, newest first, each with a link to what it is about."""
        user = parent_context["request"].user
        entries = [
            {
                "entry": entry,
                "sentence": sentence(entry),
                "edit": reverse("wagtailadmin_pages:edit", args=[entry.object_id])
                if entry.object_type == Page._meta.label_lower
                else "",
                "may_settle": may_settle(user, entry),
            }
            for entry in MissedPublication.objects.filter(settled_at=None)
        ]
        return {"entries": entries, "csrf_token": parent_context.get("csrf_token")}


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has read it and lets it be."""
    entry = get_object_or_404(MissedPublication, pk=pk)
    if not may_settle(request.user, entry):
        raise PermissionDenied
    entry.settled_at = entry.settled_at or timezone.now()
    entry.save()
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


@receiver((page_published, page_unpublished, published, unpublished), dispatch_uid="conflict_atlas.accounts.settle")
def _settle_what_was_done(instance: Any, **facts: Any) -> None:
    scheduling.settle(instance)
