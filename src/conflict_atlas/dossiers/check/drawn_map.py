"""Rule: a schematic map can be read: legend, bounds, credit, and words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from conflict_atlas.dossiers import pictures
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dossier import SchematicMap

FILE = "maps.yaml"


def _look(reading: Reading) -> Iterator[Finding]:
    for drawn in reading.dossier.maps:
        for what in (*_missing(drawn), *_legend(drawn), *_shapes(drawn)):
            yield RULE.error(FILE, drawn.key, what)
        unused = {entry.category for entry in drawn.legend} - _categories(drawn)
        for category in sorted(unused):
            yield RULE.warning(FILE, drawn.key, f"the legend explains {category!r}, which nothing on the map has; take it out")


def _missing(drawn: SchematicMap) -> Iterator[str]:
    if not drawn.credit.strip():
        yield "has no credit; name who drew it, and from what"
    if drawn.licence not in pictures.LICENCES:
        yield f"its licence {drawn.licence!r} is unknown; write one of: {', '.join(pictures.LICENCES)}"
    if not drawn.alt.strip():
        yield "has no alternative text; say in a sentence or two what it shows"
    if not drawn.caption.strip():
        yield "has no caption; say what it shows and on what date, with a footnote"
    if not drawn.title.strip():
        yield "has no title"


def _categories(drawn: SchematicMap) -> set[str]:
    return {area.category for area in drawn.areas} | {line.category for line in drawn.lines}


def _legend(drawn: SchematicMap) -> Iterator[str]:
    explained = {entry.category for entry in drawn.legend}
    for category in sorted(_categories(drawn) - explained):
        yield f"its legend does not explain the category {category!r}; add an entry"
    if len(explained) < len(drawn.legend):
        yield "its legend explains a category twice; keep one entry"


def _shapes(drawn: SchematicMap) -> Iterator[str]:
    west, south, east, north = drawn.bounds
    if not (all(map(isfinite, drawn.bounds)) and -180 <= west < east <= 180 and -90 <= south < north <= 90):
        yield "its bounds are no part of the world; write west, south, east, north in degrees"
        return
    shapes: list[tuple[str, Iterable[tuple[float, float]], int]] = [
        *((f"area {area.key}", area.outline, 3) for area in drawn.areas),
        *((f"line {line.label or line.category}", line.points, 2) for line in drawn.lines),
        *((f"place {place.label}", ((place.longitude, place.latitude),), 1) for place in drawn.places),
    ]
    for name, points, least in shapes:
        corners = tuple(points)
        if len(set(corners)) < least:
            yield f"the {name} has {len(set(corners))} points; it needs {least} at least"
        # A neighbour's area may run on beyond the edge, where the drawing cuts it; one that is wholly outside is a mistake.
        longitudes, latitudes = [corner[0] for corner in corners], [corner[1] for corner in corners]
        if corners and not (
            min(longitudes) <= east and max(longitudes) >= west and min(latitudes) <= north and max(latitudes) >= south
        ):
            yield f"the {name} lies outside the bounds of the map; widen the bounds or correct the points (longitude, latitude)"


RULE = Rule(
    "map",
    "A schematic map without credit, known licence, alternative text, caption or title; a category that the legend does not "
    "explain; an area, line or place outside the bounds; an entry of the legend that nothing has (warning). A caption without "
    "a footnote is found by `unsourced-sentence`.",
    "Fill in what is missing; points are longitude, latitude.",
    _look,
)
