"""Where the editions meet Wagtail's admin: addresses, the panel of the home page, files, the log.

What may live here: registration, and the panel of the home page.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from conflict_atlas.site.kids import permissions, urls
from conflict_atlas.site.kids.standing import needing_somebody
from conflict_atlas.site.kids.viewsets import KidsEditionViewSet

register_snippet(KidsEditionViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Our own views."""
    return list(urls.urlpatterns)


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """What asks the check while somebody writes."""
    return format_html('<script src="{}" defer></script>', static("atlas_kids/kids.js"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """What the history of a draft says of its publications."""
    actions.register_action("atlas_kids.publish", _("Publish for kids"), _("Published for kids"))
    actions.register_action("atlas_kids.withdraw", _("Withdraw"), _("No longer shown"))


class AttentionPanel(Component):
    """On the home page of the admin: editions that tell a claim which has changed."""

    name = "atlas_kids_attention"
    template_name = "atlas_kids/attention.html"
    order = 51

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Published editions that are behind."""
        return {"lines": needing_somebody()}


@hooks.register("construct_homepage_panels")
def attention(request: HttpRequest, panels: list[Component]) -> None:
    """For everybody who works on editions, while there is something."""
    if permissions.may_view(request.user):
        panels.append(AttentionPanel())
