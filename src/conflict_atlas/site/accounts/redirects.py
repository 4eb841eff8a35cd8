"""Redirects that editors keep: where an address leads at which nothing is published.

What may live here: looking one up in Wagtail's table, and refusing what would lead in a circle or to a place that nobody
wrote down. Asked only when there is no page, so that pages need no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

_MOST_STEPS = 5
_FOREIGN = re.compile(r"https?://[^/?#\\@\s]+([/?#][^\\\s]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """Where to, and whether for good."""

    address: str
    permanent: bool


def find(path: str) -> Target | None:
    """Where this path (without a slash in front) leads; None where nothing is kept or it leads in a circle.

    A redirect is kept for one language (``/en/old/``) or for all (``/old/``): then it stays in the language of the reader.
    Several behind each other count as one step, which is for good only if each of them is.
    """
    seen = {_normal(path)}
    here, permanent = path, True
    found = _step(here)
    while found is not None and len(seen) <= _MOST_STEPS:
        address, step_permanent = found
        permanent = permanent and step_permanent
        if not address.startswith("/"):
            return Target(address, permanent)
        here = address.partition("#")[0].partition("?")[0].lstrip("/")
        if _normal(here) in seen:
            return None
        seen.add(_normal(here))
        found = _step(here)
        if found is None:
            return Target(address, permanent)
    return None


def _step(path: str) -> tuple[str, bool] | None:
    language, slash, rest = path.partition("/")
    kept = _kept(path)
    if kept is None and slash and language in settings.ATLAS_LANGUAGES:
        kept = _kept(rest)
    if kept is None:
        return None
    address = _address(kept)
    if address is None:
        return None
    if address.startswith("/") and language in settings.ATLAS_LANGUAGES:
        first = address[1:].partition("/")[0]
        if first not in settings.ATLAS_LANGUAGES and not address.startswith(("/export/", "/pictures/", "/media/", "/documents/")):
            address = f"/{language}{address}"
    return address, kept.is_permanent


def _kept(path: str) -> Redirect | None:
    return Redirect.objects.filter(old_path=_normal(path)).order_by("-site_id", "pk").first()


def _normal(path: str) -> str:
    return Redirect.normalise_path("/" + path)


def _address(kept: Redirect) -> str | None:
    """A path of this site, or the address of another that was written out with its scheme; nothing else.

    ``//host`` and ``/\\host`` look like paths, and browsers take them for other hosts.
    """
    if kept.redirect_page_id:
        url = kept.redirect_page.specific.url
        link = (url or "") + kept.redirect_page_route_path
    else:
        link = kept.redirect_link.strip()
    if link.startswith("/") and not link.startswith(("//", "/\\")) and not re.search(r"[\\\s\x00-\x1f]", link):
        return link
    if _FOREIGN.fullmatch(link):
        return _ours(link) or link
    return None


def _ours(link: str) -> str | None:
    """The path, where the address is one of this site."""
    parts, own = urlsplit(link), urlsplit(settings.ATLAS_BASE_URL)
    if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        return None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
