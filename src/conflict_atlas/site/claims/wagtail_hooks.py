"""Where the claims desk meets Wagtail's admin: addresses, menu, files."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from conflict_atlas.site.claims import permissions, urls


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Our own views."""
    return list(urls.urlpatterns)


class DocumentsItem(MenuItem):
    """The way to documents and suggestions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For everybody who may see them."""
        return permissions.may_view(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Behind the dossiers."""
    return DocumentsItem(_("Documents read"), reverse("atlas_documents"), icon_name="doc-full", name="atlas-documents", order=95)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The look of our own views."""
    return format_html('<link rel="stylesheet" href="{}">', static("atlas_claims/claims-desk.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    """The keys of the queue."""
    return format_html('<script src="{}" defer></script>', static("atlas_claims/review.js"))
