"""People of the newsroom for tests: accounts by role, and clients that are signed in as far as their role asks for.

Django must be set up before anything here is called; it is imported inside the functions.
"""

from __future__ import annotations

from typing import Any

PASSWORD = "correct horse battery staple"


def person(role: str, name: str = "") -> Any:
    """An account with this role (reader, contributor, editor, publisher, administrator)."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from conflict_atlas.site.accounts import groups

    model = get_user_model()
    name = name or f"the-{role}"
    if role == groups.ADMINISTRATOR:
        return model.objects.create_superuser(name, f"{name}@example.org", PASSWORD)
    made = model.objects.create_user(name, f"{name}@example.org", PASSWORD)
    made.groups.add(Group.objects.get(name=groups.role(role).group))
    return made


def device_of(user: Any) -> Any:
    """A confirmed authenticator of this person."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    return TOTPDevice.objects.get_or_create(user=user, name="Phone", confirmed=True)[0]


def code_of(device: Any, steps: int = 0) -> str:
    """What the authenticator shows now, or so many half minutes later."""
    from django_otp.oath import totp

    return f"{totp(device.bin_key, device.step, device.t0 - steps * device.step, device.digits):06d}"


def signed_in(user: Any, second_factor: bool | None = None) -> Any:
    """A client in which this person is signed in; with a second factor where the role needs one, or as told."""
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY

    from conflict_atlas.site.accounts.groups import SECOND_FACTOR

    client = Client()
    client.force_login(user)
    if user.has_perm(SECOND_FACTOR) if second_factor is None else second_factor:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device_of(user).persistent_id
        session.save()
    return client
