"""Accounts as the operator keeps them: add, list, change the role, deactivate, unlock.

What may live here: what ``conflict-atlas users`` does, over Django's users. The command asks and prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.utils import reset as forget_failures
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_otp import devices_for_user
from django_otp.models import ThrottlingMixin
from django_otp.plugins.otp_totp.models import TOTPDevice

from conflict_atlas.site.accounts import groups, second_factor


class PeopleError(Exception):
    """It cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """An account, as a list shows it. ``role`` is "none" for somebody in no group of ours."""

    name: str
    role: str
    email: str
    active: bool
    second_factor: bool
    last_login: datetime | None


def find(name: str) -> Any:
    """The account of this name. Raises PeopleError."""
    found = get_user_model().objects.filter(username=name).first()
    if found is None:
        raise PeopleError(f"There is no account {name!r}. `conflict-atlas users list` shows them all.")
    return found


def check_new(name: str, email: str) -> None:
    """Raise PeopleError if an account of this name cannot be made."""
    model = get_user_model()
    if model.objects.filter(username__iexact=name).exists():
        raise PeopleError(f"There is an account {name!r} already. Change its role with `conflict-atlas users set-role {name}`.")
    try:
        model.username_validator(name)
        if email:
            validate_email(email)
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from None


def check_password(password: str, name: str, email: str = "") -> None:
    """Raise PeopleError with every reason why this password will not do."""
    try:
        validate_password(password, get_user_model()(username=name, email=email))
    except ValidationError as error:
        raise PeopleError(" ".join(error.messages)) from None


@transaction.atomic
def add(name: str, role: str, password: str, email: str = "") -> None:
    """Make an account. Raises PeopleError."""
    check_new(name, email)
    check_password(password, name, email)
    _set_role(get_user_model().objects.create_user(name, email, password), role)


@transaction.atomic
def set_role(name: str, role: str) -> None:
    """Give somebody another role; of our four groups they are in the one of that role only."""
    _set_role(find(name), role)


def _set_role(user: Any, role: str) -> None:
    user.is_superuser = role == groups.ADMINISTRATOR
    user.save()
    user.groups.remove(*Group.objects.filter(name__in=[entry.group for entry in groups.ROLES]))
    if not user.is_superuser:
        user.groups.add(Group.objects.get(name=groups.role(role).group))


def set_active(name: str, active: bool) -> None:
    """Let somebody in again, or no longer. Nobody is removed: their name stands under what they wrote."""
    user = find(name)
    user.is_active = active
    user.save()


def set_password(name: str, password: str) -> None:
    """A new password, which ends the sessions that the old one began. Raises PeopleError."""
    user = find(name)
    check_password(password, name, user.email)
    user.set_password(password)
    user.save()
    unlock(name)


def reset_second_factor(name: str) -> int:
    """Remove the authenticators and backup codes; returns how many authenticators there were."""
    return second_factor.reset(find(name))


def unlock(name: str) -> int:
    """Forget the wrong passwords and wrong codes counted for this name; returns how many entries there were."""
    forgotten = int(forget_failures(username=name))
    user = get_user_model().objects.filter(username=name).first()
    for device in devices_for_user(user, confirmed=None) if user else ():
        if isinstance(device, ThrottlingMixin) and device.throttling_failure_count:
            device.throttle_reset()
            forgotten += 1
    return forgotten


def listed() -> Sequence[Person]:
    """All accounts by name."""
    with_device = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
    users = get_user_model().objects.order_by("username").prefetch_related("groups")
    return [
        Person(user.username, _role_of(user), user.email, user.is_active, user.pk in with_device, user.last_login)
        for user in users
    ]


def _role_of(user: Any) -> str:
    if user.is_superuser:
        return groups.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return " + ".join(entry.key for entry in groups.ROLES if entry.group in names) or "none"


def nobody() -> bool:
    """Whether there is nobody who could sign in."""
    return not get_user_model().objects.filter(is_active=True).exists()


def no_administrator() -> bool:
    """Whether nobody is left who may manage accounts in the admin."""
    return not get_user_model().objects.filter(is_active=True, is_superuser=True).exists()
