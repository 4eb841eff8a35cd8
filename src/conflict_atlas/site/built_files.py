"""Files that never change under their name: the built front end, and Wagtail's own files for the admin.

What may live here: finding such a file, choosing its encoding, and its caching headers. WhiteNoise is not used because it
looks for files at start only, and uploaded media come later.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified

BUILT = Path(str(files("conflict_atlas"))) / "built"
_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_TEXT = frozenset({".js", ".mjs", ".css", ".svg", ".json", ".txt", ".map", ".html"})
# What a browser may show from the media folder; anything else is offered as a download.
_SHOWN = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})


def media_type(name: str) -> str:
    """The media type of a file by its name, with a charset for text."""
    suffix = Path(name).suffix.lower()
    found = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if suffix in _TEXT else found


def accepts(request: HttpRequest, coding: str) -> bool:
    """Whether the browser takes this content coding (``br``, ``gzip``)."""
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip().lower() == coding:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Names of the built files by their plain names (``site.css`` to ``static/site.3ab1.css``); empty before the first build."""
    path = BUILT / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise Http404(f"there is no file {name}")
    return path


def built(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the built front end, pre-compressed at build time."""
    path = _inside(BUILT, name)
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        packed = path.with_name(path.name + suffix)
        if accepts(request, coding) and packed.is_file():
            response = HttpResponse(packed.read_bytes(), content_type=media_type(name))
            response["Content-Encoding"] = coding
            break
    else:
        response = HttpResponse(path.read_bytes(), content_type=media_type(name))
    response["Cache-Control"] = _YEAR if name in manifest().values() else _DAY
    response["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=256)
def _admin_file(name: str) -> tuple[bytes, bytes | None, str]:
    found = finders.find(name)
    if not found or not Path(found).is_file():
        raise Http404(f"there is no file {name}")
    body = Path(found).read_bytes()
    packed = gzip.compress(body, 6, mtime=0) if Path(name).suffix in _TEXT else None
    return body, packed, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def admin_static(request: HttpRequest, name: str) -> HttpResponse:
    """A file of Wagtail or Django for the admin. Wagtail adds a version to the address; the day's caching is enough."""
    body, packed, etag = _admin_file(name)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = HttpResponse(content_type=media_type(name))
    if packed is not None and accepts(request, "gzip"):
        response.content = packed
        response["Content-Encoding"] = "gzip"
    else:
        response.content = body
    response["ETag"] = etag
    response["Cache-Control"] = _DAY
    response["Vary"] = "Accept-Encoding"
    return response


def media(request: HttpRequest, name: str) -> HttpResponse:
    """A file that an editor uploaded. Only raster images are shown; the rest is downloaded, so that no script can run."""
    path = _inside(Path(settings.MEDIA_ROOT), name)
    response = HttpResponse(path.read_bytes(), content_type=media_type(name))
    if path.suffix.lower() not in _SHOWN:
        response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = _DAY
    return response
