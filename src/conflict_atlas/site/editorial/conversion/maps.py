"""A schematic map as the fields of its block, and back: shapes are written as YAML.

What may live here: that conversion, and the messages for YAML that does not say what a map needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import yaml

from conflict_atlas.dossiers.dossier import LegendEntry, MapArea, MapLine, MapPlace, SchematicMap
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.values import made_key, text, unwrapped

_PART = "maps"
_TEXTS = ("key", "title", "as_of", "alt", "caption", "credit", "licence")
_T = TypeVar("_T")
# The loader in C is a safe one too, and ten times as fast; not every build of the library has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def map_to_raw(value: SchematicMap) -> dict[str, Any]:
    """The stored form of a map's block."""
    return {
        **{name: getattr(value, name) for name in _TEXTS},
        "bounds": ", ".join(map(repr, value.bounds)),
        "legend": [{"category": entry.category, "text": entry.text} for entry in value.legend],
        "areas": _yaml(
            [{"key": a.key, "label": a.label, "category": a.category, "outline": _listed(a.outline)} for a in value.areas]
        ),
        "lines": _yaml(
            [{"label": line.label, "category": line.category, "points": _listed(line.points)} for line in value.lines]
        ),
        "places": _yaml([{"label": p.label, "longitude": p.longitude, "latitude": p.latitude} for p in value.places]),
    }


def map_from_raw(raw: Mapping[str, Any], place: str) -> SchematicMap:
    """The map that a stored block holds. Raises DraftError for YAML or numbers that cannot be read."""
    given = {name: text(raw.get(name)) for name in _TEXTS}
    given["key"] = given["key"] or made_key(given["title"])
    return SchematicMap(
        **given,
        bounds=_bounds(text(raw.get("bounds")), place),
        legend=tuple(
            LegendEntry(text(entry.get("category")), text(entry.get("text"))) for entry in map(unwrapped, raw.get("legend") or ())
        ),
        areas=_entries(raw, "areas", place, ("key", "label", "category"), "outline", MapArea),
        lines=_entries(raw, "lines", place, ("label", "category"), "points", MapLine),
        places=_entries(raw, "places", place, ("label",), "", MapPlace),
    )


def _listed(points: Sequence[tuple[float, float]]) -> list[list[float]]:
    return [list(point) for point in points]


def _yaml(entries: list[dict[str, Any]]) -> str:
    return (
        yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110).strip()
        if entries
        else ""
    )


def _bounds(written: str, place: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(piece) for piece in written.split(","))
    except ValueError:
        raise DraftError(
            _PART, place, "write bounds as four numbers with commas: west, south, east, north, such as 44.5, 38.3, 50.5, 42.0"
        ) from None
    return west, south, east, north


def _entries(
    raw: Mapping[str, Any], name: str, place: str, texts: tuple[str, ...], points: str, kind: Callable[..., _T]
) -> tuple[_T, ...]:
    try:
        entries = _parsed(text(raw.get(name)) or "[]")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the text"
        raise DraftError(_PART, f"{place}, {name}", f"{where} is no YAML; each entry begins with a hyphen and a space") from None
    if not isinstance(entries, list):
        raise DraftError(_PART, f"{place}, {name}", "write a list: each entry begins with a hyphen and a space")
    wanted = (*texts, points) if points else (*texts, "longitude", "latitude")
    return tuple(
        _entry(entry, wanted, points, f"{place}, {name} {number}", kind) for number, entry in enumerate(entries, start=1)
    )


@lru_cache(maxsize=128)
def _parsed(written: str) -> Any:
    """What a text of YAML says. Kept, since one visit to the admin reads the same maps several times; nobody changes it."""
    return yaml.load(written, Loader=_LOADER)


def _entry(entry: Any, wanted: tuple[str, ...], points: str, place: str, kind: Callable[..., _T]) -> _T:
    if not isinstance(entry, dict) or set(entry) != set(wanted):
        raise DraftError(_PART, place, f"an entry has exactly the fields {', '.join(wanted)}")
    given = dict(entry)
    try:
        if points:
            given[points] = tuple((_number(longitude), _number(latitude)) for longitude, latitude in given[points])
        else:
            given |= {name: _number(given[name]) for name in ("longitude", "latitude")}
    except (TypeError, ValueError):
        raise DraftError(_PART, place, "points are numbers in degrees: [longitude, latitude]") from None
    return kind(**{name: value if name in (points, "longitude", "latitude") else str(value) for name, value in given.items()})


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    return float(value)
