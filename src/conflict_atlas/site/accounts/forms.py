"""The forms of signing in: name and password, second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_otp.forms import OTPAuthenticationFormMixin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail_2fa.forms import DeviceForm as LibraryDeviceForm

from conflict_atlas.site.accounts import throttling


class LoginForm(WagtailLoginForm):
    """Wagtail's form, which says so when the name is locked for a while."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def get_invalid_login_error(self) -> ValidationError:
        """Wrong, or locked."""
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(throttling.message(), code="locked")
        return super().get_invalid_login_error()


class TokenForm(OTPAuthenticationFormMixin, forms.Form):
    """A code of the authenticator app, or a backup code.

    Every code is tried on one device only, as django-otp wants it: six digits on the app (which one, where there are
    several, the person says), anything else on the backup codes. So a wrong code of the app does not slow down the codes.
    """

    otp_device = forms.ChoiceField(label=_("Authenticator"))
    otp_token = forms.CharField(label=_("Code"), max_length=20)

    otp_error_messages = {
        **OTPAuthenticationFormMixin.otp_error_messages,
        "token_required": _("Enter the six digits that your authenticator app shows, or a backup code."),
        "invalid_token": _(
            "This code is wrong, too old or was used before. Wait for the next one and enter it, or enter a backup code."
        ),
        "n_failed_attempts": _("Too many wrong codes (%(failure_count)d). Wait some seconds, then enter a new one."),
        "device_required": _("There are no backup codes for this account. Enter the six digits that your app shows."),
    }

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.apps = [
            (device.persistent_id, device.name)
            for device in TOTPDevice.objects.devices_for_user(user, confirmed=True).order_by("pk")
        ]
        self.fields["otp_device"].choices = self.apps
        if len(self.apps) == 1:
            del self.fields["otp_device"]
        self.fields["otp_token"].error_messages["required"] = self.otp_error_messages["token_required"]
        self.fields["otp_token"].widget.attrs.update(
            {"autofocus": "autofocus", "autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        )

    def clean_otp_token(self) -> str:
        """People write codes in groups and copy them with capitals."""
        return "".join(self.cleaned_data["otp_token"].split()).lower()

    def clean(self) -> dict[str, Any]:
        """Try the code."""
        token = self.cleaned_data.get("otp_token")
        if token and not self.errors:
            if not (token.isdigit() and len(token) == 6):
                backup = StaticDevice.objects.filter(user=self.user, confirmed=True).first()
                self.cleaned_data["otp_device"] = backup.persistent_id if backup else ""
            elif len(self.apps) == 1:
                self.cleaned_data["otp_device"] = self.apps[0][0]
            self.clean_otp(self.user)
        return self.cleaned_data


class DeviceForm(LibraryDeviceForm):
    """Setting up an authenticator: its name, a first code, the password once more."""

    def __init__(self, request: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["name"].help_text = _("So that you know it again: Phone, Tablet.")
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        self.fields["password"].help_text = _("Once more, so that nobody else sets this up at your open screen.")
        if "otp_token" in self.fields:
            self.fields["otp_token"].label = _("Code")
            self.fields["otp_token"].help_text = _("The six digits that the app shows now.")
            self.fields["otp_token"].widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "numeric"})

    def clean_otp_token(self) -> str:
        """The first code; written in groups it counts too."""
        self.cleaned_data["otp_token"] = "".join(self.cleaned_data["otp_token"].split())
        allowed, waiting = self.instance.verify_is_allowed()
        if not allowed:
            raise ValidationError(TokenForm.otp_error_messages["n_failed_attempts"] % waiting, code="throttled")
        return super().clean_otp_token()

    def clean_password(self) -> None:
        """Wrong, or locked after too many wrong ones."""
        try:
            super().clean_password()
        except ValidationError as error:
            if getattr(self.request, "axes_locked_out", False):
                raise ValidationError(throttling.message(), code="locked") from error
            raise
