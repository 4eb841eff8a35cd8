"""The second factor: who needs one, what the middleware lets pass without, and the backup codes.

What may live here: rules, over django-otp and wagtail-2fa. The pages for people are in ``views.py``.
"""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail_2fa.middleware import VerifyUserPermissionsMiddleware

from conflict_atlas.site.headers import ADMIN_PREFIX

BACKUP_CODES = 10
_BACKUP_NAME = "Backup codes"


class SecondFactorMiddleware(VerifyUserPermissionsMiddleware):
    """Publishers and administrators pass with two factors only; whoever has set up a second one has to give it.

    Outside the admin nothing is looked at: a reader's page has no session.
    """

    # Somebody without a device reaches the page on which one is set up, and no other: not even the list of devices.
    _allowed_url_names_no_device = ["wagtail_2fa_device_new", "wagtail_2fa_device_qrcode"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at requests to the admin."""
        if not request.path_info.startswith(ADMIN_PREFIX):
            return self.get_response(request)
        return super().__call__(request)


def key_to_type(device: TOTPDevice) -> str:
    """The secret for somebody who cannot scan the picture: base32 in groups of four."""
    letters = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@transaction.atomic
def new_backup_codes(user: Any) -> list[str]:
    """Ten fresh codes, each good for one login; those from before no longer work."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=_BACKUP_NAME, confirmed=True)
    codes = [StaticToken.random_token() for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def backup_codes_left(user: Any) -> int:
    """How many backup codes have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def reset(user: Any) -> int:
    """Remove every second factor of this person; returns how many devices there were. The next login asks for a new one."""
    devices = [device for device in devices_for_user(user, confirmed=None) if isinstance(device, TOTPDevice)]
    for device in devices:
        device.delete()
    StaticDevice.objects.filter(user=user).delete()
    return len(devices)


@receiver(post_delete, sender=TOTPDevice, dispatch_uid="conflict_atlas.accounts.last_device")
def _drop_codes_without_device(instance: TOTPDevice, **facts: Any) -> None:
    """Backup codes stand in for a device; after the last one went they would be a factor nobody knows of."""
    if get_user_model().objects.filter(pk=instance.user_id).exists() and not (
        TOTPDevice.objects.filter(user_id=instance.user_id, confirmed=True).exists()
    ):
        StaticDevice.objects.filter(user_id=instance.user_id).delete()
