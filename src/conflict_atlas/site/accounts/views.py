"""The pages of the second factor: enter a code, set up an authenticator, see and remove it, make backup codes.

What may live here: wagtail-2fa's views with our forms and templates, and with an answer where the library has none (no
such device, nothing being set up).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin import messages
from wagtail_2fa import utils
from wagtail_2fa import views as library

from conflict_atlas.site.accounts import second_factor
from conflict_atlas.site.accounts.forms import DeviceForm, TokenForm
from conflict_atlas.site.accounts.groups import SECOND_FACTOR

_CODES = "atlas_accounts/backup_codes.html"


class EnterCode(library.LoginView):
    """The second step of signing in."""

    form_class = TokenForm
    template_name = "atlas_accounts/token.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever has given the code already, or has no device, is led on."""
        has_device = TOTPDevice.objects.devices_for_user(request.user, confirmed=True).exists()
        if request.user.is_verified() or not has_device:
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Remember the device in the session, under a new session key."""
        self.request.session.cycle_key()
        response = super().form_valid(form)
        if isinstance(self.request.user.otp_device, StaticDevice):
            left = second_factor.backup_codes_left(self.request.user)
            messages.warning(self.request, _("You used a backup code. Codes left: %(left)d.") % {"left": left})
        return response


class DeviceList(library.DeviceListView):
    """The authenticators of a person. Administrators see those of others."""

    template_name = "atlas_accounts/device_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A person who does not exist has no list."""
        if int(self.kwargs["user_id"]) != request.user.pk and not request.user.is_superuser:
            raise PermissionDenied
        self.person = get_object_or_404(get_user_model(), pk=self.kwargs["user_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose devices, and how many codes are left."""
        return super().get_context_data(
            **kwargs,
            person=self.person,
            is_own=self.person == self.request.user,
            codes_left=second_factor.backup_codes_left(self.person),
            is_required=self.person.has_perm(SECOND_FACTOR),
        )


class SetUpDevice(library.DeviceCreateView):
    """Scan, enter a first code, done; with the first device come the backup codes."""

    form_class = DeviceForm
    template_name = "atlas_accounts/device_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form that was sent when nothing is being set up (a page reloaded) begins anew."""
        if request.method == "POST" and utils.get_unconfirmed_device(request.user) is None:
            return HttpResponseRedirect(reverse("wagtail_2fa_device_new"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The secret in letters, and whether this is the first thing that the person has to do."""
        return super().get_context_data(
            **kwargs,
            key=second_factor.key_to_type(self.device),
            is_first=not TOTPDevice.objects.devices_for_user(self.request.user, confirmed=True).exists(),
        )

    def form_valid(self, form: DeviceForm) -> HttpResponse:
        """Keep the device; show the codes, this once, if the person has none."""
        had_codes = second_factor.backup_codes_left(self.request.user) > 0
        self.request.session.cycle_key()
        response = super().form_valid(form)
        if had_codes:
            return response
        return _show_codes(self.request)


class RenameDevice(library.DeviceUpdateView):
    """Another name for an authenticator of one's own."""

    form_class = DeviceForm
    template_name = "atlas_accounts/device_form.html"


class RemoveDevice(library.DeviceDeleteView):
    """Remove an authenticator: one's own, or anybody's for an administrator."""

    template_name = "atlas_accounts/device_remove.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same answer for a device of somebody else and for none at all."""
        device = TOTPDevice.objects.filter(**self.kwargs, confirmed=True).first()
        if device is None or (device.user_id != request.user.pk and not request.user.is_superuser):
            raise PermissionDenied
        self.person_id = device.user_id
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Back to the list that it stood in."""
        return reverse("wagtail_2fa_device_list", kwargs={"user_id": self.person_id})


class Picture(library.DeviceQRCodeView):
    """The QR code of the device that is being set up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An SVG; nothing where nothing is being set up."""
        if utils.get_unconfirmed_device(request.user) is None:
            raise Http404
        return super().get(request)


class BackupCodes(View):
    """How many backup codes are left; a press of the button makes new ones and shows them once."""

    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for somebody who has just proved a second factor."""
        if not request.user.is_verified():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """How many are left."""
        return TemplateResponse(request, _CODES, {"left": second_factor.backup_codes_left(request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """New ones."""
        return _show_codes(request)


def _show_codes(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, _CODES, {"codes": second_factor.new_backup_codes(request.user)})
