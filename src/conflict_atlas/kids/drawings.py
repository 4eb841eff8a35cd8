"""Our own drawings for the picture timeline: calm, without people hurt, without flags and weapons.

What may live here: finding a drawing by its key. A drawing is an SVG of 320 by 200 made of rectangles, circles, ellipses, polygons,
polylines and lines with plain colours, so that page and print pack can draw it alike.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from conflict_atlas.dossiers.dossier import Picture

_FOLDER = Path(__file__).parent / "drawings"
CREDIT, LICENCE = "Conflict Atlas", "CC BY 4.0"


@cache
def all_keys() -> tuple[str, ...]:
    """The keys of all drawings."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


@cache
def svg(key: str) -> str:
    """The SVG text of a drawing. KeyError if there is none of that key."""
    if key not in all_keys():
        raise KeyError(key)
    return (_FOLDER / f"{key}.svg").read_text(encoding="utf-8").strip()


def picture(key: str, alt: str) -> Picture:
    """A drawing as a picture with credit and licence, for the licence gate. KeyError if there is none of that key."""
    digest = hashlib.sha256(svg(key).encode()).hexdigest()
    return Picture(key, f"{key}.svg", digest, alt, "", CREDIT, LICENCE)
