"""Where the newsroom meets Wagtail's admin: addresses, menu, the panel of the home page, files, lists.

What may live here: registration, and the panel of the home page.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from conflict_atlas.site.editorial import correcting, permissions, urls
from conflict_atlas.site.editorial.models import Claim
from conflict_atlas.site.editorial.standing import needing_somebody
from conflict_atlas.site.editorial.viewsets import EvidenceGroup

register_snippet(EvidenceGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Our own views."""
    return list(urls.urlpatterns)


class DossiersItem(MenuItem):
    """The way to the list of dossiers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For everybody who works on them."""
        return permissions.may_list(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """First in the menu: it is what editors come for."""
    return DossiersItem(_("Dossiers"), reverse("atlas_dossiers"), icon_name="doc-full-inverse", name="dossiers", order=90)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The look of our own views."""
    return format_html('<link rel="stylesheet" href="{}">', static("atlas_editorial/editorial.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """What inserts claims into texts."""
    return format_html('<script src="{}" defer></script>', static("atlas_editorial/claims.js"))


class AttentionPanel(Component):
    """On the home page of the admin: pages that say something which is no longer so."""

    name = "atlas_attention"
    template_name = "atlas_editorial/attention.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Published dossiers that are behind or of which a judgement has expired."""
        return {"lines": needing_somebody()}


@hooks.register("construct_homepage_panels")
def attention(request: HttpRequest, panels: list[Component]) -> None:
    """For everybody who works on dossiers, while there is something."""
    if permissions.may_list(request.user):
        panels.append(AttentionPanel())


@hooks.register("before_delete_snippet")
def note_removed_claims(request: HttpRequest, instances: Any) -> None:
    """A claim that goes leaves a line that says who removed it."""
    if request.method == "POST":
        for instance in instances:
            if isinstance(instance, Claim):
                correcting.remove_claim(instance, request.user)
