"""Slowing down the guessing of passwords, over django-axes.

What may live here: whose attempts are counted together, and what a locked person is told. Counted are the attempts on one
name from one address. Not on a name alone: a stranger could lock out anybody whose name he knows. Not from an address
alone: behind one router or a proxy the whole newsroom has one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conflict_atlas.site import sender


def address(request: HttpRequest) -> str | None:
    """The address that axes counts by; None where a request came by no network."""
    return sender.address(request) or None


def message() -> str:
    """What a locked person reads."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return _(
        "Too many wrong passwords for this name from your address. Wait %(minutes)d minutes, then try again; "
        "whoever runs this site can lift it at once with: conflict-atlas users unlock NAME"
    ) % {"minutes": minutes}


def answer(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The page as the view made it, with its message, and the status that says what happened."""
    if response is None:
        response = HttpResponse(message(), content_type="text/plain; charset=utf-8")
    response.status_code = 429
    return response
