"""Dated aliases: the names that conflicts, dyads and actors carry in the data, each with its first and last event.

An id is the thing; a name is what it was called for a while. Nothing is merged: two names of one id stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conflict_atlas.events import engine
from conflict_atlas.events.answers import NamePeriod
from conflict_atlas.events.engine import quote
from conflict_atlas.events.lake import NAMES, Lake
from conflict_atlas.events.vocabulary import Grain, LicenceClass


@dataclass(frozen=True)
class Aliases:
    """Every dated name in a lake, newest first within an id."""

    by_id: dict[tuple[str, str], tuple[NamePeriod, ...]]

    def of(self, kind: str, number: str) -> tuple[NamePeriod, ...]:
        """The names of one ``conflict``, ``dyad`` or ``actor``; empty if the id is not known."""
        return self.by_id.get((kind, number), ())

    def name(self, kind: str, number: str) -> str | None:
        """The name of latest use, None if the id is not known."""
        names = self.of(kind, number)
        return names[0].name if names else None


def aliases(lake: Lake) -> Aliases:
    """The dated names of all vintages that anybody may see. Kept in memory until the lake changes."""
    return _aliases(lake.folder, lake.digest)


@lru_cache(maxsize=2)
def _aliases(folder: Path, digest: str) -> Aliases:
    lake = Lake(folder)
    public = (vintage for vintage in lake.vintages() if vintage.licence_class is LicenceClass.OPEN)
    selects = [select for vintage in public if (select := _names_of(lake, vintage.vintage_id, vintage.grain))]
    if not selects:
        return Aliases({})
    # The same event stands in several vintages, so their rows are not added: the vintage with most says how many there are.
    rows = engine.fetch(
        "SELECT kind, id, name, min(first) AS first, max(last) AS last, max(rows) AS rows "
        f"FROM ({' UNION ALL '.join(selects)}) WHERE id IS NOT NULL AND name IS NOT NULL AND name <> '' GROUP BY ALL "
        "ORDER BY kind, id, last DESC NULLS LAST, first DESC NULLS LAST, name"
    )
    found: dict[tuple[str, str], list[NamePeriod]] = {}
    for kind, number, name, first, last, count in rows:
        found.setdefault((kind, number), []).append(NamePeriod(kind, number, name, first, last, count))
    return Aliases({key: tuple(periods) for key, periods in found.items()})


def _names_of(lake: Lake, vintage_id: str, grain: Grain) -> str | None:
    stored = lake.rows_path(vintage_id).with_name(NAMES)
    if stored.is_file():
        return f"SELECT kind, id, name, first, last, rows FROM read_parquet({quote(str(stored))})"
    if grain is not Grain.EVENT:
        return None
    columns = [("conflict", "conflict_id", "conflict_name"), ("dyad", "dyad_id", "dyad_name")]
    columns += [("actor", "side_a_id", "side_a"), ("actor", "side_b_id", "side_b")]
    rows = f"read_parquet({quote(str(lake.rows_path(vintage_id)))})"
    named = " UNION ALL ".join(
        f"SELECT {quote(kind)} AS kind, {number} AS id, trim({name}) AS name, date_start FROM {rows}"
        for kind, number, name in columns
    )
    return (
        f"SELECT kind, id, name, min(date_start) AS first, max(date_start) AS last, count(*) AS rows FROM ({named}) GROUP BY ALL"
    )
