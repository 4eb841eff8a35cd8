"""Serving publications: one view for every page and file of the registry.

What may live here: conditional requests, content coding, redirects to the right path, and which error becomes which answer.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import patch_vary_headers

from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.events.errors import CannotAnswer, EventsError
from conflict_atlas.events.filters import FilterError
from conflict_atlas.publish.licences import LicenceRefused
from conflict_atlas.publish.registry import Moved, NotPublished, Publication
from conflict_atlas.site.accounts import redirects
from conflict_atlas.site.built_files import accepts
from conflict_atlas.site.pages import errors
from conflict_atlas.site.pages.kinds import REGISTRY
from conflict_atlas.site.rendered import RenderedStore

_log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def store(root: Path) -> RenderedStore:
    """The rendered bytes of a workspace."""
    return RenderedStore(root / "derived" / "publications")


def publication(request: HttpRequest, path: str) -> HttpResponse:
    """What the registry publishes at this path; a finished page that says why, where there is nothing."""
    if request.method not in ("GET", "HEAD"):
        response = errors.not_allowed(path)
        response["Allow"] = "GET, HEAD"
        return response
    try:
        found = REGISTRY.find(path, _single_values(request))
        return _answer(request, found)
    except Moved as moved:
        return _redirect(request, path, moved.path)
    except NotPublished as missing:
        if not path.endswith("/") and _exists(path + "/"):
            return _redirect(request, path, path + "/")
        if kept := redirects.find(path):
            return _led_on(kept)
        return errors.not_found(path, str(missing))
    except FilterError as error:
        return errors.malformed(path, str(error))
    except CannotAnswer as error:
        return errors.cannot_answer(path, str(error))
    except LicenceRefused as error:
        return errors.refused(path, str(error))
    except (EventsError, DossierError) as error:
        _log.error("%s: %s", path, error)
        return errors.unreadable(path)


def _single_values(request: HttpRequest) -> dict[str, str]:
    """Query fields; a field given several times (check boxes of one name) becomes one list with commas."""
    return {name: ",".join(filter(None, values)) for name, values in request.GET.lists()}


def _exists(path: str) -> bool:
    try:
        REGISTRY.find(path)
    except NotPublished:
        return False
    except Moved:
        return True
    return True


def _redirect(request: HttpRequest, path: str, target: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/{target}" + (f"?{query}" if query else ""))


def _led_on(kept: redirects.Target) -> HttpResponse:
    """Where editors sent this address. It may change: a browser asks again."""
    answer = HttpResponsePermanentRedirect if kept.permanent else HttpResponseRedirect
    return answer(kept.address, headers={"Cache-Control": "no-cache"})


def _answer(request: HttpRequest, found: Publication) -> HttpResponse:
    etag = f'W/"{found.key[:40]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        rendered = store(Path(settings.ATLAS_WORKSPACE)).get(found)
        response = HttpResponse(content_type=found.media_type)
        coding = next((name for name in rendered.codings if accepts(request, name)), None)
        response.content = rendered.coded(coding)
        if coding:
            response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
        if found.language:
            response["Content-Language"] = found.language
        if found.filename:
            response["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response["ETag"] = etag
    # A page may be kept, and is asked for again each time: an import shows at the next request.
    response["Cache-Control"] = "public, max-age=31536000, immutable" if found.is_immutable else "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
