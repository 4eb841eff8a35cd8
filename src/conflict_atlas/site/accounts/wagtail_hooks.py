"""Where the accounts meet Wagtail's admin: the pages of the second factor and the ways to them, and word of planned
publications that failed.

wagtail-2fa 1.8 is used as a library, not installed as an app: its own hooks cannot be imported with Wagtail 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from conflict_atlas.site.accounts import missed, reading, scheduling, views


# The names under 2fa/ are those of wagtail-2fa: its middleware and its views know them.
@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    """The second factor, the reading room, and what was missed."""
    return [
        path("2fa/auth", views.EnterCode.as_view(), name="wagtail_2fa_auth"),
        path("2fa/devices/<int:user_id>", views.DeviceList.as_view(), name="wagtail_2fa_device_list"),
        path("2fa/devices/new", views.SetUpDevice.as_view(), name="wagtail_2fa_device_new"),
        path("2fa/devices/<int:pk>/update", views.RenameDevice.as_view(), name="wagtail_2fa_device_update"),
        path("2fa/devices/<int:pk>/remove", views.RemoveDevice.as_view(), name="wagtail_2fa_device_remove"),
        path("2fa/devices/qr-code", views.Picture.as_view(), name="wagtail_2fa_device_qrcode"),
        path("2fa/backup-codes", views.BackupCodes.as_view(), name="atlas_accounts_backup_codes"),
        path("reading/", reading.room, name="atlas_accounts_reading"),
        path("reading/<int:pk>/", reading.draft, name="atlas_accounts_draft"),
        path("missed-publications/<int:pk>/settle/", missed.settle, name="atlas_accounts_settle"),
    ]


@hooks.register("register_permissions")
def second_factor_permission() -> QuerySet[Permission]:
    """So that an administrator can make a second factor a duty for a group of their own."""
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="enable_2fa")


@hooks.register("register_account_menu_item")
def own_second_factor(request: HttpRequest) -> dict[str, str]:
    """From one's own account to one's authenticators."""
    return {
        "url": reverse("wagtail_2fa_device_list", args=[request.user.pk]),
        "label": _("Second factor"),
        "help_text": _("Set up, rename or remove an authenticator app; make backup codes."),
    }


@hooks.register("register_user_listing_buttons")
def second_factor_of(user: Any, request_user: Any) -> Iterator[Button]:
    """From the list of users to somebody's authenticators, for administrators."""
    if request_user.is_superuser:
        yield Button(_("Second factor"), reverse("wagtail_2fa_device_list", args=[user.pk]), icon_name="lock", priority=40)


class ReadingItem(MenuItem):
    """The way to the reading room."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For everybody who may read."""
        return reading.may_read(request.user)


@hooks.register("register_admin_menu_item")
def reading_room() -> MenuItem:
    """In the menu, after the pages."""
    return ReadingItem(_("Read dossiers"), reverse("atlas_accounts_reading"), icon_name="doc-full", order=140)


@hooks.register("construct_homepage_panels")
def missed_on_the_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Planned publications that failed stand above everything else."""
    panels.append(missed.MissedPanel())


@hooks.register("before_edit_page")
def missed_on_the_page(request: HttpRequest, page: Any) -> None:
    """Whoever opens the page reads what was planned for it and why it did not happen."""
    if request.method == "GET":
        for entry in scheduling.missed_of(page):
            messages.error(request, missed.sentence(entry))


@hooks.register("register_log_actions")
def missed_in_the_history(actions: Any) -> None:
    """The history of the page names it too."""
    actions.register_action(scheduling.LOG_ACTION)(missed.HistoryLine)
