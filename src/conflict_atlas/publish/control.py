"""Claimed control for the map: an index of what is held, and one file a day, both past the licence gate.

What may live here: the JSON that browsers and other programs read, and how far its outlines are simplified.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from conflict_atlas.control.geojson import Area
from conflict_atlas.control.outlines import Polygon, area_km2, simplified
from conflict_atlas.control.showing import LONGEST_AGE_DAYS, missing
from conflict_atlas.control.store import ControlStore
from conflict_atlas.control.vintages import ControlVintage
from conflict_atlas.events.vocabulary import LicenceClass
from conflict_atlas.publish.licences import Audience, admit

TOLERANCE_M = 250
"""No point of an outline that is left out lies farther than this from the outline that is drawn, rounding included."""
_ROUNDING_M = 10
_DIGITS = 4
"""Digits of a degree: 11 metres."""

INDEX_PATH = "map/control/index.json"


def day_path(vintage_id: str, day: date) -> str:
    """Where a day of a vintage is published."""
    return f"map/control/{vintage_id}/{day.isoformat()}.json"


def public_vintages(store: ControlStore) -> tuple[ControlVintage, ...]:
    """The vintages whose licence lets everybody see them, the newest import first."""
    return tuple(reversed([vintage for vintage in store.vintages() if vintage.licence_class is LicenceClass.OPEN]))


def index(vintages: Iterable[ControlVintage], audience: Audience) -> bytes:
    """What is held, as JSON: for each vintage who claims what, the days, the gaps and the credit. Raises LicenceRefused."""
    return _json(
        {
            "longest_age_days": LONGEST_AGE_DAYS,
            "tolerance_m": TOLERANCE_M,
            "vintages": [_entry(vintage, audience) for vintage in vintages],
        }
    )


def _entry(vintage: ControlVintage, audience: Audience) -> dict[str, Any]:
    credit = admit([vintage], audience)[0]
    days = [entry.day for entry in vintage.days]
    return {
        "vintage": vintage.vintage_id,
        "claimant": vintage.claimant,
        "holders": list(vintage.holders),
        "note": note(vintage),
        "credit": credit.line,
        "licence": credit.licence,
        "licence_url": credit.licence_url,
        "url": credit.url,
        "first": days[0].isoformat(),
        "last": days[-1].isoformat(),
        "days": [day.isoformat() for day in days],
        "missing": [{"first": gap.first.isoformat(), "last": gap.last.isoformat()} for gap in missing(days)],
        "set_aside": len(vintage.set_aside),
        "path": f"map/control/{vintage.vintage_id}/{{day}}.json",
        "page": f"control/{vintage.vintage_id}/",
    }


def note(vintage: ControlVintage) -> str:
    """What must be understood beside the areas, in two sentences."""
    return (
        f"Areas held by {' and '.join(vintage.holders)} according to {vintage.claimant}, on the day shown. "
        "This is a claim of its publisher: it was not confirmed here, and days that are missing are not filled in."
    )


def day_file(store: ControlStore, vintage: ControlVintage, day: date, audience: Audience) -> bytes:
    """The areas claimed for a day as GeoJSON, outlines simplified. Raises LicenceRefused, or EventsError for no such day."""
    credit = admit([vintage], audience)[0]
    areas = store.areas(vintage, day)
    return _json(
        {
            "type": "FeatureCollection",
            "vintage": vintage.vintage_id,
            "day": day.isoformat(),
            "claimant": vintage.claimant,
            "credit": credit.line,
            "note": note(vintage),
            "tolerance_m": TOLERANCE_M,
            "features": [_feature(area, vintage, day) for area in areas],
        }
    )


def for_the_web(polygons: tuple[Polygon, ...]) -> tuple[Polygon, ...]:
    """Outlines as they are published: simplified and rounded. A ring that rounding would close up keeps its digits."""
    thinned = simplified(polygons, TOLERANCE_M - _ROUNDING_M)
    return tuple(tuple(_rounded(ring) for ring in polygon) for polygon in thinned)


def _rounded(ring: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    points = [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in ring]
    kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    return tuple(kept) if len(set(kept)) >= 3 else ring


def _feature(area: Area, vintage: ControlVintage, day: date) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "holder": area.holder,
            "claimant": vintage.claimant,
            "day": day.isoformat(),
            "area_km2": round(area_km2(area.polygons)),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": for_the_web(area.polygons)},
    }


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
