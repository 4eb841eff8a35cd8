"""Pictures and drawn maps of a dossier, each with its credit, licence and words for those who do not see it.

What may live here: what stands beside a picture. Bytes of pictures are ``pictures``' work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.publish.drawing import schematic_map
from conflict_atlas.publish.licences import PictureCredit, admit_pictures
from conflict_atlas.site.pages.prose import Prose, web_address


@dataclass(frozen=True)
class PictureFile:
    """Where a page finds a picture: its address, smaller ones for small screens, and its size, if known."""

    address: str
    smaller: tuple[tuple[str, int], ...] = ()
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class PictureView:
    """A picture with all that must stand beside it. ``sensitive`` says why it is shown on demand only."""

    mark: str
    file: PictureFile
    alt: str
    caption: SafeString
    credit: PictureCredit
    made: str
    origin: str
    origin_href: str
    sensitive: str


@dataclass(frozen=True)
class MapView:
    """A drawn map with its caption and credit."""

    mark: str
    title: str
    as_of: str
    svg: SafeString
    caption: SafeString
    credit: PictureCredit


def picture_views(dossier: Dossier, find: Callable[[Picture], PictureFile], prose: Prose) -> tuple[PictureView, ...]:
    """The pictures, past the licence gate. Raises LicenceRefused if one may not be shown."""
    credits = admit_pictures(dossier.pictures)
    return tuple(
        PictureView(
            f"picture-{picture.key}",
            find(picture),
            picture.alt,
            prose.line(picture.caption),
            credit,
            dates.written(picture.made) if picture.made else "",
            picture.origin or "",
            web_address(picture.origin),
            picture.sensitive,
        )
        for picture, credit in zip(dossier.pictures, credits, strict=True)
    )


def map_views(dossier: Dossier, prose: Prose) -> tuple[MapView, ...]:
    """The drawn maps, past the licence gate. Raises LicenceRefused if one may not be shown."""
    credits = admit_pictures(dossier.maps)
    return tuple(
        MapView(
            f"drawn-map-{drawn.key}",
            drawn.title,
            dates.written(drawn.as_of),
            mark_safe(schematic_map.draw(drawn)),
            prose.line(drawn.caption),
            credit,
        )
        for drawn, credit in zip(dossier.maps, credits, strict=True)
    )
