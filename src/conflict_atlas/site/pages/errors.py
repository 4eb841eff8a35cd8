"""Answers that are not the page asked for: what happened and what to do, in calm words.

What may live here: the error pages. They are pages like the others: same frame, no session, no cookie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from conflict_atlas.site.pages.frame import HTML, Head, Place, render


@dataclass(frozen=True)
class Message:
    """What an error page says. ``guess`` stands in the search box."""

    sentence: str
    advice: str = ""
    offers_search: bool = False
    guess: str = ""


def _page(path: str, status: int, title: str, message: Message) -> HttpResponse:
    body = render("message.html", Place.of(path), Head(title, message.sentence), message)
    return HttpResponse(body, status=status, content_type=HTML, headers={"Cache-Control": "no-store"})


def _in_language(path: str) -> translation.override:
    return translation.override(Place.of(path).language)


def not_found(path: str, reason: str) -> HttpResponse:
    """404: nothing is published here."""
    with _in_language(path):
        guess = re.sub(r"[-_/]+", " ", path.rstrip("/").rsplit("/", 1)[-1])[:80]
        message = Message(
            _("There is nothing at this address: %(reason)s.") % {"reason": reason.rstrip(".")},
            _("The address may be mistyped, or the page may have another name. The search knows names and their variants."),
            offers_search=True,
            guess=guess,
        )
        return _page(path, 404, _("Not found"), message)


def malformed(path: str, reason: str) -> HttpResponse:
    """400: a filter that cannot be read."""
    with _in_language(path):
        message = Message(
            _("A filter in this address cannot be read: %(reason)s.") % {"reason": reason.rstrip(".")},
            _("Correct it in the address, or go back and choose again."),
        )
        return _page(path, 400, _("This filter cannot be read"), message)


def cannot_answer(path: str, reason: str) -> HttpResponse:
    """422: well asked, but no data here hold it."""
    with _in_language(path):
        message = Message(
            reason,
            _("The coverage page lists what the data here hold. A complete event release, once imported, answers more."),
        )
        return _page(path, 422, _("The data here cannot answer this"), message)


def refused(path: str, reason: str) -> HttpResponse:
    """403: the licence of the data does not allow it to be public."""
    with _in_language(path):
        return _page(path, 403, _("Not for the public"), Message(reason))


def unreadable(path: str) -> HttpResponse:
    """500: the lake itself cannot be read; the log says why, in words for who runs the server."""
    with _in_language(path):
        message = Message(
            _("The data behind this page cannot be read at the moment. The error has been logged."),
            _("If you run this server: the log says what is missing, and conflict-atlas doctor what to do."),
        )
        return _page(path, 500, _("The data cannot be read"), message)


def not_allowed(path: str) -> HttpResponse:
    """405: a page can only be read."""
    with _in_language(path):
        return _page(path, 405, _("This page can only be read"), Message(_("Nothing can be sent to this address.")))


def handle_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django refuses, for example with a host name that is not allowed."""
    path = request.path.lstrip("/")
    with _in_language(path):
        message = Message(
            _("The request could not be understood."),
            _("If you run this server: a host name other than this machine's must stand in allowed_hosts in atlas.toml."),
        )
        return _page(path, 400, _("Bad request"), message)


def handle_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A path that no view knows."""
    return not_found(request.path.lstrip("/"), f"/{request.path.lstrip('/')}")


def handle_500(request: HttpRequest) -> HttpResponse:
    """Something broke; the log has the details."""
    path = request.path.lstrip("/")
    with _in_language(path):
        message = Message(
            _("Something went wrong while this page was made. Nothing is lost; the error has been logged."),
            _("Try again in a minute. If it stays, tell us: %(contact)s") % {"contact": settings.ATLAS_CONTACT}
            if settings.ATLAS_CONTACT
            else _("Try again in a minute."),
        )
        return _page(path, 500, _("This page could not be made"), message)
