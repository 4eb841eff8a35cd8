"""The sources of events: one module a source, found through entry points so that third parties can add theirs."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.sources.card import EventSource

GROUP = "conflict_atlas.sources"


@cache
def all_sources() -> dict[str, EventSource]:
    """Every installed source by its key, in alphabetical order."""
    return {point.name: point.load() for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def source(key: str) -> EventSource:
    """The source of that key. Raises ImportRefused that lists the known ones."""
    try:
        return all_sources()[key]
    except KeyError:
        raise ImportRefused(f"unknown source {key!r}. Known sources: {', '.join(all_sources())}.") from None
