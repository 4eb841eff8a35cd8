"""Pictures of published dossiers as files: by the digest of their bytes, raster ones also in smaller widths.

What may live here: addresses, sizes and bytes of pictures. Only what a published dossier names is served, and only past the
licence gate; a drawing (SVG) goes out under a content policy of its own, which ``headers`` sets.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps

from conflict_atlas.dossiers.dossier import Picture
from conflict_atlas.publish.licences import admit_pictures
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.dossier.gallery import PictureFile

WIDTHS = (480, 960, 1600)
"""Widths in which raster pictures are offered, beside their own."""

_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})(?:-(?P<width>[0-9]{1,5}))?\.(?P<extension>[a-z0-9]{2,5})")
_VIEW_BOX = re.compile(
    r"""viewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(?P<width>\d+(?:\.\d+)?)[\s,]+(?P<height>\d+(?:\.\d+)?)\s*["']"""
)
_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
_RESIZED = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
"""Formats that are also offered smaller; a GIF may move, and an AVIF is small already."""


def extension_of(picture: Picture) -> str:
    """The extension of a picture's file, in small letters."""
    return picture.file.rpartition(".")[2].lower()


def file_of(picture: Picture, root: str) -> PictureFile:
    """Where a page whose site lies at ``root`` finds a published picture."""
    found = shelf.picture(picture.sha256)
    extension = extension_of(picture)
    width, height = _size(found[1]) if found else (None, None)
    name = f"{root}pictures/{picture.sha256}"
    smaller = tuple((f"{name}-{step}.{extension}", step) for step in WIDTHS if width and step < width and extension in _RESIZED)
    return PictureFile(f"{name}.{extension}", smaller, width, height)


@lru_cache(maxsize=512)
def _size(path: Path) -> tuple[int | None, int | None]:
    """Width and height in pixels; of a drawing, those of its view box. (None, None) where the file does not say."""
    if path.suffix.lower() == ".svg":
        box = _VIEW_BOX.search(path.read_text(encoding="utf-8", errors="replace")[:4000])
        return (round(float(box["width"])), round(float(box["height"]))) if box else (None, None)
    try:
        with Image.open(path) as image:
            return ImageOps.exif_transpose(image).size
    except OSError:
        return None, None


def _resized(path: Path, width: int, extension: str) -> bytes:
    """The picture in a smaller width, without what the camera wrote into it."""
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        height = max(1, round(upright.height * width / upright.width))
        small = upright.resize((width, height), Image.Resampling.LANCZOS)
        if extension in ("jpg", "jpeg"):
            small = small.convert("RGB")
        out = io.BytesIO()
        small.save(out, _RESIZED[extension], quality=82) if extension != "png" else small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _prepare(asked: Asked) -> Publication:
    name = asked.parts["name"]
    match = _NAME.fullmatch(name)
    found = shelf.picture(match["sha256"]) if match else None
    if match is None or found is None or match["extension"] != extension_of(found[0]):
        raise NotPublished(f"no published dossier shows a picture called {name!r}")
    picture, path = found
    extension, width = match["extension"], int(match["width"]) if match["width"] else None
    if extension not in _TYPES:
        raise NotPublished(f"pictures of the kind {extension!r} are not shown")
    if width is not None and (width not in WIDTHS or extension not in _RESIZED or width >= (_size(path)[0] or 0)):
        raise NotPublished(f"the picture is not offered in a width of {width} pixels")

    def made() -> bytes:
        admit_pictures([picture])
        return _resized(path, width, extension) if width else path.read_bytes()

    licence = f"{picture.licence}|{picture.credit}"
    return Publication(asked.path, _TYPES[extension], (picture.sha256, str(width), licence), made)


def _paths() -> list[str]:
    found = []
    for copy in shelf.copies():
        for picture in copy.dossier.pictures:
            file = file_of(picture, "")
            found += [file.address, *(address for address, _ in file.smaller)]
    return sorted(set(found))


def kinds() -> tuple[Kind, ...]:
    """Pictures."""
    return (Kind("picture", "pictures/{name}", _prepare, _paths, in_sitemap=False),)
